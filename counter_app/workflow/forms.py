"""Print one of the official forms: its words from what was decided, its number from the book of the year."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Misuse, OutsideCalendar, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, ComponentVerdict, Dossier, DossierId, Event, FileHash
from counter_app.model.form import FormFacts, FormKind, FormWords
from counter_app.model.person import Person, Role
from counter_app.supervision.clocks import rebuild, told_moment
from counter_app.workflow.handover import steps
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.procedures import owed
from counter_app.working_time.terms import term_due

# The book that gives a form its number; the control sheet and the register carry none.
BOOKS = {
    FormKind.RECEIPT: "TNHS",
    FormKind.SUPPLEMENT_REQUEST: "HDHS",
    FormKind.REFUSAL: "TCHS",
    FormKind.APOLOGY: "PXL",
    FormKind.STOP_NOTICE: "TBD",
}
# The act that a form puts on paper: a sheet printed again after it is the same sheet, with the same number and words.
ACTS = {
    FormKind.SUPPLEMENT_REQUEST: "request_supplement",
    FormKind.REFUSAL: "refuse",
    FormKind.APOLOGY: "reappoint",
    FormKind.STOP_NOTICE: "stop",
}
FILE_NAMES = {
    FormKind.RECEIPT: "Giay-tiep-nhan",
    FormKind.SUPPLEMENT_REQUEST: "Phieu-yeu-cau-bo-sung",
    FormKind.REFUSAL: "Phieu-tu-choi",
    FormKind.APOLOGY: "Van-ban-xin-loi",
    FormKind.STOP_NOTICE: "Thong-bao-dung",
    FormKind.CONTROL_SHEET: "Phieu-kiem-soat",
    FormKind.REGISTER: "So-theo-doi",
}
_BY_LEADER = (FormKind.APOLOGY, FormKind.STOP_NOTICE)
INTAKE_STAGE = "Tiếp nhận hồ sơ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    path: Path
    number: int  # 0: the form carries none
    changes: Changes


def print_form(
    office: Office,
    kind: FormKind,
    dossier_id: DossierId,
    *,
    words: FormWords | None = None,
    output: Path | None = None,
) -> Printed:
    """Make the form as PDF. `words` None: what was written when it was decided. A second print keeps its number.

    Refused: the dossier is not where this form belongs, a reason or ground is empty, the deadline is not the
    calendar's, repealed law, a letter that cannot be printed. Then no number is used up and no file is there.
    """
    with office.store.unit_of_work() as unit:
        printed = print_within(office, unit, kind, dossier_id, words=words, output=output)
        commit_with(unit, printed)
    return printed


def print_within(
    office: Office,
    unit: UnitOfWork,
    kind: FormKind,
    dossier_id: DossierId,
    *,
    words: FormWords | None = None,
    output: Path | None = None,
) -> Printed:
    """`print_form` inside a transaction of the caller's: the act and its paper are written down together.

    The caller ends it with `commit_with`.
    """
    require(office.person, Act.PRINT_FORMS)
    dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
    if kind is FormKind.RECEIPT:
        check_deadline(office, dossier, events)
    facts = FormFacts(
        kind=kind,
        printed_at=office.now(),
        signer=_signer(office, kind, dossier),
        number=_number(office, unit, kind, dossier_id, events),
        words=words or words_of(kind, dossier, events),
        dossier=dossier,
        steps=steps(office, dossier, events) if kind is FormKind.CONTROL_SHEET else (),
        fee=owed(unit, dossier) if kind is FormKind.RECEIPT else None,
    )
    stem = FILE_NAMES[kind] + (f"-{facts.number:04d}" if facts.number else "")
    path = output or free_path(office.folder_for("forms", str(dossier_id)), stem)
    return _put(office, unit, facts, path)


def commit_with(unit: UnitOfWork, printed: Printed) -> None:
    """Commit; when that fails the sheet is gone too: its number is taken back, so it must not go to an applicant."""
    try:
        unit.commit()
    except BaseException:
        printed.path.unlink(missing_ok=True)
        raise


def words_of(kind: FormKind, dossier: Dossier, events: Sequence[Event]) -> FormWords:
    """What the form of an act says, from the act's own event and from the components' remarks."""
    act = last_event(events, ACTS.get(kind, ""))
    if act is None:
        return FormWords()
    told = {name: str(act.details.get(name) or "") for name in ("reason", "legal_ground", "stage", "handling")}
    words = FormWords(
        reason=told["reason"],
        legal_ground=told["legal_ground"],
        stage=told["stage"],
        handling=told["handling"],
        lateness=str(act.details.get("lateness") or ""),
        original_due_at=told_moment(act, "original_due_at"),
        new_due_at=told_moment(act, "due_at"),
    )
    if kind is FormKind.SUPPLEMENT_REQUEST:
        items = act.details.get("items")  # older events left them to the components
        lines = tuple(str(items).split("\n")) if items else supplement_items(dossier)
        return replace(words, items=lines, stage=words.stage or INTAKE_STAGE)
    return words


def supplement_items(dossier: Dossier) -> tuple[str, ...]:
    """Each paper that failed with its remark, and each required one that is not there: one complete instruction."""
    lines = []
    for part in dossier.components:
        if part.verdict is ComponentVerdict.FAIL:
            lines.append(f"{part.name}: {part.remark}" if part.remark else part.name)
        elif part.required and part.file is None and part.verdict is not ComponentVerdict.PASS:
            lines.append(f"{part.name}: chưa có, cần nộp")
    return tuple(lines)


def check_deadline(office: Office, dossier: Dossier, events: Sequence[Event]) -> None:
    """Refused `workflow.deadline_not_calendar` when the promised date is not the one that the calendar gives.

    Where the term is not known here, the date came with a list: then it must at least be in working time.
    """
    if dossier.due_at is None:
        return  # the form itself says what is missing
    clocks = rebuild(events, dossier)
    if clocks.term is None or clocks.reappointments:
        known = office.calendar.covers(dossier.due_at)  # a list may promise a day beyond the calendar
        if known and not office.calendar.is_working_day(vietnam(dossier.due_at).date()):
            raise _not_calendar(dossier, office.calendar.closing_on_or_after(vietnam(dossier.due_at).date()))
        return
    try:
        expected = term_due(office.calendar, clocks.term)
    except OutsideCalendar as error:
        raise Refused("workflow.appointment_outside_calendar") from error
    if expected != dossier.due_at:
        raise _not_calendar(dossier, expected)


def enter_in_book(unit: UnitOfWork, dossier_id: DossierId, at: datetime) -> int:
    """The dossier's number in the register of the year, which is the receipt's too; given once."""
    return unit.book.enter(BOOKS[FormKind.RECEIPT], dossier_id, at, vietnam(at).year)


def last_event(events: Sequence[Event], kind: str) -> Event | None:
    return next((event for event in reversed(events) if event.kind == kind), None)


def free_path(folder: Path, stem: str) -> Path:
    candidates = (folder / f"{stem}{suffix}.pdf" for suffix in ("", *(f"-{copy}" for copy in range(2, 1000))))
    return next(path for path in candidates if not path.exists())


def _put(office: Office, unit: UnitOfWork, facts: FormFacts, path: Path) -> Printed:
    """Draw it, keep it in the vault, write it down. A failure takes the file away again."""
    if path.exists():
        raise Misuse("workflow.output_exists", file=path.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    office.forms.print(facts, path)
    assert facts.dossier is not None
    try:
        kept = office.vault.put(path)
        kind = "print_receipt" if facts.kind is FormKind.RECEIPT else "print_form"
        named = {} if facts.kind is FormKind.RECEIPT else {"form": str(facts.kind)}
        unit.add_form(facts.dossier.id, str(facts.kind), facts.number, _attached(office, kept, path))
        unit.append_event(office.event(kind, facts.dossier.id, number=facts.number or None, sha256=str(kept), **named))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Printed(path=path, number=facts.number, changes=Changes(dossiers=frozenset({facts.dossier.id})))


def _attached(office: Office, kept: FileHash, path: Path) -> AttachedFile:
    return AttachedFile(
        hash=kept,
        name=path.name,
        size=path.stat().st_size,
        pages=office.reader.inspect(path).page_count,
        attached_at=office.now(),
        attached_by=office.person.login,
    )


def _number(office: Office, unit: UnitOfWork, kind: FormKind, dossier_id: DossierId, events: Sequence[Event]) -> int:
    """The number of the sheet of the same act, else the next of the book."""
    if kind not in BOOKS:
        return 0
    act = last_event(events, ACTS.get(kind, ""))
    since = events.index(act) if act is not None else 0
    for event in events[since:]:
        same = event.kind == "print_receipt" if kind is FormKind.RECEIPT else event.details.get("form") == str(kind)
        if same:
            return int(event.details["number"] or 0)
    if kind is FormKind.RECEIPT:
        return enter_in_book(unit, dossier_id, office.now())
    return unit.next_number(BOOKS[kind], vietnam(office.now()).year)


def _signer(office: Office, kind: FormKind, dossier: Dossier) -> Person:
    if kind in _BY_LEADER:
        return next((one for one in office.people.values() if one.role is Role.LEADER), office.person)
    return office.people.get(dossier.holder, office.person)


def _not_calendar(dossier: Dossier, expected: datetime) -> Refused:
    assert dossier.due_at is not None
    return Refused(
        "workflow.deadline_not_calendar",
        code=dossier.display_code,
        written=f"{vietnam(dossier.due_at):%H:%M %d/%m/%Y}",
        expected=f"{vietnam(expected):%H:%M %d/%m/%Y}",
    )
