"""Words on the screen: labels by type step and tone, and one that elides with the whole text in its tooltip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme import set_icon


def label(text: str = "", kind: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """`kind`: a step of the type scale; `tone`: text, text2, text3, accent, bad, warn, good."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def icon_label(name: str, token: str = "text2", size: int = 16) -> QLabel:
    made = QLabel()
    made.setFixedSize(size, size)
    set_icon(made, name, token, size)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    restyle(widget, tone=tone)


def restyle(widget: QWidget, **properties: object) -> None:
    """Change properties the style sheet looks at, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def rule(direction: str = "vertical", length: int = 0) -> QFrame:
    made = QFrame()
    made.setProperty("rule", direction)
    if length and direction == "vertical":
        made.setFixedHeight(length)
    elif length:
        made.setFixedWidth(length)
    return made


class ElidedLabel(QLabel):
    """One line that is cut at the right when it must be; the tooltip then has all of it."""

    def __init__(self, text: str = "", kind: str = "body", tone: str = "text") -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
