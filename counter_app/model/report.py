"""A report as values: tables, figures and charts that page, PDF, Excel and JSON all show the same of.

Every number may name the dossiers behind it (`Behind`). Shares are between 0 and 1, None where nothing can be said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from counter_app.model.period import Period

Value = str | int | float | date | datetime | None


class Kind(StrEnum):
    """What a column or figure holds; each writer knows how to show it."""

    TEXT = "text"
    CODE = "code"  # words that are never broken
    COUNT = "count"
    SHARE = "share"  # 0 … 1, shown in per cent
    POINTS = "points"
    MINUTES = "minutes"  # of working time
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Which dossiers a number counts: a figure of the period, perhaps of one field, officer or procedure only."""

    figure: str
    group: str = ""  # "field", "holder", "procedure", "indicator" …; empty: the whole office
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    value: Value
    behind: Behind | None = None
    tone: str = ""  # bad, warn, good: how a figure that needs a look is told; a word goes with it
    note: str = ""  # longer words for the tooltip


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 0  # mm on paper; 0: what the others leave
    group: str = ""  # heading over this column and its neighbours of the same group
    paper_only: bool = False  # on paper and in Excel; the page shows it where the row is opened


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""  # under the table: what is counted how
    nothing: str = "Không có hồ sơ nào trong kỳ."
    numbered: bool = False  # a line of column numbers under the heading, as official tables have
    shown: int = 0  # how many rows page and paper show, Excel and JSON have all; 0: all

    @property
    def first_rows(self) -> "tuple[Row, ...]":
        """What page and paper show."""
        return self.rows[: self.shown] if self.shown else self.rows

    def more_words(self) -> str:
        """What stands under the table when there are more rows than are shown."""
        if len(self.first_rows) == len(self.rows):
            return self.note
        more = f"Hiện {len(self.first_rows)} trên {len(self.rows)} dòng; tệp Excel có đủ."
        return f"{self.note} {more}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number to be seen first. `detail`: what it is compared with or made of."""

    title: str
    kind: Kind
    cell: Cell
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLine:
    """`parts` in the order of the legend."""

    label: str
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Horizontal bars, each in one or several parts. `legend`: (tone, words) of each part."""

    key: str
    title: str
    legend: tuple[tuple[str, str], ...]
    lines: tuple[BarLine, ...]
    kind: Kind = Kind.COUNT
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Counts by row and column. `marked`: spans of columns under a line (begin, end), such as working hours."""

    key: str
    title: str
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    marked: tuple[tuple[float, float], ...] = ()
    headline: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """A curve in steps: how many are at least so old. `points`: (age, count), ages in their order."""

    key: str
    title: str
    points: tuple[tuple[str, Cell], ...]
    axis: str  # what the ages are counted in
    note: str = ""


Part = Figures | Table | Bars | Heat | Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    kind: str
    title: str
    at: datetime  # when it was made; a period that is not over is told as far as then
    parts: tuple[Part, ...]
    period: Period | None = None  # None: as things stand now
    subject: str = ""  # under the title
    notes: tuple[str, ...] = ()  # how the figures are counted, and by which document
    estimate: bool = False  # shown as «Ước tính»
    landscape: bool = False
    personal: bool = False  # names applicants: it leaves the register with a reason only

    def tables(self) -> Iterator[Table]:
        return (part for part in self.parts if isinstance(part, Table))
