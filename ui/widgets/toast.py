"""Toast: 320 wide, bottom right above the status bar, one at a time, six seconds, «Hoàn tác» where it exists."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme import set_icon
from ui.widgets.buttons import IconButton, Link
from ui.widgets.labels import icon_label, label

SHOWN_MS = 6000

_ROOM_OF_TOAST = 72
CLEAR_OF_FOOT = 68  # a page's foot with its primary button stays free


class Toast(QFrame):
    """For what went well. Errors stay in the page and never come here."""

    _icon, _token = "circle-check", "good"
    closed = Signal()  # by hand, by its act or by the time

    def __init__(self, window: QWidget, above: int = 28) -> None:
        super().__init__(window)
        self._above = above
        self.setProperty("toast", "true")
        self.setFixedWidth(320)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 10, 8, 10)
        self._line.setSpacing(8)
        self._words = label("", wrap=True)
        self._mark = icon_label(self._icon, self._token, 16)
        self._undo = Link("Hoàn tác")
        self._act: Callable[[], object] | None = None
        self._undo.clicked.connect(self._run)
        self._line.addWidget(self._mark)
        self._line.addWidget(self._words, 1)
        self._line.addWidget(self._undo)
        self._line.addWidget(IconButton("x", "Đóng", self._close, side=24))
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._close)
        window.installEventFilter(self)
        self.hide()

    def tell(self, words: str, undo: Callable[[], object] | None = None, undo_words: str = "Hoàn tác") -> None:
        self._act = undo
        self._words.setText(words)
        self._undo.setText(undo_words)
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(words)
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    @property
    def words(self) -> str:
        return self._words.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        height = max(44, self._line.heightForWidth(320) if self._line.hasHeightForWidth() else self.sizeHint().height())
        self.setFixedHeight(height)
        window = self.parentWidget()
        self.move(window.width() - self.width() - 16, window.height() - self._above - height - CLEAR_OF_FOOT)

    def _run(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
        self.closed.emit()


class AlertNote(Toast):
    """What the window speaks up about: stays until it is closed or acted on, over the place of a toast."""

    _icon, _token = "clock-alert", "warn"

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, above=28 + _ROOM_OF_TOAST)

    def tell(self, words: str, undo: Callable[[], object] | None = None, undo_words: str = "Xem") -> None:
        super().tell(words, undo, undo_words)
        self._timer.stop()

    def set_urgent(self, urgent: bool) -> None:
        set_icon(self._mark, "clock-alert" if urgent else "mail", "warn" if urgent else "accent", 16)
