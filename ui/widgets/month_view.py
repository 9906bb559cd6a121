"""A month of the calendar: drag or Shift and arrows choose days, Enter goes to what can be done with them."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from counter_app.working_time.days import WEEKDAY_MARKS
from ui.presenters.calendar import COLUMNS, ROWS, DayCell
from ui.theme import font, theme
from ui.widgets.calendar_paint import paint_day, paint_frame
from ui.widgets.focus import TabRing

HEAD = 28
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}


class MonthView(TabRing, QWidget):
    """`chosen_changed` when other days are chosen, `moved(date)` when a day of another month is wanted."""

    chosen_changed = Signal()
    moved = Signal(object)
    entered = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cells: tuple[DayCell, ...] = ()
        self.cursor_day = date(2000, 1, 1)
        self._anchor = self.cursor_day
        self._more: set[date] = set()
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(7 * 34, HEAD + ROWS * 30)
        self.setAccessibleName("Lịch tháng")

    def sizeHint(self) -> QSize:
        return QSize(680, 480)

    @property
    def chosen(self) -> list[date]:
        first, last = sorted((self._anchor, self.cursor_day))
        span = {first + timedelta(days=number) for number in range((last - first).days + 1)}
        return sorted(span | self._more)

    def show_cells(self, cells: tuple[DayCell, ...]) -> None:
        self.cells = cells
        self._speak()
        self.update()

    def choose(self, day: date, *, extend: bool = False, keep: bool = False) -> None:
        """`extend`: from the first chosen day to this one; `keep`: what is chosen stays chosen."""
        if keep:
            self._more |= set(self.chosen)
        elif not extend:
            self._more.clear()
        if not extend:
            self._anchor = day
        self.cursor_day = day
        inside = next((cell for cell in self.cells if cell.on == day), None)
        if inside is None or not inside.inside:
            self.moved.emit(day)
        self._speak()
        self.update()
        self.chosen_changed.emit()

    def box_of(self, number: int) -> QRect:
        """The cell of a place; the last column and row take the rest."""
        row, column = divmod(number, COLUMNS)
        wide, high = self.width(), self.height() - HEAD
        left, right = wide * column // COLUMNS, wide * (column + 1) // COLUMNS
        top, bottom = high * row // ROWS, high * (row + 1) // ROWS
        return QRect(left, HEAD + top, right - left, bottom - top)

    def day_at(self, point: QPoint) -> date | None:
        for number, cell in enumerate(self.cells):
            if self.box_of(number).contains(point):
                return cell.on
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.fillRect(self.rect(), QColor(look.surface))
        painter.fillRect(QRect(0, 0, self.width(), HEAD), QColor(look.surface2))
        painter.setFont(font("small_medium"))
        painter.setPen(QColor(look.text2))
        for column, mark in enumerate(WEEKDAY_MARKS):
            box = QRect(self.width() * column // COLUMNS + 8, 0, 60, HEAD)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), mark)
        chosen, held = set(self.chosen), self.hasFocus()
        for number, cell in enumerate(self.cells):
            paint_day(painter, self.box_of(number), cell)
        painter.setPen(QColor(look.line))
        for number in range(ROWS * COLUMNS):
            box = self.box_of(number)
            painter.drawLine(box.topLeft(), box.topRight())
            if number % COLUMNS:
                painter.drawLine(box.topLeft(), box.bottomLeft())
        for number, cell in enumerate(self.cells):
            if cell.on in chosen:
                cursor = held and cell.on == self.cursor_day
                paint_frame(painter, self.box_of(number).adjusted(1, 1, 0, 0), chosen=True, cursor=cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = Qt.Key(event.key())
        acts: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Return: self.entered.emit,
            Qt.Key.Key_Enter: self.entered.emit,
            Qt.Key.Key_Delete: self.cleared.emit,
        }
        if key in acts:
            acts[key]()
        elif (day := self._target(key)) is not None:
            self.choose(day, extend=extend)
        else:
            super().keyPressEvent(event)

    def _target(self, key: Qt.Key) -> date | None:
        day = self.cursor_day
        if key in _STEPS:
            return day + timedelta(days=_STEPS[key])
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return day + timedelta(days=(0 if key == Qt.Key.Key_Home else 6) - day.weekday())
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return month_later(day, 1 if key == Qt.Key.Key_PageDown else -1)
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        held = event.modifiers()
        self._dragging = True
        self.choose(
            day,
            extend=bool(held & Qt.KeyboardModifier.ShiftModifier),
            keep=bool(held & Qt.KeyboardModifier.ControlModifier),
        )

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        inside = next((cell.inside for cell in self.cells if cell.on == day), False)
        if self._dragging and day is not None and inside and day != self.cursor_day:
            self.choose(day, extend=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.entered.emit()

    def event(self, event: object) -> bool:  # type: ignore[override]
        if isinstance(event, QHelpEvent):
            day = self.day_at(event.pos())
            cell = next((cell for cell in self.cells if cell.on == day), None)
            QToolTip.showText(event.globalPos(), cell.spoken if cell else "", self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def _speak(self) -> None:
        cell = next((cell for cell in self.cells if cell.on == self.cursor_day), None)
        more = len(self.chosen) - 1
        self.setAccessibleDescription((cell.spoken if cell else "") + (f", và {more} ngày nữa" if more else ""))


def month_later(day: date, amount: int) -> date:
    """The same day of another month; its last day when it is shorter."""
    import calendar

    count = day.year * 12 + day.month - 1 + amount
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
