"""A large thing that can be pressed and paints itself: figure cards, bars, counted lines."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.theme import font, pixmap, theme
from ui.widgets.delegate import paint_focus
from ui.widgets.focus import TabRing

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class PaintedButton(TabRing, QAbstractButton):
    """Click, Enter and Space press it; its words are its accessible name and its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, words: str) -> None:
        self.setAccessibleName(words)
        self.setToolTip(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @property
    def ground(self) -> QColor:
        look = theme()
        if not self.isEnabled() or not self.underMouse():
            return QColor(look.surface)
        return QColor(look.pressed if self.isDown() else look.hover)

    def paint_card(self, painter: QPainter) -> None:
        """Ground and rounded edge of a card; the edge is the focus ring."""
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.ground)
        painter.setPen(QPen(QColor(look.accent if self.ring else look.line), 2 if self.ring else 1))
        inset = 1.0 if self.ring else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_ring(self, painter: QPainter) -> None:
        if self.ring:
            paint_focus(painter, self.rect())


def draw_words(
    painter: QPainter,
    box: QRect,
    text: str,
    step: str = "body",
    token: str = "text",
    *,
    right: bool = False,
) -> int:
    """One line in the middle of `box`, cut at the right when it must be; answers the width it took."""
    painter.setFont(font(step))
    painter.setPen(QColor(theme().colour(token)))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, int(_MIDDLE | side), shown)
    return painter.fontMetrics().horizontalAdvance(shown)


def draw_icon(painter: QPainter, x: int, middle: int, name: str, token: str = "text2", side: int = 16) -> None:
    painter.drawPixmap(x, middle - side // 2, pixmap(name, token, side, painter.device().devicePixelRatioF()))
