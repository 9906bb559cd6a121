"""The page of a result with the frames of number, day, month and seal; the chosen one can be dragged."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy

from counter_app.model.signature import Box
from ui.presenters.issue import SEAL_WORDS
from ui.theme import LIGHT, font
from ui.widgets.placement_view import PlacementView

_REACH = 4


class IssueCanvas(PlacementView):
    """`picked(key)` when another frame is pressed; `changed(box)` when the chosen one was moved."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(200)
        self.setMaximumHeight(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._others: dict[str, tuple[str, Box]] = {}
        self._text = ""
        self._seal = QPixmap()

    def sizeHint(self) -> QSize:
        return QSize(560, 640)

    def show_parts(self, parts: dict[str, tuple[str, Box]], chosen: str) -> None:
        """`parts`: words and frame by key, those on the shown page."""
        self._others = {key: part for key, part in parts.items() if key != chosen}
        own = parts.get(chosen)
        self._text = own[0] if own is not None else ""
        self.show_box(own[1] if own is not None else None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.frame_rect().adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(event.position()):
            for key, (_, box) in self._others.items():
                if self._rect(box).adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(event.position()):
                    self.picked.emit(key)
                    break
        super().mousePressEvent(event)

    def _rect(self, box: Box) -> QRectF:
        page = self.page_rect()
        scale = page.width() / self.page_size[0]
        return QRectF(page.x() + box.x * scale, page.y() + box.y * scale, box.width * scale, box.height * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for words, box in self._others.values():
            frame = self._rect(box)
            painter.setPen(QPen(QColor(LIGHT.fill), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)
            self._write(painter, frame, words)
        if self.box is not None:
            self._write(painter, self.frame_rect(), self._text)

    def show_seal(self, path: str) -> None:
        """The office's own picture; without one its words stand there."""
        self._seal = QPixmap(path) if path else QPixmap()
        self.update()

    def _write(self, painter: QPainter, frame: QRectF, words: str) -> None:
        if words == SEAL_WORDS and not self._seal.isNull():
            side = min(frame.width(), frame.height())
            square = QRectF(0, 0, side, side)
            square.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(square, self._seal, QRectF(self._seal.rect()))
            return
        letters = font("small_medium")
        letters.setPixelSize(max(6, min(round(frame.height() * 0.75), 22)))
        painter.setFont(letters)
        painter.setPen(QColor(LIGHT.fill))
        painter.drawText(frame.adjusted(-20, -6, 20, 6), int(Qt.AlignmentFlag.AlignCenter), words)
