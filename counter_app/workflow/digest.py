"""«Bản tin đầu ca»: made as things stand now, as a report of its own, a PDF or plain words for a message."""

import array
from datetime import timedelta
from pathlib import Path

from counter_app.access.people import Act, may
from counter_app.errors import Misuse, OutsideCalendar, Refused
from counter_app.model.queue import Band, GroupBy, QueueFilter
from counter_app.model.report import Behind, Report
from counter_app.supervision.digest import MOST_ROWS, Absent, Shift, Timed, as_text, digest
from counter_app.workflow import approval, board, queue
from counter_app.workflow.office import Office
from counter_app.working_time.calendar import SessionSpan

SUFFIXES = (".pdf", ".txt")


def make(office: Office) -> Report:
    """For the shift that runs now, else for the next one. Refused `workflow.digest_no_shift`: the calendar ends."""
    now, readings = office.now(), office.store.readings
    span = shift_of(office)
    shown = board.board(office, next_rows=0)
    due = readings.queue_ids(QueueFilter(due_from=now, due_before=span.end + timedelta(seconds=1)))
    late = readings.queue_ids(QueueFilter(due_before=now))
    shift = Shift(
        span=span,
        due=_timed(office, due[:MOST_ROWS]),
        due_count=len(due),
        late=_timed(office, late[:MOST_ROWS]),
        absent=_absent(office),
        questions=len(approval.waiting(office)) if may(office.person, Act.REASSIGN) else 0,
    )
    return digest(shown, shift)


def shift_of(office: Office) -> SessionSpan:
    """The session that runs now, else the next one."""
    now = office.now()
    try:
        return office.calendar.session_at(now) or office.calendar.next_session(now)
    except OutsideCalendar as error:
        raise Refused("workflow.digest_no_shift") from error


def text(office: Office, report: Report) -> str:
    return as_text(report, office.settings.office_name)


def save(office: Office, report: Report, path: Path, *, over: bool = False) -> Path:
    """As its name ends: .pdf or .txt. Misuse `report.unknown_suffix`; Refused `forms.output_exists`; Trouble: disk."""
    from counter_app.forms.output import write_new
    from counter_app.forms.report_sheet import digest_pdf

    suffix = path.suffix.casefold()
    if suffix not in SUFFIXES:
        raise Misuse("report.unknown_suffix", file=path.name, known=", ".join(SUFFIXES))
    if suffix == ".pdf":
        data = digest_pdf(report, office.settings, office.person)
    else:
        data = text(office, report).encode("utf-8")
    write_new(data, path, over=over)
    return path


def dossiers_behind(office: Office, behind: Behind) -> "array.array[int]":
    """Ids of the dossiers that a number of the bulletin counts, as they are now."""
    if not behind.group:
        return board.dossiers_behind(office, behind.figure)
    band = Band(behind.figure) if behind.figure in set(Band) else None
    found = board.group_ids(office, GroupBy(behind.group), behind.value, band)
    if band is not Band.IN_TIME:
        return found
    return found + board.group_ids(office, GroupBy(behind.group), behind.value, Band.NO_TERM)


def file_stem(report: Report) -> str:
    """«ban-tin-2026-11-23-0800»."""
    return f"ban-tin-{report.at:%Y-%m-%d-%H%M}"


def _timed(office: Office, ids: "array.array[int]") -> list[Timed]:
    now = office.now()
    return [(row, queue.countdown(office, row.due_at, now)) for row in queue.rows(office, ids)]


def _absent(office: Office) -> list[Absent]:
    today = office.now().date()
    with office.store.unit_of_work() as unit:
        held = [one for one in unit.substitutions() if one.holds_on(today)]
    return [
        Absent(
            login=one.for_login,
            name=office.name_of(one.for_login),
            last=one.last,
            stand_in=office.name_of(one.login),
            count=len(office.store.readings.queue_ids(QueueFilter(holder=one.for_login))),
        )
        for one in held
    ]
