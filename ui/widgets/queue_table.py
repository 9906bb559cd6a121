"""A table that knows whether a hand is on it: nothing may jump then."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCursor, QFocusEvent, QKeyEvent

from ui.widgets.table import CounterTable

MOST_HEIGHT = 16_777_215  # Qt's own «no limit»


class QueueTable(CounterTable):
    """`left` when the pointer and the keyboard have both gone."""

    left = Signal()
    _keyed = False

    def in_use(self) -> bool:
        """The pointer is over the rows, or the keyboard has been used in them since they got the focus."""
        if not self.isVisible():
            return False
        place = self.viewport().mapFromGlobal(QCursor.pos())
        pointed = self.underMouse() and self.viewport().rect().contains(place)
        return pointed or (self._keyed and self.hasFocus())

    def show_header_only(self, on: bool) -> None:
        self.setMaximumHeight(self.horizontalHeader().height() if on else MOST_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift):
            self._keyed = True
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._keyed = False
            self._tell_if_left()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._tell_if_left()

    def _tell_if_left(self) -> None:
        if not self.in_use():
            self.left.emit()
