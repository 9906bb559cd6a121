"""How near the lock a token is: four steps, because a token gives flags and never a number."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.signing_pin import LADDER, LADDER_TONES, LADDER_WORDS, ladder_words
from ui.theme import font, theme

_GAP = 4


class PinLadder(QWidget):
    def __init__(self, state: str = "normal") -> None:
        super().__init__()
        self.state = state
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(ladder_words(state))
        self.setToolTip(ladder_words(state))

    def sizeHint(self) -> QSize:
        return QSize(422, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - _GAP * (len(LADDER) - 1)) / len(LADDER)
        for number, step in enumerate(LADDER):
            x, here = number * (width + _GAP), step == self.state
            tone = LADDER_TONES[step]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.colour(tone if here else "track")))
            painter.drawRoundedRect(QRectF(x, 0, width, 4), 2, 2)
            painter.setFont(font("small_medium" if here else "small"))
            painter.setPen(QColor(look.colour(tone if here else "text2")))
            words = painter.fontMetrics().elidedText(LADDER_WORDS[step], Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRect(round(x), 7, int(width) + 2, 17), int(Qt.AlignmentFlag.AlignVCenter), words)
