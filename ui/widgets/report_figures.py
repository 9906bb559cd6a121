"""The few numbers at the head of a report; pressing one opens its dossiers."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from ui.presenters.reports import FigureWords
from ui.widgets.painted_button import PaintedButton, draw_words

HEIGHT = 96
_PAD = 16


class ReportFigure(PaintedButton):
    def __init__(self, figure: FigureWords) -> None:
        super().__init__()
        self.figure = figure
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(figure.opens)
        self.say(figure.words)

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, figure = QPainter(self), self.figure
        self.paint_card(painter)
        room = self.width() - 2 * _PAD
        draw_words(painter, QRect(_PAD, 10, room, 18), figure.title, "body", "text2")
        draw_words(painter, QRect(_PAD, 29, room, 36), figure.value, "figure", figure.tone)
        draw_words(painter, QRect(_PAD, 68, room, 16), figure.detail, "small", "text3")
