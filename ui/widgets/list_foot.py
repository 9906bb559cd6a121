"""The line under a list, 36 high: how many, what is held back and how to let it in, and the keys at the right."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.widgets.buttons import Link
from ui.widgets.labels import ElidedLabel, icon_label, label, rule


class ListFoot(QFrame):
    def __init__(self, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setFixedHeight(36)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(6)
        self.count = label("", "small", "text2")
        self._rule = rule("vertical", 20)
        self._icon = icon_label("inbox", "text2", 14)
        self.held = ElidedLabel("", "small", "text2")
        self.link = Link("")
        line.addWidget(self.count)
        line.addSpacing(6)
        line.addWidget(self._rule)
        line.addSpacing(6)
        for part in (self._icon, self.held, self.link):
            line.addWidget(part)
        line.addStretch(1)
        for number, (key, words) in enumerate(keys):
            if number:
                line.addWidget(label("·", "small", "text3"))
            hint = QHBoxLayout()
            hint.setSpacing(3)
            hint.addWidget(label(key, "small_medium", "text2"))
            hint.addWidget(label(words, "small", "text2"))
            line.addLayout(hint)
        self.tell("")

    def tell(self, count: str, held: str = "", link: str = "") -> None:
        self.count.setText(count)
        self.held.setText(held)
        self.link.setText(link)
        self.link.setAccessibleName(link)
        for part in (self._rule, self._icon, self.held, self.link):
            part.setVisible(bool(held))
