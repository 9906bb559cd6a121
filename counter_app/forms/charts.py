"""Charts of reports on paper: bars, a heat map, a curve in steps, each with its numbers beside it. In colours that
stay apart when they are printed in grey.
"""

from itertools import pairwise
from typing import Any, cast

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, black, white
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Spacer

from counter_app.forms import parts
from counter_app.forms.styles import BOLD, REGULAR, style
from counter_app.forms.templates import PageStyle
from counter_app.model.report import BarLine, Bars, Heat, Kind, Steps
from counter_app.model.report_words import bar_total, heat_limits, number_of, step_of, value_words

# Names of the screen's tokens, in tones for paper: light, middle, dark stay apart in grey.
_TONES = {
    "good_mark": HexColor("#9CCBB0"),
    "fill": HexColor("#17559E"),
    "warn_mark": HexColor("#E0A33F"),
    "bad_mark": HexColor("#8C1A16"),
    "track": HexColor("#E3E6EB"),
    "text3": HexColor("#9AA2AD"),
}
_HEAT = (
    (HexColor("#D3E1F2"), black),
    (HexColor("#A9C6E8"), black),
    (HexColor("#6FA0D8"), black),
    (HexColor("#17559E"), white),
)
_EMPTY = HexColor("#EEF0F3")
_GREY = Color(0.35, 0.35, 0.35)


def chart(wanted: Bars | Heat | Steps, page: PageStyle, width: float) -> list[Flowable]:
    """Title, drawing and its note, kept on one page as far as they fit."""
    label = parts.paragraph(wanted.title, style(page.body, BOLD, line=page.line))
    label.keepWithNext = 1
    size = page.table
    drawings = _drawings(wanted, size, width)
    story: list[Flowable] = [label, Spacer(0, size * 0.3)]
    for drawing in drawings:
        story += [drawing, Spacer(0, size * 0.2)]
    if wanted.note:
        story.append(parts.paragraph(wanted.note, style(page.note, line=1.25)))
    return [*story, Spacer(0, size * 0.8)]


def _drawings(wanted: Bars | Heat | Steps, size: float, width: float) -> list[Drawing]:
    if isinstance(wanted, Bars):
        return _bars(wanted, size, width)
    return _heat(wanted, size, width) if isinstance(wanted, Heat) else _steps(wanted, size, width)


def _bars(bars: Bars, size: float, width: float) -> list[Drawing]:
    """One drawing per line, so that a long list goes over several pages."""
    row = size * 1.75
    names = min(width * 0.4, max((_width(line.label, size) for line in bars.lines), default=0) + size)
    figures = max((_width(_line_words(line, bars.kind), size) for line in bars.lines), default=0) + size
    most = max((bar_total(line) for line in bars.lines), default=0) or 1
    made = [_bar(line, bars, size, (width, row, names, width - names - figures), most) for line in bars.lines]
    return [*made, _legend(bars.legend, size, width)] if len(bars.legend) > 1 else made


def _bar(line: BarLine, bars: Bars, size: float, box: tuple[float, float, float, float], most: float) -> Drawing:
    width, height, names, room = box
    drawing, base = Drawing(width, height), height * 0.28
    drawing.add(_words(_fitted(line.label, names - size * 0.6, size), 0, base, size))
    x = names
    for (tone, _), cell in zip(bars.legend, line.parts, strict=True):
        long = room * number_of(cell) / most
        if long > 0:
            drawing.add(_filled(x, height * 0.18, max(long, 0.8), height * 0.6, _TONES[tone]))
        x += long
    drawing.add(_words(_line_words(line, bars.kind), x + size * 0.5, base, size))
    return drawing


def _line_words(line: BarLine, kind: Kind) -> str:
    """The total, and the parts when there are several."""
    total = value_words(bar_total(line), kind)
    if len(line.parts) < 2 or kind is not Kind.COUNT:
        return total
    return f"{total} ({' + '.join(value_words(cell.value or 0, kind) for cell in line.parts)})"


