"""«Đối chiếu danh sách»: our register beside the province's or the national list, each difference with its cause."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time

from counter_app.messages import sentence
from counter_app.model.dossier import STATE_NAMES, DossierState
from counter_app.model.list_comparison import Compared, Finding, ListComparison
from counter_app.model.problem import Problem
from counter_app.model.report import (
    BarLine,
    Bars,
    Behind,
    Cell,
    Column,
    Figure,
    Figures,
    Kind,
    Part,
    Report,
    Table,
    Value,
)

TITLES = {
    Compared.ONLY_THERE: "Chỉ có trong danh sách",
    Compared.ONLY_HERE: "Chỉ có ở đây",
    Compared.OVERDUE: "Bên kia ghi quá hạn, ở đây không",
    Compared.STATE: "Khác trạng thái",
    Compared.DUE: "Khác ngày hẹn trả",
    Compared.RECEIVED: "Khác ngày tiếp nhận",
    Compared.SUBMITTED: "Khác ngày nộp",
}
SHOWN = 300
NOTES = (
    "Hồ sơ gặp nhau theo mã của cổng. Nguyên nhân là phỏng đoán từ số liệu hai bên, người đối chiếu quyết định. Danh "
    "sách không ghi giờ thì chỉ so ngày.",
    "Ngày tiếp nhận so với lúc công chức tiếp nhận, hoặc lúc cổng nhận hồ sơ, khớp một trong hai là khớp.",
)


def comparison_report(found: ListComparison, *, at: datetime) -> Report:
    kinds = [what for what in TITLES if found.of(what)]
    parts: list[Part] = [_headline(found), _causes(found.found)]
    parts += [_table(what, found.of(what)) for what in kinds]
    if found.problems or found.warnings:
        parts.append(_problems((*found.problems, *found.warnings)))
    return Report(
        kind="comparison",
        title="Đối chiếu với danh sách của hệ thống khác",
        subject=_subject(found),
        at=at,
        parts=tuple(parts),
        notes=(*NOTES, _scope_words(found)),
        landscape=True,
    )


def _subject(found: ListComparison) -> str:
    span = f", hồ sơ từ {found.first:%d/%m/%Y} đến {found.last:%d/%m/%Y}" if found.first and found.last else ""
    return f"{found.file}{span}"


def _scope_words(found: ListComparison) -> str:
    if found.whole:
        return "Danh sách có trạng thái nên được coi là đủ mọi hồ sơ của những ngày đó."
    return "Danh sách không có trạng thái nên được coi là danh sách hồ sơ quá hạn, so với hồ sơ quá hạn ở đây."


def _headline(found: ListComparison) -> Figures:
    different = {one.code for one in found.found if one.what not in (Compared.ONLY_HERE, Compared.ONLY_THERE)}
    ids = {one.dossier_id for one in found.found if one.code in different and one.dossier_id is not None}
    only_here, only_there = found.of(Compared.ONLY_HERE), found.of(Compared.ONLY_THERE)
    unread = len({problem.row for problem in found.problems})
    figures = (
        Figure(
            title="Khớp cả hai bên",
            kind=Kind.COUNT,
            cell=Cell(value=found.matched),
            detail=f"trên {found.rows} dòng đọc được" + (f", {unread} dòng không đọc được" if unread else ""),
        ),
        Figure(title="Khác nhau", kind=Kind.COUNT, cell=Cell(value=len(different), behind=_opens(ids))),
        Figure(title="Chỉ có trong danh sách", kind=Kind.COUNT, cell=Cell(value=len(only_there))),
        Figure(
            title="Chỉ có ở đây",
            kind=Kind.COUNT,
            cell=Cell(value=len(only_here), behind=_opens(one.dossier_id for one in only_here)),
        ),
    )
    return Figures(figures=figures)


def _causes(found: Sequence[Finding]) -> Bars:
    counted = Counter(one.cause for one in found)
    return Bars(
        key="causes",
        title="Nguyên nhân có thể",
        legend=(("fill", "số khác biệt"),),
        lines=tuple(
            BarLine(
                label=sentence(cause).what.rstrip("."),
                parts=(Cell(value=count, behind=_opens(one.dossier_id for one in found if one.cause == cause)),),
            )
            for cause, count in counted.most_common()
        ),
    )


def _table(what: Compared, found: Sequence[Finding]) -> Table:
    moments = what in (Compared.DUE, Compared.RECEIVED, Compared.SUBMITTED, Compared.OVERDUE)
    kind = Kind.MOMENT if moments else Kind.TEXT
    return Table(
        key=str(what),
        title=TITLES[what],
        columns=(
            Column(key="code", title="Mã hồ sơ", width=46),
            Column(key="procedure", title="Thủ tục"),
            Column(key="here", title="Ở đây", kind=kind, width=30),
            Column(key="there", title="Trong danh sách", kind=kind, width=30),
            Column(key="cause", title="Nguyên nhân có thể", width=58),
            Column(key="act", title="Việc nên làm", width=52),
            Column(key="row", title="Dòng", kind=Kind.COUNT, width=13),
        ),
        rows=tuple(_row(one) for one in found),
        shown=SHOWN,
    )


def _row(one: Finding) -> tuple[Cell, ...]:
    said = sentence(one.cause)
    return (
        Cell(value=one.code, behind=_opens([one.dossier_id])),
        Cell(value=one.procedure_name),
        Cell(value=_value(one.here)),
        Cell(value=_value(one.there)),
        Cell(value=said.what),
        Cell(value=said.advice),
        Cell(value=one.row),
    )


def _value(told: DossierState | datetime | None) -> Value:
    """A state in words, a moment as it is, a day without an hour as a day."""
    if isinstance(told, DossierState):
        return STATE_NAMES[told]
    return told.date() if told is not None and told.time() == time() else told


def _opens(ids: Iterable[int | None]) -> Behind | None:
    known = sorted({one for one in ids if one is not None})
    return Behind(figure="dossier", value=",".join(map(str, known))) if known else None


def _problems(problems: Sequence[Problem]) -> Table:
    ordered = sorted(problems, key=lambda one: one.row)
    return Table(
        key="problems",
        title="Dòng không đọc được hoặc cần xem lại",
        columns=(
            Column(key="row", title="Dòng", kind=Kind.COUNT, width=14),
            Column(key="code", title="Mã hồ sơ", width=50),
            Column(key="reason", title="Vì sao"),
        ),
        rows=tuple((Cell(value=one.row), Cell(value=one.subject), Cell(value=one.sentence)) for one in ordered),
        shown=SHOWN,
    )
