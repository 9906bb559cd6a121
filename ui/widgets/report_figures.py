"""The few numbers at the head of a report; pressing one opens its dossiers."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.presenters.reports import FigureWords
from ui.widgets.painted_button import PaintedButton, draw_words

HEIGHT = 96
_PAD = 16
_LEAST = 210  # a card that is narrower cuts its words: then half of them go into a second line


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
        draw_words(painter, QRect(_PAD, 26, room, 42), figure.value, "figure", figure.tone)
        draw_words(painter, QRect(_PAD, 68, room, 16), figure.detail, "small", "text3")


class FigureRow(QWidget):
    """The cards beside one another, in two lines where there is no room for their words."""

    def __init__(self, cards: list[ReportFigure], gap: int) -> None:
        super().__init__()
        self._cards, self._columns = cards, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(gap)
        self._arrange(len(cards))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        whole = len(self._cards)
        self._arrange(whole if self.width() >= whole * _LEAST else (whole + 1) // 2)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, *divmod(number, columns))
