"""Phản ánh, kiến nghị at the counter: received, forwarded, answered within the working days of the rule."""

from dataclasses import dataclass, replace

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import OutsideCalendar, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.model.life import Feedback, FeedbackKind
from counter_app.model.text import nfc
from counter_app.rules.after_intake import feedback_limits
from counter_app.supervision.countdown import Countdown
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork

BOOK = "PAKN"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeedback:
    feedback: Feedback
    dossier_code: str  # empty: it is about no dossier
    left: Countdown | None  # to what is due next; None: answered


def receive_feedback(
    office: Office,
    kind: FeedbackKind,
    *,
    sender: str,
    content: str,
    contact: str = "",
    dossier_id: DossierId | None = None,
) -> tuple[Feedback, Changes]:
    """Write it down with its number and both limits. Refused: sender or content are empty."""
    require(office.person, Act.FEEDBACK)
    if not sender.strip() or not content.strip():
        raise Refused("workflow.feedback_without_words")
    now = office.now()
    day = vietnam(now).date()
    limits = feedback_limits(day)
    try:
        forward_due = office.calendar.add_working_days(day, limits.forward_days)
        answer_due = office.calendar.add_working_days(day, limits.answer_days)
    except OutsideCalendar as error:
        raise Refused("workflow.appointment_outside_calendar") from error
    with office.store.unit_of_work() as unit:
        if dossier_id is not None:
            unit.dossier(dossier_id)
        new = Feedback(
            id=0,
            number=unit.next_number(BOOK, day.year),
            year=day.year,
            kind=kind,
            dossier_id=dossier_id,
            sender=nfc(sender),
            contact=nfc(contact),
            content=nfc(content),
            received_at=now,
            forward_due_at=forward_due,
            answer_due_at=answer_due,
            received_by=office.person.login,
        )
        new = replace(new, id=unit.feedback.add(new))
        _tell(office, unit, "receive_feedback", new)
        unit.commit()
    return new, _changes(new)


def forward_feedback(office: Office, key: int, *, to: str) -> Changes:
    """Pass it to the body that is competent. Refused: it was passed on or answered already, nobody is named."""
    require(office.person, Act.FEEDBACK)
    if not to.strip():
        raise Refused("workflow.feedback_to_whom")
    with office.store.unit_of_work() as unit:
        known = unit.feedback.get(key)
        if known.forwarded_at is not None or known.answered_at is not None:
            raise Refused("workflow.feedback_done", number=known.number)
        new = replace(known, forwarded_to=nfc(to), forwarded_at=office.now())
        unit.feedback.change(known, new)
        _tell(office, unit, "forward_feedback", new, to=new.forwarded_to)
        unit.commit()
    return _changes(new)


def answer_feedback(office: Office, key: int, *, answer: str) -> Changes:
    """The answer goes back to the sender. Refused: answered already, no words."""
    require(office.person, Act.FEEDBACK)
    if not answer.strip():
        raise Refused("workflow.feedback_without_answer")
    with office.store.unit_of_work() as unit:
        known = unit.feedback.get(key)
        if known.answered_at is not None:
            raise Refused("workflow.feedback_done", number=known.number)
        new = replace(known, answer=nfc(answer), answered_at=office.now())
        unit.feedback.change(known, new)
        late = int(office.now() > known.answer_due_at)
        _tell(office, unit, "answer_feedback", new, late=late)
        unit.commit()
    return _changes(new)


def feedback_list(
    office: Office, *, open_only: bool = False, dossier_id: DossierId | None = None
) -> tuple[Feedback, ...]:
    with office.store.unit_of_work() as unit:
        return unit.feedback.all(open_only=open_only, dossier_id=dossier_id)


def listed_feedback(office: Office) -> tuple[ListedFeedback, ...]:
    """All of it for the page: what is due next first, with the code of its dossier and its time left."""
    now = office.now()
    with office.store.unit_of_work() as unit:
        return tuple(
            ListedFeedback(
                feedback=one,
                dossier_code="" if one.dossier_id is None else unit.dossier(one.dossier_id).display_code,
                left=None if one.due_at is None else queue.countdown(office, one.due_at, now),
            )
            for one in unit.feedback.all()
        )


def _tell(office: Office, unit: UnitOfWork, kind: str, one: Feedback, **details: str | int | None) -> None:
    unit.append_event(office.event(kind, one.dossier_id, number=one.number, **details))


def _changes(one: Feedback) -> Changes:
    return Changes(dossiers=frozenset({one.dossier_id}) if one.dossier_id is not None else frozenset())
