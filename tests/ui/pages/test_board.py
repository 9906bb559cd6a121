"""One test per wire of the supervisor's board, over the practice office."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.exchange.tables import text_file
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages import board_panels

MakeWindow = Callable[..., MainWindow]
LIST = [
    ("Mã hồ sơ", "Tên TTHC", "Trạng thái", "Chủ hồ sơ", "Ngày tiếp nhận"),
    ("H31.15-261120-0001", "Đăng ký công bố hợp chuẩn", "Mới", "Trần Mẫu", "20/11/2026 08:00"),
    ("H31.15-261120-0002", "Đăng ký công bố hợp chuẩn", "Bước lạ", "Lê Mẫu", "20/11/2026 08:00"),
]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(made)
    return made


def figures(page: Any) -> list[int]:
    return [card.card.value for card in page.overview.cards]


def test_the_four_figures_of_the_morning(window: MainWindow) -> None:
    assert figures(window.page) == [9, 3, 2, 4]
    assert [card.card.tone for card in window.page.overview.cards] == ["text", "text", "bad", "text"]
    assert window.page.overview.cards[0].accessibleName().startswith("Chờ tiếp nhận: 9, ")


@pytest.mark.parametrize("place", range(4))
def test_enter_on_a_figure_opens_exactly_its_dossiers(window: MainWindow, place: int) -> None:
    card = window.page.overview.cards[place]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    settle(window)
    assert window.page_key == "search"
    assert window.page.model.rowCount() == card.card.value
    assert window.page.scope.words.text() == card.card.title


def test_what_the_queue_is_told_apart_by_is_chosen_and_remembered(window: MainWindow, office: Office) -> None:
    panel = window.page.overview.groups
    assert [row.line.name for row in panel.rows][:2] == ["Nguyễn Thu Hà", "Trần Quốc Bảo"]
    panel.switch.button("field").click()
    assert panel.rows[0].line.name == "An toàn bức xạ và hạt nhân"
    assert sum(row.line.total for row in panel.rows) == 46
    window.use_office(office.as_person("phuoc.dh"), UseCases(), "board")
    settle(window)
    panel = window.page.overview.groups
    assert panel.switch.value == "field"
    panel.rows[0].click()
    settle(window)
    assert window.page.queue.model.rowCount() == 17


def test_behind_a_figure_its_earlier_dossiers_are_one_key_away(window: MainWindow) -> None:
    figure = window.page._board.figures[0]
    window.page.overview.cards[0].click()
    settle(window)
    page = window.page
    assert (page.model.rowCount(), page.scope.moments.value) == (9, "0")
    page.scope.moments.button("1").click()
    settle(window)
    assert page.scope.moments.button("1").text() == f"thứ Sáu: {figure.before}"
    assert page.model.rowCount() == figure.before > 0


def test_a_load_line_opens_that_officers_dossiers(window: MainWindow) -> None:
    row = window.page.overview.groups.rows[1]
    assert row.line.name == "Trần Quốc Bảo"
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    settle(window)
    assert window.page.queue.model.rowCount() == row.line.total
    assert window.page.queue.groups.row == 2


def test_what_stands_still_opens_and_a_zero_does_not(window: MainWindow) -> None:
    rows = {row.line.key: row for row in window.page.overview.still.rows}
    assert rows["missing_result"].line.count == 1
    assert all(row.isEnabled() == bool(row.line.count) for row in rows.values())
    rows["missing_result"].click()
    settle(window)
    assert window.page.model.rowCount() == 1


def test_enter_and_the_link_of_a_row_open_its_dossier_with_its_diary(window: MainWindow) -> None:
    page = window.page
    code = page.overview.next.model.cell(0, "dossier").text
    page.overview.next.table.selectRow(0)
    QTest.keyClick(page.overview.next.table, Qt.Key.Key_Return)
    settle(window)
    assert window.page.field.text() == code
    assert window.page.row.code == code
    window.open_page("board")
    page.overview.overdue.table.opened.emit(0)
    settle(window)
    assert window.page.row.code == page.overview.overdue.model.cell(0, "code").text


def test_a_change_elsewhere_and_a_new_minute_change_the_figures(
    window: MainWindow, office: Office, clock: FixedClock
) -> None:
    one = queue.ids(office, QueueFilter(due_before=office.now()))[0]
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(DossierId(one))
        unit.update_dossier(dossier, due_at=clock.now().replace(hour=16))
        unit.commit()
    window.refresh.publish(Changes(queue=True))
    settle(window)
    assert figures(window.page)[2] == 1
    clock.advance(minutes=50)
    window.ticker.tick()
    settle(window)
    assert figures(window.page)[2] == 2, "the one due at 08:45 is overdue now"


def test_a_list_is_seen_first_taken_in_by_keyboard_and_taken_back(
    window: MainWindow, office: Office, tmp_path: Path
) -> None:
    page, panel = window.page, window.page.overview.list
    assert panel.qualifier.text() == "nhập lần cuối 08:00 hôm nay, Nguyễn Thu Hà"
    before = len(queue.ids(office, QueueFilter(include_closed=True)))
    page.take_list(text_file(tmp_path / "tinh.csv", LIST))
    assert not panel.button.isEnabled()
    settle(window)
    assert page.lists.open and panel.button.isEnabled()
    assert page.lists.taking.sheet.take.text() == "&Nhập 1 hồ sơ"
    assert len(queue.ids(office, QueueFilter(include_closed=True))) == before
    QTest.keyClick(page.lists.taking.sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert not page.lists.open and len(queue.ids(office, QueueFilter(include_closed=True))) == before + 1
    assert "thêm 1" in panel.result.text() and "Bước lạ" in panel.problems.text()
    assert panel.qualifier.text() == "nhập lần cuối 08:00 hôm nay, Đặng Hữu Phước"
    page.lists.taking.undo_newest()
    settle(window)
    assert len(queue.ids(office, QueueFilter(include_closed=True))) == before and not panel.result.isVisible()


def test_the_button_asks_for_a_file_and_shows_it_or_leaves_it(
    window: MainWindow, practice_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, panel = window.page, window.page.overview.list
    chosen = [None, next(practice_folder.glob("danh-sach*.xlsx"))]
    monkeypatch.setattr(board_panels, "choose_file", lambda *_: chosen.pop(0))
    panel.button.click()
    assert not panel.result.isVisible()
    panel.button.click()
    settle(window)
    assert page.lists.open and not page.lists.taking.sheet.take.isEnabled(), "every dossier of it is known"
    QTest.keyClick(page.lists.taking.sheet, Qt.Key.Key_Escape)
    settle(window)
    assert not page.lists.open and not panel.result.isVisible() and panel.button.isEnabled()


def test_tab_goes_as_the_eye_does(window: MainWindow) -> None:
    page, found = window.page.overview, []
    stop = page.cards[0]
    while stop is not page.list.button:
        found.append(stop)
        stop = stop.nextInFocusChain()
    wanted = [
        *page.cards,
        page.next.table,
        page.overdue.table,
        *page.groups.rows,
        *page.still.rows,
    ]
    assert [each for each in found if each in wanted] == wanted


def test_a_file_that_is_no_list_is_refused_in_the_panel(window: MainWindow, tmp_path: Path) -> None:
    wrong = tmp_path / "khong-phai.xlsx"
    wrong.write_bytes(b"%PDF-1.4 ...")
    window.page.take_list(wrong)
    settle(window)
    panel = window.page.overview.list
    assert panel.result.isVisible()
    assert panel.result.property("tone") == "bad"
    assert panel.button.isEnabled()


def test_the_leader_sees_the_board_but_takes_in_no_list(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "board", office.as_person("lam.vd"))
    settle(window)
    assert window.page_key == "board"
    assert window.page.overview.list.button.isHidden()
    assert all("Nhập danh sách" not in command.words for command in window.page.commands())


def test_trouble_stays_in_the_page_until_it_is_tried_again(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from counter_app.workflow import board

    def fail(*_: object, **__: object) -> None:
        raise Trouble("ui.no_display")

    with monkeypatch.context() as broken:
        broken.setattr(board, "board", fail)
        window.page.reload()
        settle(window)
    assert window.page.notice.isVisible()
    window.page.notice._link.click()
    settle(window)
    assert not window.page.notice.isVisible()


@pytest.mark.parametrize("size", [(900, 480), (1366, 768), (1920, 1080)])
def test_panels_fit_without_a_horizontal_scroll_bar_and_rows_stay_whole(
    make_window: MakeWindow, office: Office, size: tuple[int, int]
) -> None:
    window = make_window(UseCases(), "board", office.as_person("phuoc.dh"), size=size)
    settle(window)
    page = window.page.overview
    inner = page.widget()
    assert inner.width() <= page.viewport().width()
    for panel in (
        page.next,
        page.overdue,
        page.groups,
        page.still,
        page.list,
    ):
        assert panel.isVisible()
        assert panel.width() <= inner.width()
    table = page.next.table
    assert (table.height() - 28) % 40 == 0
    if size[1] >= 768:
        assert page.verticalScrollBar().maximum() == 0
