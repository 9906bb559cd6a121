"""«Giải trình hồ sơ quá hạn»: each late dossier with its cause, who answers for it and the proof; summed up by cause,
by officer and by field, as the letters of the provinces ask for it. One dossier alone: its own sheet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.model.event_words import event_words
from counter_app.model.life import OverdueCause
from counter_app.model.overdue import LateDossier, ProposedCause
from counter_app.model.period import Period
from counter_app.model.report import BarLine, Bars, Behind, Cell, Column, Figure, Figures, Kind, Part, Report, Table
from counter_app.model.text import fold, shortened
from counter_app.report.measures import UNNAMED

KIND, TITLE = "overdue", "Giải trình hồ sơ quá hạn"
SHEET, EXPLAIN = "overdue_sheet", "explain"  # what a cell may open besides dossiers: a narrower report, one explanation
NOTES = (
    "Quá hạn: kết thúc sau hạn hẹn trả lần đầu, hoặc còn giải quyết khi hạn ấy đã qua. Hẹn lại không làm hết quá hạn; "
    "thời gian chậm tính bằng giờ làm việc, đến lúc kết thúc hoặc đến lúc lập biểu.",
    "Nguyên nhân «đề xuất» do chương trình suy từ nhật ký hồ sơ, chưa có người xác nhận; nguyên nhân khác là lời giải "
    "trình của người có tên ghi trong nhật ký.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueLine:
    """One late dossier, with names in words."""

    late: LateDossier
    proposed: ProposedCause
    minutes: int  # of working time it is late
    holder: str  # name
    responsible: str  # name: who the explanation names, else who is proposed
    causes: dict[OverdueCause, str]

    @property
    def explained(self) -> bool:
        return self.late.explanation is not None

    @property
    def cause(self) -> OverdueCause:
        return self.late.explanation.cause if self.late.explanation else self.proposed.cause

    @property
    def cause_words(self) -> str:
        return self.causes[self.cause] if self.explained else f"{self.causes[self.cause]} (đề xuất)"

    @property
    def words(self) -> str:
        return self.late.explanation.words if self.late.explanation else self.proposed.words

    @property
    def proof(self) -> str:
        """The file that was kept, and what the diary says."""
        kept = self.late.explanation.evidence if self.late.explanation is not None else None
        file = (f"Tệp lưu trong kho, SHA-256 {kept[:12]}…",) if kept is not None else ()
        return "; ".join((*file, *self.proposed.evidence))

    @property
    def state_words(self) -> str:
        return "đang giải quyết" if self.late.ended_at is None else "đã xong, trễ hạn"


GROUPS: dict[str, tuple[str, Callable[[OverdueLine], str]]] = {
    "cause": ("Nguyên nhân", lambda one: str(one.cause)),
    "responsible": ("Người chịu trách nhiệm", lambda one: one.responsible),
    "field": ("Lĩnh vực", lambda one: one.late.field),
}


FIGURES: dict[str, Callable[[OverdueLine], bool]] = {
    "overdue": lambda one: True,
    "overdue_open": lambda one: one.late.ended_at is None,
    "overdue_ended": lambda one: one.late.ended_at is not None,
    "overdue_explained": lambda one: one.explained,
    "overdue_owed": lambda one: not one.explained,
}


def counts(one: OverdueLine, behind: Behind) -> bool:
    """Whether a dossier is among those that a number counts."""
    if behind.figure in FIGURES and not FIGURES[behind.figure](one):
        return False
    if behind.group == "dossier":
        return str(one.late.id) == behind.value
    return not behind.group or GROUPS[behind.group][1](one) == behind.value


def overdue_report(lines: Sequence[OverdueLine], *, period: Period, at: datetime, subject: str = "") -> Report:
    parts: list[Part] = [_figures(lines)]
    if lines:
        parts.append(_by_cause(lines))
        parts += [_grouped(group, lines) for group in ("responsible", "field")]
    parts.append(_each(lines))
    return Report(
        kind=KIND,
        title=TITLE,
        at=at,
        parts=tuple(parts),
        period=period,
        notes=NOTES,
        landscape=True,
        subject=subject,
        personal=bool(lines),
    )


def dossier_report(one: OverdueLine, name_of: Callable[[str], str], *, period: Period, at: datetime) -> Report:
    """The sheet of one dossier: what is explained, what the diary proposes, and the events behind it."""
    late = one.late
    facts = [
        ("Thủ tục", late.procedure_name),
        ("Lĩnh vực", late.field),
        ("Người nộp", late.applicant_name),
        ("Tiếp nhận", _moment(late.accepted_at or late.received_at)),
        ("Hạn hẹn trả lần đầu", _moment(late.first_due_at)),
        ("Hẹn lại", _moment(late.promised_at) if late.promised_at else "không"),
        ("Kết thúc", _moment(late.ended_at) if late.ended_at else "đang giải quyết"),
        ("Chậm", _hours(one.minutes)),
        ("Cán bộ thụ lý", one.holder or UNNAMED),
        ("Nguyên nhân", one.cause_words),
        ("Giải trình", one.words if one.explained else "Chưa có"),
        ("Người chịu trách nhiệm", one.responsible or UNNAMED),
        ("Minh chứng", one.proof or "Chưa có"),
    ]
    if not one.explained:
        facts.append(("Nhật ký cho thấy", one.proposed.words))
    if one.explained and late.explanation is not None:
        facts.append(("Ghi bởi", f"{name_of(late.explanation.by)}, {_moment(late.explanation.at)}"))
        if one.proposed.cause is not late.explanation.cause:
            facts.append(("Nhật ký cho thấy", f"{one.causes[one.proposed.cause]}: {one.proposed.words}"))
    table = Table(
        key="facts",
        title="Nội dung giải trình",
        columns=(Column(key="label", title="Mục", width=52), Column(key="value", title="Nội dung")),
        rows=tuple((Cell(value=label), Cell(value=value)) for label, value in facts),
    )
    told = [(event, *event_words(event)) for event in late.events]
    events = Table(
        key="events",
        title="Việc đã ghi trong nhật ký liên quan đến thời hạn",
        columns=(
            Column(key="at", title="Thời điểm", kind=Kind.MOMENT, width=34),
            Column(key="who", title="Người ghi", width=40),
            Column(key="what", title="Việc"),
        ),
        rows=tuple(
            (
                Cell(value=event.at),
                Cell(value=name_of(event.by)),
                Cell(value=f"{what}. {detail}" if detail else what),
            )
            for event, what, detail in told
        ),
        nothing="Nhật ký không ghi việc chờ, chuyển giao hay khác danh sách nào.",
    )
    return Report(
        kind=KIND,
        title=TITLE,
        at=at,
        parts=(table, events),
        personal=True,
        period=period,
        notes=NOTES,
        subject=f"Hồ sơ {late.code}",
    )


def _count(lines: Sequence[OverdueLine], figure: str, group: str = "", value: str = "", tone: str = "") -> Cell:
    behind = Behind(figure=figure, group=group, value=value)
    count = sum(counts(one, behind) for one in lines)
    return Cell(value=count, behind=behind if count else None, tone=tone if count else "")


def _figures(lines: Sequence[OverdueLine]) -> Figures:
    def figure(title: str, name: str, tone: str = "", detail: str = "") -> Figure:
        return Figure(title=title, kind=Kind.COUNT, cell=_count(lines, name, tone=tone), detail=detail)

    return Figures(
        figures=(
            figure("Quá hạn trong kỳ", "overdue"),
            figure("Đang giải quyết", "overdue_open", "bad", "đến nay chưa xong"),
            figure("Đã xong, trễ hạn", "overdue_ended"),
            figure("Chưa giải trình", "overdue_owed", "warn", "mới có nguyên nhân đề xuất"),
        )
    )


def _by_cause(lines: Sequence[OverdueLine]) -> Bars:
    causes = lines[0].causes
    used = [cause for cause in causes if any(one.cause is cause for one in lines)]
    return Bars(
        key="causes",
        title="Nguyên nhân",
        legend=(("fill", "đã giải trình"), ("warn_mark", "mới đề xuất")),
        lines=tuple(
            BarLine(
                label=causes[cause],
                parts=tuple(_count(lines, name, "cause", str(cause)) for name in ("overdue_explained", "overdue_owed")),
            )
            for cause in used
        ),
    )


def _grouped(group: str, lines: Sequence[OverdueLine]) -> Table:
    heading, value_of = GROUPS[group]
    values = sorted({value_of(one) for one in lines}, key=lambda value: (value == "", fold(value)))
    rows = []
    for number, value in enumerate(values, start=1):
        mine = [one for one in lines if value_of(one) == value]
        name = Cell(value=value or UNNAMED, behind=Behind(figure=SHEET, group=group, value=value))
        rows.append((Cell(value=number), name, *_counts(mine, group, value)))
    return Table(
        key=f"by_{group}",
        title=f"Theo {heading[:1].lower()}{heading[1:]}",
        columns=(
            Column(key="number", title="TT", kind=Kind.COUNT, width=10),
            Column(key="label", title=heading),
            Column(key="count", title="Quá hạn", kind=Kind.COUNT, width=24),
            Column(key="open", title="Đang giải quyết", kind=Kind.COUNT, width=28),
            Column(key="owed", title="Chưa giải trình", kind=Kind.COUNT, width=28),
            Column(key="worst", title="Chậm nhất", kind=Kind.MINUTES, width=34),
        ),
        rows=tuple(rows),
        total=(Cell(value=""), Cell(value="Tổng cộng"), *_counts(lines)),
    )


def _counts(lines: Sequence[OverdueLine], group: str = "", value: str = "") -> tuple[Cell, ...]:
    return (
        _count(lines, "overdue", group, value),
        _count(lines, "overdue_open", group, value, "bad"),
        _count(lines, "overdue_owed", group, value, "warn"),
        Cell(value=max((one.minutes for one in lines), default=None)),
    )


def _each(lines: Iterable[OverdueLine]) -> Table:
    return Table(
        key="dossiers",
        title="Từng hồ sơ",
        columns=(
            Column(key="number", title="TT", kind=Kind.COUNT, width=9),
            Column(key="code", title="Mã hồ sơ", kind=Kind.CODE, width=34),
            Column(key="procedure", title="Thủ tục, người nộp"),
            Column(key="due", title="Hạn trả", kind=Kind.MOMENT, width=19),
            Column(key="ended", title="Kết thúc", kind=Kind.MOMENT, width=19, paper_only=True),
            Column(key="late", title="Chậm", kind=Kind.MINUTES, width=19),
            Column(key="cause", title="Nguyên nhân", width=30),
            Column(key="words", title="Giải trình", width=40, paper_only=True),
            Column(key="responsible", title="Người chịu trách nhiệm", width=24, paper_only=True),
            Column(key="proof", title="Minh chứng", width=36, paper_only=True),
        ),
        rows=tuple(_row(number, one) for number, one in enumerate(lines, start=1)),
        nothing="Không có hồ sơ nào quá hạn trong kỳ.",
    )


def _row(number: int, one: OverdueLine) -> tuple[Cell, ...]:
    late, key = one.late, str(one.late.id)
    return (
        Cell(value=number),
        Cell(value=late.code, behind=Behind(figure="overdue", group="dossier", value=key)),
        Cell(value=f"{shortened(late.procedure_name)} – {late.applicant_name}", note=late.procedure_name),
        Cell(value=late.first_due_at),
        Cell(value=late.ended_at),
        Cell(value=one.minutes),
        Cell(
            value=one.cause_words,
            behind=Behind(figure=EXPLAIN, group="dossier", value=key),
            tone="" if one.explained else "warn",
        ),
        Cell(value=one.words if one.explained else ""),
        Cell(value=one.responsible),
        Cell(value=one.proof),
    )


def _moment(at: datetime) -> str:
    return f"{at:%H:%M %d/%m/%Y}"


def _hours(minutes: int) -> str:
    return f"{minutes // 60} giờ {minutes % 60:02d} phút làm việc"
