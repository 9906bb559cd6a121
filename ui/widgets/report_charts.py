"""Charts of reports, painted: bars, a heat map, a curve in steps. Each number in them can be chosen and opens what it
counts: by mouse, or with the arrow keys and Enter.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.model.report import Bars, Cell, Heat, Kind, Steps
from counter_app.model.report_words import bar_total, heat_limits, number_of, step_of, step_words, value_words
from ui.theme import font, theme
from ui.widgets.delegate import paint_focus, words_width
from ui.widgets.focus import TabRing
from ui.widgets.painted_button import draw_words

PAD, LINE, BAR = 12, 28, 12
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Area:
    """Where a number is painted, and what it says."""

    box: QRectF
    cell: Cell
    words: str


class ChartCanvas(TabRing, QWidget):
    """`opened(Cell, words)` when a number with dossiers behind it is pressed. Subclasses place `areas` and paint."""

    opened = Signal(object, str)

    def __init__(self, title: str, height: int) -> None:
        super().__init__()
        self._height, self._title = height, title
        self.areas: list[Area] = []
        self.current = 0
        self.setFixedHeight(height)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(640, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, self._height)

    def place(self) -> None:
        """Put `areas` anew for the width there is."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        self.place()
        painter = QPainter(self)
        self.paint(painter)
        if self.hasFocus() and self.areas:
            self.current = min(self.current, len(self.areas) - 1)
            paint_focus(painter, self.areas[self.current].box.toAlignedRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.areas:
            self._open(self.areas[self.current])
        elif key in _ARROWS and self.areas:
            self._go(*_ARROWS[key])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        area = self._at(event.position())
        if area is not None and event.button() is Qt.MouseButton.LeftButton:
            self.current = self.areas.index(area)
            self._open(area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._at(event.position())
        opens = area is not None and area.cell.behind is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            area = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), area.words if area else "", self)
            return True
        return super().event(event)

    def _at(self, point: QPointF) -> Area | None:
        return next((area for area in self.areas if area.box.contains(point)), None)

    def _open(self, area: Area) -> None:
        if area.cell.behind is not None:
            self.opened.emit(area.cell, area.words)

    def _go(self, right: int, down: int) -> None:
        """To the nearest number in that direction."""
        here = self.areas[self.current].box.center()

        def way(place: int) -> tuple[bool, float]:
            there = self.areas[place].box.center()
            dx, dy = there.x() - here.x(), there.y() - here.y()
            ahead = dx * right + dy * down
            aside = abs(dx * down) + abs(dy * right)
            return ahead <= 1, ahead + 3 * aside

        best = min(range(len(self.areas)), key=way)
        if not way(best)[0]:
            self.current = best
            self.setAccessibleDescription(self.areas[best].words)
            self.update()


