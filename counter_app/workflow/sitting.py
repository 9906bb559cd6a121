"""Who else has a dossier in hand, and what this person has half typed there."""

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft
from counter_app.workflow.office import Office

_AWAY = "store.unreachable"


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
    """Replace what is half typed; empty words are left out, nothing left means no draft. While the office's server
    does not answer it is kept on this machine, see `send_kept`."""
    kept = {name: words for name, words in values.items() if words}
    login, now = office.person.login, office.now()
    try:
        office.store.desk.keep_draft(dossier_id, login, kept, now)
    except Trouble as error:
        if error.code != _AWAY or office.drafts is None:
            raise
        office.drafts.keep(dossier_id, login, kept, now)
        return
    if office.drafts is not None:
        office.drafts.forget(dossier_id, login)


def send_kept(office: Office) -> int:
    """What was typed while the server was away goes there, unless something newer is there; how many. Trouble: it is
    still away."""
    if office.drafts is None:
        return 0
    sent = 0
    for one in office.drafts.all():
        there = office.store.desk.draft(one.dossier_id, one.login)
        if there is None or there.at <= one.draft.at:
            office.store.desk.keep_draft(one.dossier_id, one.login, one.draft.values, one.draft.at)
            sent += 1
        office.drafts.forget(one.dossier_id, one.login)
    return sent


def draft(office: Office, dossier_id: DossierId) -> Draft | None:
    login = office.person.login
    kept = office.drafts.find(dossier_id, login) if office.drafts is not None else None
    try:
        there = office.store.desk.draft(dossier_id, login)
    except Trouble:
        if kept is None:
            raise
        return kept
    return kept if kept is not None and (there is None or there.at <= kept.at) else there


def unfinished(office: Office) -> DossierId | None:
    """The dossier that this person typed into last and did not finish, while it still awaits intake."""
    send_kept(office)
    found = office.store.desk.last_draft(office.person.login)
    if found is None:
        return None
    with office.store.unit_of_work() as unit:
        return found if unit.dossier(found).state.awaits_intake else None
