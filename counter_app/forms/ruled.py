"""A ruled table of plain words: heading on every page, words wrapped, a row taller than a page cut by lines.

reportlab's own table makes a paragraph of each cell, which is slow for a register of thousands of rows; here a cell is
its lines, and the width of each word is looked up once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from counter_app.forms.styles import BOLD, REGULAR

LINE = 1.18  # line spacing in multiples of the size
RULE = 0.5  # points


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[tuple[str, ...], ...]  # the lines of each cell
    font: str = REGULAR
    lines: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", max(map(len, self.cells)))

    def cut(self, lines: int) -> "tuple[Row, Row]":
        return (
            Row(tuple(cell[:lines] for cell in self.cells), self.font),
            Row(tuple(cell[lines:] for cell in self.cells), self.font),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A heading over several columns, from `first` up to and without `end`."""

    first: int
    end: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Above the rows: perhaps a line of bands, the names of the columns, perhaps their numbers."""

    bands: tuple[Band, ...]
    names: Row
    numbers: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a table looks: column widths in points, their alignment, type size, room of a whole page."""

    widths: tuple[float, ...]
    aligns: tuple[str, ...]  # left, center, right
    size: float
    page_room: float  # points; a row that is taller is cut

    @property
    def pad(self) -> float:
        return self.size * 0.28

    @property
    def leading(self) -> float:
        return self.size * LINE

    @property
    def edges(self) -> list[float]:
        edges = [0.0]
        for width in self.widths:
            edges.append(edges[-1] + width)
        return edges

    def height(self, row: Row) -> float:
        return self.height_of(row.lines)

    def height_of(self, lines: int) -> float:
        return lines * self.leading + self.size * 0.34

    def row(self, texts: Sequence[str], font: str = REGULAR) -> Row:
        """The words of each cell; a line end among them begins a new line."""
        return Row(tuple(self._cell(text, width, font) for text, width in zip(texts, self.widths, strict=True)), font)

    def _cell(self, text: str, width: float, font: str) -> tuple[str, ...]:
        room = width - 2 * self.pad
        return tuple(line for part in text.split("\n") for line in wrapped(part, font, self.size, room))

    def _balanced(self, text: str, width: float) -> tuple[str, ...]:
        room = width - 2 * self.pad
        lines = wrapped(text, BOLD, self.size, room)
        longest = max((_advance(word, BOLD) * self.size for word in text.split()), default=0.0)
        while (room := room - self.size / 4) >= longest:
            narrower = wrapped(text, BOLD, self.size, room)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def heading(self, names: Sequence[str], bands: Sequence[str] = (), *, numbered: bool = False) -> Heading:
        """Bold, and lines of about the same length: no single word is left over.

        `bands`: what stands over each column; neighbours of the same words share it, empty: nothing does.
        """
        found, place = [], 0
        for words, columns in groupby(bands):
            end = place + len(list(columns))
            if words:
                room = sum(self.widths[place:end]) - 2 * self.pad
                found.append(Band(first=place, end=end, lines=wrapped(words, BOLD, self.size, room)))
            place = end
        numbers = self.row([f"({number})" for number in range(1, len(names) + 1)]) if numbered else None
        balanced = tuple(self._balanced(text, width) for text, width in zip(names, self.widths, strict=True))
        return Heading(bands=tuple(found), names=Row(balanced, BOLD), numbers=numbers)

    def heading_heights(self, heading: Heading) -> tuple[float, float, float]:
        """Of the bands, the names, the numbers."""
        bands = self.height_of(max(len(band.lines) for band in heading.bands)) if heading.bands else 0.0
        banded = [place for band in heading.bands for place in range(band.first, band.end)]
        under = [cell for place, cell in enumerate(heading.names.cells) if place in banded]
        beside = [cell for place, cell in enumerate(heading.names.cells) if place not in banded]
        names = self.height_of(max(map(len, under), default=1)) if heading.bands else self.height(heading.names)
        whole = self.height_of(max(map(len, beside), default=1))
        numbers = self.height(heading.numbers) if heading.numbers else 0.0
        return bands, max(names, whole - bands), numbers


