"""Sections at the left of a page: icon and words, one chosen; the arrow keys choose."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import font, pixmap, theme
from ui.widgets.delegate import paint_focus
from ui.widgets.focus import TabRing

Index = QModelIndex | QPersistentModelIndex
_KEY, _ICON = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_HEIGHT = 36


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = theme(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(box, QColor(look.soft))
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), QColor(look.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(look.hover))
        ratio = painter.device().devicePixelRatioF()
        middle = box.center().y() + 1
        painter.drawPixmap(16, middle - 8, pixmap(index.data(_ICON), "accent" if chosen else "text2", 16, ratio))
        painter.setFont(font("medium" if chosen else "body"))
        painter.setPen(QColor(look.text))
        room = box.adjusted(40, 0, -12, 0)
        words = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        if option.state & QStyle.StateFlag.State_HasFocus and getattr(option.widget, "ring", False):
            paint_focus(painter, box)


class SectionList(TabRing, QListView):
    """`chosen(key)` when another section is wanted, by key or by mouse."""

    chosen = Signal(str)

    def __init__(self, sections: list[tuple[str, str, str]]) -> None:
        """`sections`: (key, title, icon name) in order."""
        super().__init__()
        self.setAccessibleName("Các phần cài đặt")
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model = QStandardItemModel(self)
        for key, title, icon_name in sections:
            item = QStandardItem(title)
            item.setData(key, _KEY)
            item.setData(icon_name, _ICON)
            item.setToolTip(title)
            model.appendRow(item)
        self.setModel(model)
        self._telling = True
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def keys(self) -> list[str]:
        return [self.model().index(row, 0).data(_KEY) for row in range(self.model().rowCount())]

    def set_current(self, key: str) -> None:
        """Show a section as chosen without telling it."""
        if key in self.keys:
            self._telling = False
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.model().index(self.keys.index(key), 0), flag)
            self._telling = True

    def _moved(self, now: Index, _before: Index) -> None:
        if now.isValid() and self._telling:
            self.chosen.emit(now.data(_KEY))