class BarsView(ChartCanvas):
    def __init__(self, bars: Bars) -> None:
        legend = LINE if len(bars.legend) > 1 else 0
        super().__init__(bars.title, LINE * len(bars.lines) + legend + 12)
        self.bars = bars
        self._names = max((words_width(line.label) for line in bars.lines), default=0) + 2
        self._totals = [bar_total(line) for line in bars.lines]

    def place(self) -> None:
        bars, self.areas = self.bars, []
        names = min(self._names, self.width() * 2 // 5)
        figures = max((words_width(value_words(one, bars.kind), "strong") for one in self._totals), default=0) + 2
        self._start, self._end = PAD + names + 12, self.width() - PAD - figures - 8
        most = max(self._totals, default=0) or 1
        for number, line in enumerate(bars.lines):
            x = float(self._start)
            for (_, words), cell in zip(bars.legend, line.parts, strict=True):
                long = (self._end - self._start) * number_of(cell) / most
                if long > 0:
                    box = QRectF(x, 6 + number * LINE, max(2.0, long), LINE)
                    said = f"{line.label} · {words}: {value_words(cell.value, bars.kind)}"
                    self.areas.append(Area(box, cell, said))
                x += long

    def paint(self, painter: QPainter) -> None:
        look, bars, place = theme(), self.bars, 0
        for number, line in enumerate(bars.lines):
            top = 6 + number * LINE
            draw_words(painter, QRect(PAD, top, self._start - PAD - 12, LINE), line.label)
            for (token, _), cell in zip(bars.legend, line.parts, strict=True):
                if number_of(cell) > 0:
                    box = self.areas[place].box
                    bar = QRectF(box.x(), top + (LINE - BAR) / 2, max(1.0, box.width() - 1), BAR)
                    painter.fillRect(bar, QColor(look.colour(token)))
                    place += 1
            total = value_words(self._totals[number], bars.kind)
            room = self.width() - PAD - self._end - 8
            draw_words(painter, QRect(self._end + 8, top, room, LINE), total, "strong", right=True)
        if len(bars.legend) > 1:
            paint_legend(painter, self._start, 6 + LINE * len(bars.lines) + 4, bars.legend, look.colour)


class HeatView(ChartCanvas):
    TOP, HEAD, ROW, GAP = 8, 32, 20, 2

    def __init__(self, heat: Heat) -> None:
        self._foot = self.HEAD + self.ROW * len(heat.row_labels) + 8
        super().__init__(heat.title, self._foot + 28)
        self.heat = heat
        self._steps = heat_limits(heat)
        self._names = max((words_width(label) for label in heat.row_labels), default=0) + PAD + 12

    def place(self) -> None:
        heat, self.areas = self.heat, []
        wide = (self.width() - self._names - PAD) / max(1, len(heat.column_labels))
        self._wide = wide
        for line, (label, cells) in enumerate(zip(heat.row_labels, heat.cells, strict=True)):
            for column, cell in enumerate(cells):
                box = QRectF(self._names + column * wide, self.HEAD + line * self.ROW, wide, self.ROW)
                words = f"{label}, {heat.column_labels[column]} giờ: {cell.value or 0} hồ sơ"
                self.areas.append(Area(box.adjusted(0, 0, -self.GAP, -self.GAP), cell, words))

    def paint(self, painter: QPainter) -> None:
        look, heat = theme(), self.heat
        painter.setFont(font("tiny"))
        painter.setPen(QColor(look.text2))
        for column, words in enumerate(heat.column_labels):
            painter.drawText(QRectF(self._names + column * self._wide, self.TOP, self._wide - 2, 16), _MIDDLE, words)
        for first, last in heat.marked:
            start, end = self._names + first * self._wide, self._names + last * self._wide - 2
            painter.fillRect(QRectF(start, self.TOP + 18, end - start, 3), QColor(look.fill))
        for line, label in enumerate(heat.row_labels):
            draw_words(painter, QRect(PAD, self.HEAD + line * self.ROW, self._names - PAD, self.ROW - 2), label)
        painter.setFont(font("tiny"))
        for area in self.areas:
            count = int(number_of(area.cell))
            step = step_of(count, self._steps)
            ground, ink = look.heat[step] if step >= 0 else (look.track, look.text)
            painter.fillRect(area.box, QColor(ground))
            if count:
                painter.setPen(QColor(ink))
                painter.drawText(area.box, _MIDDLE, str(count))
        steps = zip((ground for ground, _ in look.heat), step_words(self._steps), strict=False)
        paint_legend(painter, self._names, self._foot, ((look.track, "không có"), *steps), str)


class StepsView(ChartCanvas):
    ROOM, FOOT, TOP = 150, 44, 30

    def __init__(self, steps: Steps) -> None:
        super().__init__(steps.title, self.TOP + self.ROOM + self.FOOT)
        self.steps = steps

    def place(self) -> None:
        points, self.areas = self.steps.points, []
        wide = (self.width() - 2 * PAD) / max(1, len(points))
        most = max((number_of(cell) for _, cell in points), default=0) or 1
        for column, (label, cell) in enumerate(points):
            high = self.ROOM * number_of(cell) / most
            box = QRectF(PAD + column * wide, self.TOP + self.ROOM - high, wide, high)
            words = f"{label} {self.steps.axis}: {value_words(cell.value, Kind.COUNT)} hồ sơ"
            self.areas.append(Area(box.adjusted(0, min(0.0, high - 12), 0, 0), cell, words))

    def paint(self, painter: QPainter) -> None:
        look, base = theme(), self.TOP + self.ROOM
        wide = (self.width() - 2 * PAD) / max(1, len(self.areas))
        most = max((number_of(area.cell) for area in self.areas), default=0) or 1
        before: float | None = None
        for column, (area, (label, cell)) in enumerate(zip(self.areas, self.steps.points, strict=True)):
            x, high = PAD + column * wide, self.ROOM * number_of(cell) / most
            painter.fillRect(QRectF(x, base - high, wide, high), QColor(look.soft))
            painter.setPen(QPen(QColor(look.fill), 2))
            painter.drawLine(QLineF(x, base - high, x + wide, base - high))
            if before is not None:
                painter.drawLine(QLineF(x, base - before, x, base - high))
            before = high
            painter.setFont(font("small_medium"))
            painter.setPen(QColor(look.text if area.cell.value else look.text3))
            words = value_words(cell.value, Kind.COUNT)
            painter.drawText(QRectF(x, base - high - 19, wide, 16), _MIDDLE, words)
            painter.setFont(font("tiny"))
            painter.setPen(QColor(look.text2))
            painter.drawText(QRectF(x, base + 4, wide, 14), _MIDDLE, label)
        painter.fillRect(QRectF(PAD, base, self.width() - 2 * PAD, 1), QColor(look.ctl))
        draw_words(painter, QRect(PAD, base + 20, self.width() - 2 * PAD, 16), self.steps.axis, "small", "text3")


def paint_legend(
    painter: QPainter, x: int, top: int, legend: tuple[tuple[str, str], ...], colour: Callable[[str], str]
) -> None:
    for token, words in legend:
        painter.fillRect(QRect(x, top + 5, 9, 9), QColor(colour(token)))
        x += 16
        x += draw_words(painter, QRect(x, top, 240, 20), words, "small", "text2") + 12


def chart_view(chart: Bars | Heat | Steps) -> ChartCanvas:
    if isinstance(chart, Bars):
        return BarsView(chart)
    return HeatView(chart) if isinstance(chart, Heat) else StepsView(chart)