def wrapped(text: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """The words in as few lines as they need; a word longer than a line is cut."""
    lines: list[str] = []
    line, used = "", 0.0
    space = _advance(" ", font) * size
    for word in text.split():
        needed = _advance(word, font) * size
        if line and used + space + needed <= width:
            line, used = f"{line} {word}", used + space + needed
            continue
        if line:
            lines.append(line)
        pieces = _cut(word, font, size, width) if needed > width else [word]
        lines += pieces[:-1]
        line, used = pieces[-1], _advance(pieces[-1], font) * size
    return (*lines, line) if line or not lines else tuple(lines)


def _cut(word: str, font: str, size: float, width: float) -> list[str]:
    """A word longer than a line, in pieces that fit."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _advance(pieces[-1] + letter, font) * size > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@lru_cache(maxsize=20_000)
def _advance(word: str, font: str) -> float:
    """The width of a word at one point."""
    return float(pdfmetrics.stringWidth(word, font, 1))


def _line_width(line: str, font: str) -> float:
    return sum(_advance(word, font) for word in line.split()) + line.count(" ") * _advance(" ", font)


class RuledTable(Flowable):
    def __init__(self, heading: Heading, rows: Sequence[Row], ruling: Ruling) -> None:
        super().__init__()
        self._heading, self._rows, self._ruling = heading, rows, ruling
        self._head_heights = ruling.heading_heights(heading)

    @property
    def _head(self) -> float:
        return sum(self._head_heights)

    def least_height(self, rows: int) -> float:
        """Of the heading with its first rows, but never more than a page: less than that is not begun at its foot."""
        wanted = self._head + sum(map(self._ruling.height, self._rows[:rows]))
        return min(wanted, self._ruling.page_room / 2)

    def wrap(self, _: float, __: float) -> tuple[float, float]:
        ruling = self._ruling
        self.width = sum(ruling.widths)
        self.height = self._head + sum(map(ruling.height, self._rows))
        return self.width, self.height

    def split(self, _: float, available: float) -> list[Flowable]:
        room = available - self._head
        fitting = self._fitting(room)
        rows = list(self._rows)
        if fitting < len(rows) and self._taller_than_a_page(rows[fitting]):
            rest = room - sum(map(self._ruling.height, rows[:fitting]))
            lines = int((rest - self._ruling.height(Row(((),)))) / self._ruling.leading)
            if lines >= 2:
                rows[fitting : fitting + 1] = rows[fitting].cut(lines)
                fitting += 1
        if fitting == 0:
            return []  # the next page has more room
        if fitting == len(rows):
            return [self]
        parts = (rows[:fitting], rows[fitting:])
        return [RuledTable(self._heading, part, self._ruling) for part in parts]

    def _fitting(self, room: float) -> int:
        for count, row in enumerate(self._rows):
            room -= self._ruling.height(row)
            if room < 0:
                return count
        return len(self._rows)

    def _taller_than_a_page(self, row: Row) -> bool:
        return self._ruling.height(row) > self._ruling.page_room - self._head

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setLineWidth(RULE)
        edges, rules = self._ruling.edges, [(0.0, self.height, self.width, self.height)]
        top = self._draw_heading(canvas, edges, rules)
        for row in self._rows:
            height = self._ruling.height(row)
            for place, lines in enumerate(row.cells):
                box = (edges[place], edges[place + 1], top, height)
                self._draw_lines(canvas, lines, row.font, box, self._ruling.aligns[place])
            top -= height
            rules.append((0, top, self.width, top))
        canvas.lines(rules)

    def _draw_heading(self, canvas: Any, edges: list[float], rules: list[tuple[float, float, float, float]]) -> float:
        """Everything above the rows, with the upright rules of the whole table; where the rows begin."""
        heading, top = self._heading, self.height
        bands, names, numbers = self._head_heights
        banded = {place: band for band in heading.bands for place in range(band.first, band.end)}
        for band in heading.bands:
            box = (edges[band.first], edges[band.end], top, bands)
            self._draw_lines(canvas, band.lines, BOLD, box, "center")
            rules.append((edges[band.first], top - bands, edges[band.end], top - bands))
        for place, lines in enumerate(heading.names.cells):
            above = bands if place in banded else 0.0
            box = (edges[place], edges[place + 1], top - above, bands + names - above)
            self._draw_lines(canvas, lines, BOLD, box, "center")
        for place, edge in enumerate(edges):
            inside = place in banded and banded[place].first < place
            rules.append((edge, 0, edge, top - bands if inside else top))
        top -= bands + names
        rules.append((0, top, self.width, top))
        if heading.numbers is not None:
            for place, lines in enumerate(heading.numbers.cells):
                self._draw_lines(canvas, lines, REGULAR, (edges[place], edges[place + 1], top, numbers), "center")
            top -= numbers
            rules.append((0, top, self.width, top))
        return top

    def _draw_lines(
        self, canvas: Any, lines: Sequence[str], font: str, box: tuple[float, float, float, float], align: str
    ) -> None:
        """`box`: left edge, right edge, top, height; the lines stand in its middle."""
        ruling = self._ruling
        start, end, top, height = box
        free = (height - len(lines) * ruling.leading) / 2
        base = top - free - ruling.size * (0.5 + LINE / 2 - 0.22)
        text = canvas.beginText()
        text.setFont(font, ruling.size, ruling.leading)
        for number, line in enumerate(lines):
            left = start + ruling.pad
            if align != "left":
                room = end - start - _line_width(line, font) * ruling.size
                left = start + room / 2 if align == "center" else start + room - ruling.pad
            text.setTextOrigin(left, base - number * ruling.leading)
            text.textOut(line)
        canvas.drawText(text)
