"""Steps on the left: done, current, later, a line under each; the open step lists its parts. Takes dropped files."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.presenters.intake import StepLine
from ui.theme import font, pixmap, theme
from ui.widgets.delegate import paint_focus
from ui.widgets.file_drop import dropped_files

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
_MOST_LINES = 3  # of a title; the rest is in the tooltip
_STEP_X, _STEP_TEXT = 16, 44
_PART_GAP = 24  # from a component's icon to its words
_NARROW = 200  # below this width components stand under the number of their step, not under its words
_RIGHT = 12


class StepperModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[StepLine] = []

    def show_lines(self, lines: list[StepLine]) -> None:
        """Rows that are still the same ones keep their place; only words change then."""
        if [line.key for line in lines] == [line.key for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (line.title, line.second) if part)
        return None


class StepperDelegate(QStyledItemDelegate):
    """`folded`: too low for everything; the line under a step then stands only at the open one, tooltips have all."""

    folded = False

    def second(self, line: StepLine) -> str:
        return "" if self.folded and line.number and line.state != "current" else line.second

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: StepLine = index.data(LINE_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else 231
        room = width - (_STEP_TEXT if line.number else _part_x(width) + _PART_GAP) - _RIGHT
        height = 18 * len(title_lines(line.title, _title_font(line), room)) + (16 if self.second(line) else 0)
        return QSize(width, height + (10 if line.number else 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: StepLine = index.data(LINE_ROLE)
        look, box = theme(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not line.number
        painter.save()
        if chosen:
            painter.fillRect(box, QColor(look.soft))
            painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), QColor(look.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(look.hover))
        if line.number:
            _paint_mark(painter, QRect(box.x() + _STEP_X, box.y() + 6, 20, 20), line)
            left, top = box.x() + _STEP_TEXT, box.y() + 5
        else:
            ratio = painter.device().devicePixelRatioF()
            x = box.x() + _part_x(box.width())
            painter.drawPixmap(x, box.y() + 7, pixmap(line.icon, line.icon_token, 16, ratio))
            left, top = x + _PART_GAP, box.y() + 6
        room = QRect(left, top, box.right() - left - _RIGHT + 1, box.height())
        self._paint_words(painter, room, line, self.second(line))
        if option.state & QStyle.StateFlag.State_HasFocus and getattr(option.widget, "ring", False):
            paint_focus(painter, box)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, line: StepLine, second: str) -> None:
        look = theme()
        words_font = _title_font(line)
        painter.setFont(words_font)
        painter.setPen(QColor(look.text2 if line.state == "later" and line.number else look.text))
        y = room.y()
        for words in title_lines(line.title, words_font, room.width()):
            painter.drawText(QRect(room.x(), y, room.width(), 18), int(Qt.AlignmentFlag.AlignVCenter), words)
            y += 18
        if second:
            painter.setFont(font("small"))
            painter.setPen(QColor(look.colour(line.second_tone)))
            shown = painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), y, room.width(), 16), int(Qt.AlignmentFlag.AlignVCenter), shown)


def _part_x(width: int) -> int:
    return _STEP_X + 4 if width < _NARROW else _STEP_TEXT


def _title_font(line: StepLine) -> QFont:
    return font("strong" if line.state == "current" else "medium" if line.number else "body")


def title_lines(text: str, words_font: QFont, room: int) -> list[str]:
    """The title broken at words into at most three lines, the last one elided."""
    metrics = QFontMetrics(words_font)
    lines: list[str] = []
    rest = text.split()
    while rest:
        if len(lines) == _MOST_LINES - 1:
            lines.append(metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, room))
            break
        taken = 1
        while taken < len(rest) and metrics.horizontalAdvance(" ".join(rest[: taken + 1])) <= room:
            taken += 1
        lines.append(metrics.elidedText(" ".join(rest[:taken]), Qt.TextElideMode.ElideRight, room))
        rest = rest[taken:]
    return lines or [""]


def _paint_mark(painter: QPainter, box: QRect, line: StepLine) -> None:
    """A tick on green, a filled number, or an outlined one."""
    look = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ratio = painter.device().devicePixelRatioF()
    if line.state == "done":
        painter.setPen(QPen(QColor(look.good_mark), 1))
        painter.setBrush(QColor(look.good_ground))
        painter.drawEllipse(box.adjusted(0, 0, -1, -1))
        painter.drawPixmap(box.x() + 4, box.y() + 4, pixmap("check", "good", 12, ratio))
        return
    current = line.state == "current"
    painter.setPen(QPen(QColor(look.fill if current else look.ctl), 1))
    painter.setBrush(QColor(look.fill if current else look.surface))
    painter.drawEllipse(box.adjusted(0, 0, -1, -1))
    painter.setPen(QColor(look.on_fill if current else look.text2))
    painter.setFont(font("tiny_medium"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(line.number))


class Stepper(QListView):
    """`chosen(key)` when a row is chosen by hand; `dropped(key, paths)` when files are put on one."""

    chosen = QtSignal(str)
    dropped = QtSignal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.ring = False
        self.steps = StepperModel()
        self.setModel(self.steps)
        self._delegate = StepperDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Các bước tiếp nhận")
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)

    def show_lines(self, lines: list[StepLine], current: str) -> None:
        """Show rows and the current one, without telling it as chosen."""
        self._quiet = True
        self.steps.show_lines(lines)
        self._lay_out()
        row = next((place for place, line in enumerate(lines) if line.key == current), 0)
        if lines:
            index = self.steps.index(row, 0)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)
        self._quiet = False

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(self.steps.lines[current.row()].key)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self.ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self.scrollTo(self.currentIndex())

    def _lay_out(self) -> None:
        """All lines when there is room for them, else the folded ones."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.widget = self
        self._delegate.folded = False
        rows = range(self.steps.rowCount())
        needed = sum(self._delegate.sizeHint(option, self.steps.index(row, 0)).height() for row in rows)
        self._delegate.folded = needed > self.viewport().height()
        self.doItemsLayout()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if dropped_files(event.mimeData()) and self._part_at(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        key, paths = self._part_at(event), dropped_files(event.mimeData())
        if key and paths:
            event.acceptProposedAction()
            self.dropped.emit(key, [Path(path) for path in paths])

    def _part_at(self, event: QDropEvent) -> str:
        index = self.indexAt(event.position().toPoint())
        line = self.steps.lines[index.row()] if index.isValid() else None
        return line.key if line is not None and not line.number else ""
