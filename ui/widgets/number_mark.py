"""The numbered square of a finding; the same number stands on the page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Tone, font, theme


class NumberMark(QWidget):
    def __init__(self, number: int, tone: Tone) -> None:
        super().__init__()
        self._number, self._tone = number, tone
        self.setFixedSize(16, 18)
        self.setAccessibleName(str(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme().tone(self._tone)
        ground = colours.mark if self._tone is Tone.UNKNOWN else colours.ground
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        box = self.rect().adjusted(0, 1, 0, -1)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(QColor(colours.text))
        painter.setFont(font("tiny_medium"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
