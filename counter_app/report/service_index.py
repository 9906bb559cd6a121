"""«Bộ chỉ số 766 (ước tính)»: points from our own counts, what each indicator costs and which dossiers cost it.

What nothing is known of here stays without points and outside the total; an estimate never says more than it knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.model.period import Period
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
    Row,
    Table,
)
from counter_app.model.report_words import value_words
from counter_app.report.measures import share
from counter_app.rules.service_index import IndexGroup, Indicator, ServiceIndex

FEEDBACK = frozenset({"feedback", "feedback_late"})  # counted in letters, not in dossiers
SHOWN = 100
# What the letters of the province ask of every dossier, and the figure that tells that it is missing.
DUTIES = (
    ("not_online", "Nộp trực tuyến"),
    ("components_unsigned", "Thành phần ký đủ"),
    ("index_no_result", "Có tệp kết quả"),
    ("result_unsigned", "Kết quả ký đủ"),
    ("index_not_reused", "Tái sử dụng"),
)
Marked = tuple[int, str, tuple[str, ...]]  # id, code, the figures that count it
NOTES = (
    "Đây là ước tính từ dữ liệu của cơ quan theo mô tả công thức của Cổng Dịch vụ công quốc gia; điểm chính thức do "
    "cổng công bố. Chỉ tiêu không có dữ liệu ở đây không có điểm và không nằm trong tổng.",
    "Điểm của một chỉ tiêu bằng điểm tối đa khi tỷ lệ đạt mức trọn điểm, dưới mức đó giảm theo tỷ lệ. Điểm mất của một "
    "chỉ tiêu chia đều cho những hồ sơ làm mất.",
    "Chữ ký trên thành phần và kết quả là yêu cầu của tỉnh, không phải chỉ tiêu của Quyết định 766/QĐ-TTg. Hồ sơ đã "
    "thanh toán trực tuyến hay chưa không biết được từ dữ liệu ở đây.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """`points` None: nothing is known of it here, or nothing of its kind happened in the period."""

    indicator: Indicator
    whole: int = 0
    missing: int = 0
    points: float | None = None

    @property
    def lost(self) -> float:
        return 0.0 if self.points is None else self.indicator.max - self.points

    @property
    def each(self) -> float:
        """What one dossier costs."""
        return self.lost / self.missing if self.missing else 0.0


def figures_of(index: ServiceIndex) -> tuple[str, ...]:
    """What the register must count."""
    names = [name for one in index.indicators if not one.unknown for name in (one.of, one.missing)]
    return tuple(dict.fromkeys(name for name in names if name not in FEEDBACK))


def missing_of(index: ServiceIndex) -> tuple[str, ...]:
    """The figures whose dossiers cost points."""
    return tuple(one.missing for one in index.indicators if not one.unknown and one.missing not in FEEDBACK)


def scored(index: ServiceIndex, counts: Mapping[str, int]) -> tuple[Scored, ...]:
    return tuple(_scored(one, counts) for one in index.indicators)


def _scored(indicator: Indicator, counts: Mapping[str, int]) -> Scored:
    if indicator.unknown:
        return Scored(indicator=indicator)
    whole, missing = counts.get(indicator.of, 0), counts.get(indicator.missing, 0)
    points = round(indicator.points(whole - missing, whole), 2) if whole else None
    return Scored(indicator=indicator, whole=whole, missing=missing, points=points)


def total(found: Iterable[Scored]) -> tuple[float, float]:
    """Points, and of how many that are told at all."""
    told = [one for one in found if one.points is not None]
    return round(sum(one.points or 0.0 for one in told), 2), sum(one.indicator.max for one in told)


def index_report(
    index: ServiceIndex,
    found: Sequence[Scored],
    before: Sequence[Scored],
    marked: Sequence[Marked],
    *,
    period: Period,
    before_words: str,
    at: datetime,
) -> Report:
    """`before`: the same of the period before, `before_words` names it; `marked`: all dossiers that lack something."""
    over = at >= period.end
    costs = {one.indicator.missing: one for one in found if one.missing and one.points is not None}
    # Many dossiers lack the same: what is said of them is worked out once for each such set of figures.
    lost = {figures: tuple(costs[name] for name in figures if name in costs) for figures in {one[2] for one in marked}}
    lost = {figures: mine for figures, mine in lost.items() if any(one.lost for one in mine)}
    price = {figures: sum(one.each for one in mine) for figures, mine in lost.items()}
    costing = sorted((one for one in marked if one[2] in lost), key=lambda one: (-price[one[2]], one[1]))
    opened = {key: Cell(value=code, behind=Behind(figure="dossier", value=str(key))) for key, code, _ in marked}
    parts: tuple[Part, ...] = (
        _headline(found, before, before_words, len(costing), over=over),
        _group_bars(index, found),
        _indicator_table(index, found),
        _dossier_table(costing, opened, {figures: _costs(mine, over=over) for figures, mine in lost.items()}),
        _duty_table(marked, opened),
        _source_table(index),
    )
    return Report(
        kind="index",
        title="Bộ chỉ số phục vụ người dân, doanh nghiệp",
        subject=index.source.document,
        period=period,
        at=at,
        parts=parts,
        notes=(*NOTES, guesses_words(index)),
        estimate=True,
        landscape=True,
    )


def guesses_words(index: ServiceIndex) -> str:
    told = ", ".join(one.id for one in index.guesses if not one.unknown)
    unknown = ", ".join(one.id for one in index.indicators if one.unknown)
    return f"Chưa xác minh công thức hoặc điểm: {told}. Không có dữ liệu ở đây: {unknown}."


def _headline(
    found: Sequence[Scored], before: Sequence[Scored], before_words: str, costing: int, *, over: bool
) -> Figures:
    points, possible = total(found)
    earlier, earlier_possible = total(before)
    regained = sum(one.lost for one in found if one.indicator.regained)
    change = round(points - earlier, 2) if earlier_possible else None
    way = "không đổi" if not change else "tăng" if change > 0 else "giảm"
    return Figures(
        figures=(
            Figure(
                title="Điểm ước tính",
                kind=Kind.POINTS,
                cell=Cell(value=points),
                detail=f"trên {_points(possible)} điểm tính được ở đây",
            ),
            Figure(
                title=f"So với {before_words}",
                kind=Kind.POINTS,
                cell=Cell(value=change),
                detail=f"{way}; kỳ trước {_points(earlier)} trên {_points(earlier_possible)}"
                if earlier_possible
                else "",
            ),
            Figure(
                title="Còn lấy lại được trong kỳ",
                kind=Kind.POINTS,
                cell=Cell(value=None if over else round(regained, 2)),
                detail="kỳ đã hết" if over else "nếu bổ sung đủ những gì còn thiếu",
            ),
            Figure(
                title="Hồ sơ làm mất điểm",
                kind=Kind.COUNT,
                cell=Cell(value=costing, behind=Behind(figure="index_any") if costing else None),
            ),
        )
    )


def _group_bars(index: ServiceIndex, found: Sequence[Scored]) -> Bars:
    lines = []
    for group in index.groups:
        mine = [one for one in found if one.indicator.group == group.key]
        points, possible = total(mine)
        parts = (points, round(possible - points, 2), group.max - possible)
        words = f"{group.name}: {_points(points)} trên {_points(possible)}" if possible else f"{group.name}: —"
        lines.append(BarLine(label=words, parts=tuple(Cell(value=part) for part in parts)))
    return Bars(
        key="groups",
        title="Điểm theo nhóm",
        legend=(("fill", "đạt"), ("warn_mark", "mất"), ("track", "không tính được")),
        lines=tuple(lines),
        kind=Kind.POINTS,
    )


def _indicator_table(index: ServiceIndex, found: Sequence[Scored]) -> Table:
    names = {group.key: group.name for group in index.groups}
    return Table(
        key="indicators",
        title="Từng chỉ tiêu",
        columns=(
            Column(key="id", title="Mã", width=12),
            Column(key="name", title="Chỉ tiêu"),
            Column(key="group", title="Nhóm", width=34),
            Column(key="part", title="Đạt", kind=Kind.COUNT, width=15, group="Hồ sơ, phản ánh"),
            Column(key="whole", title="Tổng", kind=Kind.COUNT, width=15, group="Hồ sơ, phản ánh"),
            Column(key="share", title="Tỷ lệ", kind=Kind.SHARE, width=17),
            Column(key="full_from", title="Trọn điểm từ", kind=Kind.SHARE, width=18),
            Column(key="max", title="Tối đa", kind=Kind.POINTS, width=15, group="Điểm"),
            Column(key="points", title="Đạt", kind=Kind.POINTS, width=15, group="Điểm"),
            Column(key="lost", title="Mất", kind=Kind.POINTS, width=15, group="Điểm"),
            Column(key="missing", title="Hồ sơ làm mất", kind=Kind.COUNT, width=20),
        ),
        rows=tuple(_indicator_row(one, names) for one in found),
    )


def _indicator_row(one: Scored, names: Mapping[str, str]) -> tuple[Cell, ...]:
    known, mine = one.points is not None, one.indicator
    reason = mine.unknown or ("" if known else "Không phát sinh trong kỳ.")
    letters = mine.of in FEEDBACK

    def behind(figure: str, count: int) -> Behind | None:
        return Behind(figure=figure) if known and count and not letters else None

    return (
        Cell(value=mine.id),
        Cell(value=mine.name, note=reason),
        Cell(value=names[mine.group]),
        Cell(value=one.whole - one.missing if known else None),
        Cell(value=one.whole if known else None, behind=behind(mine.of, one.whole)),
        Cell(value=share(one.whole - one.missing, one.whole) if known else None),
        Cell(value=None if mine.unknown else mine.full_from),
        Cell(value=mine.max),
        Cell(value=one.points),
        Cell(value=round(one.lost, 2) if known else None, tone="bad" if one.lost else ""),
        Cell(value=one.missing if known else None, behind=behind(mine.missing, one.missing)),
    )


def _dossier_table(costing: Sequence[Marked], opened: Mapping[int, Cell], told: Mapping[tuple[str, ...], Row]) -> Table:
    """`opened`: the cell of each dossier's code; `told`: those after it, by the figures that count the dossier."""
    return Table(
        key="dossiers",
        title="Hồ sơ làm mất điểm",
        columns=(
            Column(key="code", title="Hồ sơ", width=42),
            Column(key="indicators", title="Chỉ tiêu", width=24),
            Column(key="why", title="Vì sao"),
            Column(key="points", title="Điểm mất", kind=Kind.POINTS, width=18),
            Column(key="again", title="Trong kỳ này", width=24),
            Column(key="act", title="Việc nên làm", width=66),
        ),
        rows=tuple((opened[key], *told[figures]) for key, _, figures in costing),
        nothing="Không hồ sơ nào làm mất điểm.",
        shown=SHOWN,
    )


