"""The queue as Qt sees it: an array of ids in their order, rows in blocks of 100 from a lane. No sorting here."""

import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.model.queue import QueueRow
from counter_app.supervision.countdown import Countdown
from ui.presenters.cell import EMPTY, WAITING, Cell
from ui.presenters.queue import cells
from ui.widgets.delegate import cell_data
from ui.widgets.table import Column

COLUMNS = [
    Column(key="band", title="Hạn", width=122),
    Column(key="left", title="Thời gian làm việc còn lại", width=190),
    Column(key="code", title="Mã hồ sơ", width=150, least=142),
    Column(key="procedure", title="Thủ tục", width=176, least=118, stretch=17),
    Column(key="applicant", title="Người nộp", width=166, least=112, stretch=16),
    Column(key="state", title="Trạng thái, kênh", width=124, least=112, hide_rank=3),
    Column(key="missing", title="Còn thiếu", width=146, least=138),
    Column(key="holder", title="Người giữ", width=88, least=80, hide_rank=1),
]
BLOCK = 100
KEPT_BLOCKS = 64
_GONE = Cell(text="Đã rời danh sách", tone="text3")

Index = QModelIndex | QPersistentModelIndex
Line = tuple[QueueRow, str]  # a row and the words of its intake window
Fetch = Callable[[Sequence[int], Callable[[list[Line]], None]], None]
CountDown = Callable[[datetime | None, datetime], Countdown]


class QueueModel(QAbstractTableModel):
    """`fetch(ids, answer)` brings rows without blocking and calls `answer(lines)` later on the GUI thread."""

    def __init__(self, fetch: Fetch, count_down: CountDown, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch, self._count_down, self._now = fetch, count_down, now
        self.ids: array.array[int] = array.array("q")
        self._lines: OrderedDict[int, Line | None] = OrderedDict()  # None: asked for, and gone
        self._cells: dict[int, dict[str, Cell]] = {}
        self._stale: set[int] = set()
        self._asked: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        return cell_data(self.cell(index.row(), COLUMNS[index.column()].key), role)

    def cell(self, number: int, key: str) -> Cell:
        """The cell of a row; a placeholder while its block is on the way."""
        one = self.ids[number]
        if one not in self._lines or one in self._stale:
            self._request(number)
        line = self._lines.get(one)
        if line is None:
            empty = WAITING if one not in self._lines else _GONE
            return empty if key == "code" else EMPTY
        made = self._cells.get(one)
        if made is None:
            row, window = line
            made = self._cells[one] = cells(row, self._count_down(row.due_at, self._now), window)
        return made[key]

    def row_at(self, number: int) -> QueueRow | None:
        """The row as it is known now; None while it is on the way."""
        line = self._lines.get(self.ids[number]) if 0 <= number < len(self.ids) else None
        return line[0] if line else None

    def countdown_at(self, number: int) -> Countdown | None:
        row = self.row_at(number)
        return self._count_down(row.due_at, self._now) if row else None

    def set_ids(self, ids: "array.array[int]") -> None:
        """A new order. Rows already known stay known, so that nothing flickers; they are brought anew when shown."""
        self.beginResetModel()
        self.ids = ids
        self._stale = set(self._lines)
        self._asked.clear()
        self.endResetModel()

    def renew(self, first: int, last: int) -> None:
        """The same order, perhaps other words: known rows are brought anew when they are shown."""
        self._stale = set(self._lines)
        self._asked.clear()
        self._tell(first, last)

    def tick(self, now: datetime, first: int, last: int) -> None:
        """A new minute: band and countdown of the rows on the screen change, nothing else."""
        self._now = now
        self._cells.clear()
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 1))

    def _request(self, number: int) -> None:
        block = number // BLOCK
        if block in self._asked:
            return
        self._asked.add(block)
        wanted = self.ids[block * BLOCK : (block + 1) * BLOCK]
        order = self.ids
        self._fetch(wanted, lambda lines: self._arrived(order, block, wanted, lines))

    def _arrived(self, order: "array.array[int]", block: int, wanted: "array.array[int]", lines: list[Line]) -> None:
        found = {line[0].id: line for line in lines}
        for one in wanted:
            self._lines[one] = found.get(one)  # type: ignore[call-overload]
            self._lines.move_to_end(one)
            self._stale.discard(one)
            self._cells.pop(one, None)
        while len(self._lines) > KEPT_BLOCKS * BLOCK:
            dropped, _ = self._lines.popitem(last=False)
            self._cells.pop(dropped, None)
        if order is self.ids:
            self._asked.discard(block)
            self._tell(block * BLOCK, min(len(order), (block + 1) * BLOCK) - 1)

    def _tell(self, first: int, last: int) -> None:
        if last >= first and self.ids:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
