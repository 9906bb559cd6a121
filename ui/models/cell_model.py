"""A short list whose rows are made at once: each row a dictionary of cells and the thing it stands for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.presenters.cell import EMPTY, Cell
from ui.widgets.delegate import cell_data
from ui.widgets.table import Column

Index = QModelIndex | QPersistentModelIndex
Line = tuple[Any, dict[str, Cell]]  # what the row stands for, and its cells by column key


class CellModel(QAbstractTableModel):
    """For lists of at most some hundred rows; the queue, which may be endless, has a model of its own."""

    def __init__(self, columns: list[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._lines: list[Line] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        return cell_data(self.cell(index.row(), self._columns[index.column()].key), role)

    def cell(self, number: int, key: str) -> Cell:
        return self._lines[number][1].get(key, EMPTY)

    def cells(self, number: int) -> dict[str, Cell]:
        return self._lines[number][1]

    def value(self, number: int) -> Any:
        """What the row stands for; None when there is no such row."""
        return self._lines[number][0] if 0 <= number < len(self._lines) else None

    def set_lines(self, lines: Sequence[Line]) -> None:
        """The same things in the same order change in place; anything else is a new list."""
        same = [line[0] for line in lines] == [line[0] for line in self._lines]
        if not same:
            self.beginResetModel()
        self._lines = list(lines)
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(self._columns) - 1))

    def set_line(self, number: int, line: Line) -> None:
        """One row anew."""
        self._lines[number] = line
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self._columns) - 1))