def _costs(lost: Sequence[Scored], *, over: bool) -> Row:
    mine = [one for one in lost if one.lost]
    again = "Kỳ đã hết" if over else _again_words([one.indicator.regained for one in mine])
    return (
        Cell(value=", ".join(one.indicator.id for one in mine)),
        Cell(value="; ".join(one.indicator.why for one in mine)),
        Cell(value=round(sum(one.each for one in lost), 4)),
        Cell(value=again, tone="good" if again.startswith("Lấy") else ""),
        Cell(value="; ".join(dict.fromkeys(one.indicator.act for one in mine))),
    )


def _again_words(regained: Sequence[bool]) -> str:
    if all(regained):
        return "Lấy lại được"
    return "Lấy lại được một phần" if any(regained) else "Không lấy lại"


def _duty_table(marked: Sequence[Marked], opened: Mapping[int, Cell]) -> Table:
    """What each dossier still lacks of what the province asks; those that lack most stand first."""
    states = {figures: _states(figures) for figures in {one[2] for one in marked}}
    count = {figures: sum(bool(cell.value) for cell in cells[:-1]) for figures, cells in states.items()}
    lacking = sorted((one for one in marked if count[one[2]]), key=lambda one: (-count[one[2]], one[1]))
    return Table(
        key="duties",
        title="Còn thiếu gì ở từng hồ sơ",
        columns=(
            Column(key="code", title="Hồ sơ"),
            *(Column(key=figure, title=words, width=32) for figure, words in DUTIES),
            Column(key="payment", title="Thanh toán trực tuyến", width=34),
        ),
        rows=tuple((opened[key], *states[figures]) for key, _, figures in lacking),
        nothing="Không hồ sơ nào thiếu.",
        shown=SHOWN,
    )


def _states(figures: Sequence[str]) -> Row:
    missing = (Cell(value="thiếu", tone="bad") if name in figures else Cell(value="") for name, _ in DUTIES)
    return (*missing, Cell(value="không rõ"))


def _source_table(index: ServiceIndex) -> Table:
    return Table(
        key="sources",
        title="Căn cứ của từng chỉ tiêu",
        columns=(
            Column(key="id", title="Mã", width=12),
            Column(key="source", title="Lấy từ đâu, tính thế nào"),
            Column(key="verified", title="Xác minh", width=30),
        ),
        rows=tuple(
            (
                Cell(value=one.id),
                Cell(value=one.source.document + (f". {one.unknown}" if one.unknown else "")),
                Cell(value="đã xác minh" if one.source.verified else "chưa xác minh"),
            )
            for one in index.indicators
        ),
    )


def group_points(group: IndexGroup, found: Iterable[Scored]) -> tuple[float, float]:
    """Points of a group, and of how many that are told."""
    return total(one for one in found if one.indicator.group == group.key)


def _points(value: float) -> str:
    """«16,80», whole points without a fraction."""
    return value_words(value, Kind.COUNT if value == int(value) else Kind.POINTS)
