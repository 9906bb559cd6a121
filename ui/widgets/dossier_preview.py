"""The quick look at one dossier of a list: time left, facts, one act. Beside the list when wide, over it when not."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.buttons import IconButton, SecondaryButton
from ui.widgets.countdown_badge import CountdownBadge
from ui.widgets.labels import ElidedLabel, label

WIDTH = 360


class DossierPreview(QFrame):
    def __init__(self, on_open: Callable[[], object], on_close: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Xem nhanh hồ sơ")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(8)
        head = QHBoxLayout()
        self.code = ElidedLabel("", "strong")
        head.addWidget(self.code, 1)
        head.addWidget(IconButton("x", "Đóng (Esc)", on_close))
        column.addLayout(head)
        self.badge = CountdownBadge(left=True)
        column.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QWidget()
        inner.setProperty("ground", "none")
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(16)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        whole.addLayout(self._lines)
        self.more = QVBoxLayout()  # what a page adds under the facts
        whole.addLayout(self.more)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        column.addWidget(area, 1)
        self.button = SecondaryButton("Mở hồ sơ", hint="Enter")
        self.button.clicked.connect(lambda _checked=False: on_open())
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)

    def show_dossier(self, code: str, countdown: tuple[str, str, str], lines: list[tuple[str, str]]) -> None:
        """`countdown`: band, words, due words; `lines`: label and value."""
        self.code.setText(code)
        self.badge.show_countdown(*countdown)
        while self._lines.count():
            taken = self._lines.takeAt(0).widget()
            if taken is not None:
                taken.deleteLater()
        for name, value in lines:
            block = QWidget()
            words = QVBoxLayout(block)
            words.setContentsMargins(0, 0, 0, 0)
            words.setSpacing(0)
            words.addWidget(label(name, "small", "text3"))
            words.addWidget(label(value, wrap=True))
            self._lines.addWidget(block)

    def place(self, middle: QHBoxLayout, table: QWidget, *, beside_from: int) -> None:
        """Beside the list when the page has `beside_from` pixels, over the list's right edge when not."""
        page = self.parentWidget()
        if page.width() >= beside_from:
            if middle.indexOf(self) < 0:
                middle.addWidget(self)
            return
        middle.removeWidget(self)
        top = table.mapTo(page, table.rect().topLeft()).y()
        self.setGeometry(page.width() - WIDTH, top, WIDTH, table.height())
        self.raise_()
