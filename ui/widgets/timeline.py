"""What happened to a dossier, newest first: icon, what, details, who and when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.presenters.timeline import TimelineLine
from ui.widgets.labels import icon_label, label


class Timeline(QWidget):
    def __init__(self, title: str = "Diễn biến") -> None:
        super().__init__()
        self._shown: list[TimelineLine] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(title, "strong"))
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        column.addLayout(self._place)
        self.setAccessibleName(title)

    @property
    def lines(self) -> list[TimelineLine]:
        return self._shown

    def show_lines(self, lines: list[TimelineLine]) -> None:
        if lines == self._shown:
            return
        self._shown = lines
        while self._place.count():
            taken = self._place.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        for line in lines:
            self._place.addWidget(_row(line))
        self.setVisible(bool(lines))


def _row(line: TimelineLine) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(icon_label(line.icon, "text2", 14), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(line.what, wrap=True))
    if line.detail:
        words.addWidget(label(line.detail, "small", "text2", wrap=True))
    words.addWidget(label(line.when_who, "small", "text3", wrap=True))
    row.addLayout(words, 1)
    return made
