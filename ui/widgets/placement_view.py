"""The page with the mark's frame: drag it, pull its corners, or move it with the arrow keys. Nothing is set by this
alone: the page of the window confirms what `changed` tells."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.model.signature import Box
from ui.presenters.signing_place import HANDLES, POINTS_PER_MM, frame_words, moved, resized
from ui.theme import LIGHT, theme

_EDGE = 14  # canvas around the page
_HANDLE = 6
_REACH = 7  # how near to a handle counts as on it
_KEPT = Qt.AspectRatioMode.KeepAspectRatio
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PlacementView(QWidget):
    """Arrow keys move 1 mm, with Shift 5 mm, with Ctrl they pull the lower right corner. `changed(box)` each time."""

    changed = Signal(object)

    def __init__(self, height: int = 281) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.page_size = (595.28, 841.89)  # points
        self.box: Box | None = None
        self._picture: QPixmap | None = None
        self._words = ""
        self._editable = True
        self._mark = QPixmap()  # the picture that the mark shows instead of words
        self.warned = False  # the frame lies on print or is too small
        self._grip = ""  # which handle is held, «frame» for the whole
        self._held_at = QPointF()
        self._held_box: Box | None = None
        self.show_box(None)

    def sizeHint(self) -> QSize:
        return QSize(228, self.height())

    def show_page(self, image: QImage | None, page_size: tuple[float, float], words: str = "") -> None:
        """`image` None: `words` say why there is none."""
        self._picture = QPixmap.fromImage(image) if image is not None else None
        self.page_size, self._words = page_size, words
        self.update()

    def show_mark(self, image: str) -> None:
        """`image`: path of the picture inside the frame; empty: the mark is words."""
        self._mark = QPixmap(image) if image else QPixmap()
        self.update()

    def show_box(self, box: Box | None, *, editable: bool = True) -> None:
        self.box, self._editable = box, editable and box is not None
        self.setAccessibleName(frame_words(box))
        self.setAccessibleDescription("Phím mũi tên dời 1 mm, giữ Shift dời 5 mm, giữ Ctrl đổi cỡ khung")
        self.setToolTip(frame_words(box))
        self.update()

    # Geometry

    def page_rect(self) -> QRectF:
        room = QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        scale = min(room.width() / self.page_size[0], room.height() / self.page_size[1])
        shown = QRectF(0, 0, round(self.page_size[0] * scale), round(self.page_size[1] * scale))
        shown.moveCenter(room.center())
        return QRectF(round(shown.x()), round(shown.y()), shown.width(), shown.height())

    def frame_rect(self) -> QRectF:
        if self.box is None:
            return QRectF()
        page = self.page_rect()
        scale = page.width() / self.page_size[0]
        box = self.box
        return QRectF(page.x() + box.x * scale, page.y() + box.y * scale, box.width * scale, box.height * scale)

    def _handles(self) -> dict[str, QPointF]:
        frame = self.frame_rect()
        corners = (frame.topLeft(), frame.topRight(), frame.bottomLeft(), frame.bottomRight())
        return dict(zip(HANDLES, corners, strict=True))

    def _grip_at(self, place: QPointF) -> str:
        if not self._editable:
            return ""
        for name, corner in self._handles().items():
            if (place - corner).manhattanLength() <= _REACH:
                return name
        return "frame" if self.frame_rect().adjusted(-2, -2, 2, 2).contains(place) else ""

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = self._grip_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else ""
        self._held_at, self._held_box = event.position(), self.box

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._grip or self._held_box is None:
            self._point(self._grip_at(event.position()))
            return
        scale = self.page_size[0] / max(1.0, self.page_rect().width())
        delta = (event.position() - self._held_at) * scale
        self._change(self._held_box, self._grip, delta.x(), delta.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is None or not self._editable or self.box is None:
            super().keyPressEvent(event)
            return
        step = POINTS_PER_MM * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        grip = "bottom_right" if event.modifiers() & Qt.KeyboardModifier.ControlModifier else "frame"
        self._change(self.box, grip, arrow[0] * step, arrow[1] * step)

    def _change(self, start: Box, grip: str, dx: float, dy: float) -> None:
        new = moved(start, dx, dy, self.page_size) if grip == "frame" else resized(start, grip, dx, dy, self.page_size)
        if new != self.box:
            self.show_box(new)
            self.changed.emit(new)

    def _point(self, grip: str) -> None:
        shapes = {
            "": Qt.CursorShape.ArrowCursor,
            "frame": Qt.CursorShape.SizeAllCursor,
            "top_left": Qt.CursorShape.SizeFDiagCursor,
            "bottom_right": Qt.CursorShape.SizeFDiagCursor,
        }
        self.setCursor(shapes.get(grip, Qt.CursorShape.SizeBDiagCursor))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), theme()
        painter.fillRect(self.rect(), QColor(look.canvas))
        page = self.page_rect()
        painter.fillRect(page, QColor(LIGHT.surface))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(page, self._picture, QRectF(self._picture.rect()))
        elif self._words:
            painter.setPen(QColor(LIGHT.text3))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(page.adjusted(12, 12, -12, -12), flags, self._words)
        painter.setPen(QPen(QColor(look.page_edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page.adjusted(-0.5, -0.5, -0.5, -0.5))
        if self.box is not None:
            self._paint_frame(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_frame(self, painter: QPainter) -> None:
        frame = self.frame_rect()
        line = QColor(LIGHT.warn if self.warned else LIGHT.fill)
        ground = QColor(line)
        ground.setAlphaF(0.12)
        painter.setPen(QPen(line, 1.5))
        painter.setBrush(ground)
        painter.drawRect(frame)
        if not self._mark.isNull():
            shown = QRectF(0, 0, *self._mark.size().scaled(frame.size().toSize(), _KEPT).toTuple())
            shown.moveCenter(frame.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(shown, self._mark, QRectF(self._mark.rect()))
        if not self._editable:
            return
        painter.setPen(QPen(QColor(LIGHT.fill), 1))
        painter.setBrush(QColor(LIGHT.surface))
        for corner in self._handles().values():
            painter.drawRect(QRectF(corner.x() - _HANDLE / 2, corner.y() - _HANDLE / 2, _HANDLE, _HANDLE))
