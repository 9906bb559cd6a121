"""A dossier that is still being typed at the counter: kept on this machine until it is made or let go.

Nothing of it is in the register yet, so it is no act and stands in no diary; it goes by itself after some days, since
details of people are not kept for nothing.
"""

from collections.abc import Mapping
from datetime import timedelta

from counter_app.access.people import Act, require
from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft
from counter_app.workflow.office import Office

NOT_MADE = DossierId(0)  # the place in the drafts of what has no number yet: one per person
KEPT = timedelta(days=7)


def keep(office: Office, values: Mapping[str, str]) -> None:
    """Replace what is typed; empty words are left out. Trouble: the disk."""
    require(office.person, Act.RECEIVE)
    if office.begun is not None:
        kept = {name: words for name, words in values.items() if words}
        office.begun.keep(NOT_MADE, office.person.login, kept, office.now())


def find(office: Office) -> Draft | None:
    """What this person typed last and neither made nor let go."""
    if office.begun is None:
        return None
    found = office.begun.find(NOT_MADE, office.person.login)
    if found is not None and office.now() - found.at > KEPT:
        forget(office)
        return None
    return found


def forget(office: Office) -> None:
    if office.begun is not None:
        office.begun.forget(NOT_MADE, office.person.login)
