"""How much is open: a bar per officer, field or state in three bands, the figures beside it, the legend in words."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.model.queue import GroupBy
from ui.presenters.board_groups import LoadLine
from ui.theme import theme
from ui.widgets.delegate import words_width
from ui.widgets.painted_button import PaintedButton, draw_words

ROW = 26
_PAD, _TOTAL, _WORDS, _BAR, _GAP = 12, 28, 76, 12, 1
_NAME = {GroupBy.HOLDER: 112, GroupBy.FIELD: 190, GroupBy.STATE: 124}  # names of fields are long
LEGEND = (("bad_mark", "quá hạn"), ("warn_mark", "sắp đến hạn"), ("fill", "trong hạn"))


class LoadRow(PaintedButton):
    """`most`: the greatest load, whose bar takes the whole room."""

    def __init__(self, line: LoadLine, most: int) -> None:
        super().__init__()
        self.line, self._most = line, max(1, most)
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(line.words)

    def sizeHint(self) -> QSize:
        return QSize(400, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, line = QPainter(self), theme(), self.line
        painter.fillRect(self.rect(), self.ground)
        name = _NAME[line.by]
        draw_words(painter, QRect(_PAD, 0, name, ROW), line.name)
        end = self.width() - _PAD - _WORDS - 8
        draw_words(painter, QRect(end - _TOTAL, 0, _TOTAL, ROW), str(line.total), "strong", right=True)
        draw_words(painter, QRect(end + 8, 0, _WORDS, ROW), line.late_words, "small", line.tone)
        start = _PAD + name + 6
        room = end - _TOTAL - 4 - start
        x = float(start)
        for (token, _), count in zip(LEGEND, line.parts, strict=True):
            if not count:
                continue
            width = room * count / self._most
            painter.fillRect(
                QRect(round(x), (ROW - _BAR) // 2, max(2, round(x + width) - round(x) - _GAP), _BAR),
                QColor(look.colour(token)),
            )
            x += width
        self.paint_ring(painter)


class LoadLegend(QWidget):
    """What the three colours mean, in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(20)
        self.setAccessibleName("Màu của thanh: " + ", ".join(words for _, words in LEGEND))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(sum(16 + words_width(words, "small") for _, words in LEGEND) + 12 * (len(LEGEND) - 1) + 1, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look, x = QPainter(self), theme(), 0
        for token, words in LEGEND:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(look.colour(token)))
            painter.setBrush(QColor(look.colour(token)))
            painter.drawRoundedRect(QRect(x, 5, 9, 9), 2, 2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            x += 16
            x += draw_words(painter, QRect(x, 0, 200, 20), words, "small", "text2") + 12
