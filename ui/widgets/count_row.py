"""A counted thing with one act: icon, words, figure at the right, «Mở». A zero is calm and opens nothing."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.presenters.board import StillLine
from ui.theme import theme
from ui.widgets.delegate import words_width
from ui.widgets.painted_button import PaintedButton, draw_icon, draw_words

ROW = 28
_PAD, _ACT, _FIGURE = 12, 56, 44


class CountRow(PaintedButton):
    def __init__(self, line: StillLine, *, last: bool = False, act: str = "Mở") -> None:
        super().__init__()
        self.line, self._act, self._last = line, act, last
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(line.count > 0)
        self.say(f"{line.words}: {line.count}")

    def sizeHint(self) -> QSize:
        return QSize(2 * _PAD + 24 + words_width(self.line.words) + _FIGURE + _ACT, ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, line = QPainter(self), theme(), self.line
        painter.fillRect(self.rect(), self.ground)
        if not self._last:
            painter.fillRect(QRect(0, ROW - 1, self.width(), 1), QColor(look.line2))
        quiet = line.count == 0
        draw_icon(painter, _PAD, ROW // 2, line.icon, "text3" if quiet else "text2", 14)
        act = self.width() - _PAD - _ACT
        figure = act - _FIGURE
        tone = "text3" if quiet else "text"
        draw_words(painter, QRect(_PAD + 22, 0, figure - _PAD - 22, ROW), line.words, "body", tone)
        draw_words(
            painter, QRect(figure, 0, _FIGURE, ROW), str(line.count), "body" if quiet else "strong", tone, right=True
        )
        if not quiet:
            draw_words(painter, QRect(act, 0, _ACT, ROW), self._act, "small_medium", "accent", right=True)
        self.paint_ring(painter)
