"""The foot of a page: words left, acts bottom right (48 high); while work runs: words first, a bar, a cancel (56)."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.widgets.buttons import SecondaryButton
from ui.widgets.labels import ElidedLabel, restyle

_WIDE = 1000


class ActionFoot(QFrame):
    def __init__(self, height: int = 48) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setFixedHeight(height)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(16, 0, 16, 0)
        self.line.setSpacing(8)
        self.words = ElidedLabel("", "body", "text2")
        self.line.addWidget(self.words, 1)

    def add_left(self, widget: QWidget) -> None:
        self.line.insertWidget(self.line.indexOf(self.words), widget)
        self.line.setSpacing(8)

    def add_action(self, widget: QWidget) -> None:
        self.line.addWidget(widget)

    def tell(self, words: str, tone: str = "text2") -> None:
        self.words.setText(words)
        restyle(self.words, tone=tone)


class ProgressFoot(QFrame):
    """Two lines of words, the bar, what a stop keeps, and the stop itself. `show_progress` with `total` 0: unknown."""

    def __init__(self, stop_words: str, keeps: str = "", act: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setFixedHeight(56)
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(0)
        self.first = ElidedLabel("", "strong")
        self.second = ElidedLabel("", "small", "text3")
        words.addStretch(1)
        words.addWidget(self.first)
        words.addWidget(self.second)
        words.addStretch(1)
        line.addLayout(words, 3)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        line.addWidget(self.bar, 6)
        self.keeps = ElidedLabel(keeps, "small", "text2")
        line.addWidget(self.keeps)
        self.stop = SecondaryButton(stop_words, icon_name="x", shortcut="Esc")
        if act is not None:
            self.stop.clicked.connect(lambda _checked=False: act())
        self.stop.setToolTip(keeps)
        line.addWidget(self.stop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With little room the words come first: the bar is shorter, and what a stop keeps is in its tooltip."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.keeps.setVisible(wide)
        self._line.setStretch(0, 3 if wide else 6)
        self._line.setStretch(1, 6 if wide else 4)

    def show_progress(self, done: float, total: float, first: str, second: str = "") -> None:
        self.bar.setRange(0, 1000 if total else 0)
        if total:
            self.bar.setValue(round(1000 * done / total))
        self.bar.setAccessibleName(first)
        self.first.setText(first)
        self.second.setText(second)
