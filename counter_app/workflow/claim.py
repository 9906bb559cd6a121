"""Who takes which dossier at the counter: from the common pile, and back onto it."""

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.dossier import Dossier, DossierId
from counter_app.workflow.office import Office


def take_next(office: Office) -> Dossier | None:
    """The most urgent dossier that waits for intake and that nobody holds becomes this person's; None: there is none.

    However many counters ask at once, each is given another one.
    """
    require(office.person, Act.DECIDE_INTAKE)
    with office.store.unit_of_work() as unit:
        found = unit.claims.take_next(office.person.login)
        if found is None:
            return None
        taken = unit.dossier(found)
        unit.append_event(office.event("claim", found))
        unit.commit()
    return taken


def put_back(office: Office, dossier_id: DossierId) -> None:
    """Back onto the pile. Refused `workflow.not_held` when this person does not hold it."""
    require(office.person, Act.DECIDE_INTAKE)
    with office.store.unit_of_work() as unit:
        if not unit.claims.put_back(dossier_id, office.person.login):
            raise Refused("workflow.not_held")
        unit.append_event(office.event("put_back", dossier_id))
        unit.commit()
