"""Everything that happened to one dossier after intake, read in one go for its page."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import Dossier, DossierId, DossierState, Event, PrintedForm
from counter_app.model.form import HandOver
from counter_app.model.life import Ending, Explanation, Feedback, Rating, Reappointment, Waiting
from counter_app.model.overdue import ProposedCause
from counter_app.rules.rule_sets import rule_set
from counter_app.workflow import handover, lateness, overdue, supplement
from counter_app.workflow.forms import last_event
from counter_app.workflow.office import Office
from counter_app.workflow.supplement import SupplementOption


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterIntake:
    dossier: Dossier
    forms: tuple[PrintedForm, ...]  # the last sheet of each
    steps: tuple[HandOver, ...]
    reappointments: tuple[Reappointment, ...]
    may_reappoint: bool
    proposed_day: date | None  # for a new appointment
    is_late: bool
    explanation: Explanation | None
    waits: tuple[Waiting, ...]
    rating: Rating | None
    feedback: tuple[Feedback, ...]
    book_number: tuple[int, int] | None  # (year, number) in the register
    supplement: SupplementOption
    ending: Ending | None  # None: it is still open, or came with a list that told no more
    proposed: ProposedCause | None = None  # why it is late, as its diary says; None: it is not late


def after_intake(office: Office, dossier_id: DossierId) -> AfterIntake:
    found = _read(office, dossier_id)
    return replace(found, proposed=overdue.proposed_cause(office, dossier_id)) if found.is_late else found


def _read(office: Office, dossier_id: DossierId) -> AfterIntake:
    with office.store.unit_of_work() as unit:
        dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
        promised = unit.life.reappointments(dossier_id)
        limit = rule_set(dossier.rule_set).max_reappointments
        open_for = dossier.state in lateness.IN_WORK and dossier.due_at is not None
        return AfterIntake(
            dossier=dossier,
            forms=tuple({(form.kind, form.number): form for form in dossier.forms}.values()),
            steps=handover.steps(office, dossier, events),
            reappointments=promised,
            may_reappoint=open_for and len(promised) < limit,
            proposed_day=_proposed(office, dossier) if open_for else None,
            is_late=lateness.is_late(dossier, promised, office.now()),
            explanation=unit.life.explanation(dossier_id),
            waits=lateness.waits(events, dossier.ended_at),
            rating=unit.life.rating(dossier_id),
            feedback=unit.feedback.all(dossier_id=dossier_id),
            book_number=unit.book.number_of(dossier_id),
            supplement=supplement.option(office, dossier, events),
            ending=_ending(dossier, events),
        )


_ENDS = {
    DossierState.REFUSED: "refuse",
    DossierState.WITHDRAWN: "withdraw",
    DossierState.STOPPED: "stop",
    DossierState.RETURNED: "return_result",
}


def _ending(dossier: Dossier, events: tuple[Event, ...]) -> Ending | None:
    event = last_event(events, _ENDS.get(dossier.state, ""))
    if event is None:
        return None
    words = str(event.details.get("reason") or event.details.get("receiver") or "")
    return Ending(kind=event.kind, at=event.at, by=event.by, words=words)


def _proposed(office: Office, dossier: Dossier) -> date | None:
    """Three working days after the later of today and the promised day; None beyond the calendar."""
    assert dossier.due_at is not None
    try:
        return office.calendar.add_working_days(max(office.now(), dossier.due_at).date(), 3).date()
    except OutsideCalendar:
        return None


def sheet_file(office: Office, dossier_id: DossierId, form: PrintedForm) -> Path:
    """The sheet as a file with a name of its own, for a mail or a stick: the signed one when it was signed.

    Made anew from the vault, which alone is sure to hold what was printed. Trouble: the vault, the disk.
    """
    stem = Path(form.file.name).stem
    name = f"{stem}-da-ky.pdf" if form.file.signed_from else f"{stem}.pdf"
    target = office.folder_for("forms", str(dossier_id)) / name
    data = office.vault.path(form.file.hash).read_bytes()
    if not target.is_file() or target.read_bytes() != data:
        aside = target.with_suffix(".new")
        aside.write_bytes(data)
        aside.replace(target)
    return target
