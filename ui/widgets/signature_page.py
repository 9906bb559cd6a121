"""A page of a checked file with a numbered frame around each signature; the numbers are those of the list."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.model.signature import SignatureInfo
from ui.presenters.signing_signed import VERDICT_TONES
from ui.theme import LIGHT, font, theme

_EDGE = 19
_TAG = (16, 15)
_SMALL = 26  # pixels: lower frames are filled blanks


class SignaturePage(QWidget):
    """`picked(number)` when a frame is clicked."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Trang giấy với khung của từng chữ ký")
        self._picture: QPixmap | None = None
        self._size = (595.28, 841.89)
        self._marks: list[tuple[int, SignatureInfo]] = []
        self._chosen = 0
        self._words = ""

    def sizeHint(self) -> QSize:
        return QSize(404, 560)

    def show_page(self, image: QImage | None, size: tuple[float, float], words: str = "") -> None:
        self._picture = QPixmap.fromImage(image) if image is not None else None
        self._size, self._words = size, words
        self.update()

    def show_marks(self, marks: list[tuple[int, SignatureInfo]], chosen: int) -> None:
        self._marks, self._chosen = marks, chosen
        self.update()

    def page_rect(self) -> QRectF:
        room = QRectF(self.rect()).adjusted(_EDGE, 20, -_EDGE, -4)
        scale = min(room.width() / self._size[0], room.height() / self._size[1])
        width, height = round(self._size[0] * scale), round(self._size[1] * scale)
        return QRectF(round(room.x() + (room.width() - width) / 2), room.y(), width, height)

    def _frame(self, one: SignatureInfo) -> QRectF:
        page, box = self.page_rect(), one.box
        assert box is not None
        scale = page.width() / self._size[0]
        return QRectF(page.x() + box.x * scale, page.y() + box.y * scale, box.width * scale, box.height * scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, one in reversed(self._marks):
            if self._frame(one).adjusted(-8, -8, 8, 8).contains(event.position()):
                self.picked.emit(number)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), QColor(look.canvas))
        if self._picture is None and not self._words:
            return
        page = self.page_rect()
        painter.fillRect(page, QColor(LIGHT.surface))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(page, self._picture, QRectF(self._picture.rect()))
        else:
            painter.setPen(QColor(LIGHT.text3))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(page.adjusted(20, 20, -20, -20), flags, self._words)
        painter.setPen(QPen(QColor(look.page_edge), 1))
        painter.drawRect(page.adjusted(-0.5, -0.5, -0.5, -0.5))
        for number, one in self._marks:
            self._paint_mark(painter, number, one)

    def _tag(self, frame: QRectF) -> QRectF:
        """On the corner of a large frame; over a small one, where it hides nothing of the line it stands in."""
        if frame.height() >= _SMALL:
            return QRectF(frame.right() - _TAG[0] / 2, frame.top() - _TAG[1] / 2, *_TAG)
        return QRectF(frame.center().x() - _TAG[0] / 2, frame.top() - _TAG[1] - 1, *_TAG)

    def _paint_mark(self, painter: QPainter, number: int, one: SignatureInfo) -> None:
        tone = VERDICT_TONES[one.verdict]
        colour = QColor(LIGHT.fill if tone == "good" else LIGHT.colour(tone))
        frame = self._frame(one)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.5 if number == self._chosen else 1.5))
        painter.drawRoundedRect(frame, 2, 2)
        tag = self._tag(frame)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(QColor(LIGHT.on_fill))
        painter.setFont(font("tiny_medium"))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), str(number))
