"""The table of every page: keys, links, ticks, copying; widths by pure arithmetic."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ui.presenters.cell import Cell
from ui.widgets.columns import share
from ui.widgets.delegate import cell_data
from ui.widgets.table import Column, ColumnMemory, CounterTable

COLUMNS = [
    Column(key="name", title="Tệp", width=160, stretch=1),
    Column(key="pages", title="Trang", width=60, right=True),
    Column(key="act", title="", width=90),
]


class Files(QAbstractTableModel):
    def __init__(self, first: Cell) -> None:
        super().__init__()
        self.first = first

    def rowCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def columnCount(self, parent: Any = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cells = [self.first, Cell(text=str(index.row() + 1), right=True), Cell(text="Giao lại", link=True)]
        return cell_data(cells[index.column()], role)


@pytest.fixture
def table(qtbot: QtBot, request: pytest.FixtureRequest) -> CounterTable:
    made = CounterTable("files", COLUMNS, accessible="Tệp")
    qtbot.addWidget(made)
    model = Files(getattr(request, "param", Cell(text="Đơn", second="2 trang")))
    model.setParent(made)
    made.setModel(model)
    made.resize(500, 300)
    made.show()
    made.selectRow(1)
    return made


def click(table: CounterTable, row: int, column: int) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_link_acts_by_click_and_by_key(table: CounterTable) -> None:
    acted: list[object] = []
    table.linked.connect(lambda row, key: acted.append((row, key)))
    click(table, 2, 2)
    QTest.keyClick(table, Qt.Key.Key_F4)
    assert acted == [(2, "act"), (2, "act")]


def test_enter_opens_and_space_previews(table: CounterTable) -> None:
    told: list[object] = []
    table.opened.connect(lambda row: told.append(("open", row)))
    table.previewed.connect(lambda row: told.append(("look", row)))
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert told == [("open", 1), ("look", 1)]


@pytest.mark.parametrize("table", [Cell(check=True)], indirect=True)
def test_space_and_a_click_tick_where_there_is_a_box(table: CounterTable) -> None:
    ticked: list[int] = []
    table.ticked.connect(ticked.append)
    QTest.keyClick(table, Qt.Key.Key_Space)
    click(table, 0, 0)
    assert ticked == [1, 0]


def test_ctrl_c_copies_what_is_shown(table: CounterTable) -> None:
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Đơn · 2 trang\t2\tGiao lại"


def test_a_torn_memory_is_worth_less_than_the_default_columns(tmp_path: Any) -> None:
    path = tmp_path / "columns.json"
    path.write_text("{", encoding="utf-8")
    assert ColumnMemory(path).get("files") == {}


@given(room=st.integers(300, 4000), chosen=st.dictionaries(st.sampled_from(["name", "pages"]), st.integers(30, 400)))
def test_widths_fill_the_room_wherever_a_column_may_stretch(room: int, chosen: dict[str, int]) -> None:
    widths = share(COLUMNS, chosen, room)
    assert all(width > 0 for width in widths.values())
    if sum({**{column.key: column.width for column in COLUMNS}, **chosen}.values()) <= room:
        assert sum(widths.values()) == room
