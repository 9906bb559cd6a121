"""What the page of reports says: the period, the cells of tables, what opens behind a number. Free of Qt."""

from dataclasses import dataclass
from datetime import date, datetime

from counter_app.clock import vietnam
from counter_app.model import period as periods
from counter_app.model.period import Period
from counter_app.model.report import Bars, Column, Figure, Heat, Kind, Report, Steps, Table
from counter_app.model.report import Cell as ReportCell
from counter_app.model.report_words import value_words
from counter_app.workflow.report_kinds import ReportEntry
from ui.presenters.cell import Cell

SPANS = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}
_MAKERS = {"month": periods.month, "quarter": periods.quarter, "year": periods.year}
# Pixels of a column at 100 %, by what it holds.
_WIDTHS = {
    Kind.CODE: 150,
    Kind.COUNT: 84,
    Kind.SHARE: 84,
    Kind.POINTS: 84,
    Kind.MINUTES: 128,
    Kind.DAY: 104,
    Kind.MOMENT: 136,
}
_LEAST = {Kind.CODE: 144, Kind.DAY: 90, Kind.MOMENT: 126, Kind.MINUTES: 104}
_NUMBER_WIDTH = 48  # of the running number
FEW_COLUMNS, FEW_WORDS = 7, 3
PIXELS = 3.7  # for a millimetre of a column of words on paper
ORDER = "hồ sơ đến sớm nhất đứng trước"


def period_of(kind: str, day: date) -> Period:
    return _MAKERS[kind](day)


def may_go_later(period: Period, now: datetime) -> bool:
    """A period that has not begun has no figures."""
    return period.shifted(1).start <= now


def span_words(period: Period | None, at: datetime) -> str:
    """Beside the title: the period, and as far as when it is told while it is not over."""
    moment = f"{vietnam(at):%H:%M %d/%m/%Y}"
    if period is None:
        return f"tại thời điểm {moment}"
    return period.words() if at >= period.end else f"{period.words()}, đến {moment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnShape:
    key: str
    title: str
    width: int
    stretch: int
    right: bool
    band: str
    least: int = 0  # what it holds is whole from this width on


def shapes(table: Table) -> list[ColumnShape]:
    """The columns of a table as the page lays them out: words take what the figures leave."""
    return [_shape(column) for column in table.columns if not column.paper_only]


def _shape(column: Column) -> ColumnShape:
    words = column.kind is Kind.TEXT
    whole = (Kind.CODE, Kind.DAY, Kind.MOMENT)
    width = _NUMBER_WIDTH if column.key == "number" else _WIDTHS.get(column.kind, round(column.width * PIXELS))
    right = not words and column.kind not in whole
    return ColumnShape(
        key=column.key,
        title=column.title,
        width=width,
        stretch=1 if words and not column.width else 0,
        right=right,
        band=column.group,
        least=_LEAST.get(column.kind, 0),
    )


def is_tall(table: Table) -> bool:
    """Sentences in several columns need two lines."""
    words = [column for column in table.columns if column.kind is Kind.TEXT]
    return len(table.columns) > FEW_COLUMNS or len(words) > FEW_WORDS


def is_narrow(table: Table) -> bool:
    """Words and two figures: two such tables stand side by side."""
    return len(table.columns) <= 3


def table_cells(table: Table) -> list[tuple[int, dict[str, Cell]]]:
    """Each row and the total as cells by column key; what a row stands for is its place, the total's is −1."""
    lines = [(place, _row_cells(table, row, strong=False)) for place, row in enumerate(table.first_rows)]
    return [*lines, (-1, _row_cells(table, table.total, strong=True))] if table.total else lines


def _row_cells(table: Table, row: tuple[ReportCell, ...], *, strong: bool) -> dict[str, Cell]:
    return {column.key: _cell(column, cell, strong=strong) for column, cell in zip(table.columns, row, strict=True)}


def _cell(column: Column, cell: ReportCell, *, strong: bool) -> Cell:
    shape = _shape(column)
    nothing = cell.value in (None, 0, 0.0, "") and column.kind is not Kind.TEXT
    opens = "Enter mở các hồ sơ này" if cell.behind else ""
    return Cell(
        text=value_words(cell.value, column.kind),
        tone="text3" if nothing or column.key == "number" else cell.tone or "text",
        right=shape.right,
        weight=600 if strong else 500 if cell.tone else 400,
        explanation=" · ".join(words for words in (cell.note, opens) if words),
    )


def cell_at(table: Table, place: int, key: str) -> ReportCell | None:
    """The report's own cell under a cell of the page; −1: of the total."""
    row = table.total if place < 0 else table.rows[place]
    number = next((number for number, column in enumerate(table.columns) if column.key == key), None)
    return None if row is None or number is None else row[number]


def behind_words(table: Table, place: int, key: str) -> str:
    """«Hoạt động khoa học và công nghệ · Số hồ sơ đã giải quyết: Quá hạn», told on the page that opens."""
    column = next(column for column in table.columns if column.key == key)
    row = table.rows[place] if place >= 0 else ()
    name = next(
        (str(cell.value) for cell, one in zip(row, table.columns, strict=False) if one.kind is Kind.TEXT), "Tất cả"
    )
    what = f"{column.group}: {column.title}" if column.group else column.title
    return f"{name} · {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    title: str
    value: str
    detail: str
    tone: str
    opens: bool

    @property
    def words(self) -> str:
        return f"{self.title}: {self.value}. {self.detail}"


def figure_words(figure: Figure) -> FigureWords:
    return FigureWords(
        title=figure.title,
        value=value_words(figure.cell.value, figure.kind),
        detail=figure.detail,
        tone=figure.cell.tone or "text",
        opens=figure.cell.behind is not None,
    )


def choose_words(entry: ReportEntry) -> tuple[str, str]:
    """Title and sentence while the file that a report needs is not chosen."""
    wanted = next(one.words for one in entry.files if one.required)
    return f"Chưa chọn: {wanted}", "Chọn tệp ở trên để đối chiếu với sổ ở đây; không hồ sơ nào bị thay đổi."


def has_figures(chart: Bars | Heat | Steps) -> bool:
    """A chart without anything to draw is not shown."""
    if isinstance(chart, Bars):
        return bool(chart.lines)
    return bool(chart.cells) if isinstance(chart, Heat) else bool(chart.points)


def file_name(report: Report, suffix: str) -> str:
    """«bao-cao-period-2026-11.xlsx», proposed when it is saved."""
    return f"bao-cao-{report.kind}-{report.period.key if report.period else f'{vietnam(report.at):%Y-%m-%d}'}{suffix}"
