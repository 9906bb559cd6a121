"""The head of a paper as it will be printed: document letters on a white page, never themed."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.presenters.settings import Letterhead
from ui.theme import DOCUMENT_FAMILY, LIGHT

_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_TITLE = ("GIẤY TIẾP NHẬN HỒ SƠ", "VÀ HẸN TRẢ KẾT QUẢ")
_HEIGHT, _MARGIN, _LINE, _SIDE = 268, 24, 20, 76
_WRAP = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class LetterheadView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._head: Letterhead | None = None
        self._logo: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(300)
        self.setMaximumWidth(640)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(600, _HEIGHT)

    def show_head(self, head: Letterhead, logo: Path | None = None) -> None:
        self._head = head
        self._logo = QPixmap(str(logo)) if logo is not None else None
        self.setAccessibleName("Đầu giấy tiếp nhận")
        words = (head.parent, head.office, head.counter, head.place, head.contact)
        self.setAccessibleDescription(". ".join((*words, "có biểu trưng" if self._logo else "không có biểu trưng")))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(LIGHT.page_edge))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._head is None:
            return
        painter.setPen(QColor(LIGHT.text))
        middle = self.width() * 45 // 100
        left, right = QRect(_MARGIN, 20, middle - _MARGIN - 8, 150), QRect(middle, 20, self.width() - middle - 12, 150)
        head = self._head
        end = self._lines(painter, left, [(head.parent, 13, False), (head.office, 13, True), (head.counter, 13, True)])
        self._rule(painter, left, end, 64)
        below = self._lines(painter, right, [(_NATION, 12, True), (_MOTTO, 14, True)])
        self._rule(painter, right, below, 150)
        place = max(end, below) + 10
        painter.setFont(_letters(13))
        painter.drawText(QRect(left.x(), place, left.width(), _LINE), _WRAP, "Số: …/TNHS")
        painter.setFont(_letters(13, italic=True))
        painter.drawText(QRect(right.x(), place, right.width(), _LINE), _WRAP, head.place)
        self._title(painter, place + _LINE + 8)
        if head.contact:
            painter.setFont(_letters(12, italic=True))
            foot = QRect(_MARGIN, _HEIGHT - 36, self.width() - 2 * _MARGIN, _LINE)
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), head.contact)

    def _title(self, painter: QPainter, top: int) -> None:
        """The title between the logo and the place of the QR code, as `forms.parts.title` sets them."""
        middle = QRect(_MARGIN + _SIDE, top + 10, self.width() - 2 * (_MARGIN + _SIDE), 60)
        self._lines(painter, middle, [(_TITLE[0], 15, True), (_TITLE[1], 15, True)])
        if self._logo is not None and not self._logo.isNull():
            box = QRect(_MARGIN, top, _SIDE, _SIDE)
            size = self._logo.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            shown = QRect(QPoint(0, 0), size)
            shown.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(shown, self._logo)
        code = QRect(self.width() - _MARGIN - _SIDE, top, _SIDE, _SIDE)
        painter.save()
        painter.setPen(QColor(LIGHT.page_edge))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(code)
        painter.setPen(QColor(LIGHT.text3))
        painter.setFont(_letters(12))
        painter.drawText(code, int(Qt.AlignmentFlag.AlignCenter), "mã QR")
        painter.restore()

    def _lines(self, painter: QPainter, box: QRect, lines: list[tuple[str, int, bool]]) -> int:
        """Centred, broken where they must be; answers where the last one ends."""
        top = box.y()
        for words, size, bold in lines:
            if words:
                painter.setFont(_letters(size, bold=bold))
                room = QRect(box.x(), top, box.width(), box.bottom() - top)
                taken = painter.boundingRect(room, _WRAP, words)
                painter.drawText(room, _WRAP, words)
                top = taken.bottom() + 3
        return top

    def _rule(self, painter: QPainter, box: QRect, top: int, width: int) -> None:
        middle = box.center().x()
        painter.drawLine(middle - width // 2, top + 2, middle + width // 2, top + 2)


def _letters(size: int, *, bold: bool = False, italic: bool = False) -> QFont:
    made = QFont(DOCUMENT_FAMILY)
    made.setPixelSize(size)
    made.setBold(bold)
    made.setItalic(italic)
    return made
