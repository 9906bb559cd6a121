"""One figure with what it was on the working day before; pressing it opens the dossiers behind it."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.presenters.board import Card
from ui.widgets.painted_button import PaintedButton, draw_icon, draw_words

HEIGHT = 104
_PAD = 16


class FigureCard(PaintedButton):
    def __init__(self) -> None:
        super().__init__()
        self._card: Card | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def card(self) -> Card | None:
        return self._card

    def show_card(self, card: Card) -> None:
        self._card = card
        self.say(card.words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, card = QPainter(self), self._card
        self.paint_card(painter)
        if card is None:
            return
        room = self.width() - 2 * _PAD
        draw_icon(painter, _PAD, 22, card.icon, card.icon_token)
        taken = draw_words(painter, QRect(_PAD + 22, 13, room - 22, 18), card.title, "body", "text2") + 30
        draw_words(painter, QRect(_PAD + taken, 13, room - taken, 18), card.week, "small", "text3", right=True)
        x = _PAD + draw_words(painter, QRect(_PAD, 35, room, 36), str(card.value), "figure", card.tone) + 12
        if card.arrow:
            draw_icon(painter, x, 57, card.arrow, "text2", 12)
            x += 16
        draw_words(painter, QRect(x, 49, self.width() - _PAD - x, 16), card.change, "small", "text2")
        draw_words(painter, QRect(_PAD, 74, room, 16), card.detail, "small", "text3")
