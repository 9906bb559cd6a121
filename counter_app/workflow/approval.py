"""A further supplement request: an officer asks with a legal ground, a supervisor approves, both are in the diary."""

from collections.abc import Sequence

from counter_app.access.people import Act, may, require
from counter_app.errors import Refused
from counter_app.intake.legal_ground import missing_parts
from counter_app.model.approval import Approval
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, DossierState, Event
from counter_app.workflow import sign_in
from counter_app.workflow.office import Office


def approval_in(events: Sequence[Event]) -> Approval:
    """Told from the diary: what was asked and approved since the last request."""
    found = Approval()
    for event in events:
        if event.kind == "request_supplement":
            found = Approval()
        elif event.kind == "ask_supplement_approval":
            found = Approval(asked_by=event.by, ground=str(event.details["ground"]))
        elif event.kind == "approve_supplement" and found.asked_by:
            found = Approval(asked_by=found.asked_by, ground=found.ground, approved_by=event.by)
    return found


def state(office: Office, dossier_id: DossierId) -> Approval:
    with office.store.unit_of_work() as unit:
        return approval_in(unit.events(dossier_id))


def ask(office: Office, dossier_id: DossierId, ground: str) -> Changes:
    """Ask for one more supplement request. Refused: no complete legal ground, nothing to ask for."""
    require(office.person, Act.DECIDE_INTAKE)
    lacking = missing_parts(ground)
    if lacking:
        raise Refused("intake.ground_incomplete", parts=", ".join(lacking))
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        if not dossier.state.awaits_intake or not dossier.supplement_count:
            raise Refused("workflow.no_approval_needed", code=dossier.display_code)
        unit.append_event(office.event("ask_supplement_approval", dossier_id, ground=ground.strip()))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def approve(office: Office, dossier_id: DossierId) -> Changes:
    """The supervisor at the desk approves. Refused: another role, the one who asked, nothing was asked."""
    require(office.person, Act.REASSIGN)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        asked = approval_in(unit.events(dossier_id))
        if not asked.waits or dossier.state is not DossierState.NEW:
            raise Refused("workflow.nothing_to_approve", code=dossier.display_code)
        if asked.asked_by == office.person.login:
            raise Refused("workflow.approve_own_question")
        unit.append_event(office.event("approve_supplement", dossier_id, asked_by=asked.asked_by))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def approve_in_place(office: Office, dossier_id: DossierId, login: str, password: str) -> Changes:
    """The supervisor signs in at the officer's desk for this one act. In practice nobody has a password."""
    supervisor = sign_in.sign_in(office, login, password) if sign_in.is_needed(office) else office.as_person(login)
    return approve(supervisor, dossier_id)


def supervisors(office: Office) -> tuple[tuple[str, str], ...]:
    """(login, name) of everybody who may approve."""
    return tuple((login, person.name) for login, person in office.people.items() if may(person, Act.REASSIGN))
