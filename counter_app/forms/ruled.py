"""A ruled table of plain words: heading row on every page, words wrapped, a row taller than a page cut by lines.

reportlab's own table makes a paragraph of each cell, which is slow for a register of thousands of rows; here a cell is
its lines, and the width of each word is looked up once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from counter_app.forms.styles import BOLD, REGULAR

LINE = 1.18  # line spacing in multiples of the size
RULE = 0.5  # points


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[tuple[str, ...], ...]  # the lines of each cell
    lines: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", max(map(len, self.cells)))

    def cut(self, lines: int) -> "tuple[Row, Row]":
        return (
            Row(tuple(cell[:lines] for cell in self.cells)),
            Row(tuple(cell[lines:] for cell in self.cells)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a table looks: column widths in points, which columns are centred, type size, room of a whole page."""

    widths: tuple[float, ...]
    centred: tuple[bool, ...]
    size: float
    page_room: float  # points; a row that is taller is cut

    @property
    def pad(self) -> float:
        return self.size * 0.28

    @property
    def leading(self) -> float:
        return self.size * LINE

    def height(self, row: Row) -> float:
        return row.lines * self.leading + self.size * 0.34

    def row(self, texts: Sequence[str]) -> Row:
        """The words of each cell; a line end among them begins a new line."""
        return Row(tuple(self._cell(text, width) for text, width in zip(texts, self.widths, strict=True)))

    def heading(self, texts: Sequence[str]) -> Row:
        """Bold, and lines of about the same length: no single word is left over."""
        return Row(tuple(self._balanced(text, width) for text, width in zip(texts, self.widths, strict=True)))

    def _cell(self, text: str, width: float) -> tuple[str, ...]:
        room = width - 2 * self.pad
        return tuple(line for part in text.split("\n") for line in wrapped(part, REGULAR, self.size, room))

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


class RuledTable(Flowable):
    def __init__(self, heading: Row, rows: Sequence[Row], ruling: Ruling) -> None:
        super().__init__()
        self._heading, self._rows, self._ruling = heading, rows, ruling

    def wrap(self, _: float, __: float) -> tuple[float, float]:
        ruling = self._ruling
        self.width = sum(ruling.widths)
        self.height = ruling.height(self._heading) + sum(map(ruling.height, self._rows))
        return self.width, self.height

    def split(self, _: float, available: float) -> list[Flowable]:
        room = available - self._ruling.height(self._heading)
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
        return self._ruling.height(row) > self._ruling.page_room - self._ruling.height(self._heading)

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.setLineWidth(RULE)
        top = self.height
        edges = [0.0]
        for width in self._ruling.widths:
            edges.append(edges[-1] + width)
        rules: list[tuple[float, float, float, float]] = [(0, top, self.width, top)]
        for row in (self._heading, *self._rows):
            font = BOLD if row is self._heading else REGULAR
            self._draw_row(canvas, row, top, edges, font)
            top -= self._ruling.height(row)
            rules.append((0, top, self.width, top))
        rules += [(edge, 0, edge, self.height) for edge in edges]
        canvas.lines(rules)

    def _draw_row(self, canvas: Any, row: Row, top: float, edges: list[float], font: str) -> None:
        ruling = self._ruling
        height = ruling.height(row)
        for place, lines in enumerate(row.cells):
            centred = font == BOLD or ruling.centred[place]
            free = (height - len(lines) * ruling.leading) / 2
            base = top - free - ruling.size * (0.5 + LINE / 2 - 0.22)
            text = canvas.beginText()
            text.setFont(font, ruling.size, ruling.leading)
            for number, line in enumerate(lines):
                left = edges[place] + ruling.pad
                if centred:
                    used = sum(_advance(word, font) for word in line.split()) + line.count(" ") * _advance(" ", font)
                    left = edges[place] + (ruling.widths[place] - used * ruling.size) / 2
                text.setTextOrigin(left, base - number * ruling.leading)
                text.textOut(line)
            canvas.drawText(text)
