"""The one delegate of all tables: two-line cells, tags, icons, links, boxes, the selection bar and the focus ring.

A model answers `CELL_ROLE` with a `Cell`; the other roles (display, tooltip, accessible text) come from `Cell.words`.
"""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.presenters.cell import EMPTY, Cell
from ui.theme import Tone, font, pixmap, theme
from ui.theme.style import paint_box
from ui.widgets.tag import paint_tag

CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PAD = 8
FIRST_PAD = 16
PROGRESS_END = 12  # the scroll bar of a long list lies over the last column
_STEPS = {400: "body", 500: "medium", 600: "strong"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class TwoLineDelegate(QStyledItemDelegate):
    """`first_pad`: room before the first visible column, where the page's edge is."""

    def __init__(self, parent: Any = None, *, first_pad: int = FIRST_PAD) -> None:
        super().__init__(parent)
        self._first_pad = first_pad

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, 40)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL_ROLE) or EMPTY
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        leftmost = self._leftmost(option, index)
        painter.save()
        self._paint_ground(
            painter, option.rect, selected, leftmost, bool(option.state & QStyle.StateFlag.State_HasFocus)
        )
        room = option.rect.adjusted(self._first_pad if leftmost else PAD, 0, -PAD, -1)
        if cell.check is not None:
            self._paint_check(painter, room, cell)
        elif cell.thumbnail is not None:
            self._paint_thumbnail(painter, room, cell.thumbnail)
        elif cell.tag:
            tone = Tone(cell.tag)
            calm = tone in (Tone.GOOD, Tone.UNKNOWN)
            paint_tag(
                painter, room.x(), room.center().y(), cell.text, tone, cell.icon, room=room.width() + PAD, calm=calm
            )
        else:
            self._paint_lines(painter, room, cell, selected)
        painter.restore()

    def _leftmost(self, option: QStyleOptionViewItem, index: Index) -> bool:
        header = getattr(option.widget, "horizontalHeader", None)
        if header is None:
            return index.column() == 0
        return bool(header().sectionViewportPosition(index.column()) + header().offset() == 0)

    def _paint_ground(self, painter: QPainter, box: QRect, selected: bool, leftmost: bool, focused: bool) -> None:
        look = theme()
        painter.fillRect(box, QColor(look.soft if selected else look.surface))
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), QColor(look.line2))
        if selected and leftmost:
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), QColor(look.accent))

    def _paint_lines(self, painter: QPainter, room: QRect, cell: Cell, selected: bool) -> None:
        """Line 1 is 18 high and line 2 16, together in the middle of the row."""
        if cell.progress is not None:
            self._paint_progress(painter, room, cell)
            return
        two = bool(cell.second)
        top = room.y() + (room.height() - 34 + 1) // 2 if two else room.y()
        first = QRect(room.x(), top, room.width(), 18 if two else room.height())
        step = _STEPS[cell.weight]
        tone = "accent" if cell.link and cell.enabled else cell.tone if cell.enabled else "text3"
        if cell.link:
            step = "small_medium"
        self._paint_line(painter, first, cell.text, step, tone, cell.icon, cell.icon_token, 14, cell.right)
        if two:
            quiet = "text2" if selected and cell.second_tone == "text3" else cell.second_tone
            second = QRect(room.x(), top + 17, room.width(), 16)
            indent = 20 if cell.icon and not cell.second_icon else 0
            self._paint_line(
                painter,
                second.adjusted(indent, 0, 0, 0),
                cell.second,
                "small",
                quiet,
                cell.second_icon,
                quiet,
                12,
                cell.right,
            )

    def _paint_line(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        step: str,
        tone: str,
        icon_name: str,
        icon_token: str,
        side: int,
        right: bool,
    ) -> None:
        x = box.x()
        if icon_name:
            picture = pixmap(icon_name, icon_token, side, painter.device().devicePixelRatioF())
            painter.drawPixmap(x, box.y() + (box.height() - side + 1) // 2, picture)
            x += side + (4 if side == 12 else 6)
        width = box.right() - x + 1
        painter.setFont(font(step))
        painter.setPen(QColor(theme().colour(tone)))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        side_flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(x, box.y(), width, box.height()), int(_MIDDLE | side_flag), shown)

    def _paint_progress(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        look = theme()
        self._paint_line(
            painter,
            QRect(room.x(), room.y() + 5, room.width(), 18),
            cell.text,
            "small",
            cell.tone,
            "",
            "text2",
            14,
            False,
        )
        bar = QRectF(room.x(), room.y() + 28, room.width() - PROGRESS_END, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.track))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(QColor(look.fill))
        bar.setWidth(bar.width() * max(0.0, min(1.0, cell.progress or 0.0)))
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_check(self, painter: QPainter, room: QRect, cell: Cell) -> None:
        box = QRectF(room.x(), room.y() + (room.height() - 16) // 2, 16, 16)
        paint_box(painter, box, on=bool(cell.check), enabled=cell.enabled)

    def _paint_thumbnail(self, painter: QPainter, room: QRect, picture: Any) -> None:
        shown = QPixmap.fromImage(picture) if isinstance(picture, QImage) else picture
        ratio = shown.devicePixelRatio()
        width, height = round(shown.width() / ratio), round(shown.height() / ratio)
        painter.drawPixmap(room.x() + (room.width() - width) // 2, room.y() + (room.height() - height) // 2, shown)


def paint_focus(painter: QPainter, box: QRect) -> None:
    """2-px ring inside the box: 1 edge and 1 inside."""
    painter.setPen(QPen(QColor(theme().accent), 2))
    painter.drawRect(box.adjusted(1, 1, -1, -1))


def words_width(text: str, step: str = "body") -> int:
    return QFontMetrics(font(step)).horizontalAdvance(text)


def cell_data(cell: Cell, role: int) -> object:
    """What a model answers for one cell in any role."""
    if role == CELL_ROLE:
        return cell
    if role == Qt.ItemDataRole.DisplayRole:
        return cell.text
    if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        return cell.words or None
    if role == Qt.ItemDataRole.CheckStateRole and cell.check is not None:
        return Qt.CheckState.Checked if cell.check else Qt.CheckState.Unchecked
    return None