def _legend(legend: tuple[tuple[str, str], ...], size: float, width: float) -> Drawing:
    drawing, x = Drawing(width, size * 1.6), 0.0
    for tone, words in legend:
        drawing.add(_filled(x, size * 0.3, size * 0.8, size * 0.8, _TONES[tone]))
        drawing.add(_words(words, x + size * 1.2, size * 0.35, size))
        x += size * 2.4 + _width(words, size)
    return drawing


def _heat(heat: Heat, size: float, width: float) -> list[Drawing]:
    names = max((_width(label, size) for label in heat.row_labels), default=0) + size
    cell = (width - names) / max(1, len(heat.column_labels))
    row, small = size * 1.7, size * 0.82
    height = row * len(heat.row_labels) + size * 2
    drawing = Drawing(width, height)
    steps = heat_limits(heat)
    for column, label in enumerate(heat.column_labels):
        drawing.add(_middle(label, names + (column + 0.5) * cell, height - size, small))
    for first, last in heat.marked:
        y = height - size * 1.45
        mark = Line(names + first * cell, y, names + last * cell, y, strokeWidth=1.6, strokeColor=_TONES["fill"])
        drawing.add(mark)
    for line, (label, cells) in enumerate(zip(heat.row_labels, heat.cells, strict=True)):
        y = height - size * 2 - (line + 1) * row
        drawing.add(_words(label, 0, y + row * 0.3, size))
        for column, one in enumerate(cells):
            count = int(number_of(one))
            step = step_of(count, steps)
            ground, ink = _HEAT[step] if step >= 0 else (_EMPTY, black)
            x = names + column * cell
            drawing.add(_filled(x + 0.6, y + 0.6, cell - 1.2, row - 1.2, ground))
            if count:
                drawing.add(_middle(str(count), x + cell / 2, y + row * 0.32, small, ink))
    return [drawing]


def _steps(steps: Steps, size: float, width: float) -> list[Drawing]:
    """Columns side by side without gaps: the outline is the curve."""
    room, foot = size * 11, size * 2.6
    drawing = Drawing(width, room + foot + size * 1.6)
    most = max((int(number_of(cell)) for _, cell in steps.points), default=0) or 1
    column = width / max(1, len(steps.points))
    tops: list[tuple[float, float]] = []
    for place, (label, cell) in enumerate(steps.points):
        count, x = int(number_of(cell)), place * column
        high = room * count / most
        drawing.add(_filled(x, foot, column, high, _HEAT[0][0]))
        tops += [(x, foot + high), (x + column, foot + high)]
        drawing.add(_middle(label, x + column / 2, foot - size * 1.1, size * 0.9))
        drawing.add(_middle(str(count), x + column / 2, foot + high + size * 0.35, size * 0.9))
    for (x1, y1), (x2, y2) in pairwise(tops):
        drawing.add(Line(x1, y1, x2, y2, strokeColor=_TONES["fill"], strokeWidth=1.4))
    drawing.add(Line(0, foot, width, foot, strokeColor=black, strokeWidth=0.6))
    drawing.add(_middle(steps.axis, width / 2, size * 0.3, size * 0.9, _GREY))
    return [drawing]


def _filled(x: float, y: float, width: float, height: float, colour: Color) -> Rect:
    made: Any = Rect(x, y, width, height)
    made.fillColor, made.strokeColor = colour, None
    return cast(Rect, made)


def _words(text: str, x: float, y: float, size: float, ink: Color = black) -> String:
    return String(x, y, text, fontName=REGULAR, fontSize=size, fillColor=ink)


def _middle(text: str, x: float, y: float, size: float, ink: Color = black) -> String:
    return String(x, y, text, fontName=REGULAR, fontSize=size, fillColor=ink, textAnchor="middle")


def _fitted(text: str, room: float, size: float) -> str:
    if _width(text, size) <= room:
        return text
    while text and _width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _width(text: str, size: float) -> float:
    wide: Any = pdfmetrics.stringWidth(text, REGULAR, size)
    return float(wide)
