"""A mark as it will look on paper, drawn in its real proportions from the same layout that is signed with."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.signing.mark import LEADING, PADDING, Mark
from ui.theme import DOCUMENT_FAMILY, LIGHT

_EDGE = 24
_MOST_SCALE = 2.0
_ASCENT = 0.8  # as signing.appearance places the first line


class MarkPreview(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._mark: Mark | None = None
        self._words = ""
        self._picture = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(220)
        self.setAccessibleName("Dấu ký sẽ hiện như sau")

    def sizeHint(self) -> QSize:
        return QSize(420, 220)

    def show_mark(self, mark: Mark | None, words: str = "") -> None:
        """`mark` None: `words` say why there is none."""
        self._mark, self._words = mark, words
        self._picture = QPixmap(mark.image) if mark is not None and mark.image else QPixmap()
        self.setAccessibleDescription("\n".join(mark.lines) if mark is not None else words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(LIGHT.page_edge))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._mark is None:
            painter.setPen(QColor(LIGHT.text3))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), flags, self._words)
            return
        self._paint_mark(painter, self._mark)

    def _paint_mark(self, painter: QPainter, mark: Mark) -> None:
        width, height = mark.size
        scale = min((self.width() - 2 * _EDGE) / width, (self.height() - 2 * _EDGE) / height, _MOST_SCALE)
        left, top = (self.width() - width * scale) / 2, (self.height() - height * scale) / 2
        if mark.bordered:
            painter.setPen(QPen(QColor(115, 115, 115), max(0.5 * scale, 0.5)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left, top, width * scale, height * scale))
        if not self._picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            own = QRectF(0, 0, mark.image_size[0] * scale, mark.image_size[1] * scale)
            x = left if mark.lines else left + (width * scale - own.width()) / 2
            own.moveTo(x, top + (height * scale - own.height()) / 2)
            painter.drawPixmap(own, self._picture, QRectF(self._picture.rect()))
        letters = QFont(DOCUMENT_FAMILY)
        letters.setPixelSize(max(1, round(mark.font_size * scale)))
        painter.setFont(letters)
        painter.setPen(QColor(LIGHT.text))
        leading = mark.font_size * LEADING
        first = (height - len(mark.lines) * leading) / 2 + mark.font_size * _ASCENT + (leading - mark.font_size) / 2
        room = width - mark.image_size[0]
        for number, line in enumerate(mark.lines):
            across = painter.fontMetrics().horizontalAdvance(line) / scale
            x = mark.image_size[0] + ((room - across) / 2 if mark.centred else PADDING)
            painter.drawText(round(left + x * scale), round(top + (first + number * leading) * scale), line)
