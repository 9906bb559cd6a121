"""One page of a document on the canvas: its picture, its edge, and the numbered marks of findings. Never themed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsSimpleTextItem, QGraphicsView

from counter_app.model.signature import Box
from ui.theme import LIGHT, Tone, font
from ui.widgets.delegate import paint_focus

MARGIN = 24  # canvas around a page that fits the width
PIXELS_PER_POINT = 96 / 72  # at 100 %
_MARK = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """A finding's number on its page. `box` None: the place is not known, the number stands at the corner."""

    number: int
    page: int
    tone: str = "warn"
    box: Box | None = None


class PageCanvas(QGraphicsView):
    """Scene units are points of the page. `turned_page(step)` when the keyboard or the wheel runs past an edge."""

    turned_page = Signal(int)
    zoomed = Signal(int)  # one step in or out
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Trang giấy tờ")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ring = False
        self._picture: Any = None
        self._marks: list[QGraphicsItem] = []
        self.page_size = (0.0, 0.0)  # points
        self.margin = MARGIN

    @property
    def room(self) -> int:
        """Pixels across that a page may take when it fits the width."""
        return max(80, self.viewport().width() - 2 * self.margin)

    def show_picture(self, picture: Any, marks: Sequence[PageMark]) -> None:
        """`picture`: a `PageImage`: rows of B, G, R and one unused byte, and the size of the page in points."""
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        pixmap = QPixmap.fromImage(image.copy())
        self.clear()
        scene, size = self.scene(), (picture.page_width_pt, picture.page_height_pt)
        self.page_size = size
        self._picture = scene.addPixmap(pixmap)
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._picture.setScale(size[0] / max(1, pixmap.width()))
        edge = QPen(QColor(LIGHT.page_edge), 1)
        edge.setCosmetic(True)
        scene.addRect(QRectF(0, 0, *size), edge)
        self.show_marks(marks)

    def show_marks(self, marks: Sequence[PageMark]) -> None:
        """In place of the ones that are there; nothing while no page is shown yet."""
        for item in self._marks:
            self.scene().removeItem(item)
        self._marks = []
        if self._picture is not None:
            for mark in marks:
                self._add_mark(mark)

    def clear(self) -> None:
        self._marks = []
        self.scene().clear()
        self._picture = None
        self.page_size = (0.0, 0.0)

    def fit_scale(self) -> float:
        """Pixels per point at which the page, turned as it is, fills the width; 0 without a page."""
        width, height = self.page_size
        across = height if abs(self.transform().m12()) > abs(self.transform().m11()) else width
        return max(0.05, self.room / across) if across else 0.0

    def set_view(self, scale: float, turn: int) -> None:
        self.resetTransform()
        self.rotate(turn)
        self.scale(scale, scale)
        if self._picture is not None:
            room = MARGIN / 3 / scale
            self.scene().setSceneRect(QRectF(0, 0, *self.page_size).adjusted(-room, -room, room, room))

    def to_top(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def _add_mark(self, mark: PageMark) -> None:
        colours = LIGHT.tone(Tone(mark.tone))
        scene, place = self.scene(), mark.box
        x, y = (place.x, place.y) if place else (6.0, 6.0)
        if place:
            pen = QPen(QColor(colours.text), 2, Qt.PenStyle.DashLine)
            pen.setCosmetic(True)
            self._marks.append(scene.addRect(QRectF(place.x, place.y, place.width, place.height), pen))
        taken = sum(1 for item in self._corner_marks() if not place and item.data(1))
        ground = scene.addRect(QRectF(taken * (_MARK + 4), 0, _MARK, _MARK), QPen(Qt.PenStyle.NoPen))
        ground.setBrush(QBrush(QColor(colours.text)))
        ground.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        ground.setPos(x, y)
        self._marks.append(ground)
        ground.setData(0, mark.number)
        ground.setData(1, place is None)
        words = QGraphicsSimpleTextItem(str(mark.number), ground)
        words.setFont(font("tiny_medium"))
        words.setBrush(QBrush(QColor(LIGHT.on_fill)))
        size = words.boundingRect()
        left = taken * (_MARK + 4) + (_MARK - size.width()) / 2
        words.setPos(left, (_MARK - size.height()) / 2)

    def _corner_marks(self) -> list[QGraphicsItem]:
        return [item for item in self.scene().items() if item.data(0) is not None]

    @property
    def shown_marks(self) -> list[int]:
        return sorted(int(item.data(0)) for item in self._corner_marks())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        if key == Qt.Key.Key_PageDown and bar.value() >= bar.maximum():
            self.turned_page.emit(1)
        elif key == Qt.Key.Key_PageUp and bar.value() <= bar.minimum():
            self.turned_page.emit(-1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoomed.emit(1)
        elif key == Qt.Key.Key_Minus:
            self.zoomed.emit(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.ring = False
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.ring:
            painter = QPainter(self.viewport())
            paint_focus(painter, self.viewport().rect())
            painter.end()
