"""The left rail: the pages of a role, 76 wide."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from ui.theme import font, pixmap, theme
from ui.widgets.focus import TabRing


class RailItem(TabRing, QToolButton):
    def __init__(self, title: str, icon_name: str) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(76, 56)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(76, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(4, 0, 67, 56)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(look.surface))
            painter.drawRoundedRect(box, 6, 6)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(QRectF(-2, 12, 5, 32), 2, 2)
        elif self.underMouse():
            painter.setBrush(QColor(look.hover))
            painter.drawRoundedRect(box, 6, 6)
        if self.ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        token = "accent" if self.isChecked() else "text2"
        painter.drawPixmap(28, 9, pixmap(self._icon_name, token, 20, self.devicePixelRatioF()))
        painter.setFont(font("tiny_medium" if self.isChecked() else "tiny"))
        painter.setPen(QColor(look.colour(token)))
        painter.drawText(QRect(0, 33, 75, 14), int(Qt.AlignmentFlag.AlignCenter), self.text())


class Rail(QFrame):
    """`chosen(key)` when a page is wanted. The last page (settings) stands at the foot."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "rail")
        self.setProperty("edge", "right")
        self.setFixedWidth(76)
        self.setAccessibleName("Các trang")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(4)
        self.items: dict[str, RailItem] = {}

    def set_pages(self, pages: list[tuple[str, str, str]], at_foot: str = "settings") -> None:
        """`pages`: (key, title, icon name) in order."""
        while self._column.count():
            taken = self._column.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        self.items = {}
        for number, (key, title, icon_name) in enumerate(pages, start=1):
            item = RailItem(title, icon_name)
            item.setToolTip(f"{title} (Alt+{number})" if number <= 9 else title)
            item.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self.items[key] = item
            if key != at_foot:
                self._column.addWidget(item)
        self._column.addStretch(1)
        if at_foot in self.items:
            self._column.addWidget(self.items[at_foot])

    def set_current(self, key: str) -> None:
        if key in self.items:
            self.items[key].setChecked(True)
            return
        for item in self.items.values():
            item.setAutoExclusive(False)
            item.setChecked(False)
            item.setAutoExclusive(True)
