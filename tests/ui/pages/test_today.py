"""One test per wire of the queue's page, over an office in memory."""

import array
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.errors import Trouble
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from tests.ui.conftest import settle
from tests.ui.fakes import FakeQueue, sample_rows, use_cases
from ui.main_window import MainWindow
from ui.models.queue_model import BLOCK, COLUMNS
from ui.widgets.delegate import CELL_ROLE

MakeWindow = Callable[..., MainWindow]


def texts(page: Any, key: str) -> list[str]:
    column = next(number for number, column in enumerate(COLUMNS) if column.key == key)
    return [page.model.index(row, column).data(CELL_ROLE).text for row in range(page.model.rowCount())]


def test_the_queue_stands_in_the_order_of_the_due_moment(make_window: MakeWindow) -> None:
    page = make_window().page
    assert texts(page, "code")[:2] == ["H31.15-261023-0031", "H31.15-261119-0087"]
    assert texts(page, "left")[2] == "còn 45 phút làm việc"
    assert page.chips.chips["all"].count == len(sample_rows())
    assert page.head.qualifier.text() == "thứ Hai 23/11/2026 · buổi sáng 07:30–11:30"


def test_a_chip_narrows_the_list_and_its_count_agrees(make_window: MakeWindow) -> None:
    window = make_window()
    page = window.page
    QTest.mouseClick(page.chips.chips["due_soon"], Qt.MouseButton.LeftButton)
    settle(window)
    assert page.model.rowCount() == page.chips.chips["due_soon"].count == 3
    assert set(texts(page, "band")) == {"Sắp đến hạn"}


def test_search_needs_no_diacritics_and_reads_a_word_being_composed(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = window.page
    page.search()
    QTest.keyClicks(page.field, "nguyen thi")
    QApplication.sendEvent(page.field, QInputMethodEvent(" ưởng", []))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=60_000)
    settle(window)
    assert texts(page, "applicant") == ["Nguyễn Thị Ưởng"]


def test_space_looks_and_esc_closes_the_look(make_window: MakeWindow) -> None:
    window = make_window()
    page = window.page
    page.table.setFocus()
    page.table.selectRow(3)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert page.preview.isVisible()
    assert page.preview.code.text() == "H31.15-261118-0042"
    page.table.selectRow(2)
    assert page.preview.code.text() == "H31.15-261120-0006"
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert not page.preview.isVisible()


