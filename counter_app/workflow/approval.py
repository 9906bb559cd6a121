"""A further supplement request: an officer asks with a legal ground, a supervisor answers, both are in the diary."""

from collections.abc import Sequence

from counter_app.access.people import Act, may, require
from counter_app.errors import Refused
from counter_app.intake.legal_ground import missing_parts
from counter_app.model.approval import Approval, WaitingQuestion
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, DossierState, Event
from counter_app.model.queue import QueueFilter
from counter_app.workflow import sign_in
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

ASKED_IN = (  # where a supplement may be requested
    DossierState.NEW,
    DossierState.PAYMENT_REQUESTED,
    DossierState.ACCEPTED,
    DossierState.PROCESSING,
)


def approval_in(events: Sequence[Event]) -> Approval:
    """Told from the diary: what was asked and answered since the last request."""
    found = Approval()
    for event in events:
        if event.kind == "request_supplement":
            found = Approval()
        elif event.kind == "ask_supplement_approval":
            found = Approval(asked_by=event.by, ground=str(event.details["ground"]))
        elif event.kind == "approve_supplement" and found.asked_by:
            found = Approval(asked_by=found.asked_by, ground=found.ground, approved_by=event.by)
        elif event.kind == "turn_down_supplement" and found.waits:
            found = Approval(ground=found.ground, turned_down_by=event.by, reason=str(event.details["reason"]))
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
        if dossier.state not in ASKED_IN or not dossier.supplement_count:
            raise Refused("workflow.no_approval_needed", code=dossier.display_code)
        unit.append_event(office.event("ask_supplement_approval", dossier_id, ground=ground.strip()))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def approve(office: Office, dossier_id: DossierId) -> Changes:
    """The supervisor at the desk approves. Refused: another role, the one who asked, nothing was asked."""
    require(office.person, Act.REASSIGN)
    with office.store.unit_of_work() as unit:
        asked = _waiting_question(office, unit, dossier_id)
        unit.append_event(office.event("approve_supplement", dossier_id, asked_by=asked.asked_by))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def turn_down(office: Office, dossier_id: DossierId, reason: str) -> Changes:
    """The supervisor says no and why; the officer may ask again. Refused as `approve`, and without a reason."""
    require(office.person, Act.REASSIGN)
    if not reason.strip():
        raise Refused("workflow.turn_down_without_reason")
    with office.store.unit_of_work() as unit:
        asked = _waiting_question(office, unit, dossier_id)
        unit.append_event(
            office.event("turn_down_supplement", dossier_id, asked_by=asked.asked_by, reason=reason.strip())
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def waiting(office: Office) -> tuple[WaitingQuestion, ...]:
    """The questions that wait for a supervisor, the oldest first. Refused for another role."""
    require(office.person, Act.REASSIGN)
    readings = office.store.readings
    open_rows = readings.queue_rows(readings.queue_ids(QueueFilter(states=ASKED_IN)))
    found = []
    with office.store.unit_of_work() as unit:
        for row in (one for one in open_rows if one.supplement_count):
            events = unit.events(row.id)
            asked = approval_in(events)
            if asked.waits:
                last = [event for event in events if event.kind == "ask_supplement_approval"][-1]
                found.append(
                    WaitingQuestion(
                        dossier_id=row.id,
                        code=row.code,
                        procedure_name=row.procedure_name,
                        asked_by=office.name_of(asked.asked_by),
                        asked_at=last.at,
                        ground=asked.ground,
                    )
                )
    return tuple(sorted(found, key=lambda one: one.asked_at))


def _waiting_question(office: Office, unit: UnitOfWork, dossier_id: DossierId) -> Approval:
    dossier = unit.dossier(dossier_id)
    asked = approval_in(unit.events(dossier_id))
    if not asked.waits or dossier.state not in ASKED_IN:
        raise Refused("workflow.nothing_to_approve", code=dossier.display_code)
    if asked.asked_by == office.person.login:
        raise Refused("workflow.approve_own_question")
    return asked


def approve_in_place(office: Office, dossier_id: DossierId, login: str, password: str) -> Changes:
    """The supervisor signs in at the officer's desk for this one act. In practice nobody has a password."""
    supervisor = sign_in.sign_in(office, login, password) if sign_in.is_needed(office) else office.as_person(login)
    return approve(supervisor, dossier_id)


def supervisors(office: Office) -> tuple[tuple[str, str], ...]:
    """(login, name) of everybody who may approve."""
    return tuple((login, person.name) for login, person in office.people.items() if may(person, Act.REASSIGN))
