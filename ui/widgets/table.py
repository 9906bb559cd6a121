"""The table of every page: fixed rows of 40, header of 32, columns that stretch, hide and are remembered."""

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from ui.presenters.cell import Cell
from ui.widgets.columns import Column, ColumnMemory, share
from ui.widgets.delegate import CELL_ROLE, FIRST_PAD, TwoLineDelegate, paint_focus
from ui.widgets.table_header import OverlayBar, TableHeader

__all__ = ["Column", "ColumnMemory", "CounterTable"]


class CounterTable(QTableView):
    """Rows are chosen whole; Enter opens, Space previews or ticks, F4 or a click on a link cell acts, Ctrl+C copies.

    Signals: `opened(row)`, `previewed(row)`, `linked(row, column key)`, `ticked(row)`, `moved(row)`.
    """

    opened = Signal(int)
    previewed = Signal(int)
    linked = Signal(int, str)
    ticked = Signal(int)
    moved = Signal(int)

    def __init__(
        self,
        name: str,
        columns: list[Column],
        memory: ColumnMemory | None = None,
        *,
        row_height: int = 40,
        header_height: int = 32,
        sorted_key: str = "",
        accessible: str = "",
        first_pad: int = FIRST_PAD,
        wrap_header: bool = False,
    ) -> None:
        super().__init__()
        self.name, self.columns = name, columns
        self._memory = memory or ColumnMemory(None)
        self._widths: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._arranging = False
        header = TableHeader(
            columns, self, sorted_key=sorted_key, height=header_height, first_pad=first_pad, wrap=wrap_header
        )
        self.setHorizontalHeader(header)
        self.setItemDelegate(TwoLineDelegate(self, first_pad=first_pad))
        self.setAccessibleName(accessible or name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setCornerButtonEnabled(False)
        self._bar = OverlayBar(self)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(row_height)
        rows.setDefaultSectionSize(row_height)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._column_menu)
        header.sectionResized.connect(self._resized_by_hand)
        header.sectionMoved.connect(lambda *_: self._keep())
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def setModel(self, model: object) -> None:
        super().setModel(model)
        self._restore()
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self.moved.emit(now.row()))

    @property
    def row(self) -> int:
        """The current row, -1 when there is none."""
        return self.currentIndex().row()

    def chosen_rows(self) -> list[int]:
        model = self.selectionModel()
        return sorted(index.row() for index in model.selectedRows()) if model else []

    def visible_rows(self) -> tuple[int, int]:
        """First and last row on the screen; last < first when there are none."""
        model = self.model()
        if model is None or model.rowCount() == 0:
            return 0, -1
        last = self.rowAt(self.viewport().height() - 1)
        return max(0, self.rowAt(0)), model.rowCount() - 1 if last < 0 else last

    def visible_columns(self) -> list[str]:
        return [column.key for number, column in enumerate(self.columns) if not self.isColumnHidden(number)]

    def column_number(self, key: str) -> int:
        return next(number for number, column in enumerate(self.columns) if column.key == key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row >= 0:
            self.opened.emit(self.row)
        elif event.key() == Qt.Key.Key_Space and self.row >= 0:
            ticks = self._tick_column()
            if ticks >= 0:
                self.ticked.emit(self.row)
            else:
                self.previewed.emit(self.row)
        elif event.key() == Qt.Key.Key_F4 and self.row >= 0:
            self._act_by_key()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        cell = index.data(CELL_ROLE) if index.isValid() else None
        if event.button() != Qt.MouseButton.LeftButton or not isinstance(cell, Cell) or not cell.enabled:
            return
        if cell.link:
            self.linked.emit(index.row(), self.columns[index.column()].key)
        elif cell.check is not None:
            self.ticked.emit(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        cell = index.data(CELL_ROLE) if index.isValid() else None
        hand = isinstance(cell, Cell) and cell.link and cell.enabled
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.row >= 0 and self._focus_by_keyboard:
            box = self.visualRect(self.currentIndex())
            painter = QPainter(self.viewport())
            paint_focus(painter, QRect(0, box.y(), self.viewport().width(), box.height() - 1))

    _focus_by_keyboard = False

    def focusInEvent(self, event: object) -> None:
        reason = event.reason()  # type: ignore[attr-defined]
        self._focus_by_keyboard = reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)  # type: ignore[arg-type]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focus_by_keyboard = False
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.place()
        self.arrange()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def arrange(self) -> None:
        """Share the width: fixed columns keep theirs, extra goes to those that stretch, the least needed hide."""
        if self.model() is None:
            return
        room = self.viewport().width()
        shown = self._shown_in(room)
        widths = share([column for column in self.columns if column.key in shown], self._widths, room)
        self._arranging = True
        for number, column in enumerate(self.columns):
            self.setColumnHidden(number, column.key not in shown)
            if column.key in shown:
                self.setColumnWidth(number, widths[column.key])
        self._arranging = False

    def _shown_in(self, room: int) -> set[str]:
        wanted = [column for column in self.columns if column.key not in self._hidden]
        by_rank = sorted((column for column in wanted if column.hide_rank), key=lambda column: column.hide_rank)
        for candidate in by_rank:
            if sum(column.least or column.width for column in wanted) <= room:
                break
            wanted.remove(candidate)
        return {column.key for column in wanted}

    def _tick_column(self) -> int:
        model = self.model()
        for number in range(len(self.columns)):
            cell = model.index(self.row, number).data(CELL_ROLE)
            if isinstance(cell, Cell) and cell.check is not None:
                return number
        return -1

    def _act_by_key(self) -> None:
        for number, column in enumerate(self.columns):
            cell = self.model().index(self.row, number, QModelIndex()).data(CELL_ROLE)
            if isinstance(cell, Cell) and cell.link and cell.enabled:
                self.linked.emit(self.row, column.key)
                return

    def _column_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        for column in self.columns:
            act = menu.addAction(column.title or column.key)
            act.setCheckable(True)
            act.setChecked(column.key not in self._hidden)
            act.toggled.connect(lambda on, key=column.key: self.show_column(key, on))
        menu.addSeparator()
        menu.addAction("Về cột mặc định", self.reset_columns)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def copy_rows(self) -> None:
        """The chosen rows as they are shown, one line each, cells apart by tabs."""
        shown = [self.column_number(key) for key in self.visible_columns()]
        lines = []
        for row in self.chosen_rows():
            cells = [self.model().index(row, number).data(CELL_ROLE) for number in shown]
            lines.append("\t".join(cell.words.replace("\n", " ") for cell in cells if isinstance(cell, Cell)))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def show_column(self, key: str, on: bool) -> None:
        if not on and len(self._hidden) < len(self.columns) - 1:
            self._hidden.add(key)
        else:
            self._hidden.discard(key)
        self.arrange()
        self._keep()

    def reset_columns(self) -> None:
        self._hidden.clear()
        self._widths.clear()
        header = self.horizontalHeader()
        for number in range(len(self.columns)):
            header.moveSection(header.visualIndex(number), number)
        self.arrange()
        self._keep()

    def _resized_by_hand(self, logical: int, _old: int, new: int) -> None:
        if not self._arranging and new > 0:
            self._widths[self.columns[logical].key] = new
            self._keep()

    def _keep(self) -> None:
        header = self.horizontalHeader()
        order = [self.columns[header.logicalIndex(place)].key for place in range(len(self.columns))]
        self._memory.put(self.name, {"order": order, "hidden": sorted(self._hidden), "widths": self._widths})

    def _restore(self) -> None:
        kept = self._memory.get(self.name)
        known = {column.key for column in self.columns}
        hidden, widths, order = kept.get("hidden", []), kept.get("widths", {}), kept.get("order", [])
        if isinstance(hidden, list):
            self._hidden = {key for key in hidden if key in known}
        if isinstance(widths, dict):
            self._widths = {key: int(width) for key, width in widths.items() if key in known and width}
        header = self.horizontalHeader()
        header.blockSignals(True)
        if isinstance(order, list) and set(order) == known:
            for place, key in enumerate(order):
                header.moveSection(header.visualIndex(self.column_number(key)), place)
        header.blockSignals(False)
        self.arrange()