def test_enter_opens_the_dossier(make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    page, opened = window.page, []
    context = replace(page.context, open_page=lambda key, **arguments: opened.append((key, arguments)))
    monkeypatch.setattr(page, "context", context)
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opened == [("intake", {"dossier_id": 2})]


def test_a_list_in_use_holds_a_new_dossier_back_until_the_hand_leaves(make_window: MakeWindow) -> None:
    cases = use_cases()
    window = make_window(cases)
    page = window.page
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    before = list(page.model.ids)
    first = sample_rows()[0]
    cases.queue.all[DossierId(99)] = replace(first, id=DossierId(99), code="H31.15-261101-0001")
    window.refresh.publish(Changes(queue=True))
    settle(window)
    assert list(page.model.ids) == before
    assert page.foot.held.text() == "1 hồ sơ mới đến, sẽ vào đúng chỗ khi bạn rời danh sách"
    chosen = page.model.ids[page.table.row]
    page.field.setFocus()
    settle(window)
    assert list(page.model.ids) == [1, 99, *before[1:]]
    assert page.model.ids[page.table.row] == chosen, "the chosen dossier stays chosen"
    assert page.foot.held.isHidden()


def test_xep_lai_ngay_lets_it_in_at_once(make_window: MakeWindow) -> None:
    cases = use_cases()
    window = make_window(cases)
    page = window.page
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    del cases.queue.all[DossierId(1)]
    window.refresh.publish(Changes(queue=True))
    settle(window)
    assert page.foot.held.text() == "Thứ tự đã đổi, sẽ xếp lại khi bạn rời danh sách"
    page.foot.link.click()
    assert page.model.ids[0] == 2


def test_a_minute_changes_only_band_and_countdown_of_the_rows_on_the_screen(make_window: MakeWindow) -> None:
    window = make_window()
    page, changed = window.page, []
    window.clock.advance(minutes=1)
    page.model.dataChanged.connect(lambda first, last: changed.append((first.column(), last.column(), last.row())))
    page.model.tick(window.clock.now(), *page.table.visible_rows())
    assert changed == [(0, 1, page.table.visible_rows()[1])]
    assert texts(page, "left")[2] == "còn 44 phút làm việc"


def test_nothing_waiting_is_said_and_the_chips_keep_their_place(make_window: MakeWindow) -> None:
    page = make_window(use_cases([])).page
    assert page.empty.isVisible()
    assert not page.foot.isVisible()
    assert page.table.height() == page.table.horizontalHeader().height()
    assert [chip.isVisible() for chip in page.chips.chips.values()] == [True] * len(page.chips.chips)


def test_a_filter_without_a_hit_offers_to_take_it_away(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    page = window.page
    QTest.keyClicks(page.field, "khong co ai")
    qtbot.waitUntil(page.empty.isVisible, timeout=60_000)
    assert page.clear.isVisible()
    page.clear.click()
    settle(window)
    assert page.model.rowCount() == len(sample_rows())
    assert page.field.text() == ""


def test_trouble_with_the_database_stays_in_the_page_until_it_is_tried_again(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = use_cases()
    window = make_window(cases)
    page = window.page

    def fail(*_: object) -> None:
        raise Trouble("ui.no_display")

    with monkeypatch.context() as broken:
        broken.setattr(cases.queue, "ids", fail)
        page.reload()
        settle(window)
    assert page.notice.isVisible()
    page.notice._link.click()
    settle(window)
    assert not page.notice.isVisible()


def test_columns_are_remembered_by_name(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    table = window.page.table
    table.show_column("holder", False)
    table.horizontalHeader().resizeSection(2, 170)
    again = make_window().page.table
    assert "holder" not in again.visible_columns()
    assert again.columnWidth(2) == 170
    again.reset_columns()
    assert again.visible_columns() == [column.key for column in COLUMNS]


@pytest.mark.parametrize("width", [900, 1024, 1366, 1920])
def test_columns_fill_the_width_without_a_horizontal_scroll_bar(make_window: MakeWindow, width: int) -> None:
    table = make_window(size=(width, 600)).page.table
    shown = [table.columnWidth(table.column_number(key)) for key in table.visible_columns()]
    assert sum(shown) == table.viewport().width()
    assert {"band", "left", "code", "procedure", "applicant", "missing"} <= set(table.visible_columns())


def test_every_cell_is_said_in_full_to_a_screen_reader(make_window: MakeWindow) -> None:
    page = make_window().page
    index = page.model.index(7, 4)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert index.data(role) == "Trung tâm Ứng dụng KH&CN Khoái Châu · MST 0901188371"
    assert page.table.accessibleName() == "Hồ sơ đang mở"


class ManyRows(FakeQueue):
    """100 000 dossiers made of the sample rows; remembers how many rows each question asked for."""

    def __init__(self) -> None:
        super().__init__(sample_rows())
        self.blocks: list[int] = []

    def ids(self, office: Any, wanted: Any) -> "array.array[int]":
        return array.array("q", range(1, 100_001))

    def rows(self, office: Any, wanted: Any) -> Any:
        self.blocks.append(len(wanted))
        samples = list(self.all.values())
        return [replace(samples[one % len(samples)], id=DossierId(one), code=f"H-{one}") for one in wanted]


def test_a_hundred_thousand_dossiers_are_read_block_by_block(make_window: MakeWindow) -> None:
    cases = use_cases()
    cases.queue = ManyRows()
    window = make_window(cases)
    page = window.page
    assert page.model.rowCount() == 100_000
    assert page.foot.count.text().startswith("100.000 hồ sơ")
    page.table.scrollTo(page.model.index(70_000, 0), page.table.ScrollHint.PositionAtTop)
    page.table.viewport().repaint()
    assert page.model.index(70_001, 2).data() in ("…", "H-70002"), "a placeholder, never a wait"
    settle(window)
    assert page.model.index(70_001, 2).data() == "H-70002"
    assert max(cases.queue.blocks) <= BLOCK
    assert sum(cases.queue.blocks) <= 6 * BLOCK


def test_rows_that_left_meanwhile_are_said_to_have_left(make_window: MakeWindow) -> None:
    cases = use_cases()
    window = make_window(cases)
    page = window.page
    del cases.queue.all[DossierId(3)]
    page.model.renew(0, 10)
    page.table.viewport().repaint()
    settle(window)
    assert page.model.index(2, 2, QModelIndex()).data() == "Đã rời danh sách"
    assert page.table.rowAt(QPoint(0, 5).y()) == 0
