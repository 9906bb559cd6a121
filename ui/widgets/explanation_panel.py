"""Why a row needs a hand, and what to do: an icon, a title and its words in a panel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from ui.theme import set_icon
from ui.widgets.buttons import Link
from ui.widgets.labels import icon_label, label

_ICONS = {"bad": "circle-x", "warn": "triangle-alert", "good": "shield-check"}


class ExplanationPanel(QFrame):
    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("panel", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = QHBoxLayout(self)
        line.setContentsMargins(13, 9, 13, 9)
        line.setSpacing(8)
        self._icon = icon_label("circle-x", "bad", 16)
        self.title = label("", "medium")
        self.words = label("", "small", "text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.words)
        self.link = Link("")
        self.link.clicked.connect(lambda _checked=False: self.acted.emit())
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line.addLayout(column, 1)
        self.hide()

    def tell(self, title: str, words: str, tone: str, act: str = "") -> None:
        """An empty title hides the panel; `act` is the link that `acted` tells of."""
        self.link.setText(act)
        self.link.setAccessibleName(act)
        self.link.setVisible(bool(act))
        self.title.setText(title)
        self.words.setText(words)
        set_icon(self._icon, _ICONS[tone], tone, 16)
        self.setAccessibleName(f"{title}. {words}" if title else "")
        self.setVisible(bool(title))
