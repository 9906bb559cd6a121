"""Lines of an icon with first and second words, as panels list signatures, sheets and acts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.presenters.results import SignedLine
from ui.widgets.labels import icon_label, label


class SignedLines(QWidget):
    """Lines of icon, first and second words, made anew when they change."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._shown: list[tuple[str, list[SignedLine]]] | None = None

    @property
    def words(self) -> str:
        lines = [line for _, group in self._shown or [] for line in group]
        return "\n".join(f"{line.first} {line.second}".strip() for line in lines)

    def show_lines(self, groups: list[tuple[str, list[SignedLine]]]) -> None:
        self.setVisible(bool(groups))
        if groups == self._shown:
            return
        self._shown = groups
        while self._column.count():
            taken = self._column.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        for _, lines in groups:
            for line in lines:
                self._column.addWidget(_line(line))


def _line(line: SignedLine) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(icon_label(line.icon, line.token, 16), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    tone = line.token if line.token in ("bad", "warn") else "text"
    words.addWidget(label(line.first, "medium", tone, wrap=True))
    if line.second:
        words.addWidget(label(line.second, "small", "text2", wrap=True))
    row.addLayout(words, 1)
    return made
