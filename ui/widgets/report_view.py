"""What a file brought: one line, then each thing that a person should read, folded until it is asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.buttons import IconButton, Link
from ui.widgets.labels import icon_label, label

MOST_LINES = 200
MOST_HEIGHT = 180  # of the lines; more of them scroll


class ReportView(QFrame):
    """Hidden until `show_lines`; `accessible` names the folded lines."""

    def __init__(self, accessible: str) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 8, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = icon_label("file-input", "text2", 16)
        self.words = label("", "medium", wrap=True)
        self.more = Link("", self._toggle)
        head.addWidget(self._mark)
        head.addWidget(self.words, 1)
        head.addWidget(self.more)
        head.addWidget(IconButton("x", "Đóng", self.hide, side=24))
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(accessible)
        column.addWidget(self._area)
        self.lines: list[str] = []
        self.hide()

    @property
    def is_open(self) -> bool:
        return not self._area.isHidden()

    def show_lines(self, words: str, lines: Sequence[str], *, opened: bool) -> None:
        self.words.setText(words)
        self.lines = list(lines)
        inner = QWidget()
        inner.setProperty("ground", "none")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(24, 0, 8, 0)
        rows.setSpacing(4)
        for said in self.lines[:MOST_LINES]:
            rows.addWidget(label(said, "small", "text2", wrap=True))
        if len(self.lines) > MOST_LINES:
            rows.addWidget(label(f"… và {len(self.lines) - MOST_LINES} dòng nữa", "small", "text3"))
        rows.addStretch(1)
        self._area.setWidget(inner)
        self._area.setFixedHeight(min(MOST_HEIGHT, max(24, 20 * len(self.lines))))
        self._area.setVisible(opened)
        self.more.setVisible(bool(self.lines))
        self._show_more()
        self.show()

    def _toggle(self) -> None:
        self._area.setVisible(not self.is_open)
        self._show_more()

    def _show_more(self) -> None:
        self.more.setText("Gập lại" if self.is_open else "Xem từng dòng")
        self.more.setAccessibleName(self.more.text())
