"""Above the list to sign: which dossier, and what one PIN signs of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from ui.widgets.field import Choice
from ui.widgets.labels import ElidedLabel, label

HEIGHT = 44


class DossierStrip(QFrame):
    chosen = Signal(int)  # id of a dossier, 0: all

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(HEIGHT)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self.choice = Choice()
        self.choice.setAccessibleName("Hồ sơ để ký")
        self.choice.setMinimumContentsLength(26)
        caption: QLabel = label("&Hồ sơ", "small", "text2")
        caption.setBuddy(self.choice)
        self.words = ElidedLabel("", "small", "text2")
        line.addWidget(caption)
        line.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addSpacing(8)
        line.addWidget(self.words, 1)
        self.choice.activated.connect(lambda _: self.chosen.emit(int(str(self.choice.value))))

    def offer(self, choices: list[tuple[str, int]], chosen: int, words: str) -> None:
        self.choice.clear()
        for text, key in choices:
            self.choice.addItem(text, key)
        self.choice.set_value(chosen)
        self.words.setText(words)
