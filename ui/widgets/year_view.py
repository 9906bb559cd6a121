"""Twelve small months: the kinds of all days of a year at once; arrows move, Enter or a click opens the month."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.working_time.days import WEEKDAY_MARKS
from ui.presenters.calendar import LOOKS, DayCell
from ui.theme import font, theme
from ui.widgets.calendar_paint import paint_frame, paint_ground
from ui.widgets.focus import TabRing
from ui.widgets.month_view import month_later

_ACROSS, _DOWN, _GAP = 4, 3, 12
_TITLE, _WEEK = 20, 16
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class YearView(TabRing, QWidget):
    """`opened(date)` when a month is wanted; `moved(date)` when the day in hand lies in another year."""

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.months: tuple[tuple[DayCell, ...], ...] = ()
        self.cursor_day = date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_ACROSS * 120, _DOWN * 124)
        self.setAccessibleName("Lịch năm")

    def sizeHint(self) -> QSize:
        return QSize(680, 480)

    def show_year(self, months: tuple[tuple[DayCell, ...], ...], day: date) -> None:
        self.months, self.cursor_day = months, day
        cell = self._cell(day)
        self.setAccessibleDescription(cell.spoken if cell else "")
        self.update()

    def day_at(self, point: QPoint) -> date | None:
        return next((cell.on for box, cell in self._boxes() if box.contains(point)), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), QColor(look.surface))
        for month in range(len(self.months)):
            self._paint_head(painter, month)
        for box, cell in self._boxes():
            paint_ground(painter, box, cell)
            plain = cell.look in ("working", "weekend", "none")
            painter.setFont(font("tiny" if plain else "tiny_medium"))
            painter.setPen(QColor(look.colour(LOOKS[cell.look].figure)))
            painter.drawText(box, _CENTRE, str(cell.on.day))
            if cell.changed:
                painter.fillRect(QRect(box.x(), box.y(), 2, box.height()), QColor(look.accent))
            if not plain:  # a mark besides the colour: underlined when off, overlined when worked instead
                y = box.y() + 1 if cell.look == "makeup" else box.bottom() - 1
                style = Qt.PenStyle.DotLine if cell.expected else Qt.PenStyle.SolidLine
                painter.setPen(QPen(QColor(look.colour(LOOKS[cell.look].figure)), 1, style))
                painter.drawLine(box.x() + 3, y, box.right() - 3, y)
            paint_frame(painter, box, chosen=cell.today, cursor=self.hasFocus() and cell.on == self.cursor_day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.cursor_day)
        elif key in _STEPS:
            self.moved.emit(self.cursor_day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.moved.emit(month_later(self.cursor_day, 12 if key == Qt.Key.Key_PageDown else -12))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        day = self.day_at(point)
        month = next((n for n in range(len(self.months)) if self._place(n).contains(point)), None)
        if day is None and month is not None:
            day = self.months[month][0].on
        if day is not None:
            self.opened.emit(day)

    def event(self, event: object) -> bool:  # type: ignore[override]
        if isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            cell = self._cell(day) if day else None
            QToolTip.showText(event.globalPos(), cell.spoken if cell else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def _cell(self, day: date) -> DayCell | None:
        return next((cell for cells in self.months for cell in cells if cell.on == day), None)

    def _place(self, month: int) -> QRect:
        row, column = divmod(month, _ACROSS)
        wide, high = (self.width() - 2 * _GAP) // _ACROSS, (self.height() - _GAP) // _DOWN
        return QRect(_GAP + column * wide, _GAP // 2 + row * high, wide - _GAP, high - _GAP // 2)

    def _grid(self, month: int) -> tuple[QRect, int, int]:
        place = self._place(month)
        return place, place.width() // 7, max(14, (place.height() - _TITLE - _WEEK) // 6)

    def _boxes(self) -> list[tuple[QRect, DayCell]]:
        found = []
        for month, cells in enumerate(self.months):
            place, wide, high = self._grid(month)
            before = cells[0].on.weekday()
            for number, cell in enumerate(cells):
                row, column = divmod(number + before, 7)
                top = place.y() + _TITLE + _WEEK + row * high
                found.append((QRect(place.x() + column * wide, top, wide - 1, high - 1), cell))
        return found

    def _paint_head(self, painter: QPainter, month: int) -> None:
        look = theme()
        place, wide, _ = self._grid(month)
        painter.setFont(font("small_medium"))
        painter.setPen(QColor(look.text))
        title = QRect(place.x() + 4, place.y(), place.width(), _TITLE)
        painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), f"Tháng {month + 1}")
        painter.setFont(font("tiny"))
        painter.setPen(QColor(look.text3))
        for column, mark in enumerate(WEEKDAY_MARKS):
            box = QRect(place.x() + column * wide, place.y() + _TITLE, wide - 1, _WEEK)
            painter.drawText(box, _CENTRE, mark)
