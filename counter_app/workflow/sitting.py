"""Who else has a dossier in hand, and what this person has half typed there."""

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Names of the others at the same dossier, each once; the same person at another window is told as such."""

    names: tuple[str, ...]
    myself_elsewhere: bool


def sit(office: Office, dossier_id: DossierId, seat: str) -> Company:
    """The heartbeat of a window: note it, and learn who else is there."""
    others = office.store.desk.sit(dossier_id, seat, office.person.login, office.now())
    logins = {one.login for one in others}
    mine = office.person.login
    return Company(
        names=tuple(office.name_of(login) for login in sorted(logins - {mine})), myself_elsewhere=mine in logins
    )


def leave(office: Office, dossier_id: DossierId, seat: str) -> None:
    office.store.desk.leave(dossier_id, seat)


def keep_draft(office: Office, dossier_id: DossierId, values: Mapping[str, str]) -> None:
    """Replace what is half typed; empty words are left out, nothing left means no draft."""
    kept = {name: words for name, words in values.items() if words}
    office.store.desk.keep_draft(dossier_id, office.person.login, kept, office.now())


def draft(office: Office, dossier_id: DossierId) -> Draft | None:
    return office.store.desk.draft(dossier_id, office.person.login)


def unfinished(office: Office) -> DossierId | None:
    """The dossier that this person typed into last and did not finish, while it still awaits intake."""
    found = office.store.desk.last_draft(office.person.login)
    if found is None:
        return None
    with office.store.unit_of_work() as unit:
        return found if unit.dossier(found).state.awaits_intake else None
