"""«Bản tin đầu ca»: what the supervisor needs to know before the counter opens, as a report and as words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from counter_app.messages import sentence
from counter_app.model.queue import Board, BoardFigure, GroupBy, GroupLoad, QueueRow
from counter_app.model.report import Behind, Cell, Column, Figure, Figures, Kind, Report, Row, Table
from counter_app.model.report_words import value_words
from counter_app.supervision.board import change_words, week_words
from counter_app.supervision.countdown import Countdown
from counter_app.supervision.missing import missing_words
from counter_app.working_time.calendar import SessionSpan
from counter_app.working_time.words import day_words, hours_words, part_of_day, words

KIND = "digest"
MOST_ROWS = 25  # of dossiers in one table: a bulletin is read in a minute
DOSSIER = "dossier"  # figure behind a code: the dossier itself
_FIGURES = ("awaiting_intake", "intake_due_soon", "overdue", "missing_signature")
_STILL = (
    "no_state_change",
    "waits_for_applicant",
    "unsigned_components",
    "unsigned_result",
    "missing_result",
    "timestamp_debt",
)
_DOSSIER_COLUMNS = (("left", 44), ("code", 40), ("procedure", 0), ("holder", 32))  # key, mm

Timed = tuple[QueueRow, Countdown]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Who is away today by order, who stands in, and how many open dossiers wait under the name."""

    login: str
    name: str
    last: date
    stand_in: str  # name
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What is read besides the board. `due`, `late`: the first of them; the counts are of all."""

    span: SessionSpan
    due: Sequence[Timed]
    due_count: int
    late: Sequence[Timed]
    absent: Sequence[Absent]
    questions: int  # that wait for the supervisor's answer


def digest(board: Board, shift: Shift) -> Report:
    late_count = next(figure.value for figure in board.figures if figure.key == "overdue")
    parts: list[Figures | Table] = [
        Figures(figures=tuple(_figure(one, board.at) for one in board.figures)),
        _dossiers("due", shift.due, shift.due_count),
        _dossiers("late", shift.late, late_count),
        _officers(board.groups[GroupBy.HOLDER]),
        _still(board, shift.questions),
    ]
    if shift.absent:
        parts.append(_absent(shift.absent))
    return Report(
        kind=KIND,
        title=_say("title"),
        at=board.at,
        subject=shift_words(shift.span),
        parts=tuple(parts),
    )


def shift_words(span: SessionSpan) -> str:
    """«Buổi sáng thứ Hai 23/11/2026, 07:30–11:30»."""
    name = words(f"session.{part_of_day(span.begin)}")
    return _say(
        "shift",
        session=name[:1].upper() + name[1:],
        day=day_words(span.begin, year=True),
        hours=hours_words(span.begin, span.end),
    )


def as_text(report: Report, office_name: str) -> str:
    """The same for a message: one line for each thing, nothing about applicants."""
    lines = [part for part in (office_name, f"{report.title.upper()} · {report.subject}") if part]
    lines.append(_say("made_at", moment=f"{report.at:%H:%M %d/%m/%Y}"))
    for part in report.parts:
        lines += ["", *_text(part)]
    return "\n".join(lines) + "\n"


def _text(part: object) -> Iterator[str]:
    if isinstance(part, Figures):
        for one in part.figures:
            detail = f" ({one.detail})" if one.detail else ""
            yield f"{one.title}: {value_words(one.cell.value, one.kind)}{detail}"
    elif isinstance(part, Table):
        yield part.title
        for row in part.rows:
            shown = (_with_title(cell, column) for cell, column in zip(row, part.columns, strict=True))
            yield "- " + " · ".join(words for words in shown if words)
        if not part.rows:
            yield f"- {part.nothing}"
        if part.note:
            yield f"  {part.note}"


def _with_title(cell: Cell, column: Column) -> str:
    """Words speak for themselves, a number needs the heading of its column; a zero is left out."""
    said = value_words(cell.value, column.kind)
    if column.kind is not Kind.COUNT:
        return said
    return f"{said} {column.title.lower()}" if cell.value else ""


def _figure(one: BoardFigure, now: datetime) -> Figure:
    tone = "bad" if one.key == "overdue" and one.value else ""
    detail = "; ".join(part for part in (change_words(one, now), week_words(one)) if part)
    cell = Cell(value=one.value, behind=Behind(figure=one.key), tone=tone)
    return Figure(title=_say(f"figure.{one.key}"), kind=Kind.COUNT, cell=cell, detail=detail)


def _dossiers(key: str, rows: Sequence[Timed], count: int) -> Table:
    more = count - len(rows)
    return Table(
        key=key,
        title=_say(f"{key}.title", count=count),
        columns=tuple(
            Column(key=one, title=_say(f"column.{key if one == 'left' else one}"), width=mm)
            for one, mm in _DOSSIER_COLUMNS
        ),
        rows=tuple(_dossier(row, left, late=key == "late") for row, left in rows),
        nothing=_say(f"{key}.nothing"),
        note=_say("more", count=more) if more > 0 else "",
    )


def _dossier(row: QueueRow, left: Countdown, *, late: bool) -> Row:
    lacking = "; ".join(missing_words(row))
    procedure = " · ".join(part for part in (row.procedure_name, lacking[:1].lower() + lacking[1:]) if part)
    return (
        Cell(value=left.text, tone="bad" if late else ""),
        Cell(value=row.code, behind=Behind(figure=DOSSIER, value=row.code)),
        Cell(value=procedure),
        Cell(value=row.holder_name or _say("nobody")),
    )


def _officers(loads: Sequence[GroupLoad]) -> Table:
    bands = ("total", "overdue", "due_soon", "in_time")
    rows = tuple(
        (Cell(value=load.name or _say("nobody")), *(_load_cell(load, band) for band in bands))
        for load in sorted(loads, key=lambda one: (-one.overdue, -one.due_soon, -one.total, one.name))
        if load.total
    )
    columns = (
        Column(key="name", title=_say("column.name")),
        *(Column(key=band, title=_say(f"column.{band}"), kind=Kind.COUNT, width=24) for band in bands),
    )
    return Table(
        key="officers", title=_say("officers.title"), columns=columns, rows=rows, nothing=_say("officers.nothing")
    )


def _load_cell(load: GroupLoad, band: str) -> Cell:
    value = load.in_time + load.no_term if band == "in_time" else getattr(load, band)
    behind = Behind(figure="open" if band == "total" else band, group=str(GroupBy.HOLDER), value=load.key)
    return Cell(value=value, behind=behind if value else None, tone="bad" if band == "overdue" and value else "")


def _still(board: Board, questions: int) -> Table:
    limits = board.limits
    values = {"hours": limits.still_hours, "days": limits.waiting_days}
    lines = [(_say(f"still.{key}", **values), board.standing_still.get(key, 0), key) for key in _STILL]
    rows = [(Cell(value=said), Cell(value=count, behind=Behind(figure=key))) for said, count, key in lines if count]
    if questions:
        rows.append((Cell(value=_say("still.questions")), Cell(value=questions)))
    columns = (
        Column(key="what", title=_say("column.what")),
        Column(key="count", title=_say("column.count"), kind=Kind.COUNT, width=24),
    )
    return Table(
        key="still", title=_say("still.title"), columns=columns, rows=tuple(rows), nothing=_say("still.nothing")
    )


def _absent(absent: Sequence[Absent]) -> Table:
    columns = (
        Column(key="name", title=_say("column.name")),
        Column(key="last", title=_say("column.last"), kind=Kind.DAY, width=26),
        Column(key="stand_in", title=_say("column.stand_in"), width=44),
        Column(key="open", title=_say("column.total"), kind=Kind.COUNT, width=24),
    )
    rows = tuple(
        (
            Cell(value=one.name),
            Cell(value=one.last),
            Cell(value=one.stand_in),
            Cell(value=one.count, behind=Behind(figure="open", group=str(GroupBy.HOLDER), value=one.login)),
        )
        for one in absent
    )
    return Table(key="absent", title=_say("absent.title"), columns=columns, rows=rows)


def _say(code: str, /, **values: object) -> str:
    return sentence("supervision.digest." + code, **values).what
