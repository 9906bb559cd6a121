"""The supervisor's whole queue and giving dossiers on, over the practice office."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.workflow import board, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(made)
    return made


def test_groups_and_bands_narrow_the_queue_to_what_their_numbers_say(window: MainWindow) -> None:
    window.page.overview.next.link.click()
    settle(window)
    view = window.page.queue
    assert view.isVisible()
    assert view.model.rowCount() == 46
    for row in range(1, view.groups_model.rowCount()):
        view.groups.selectRow(row)
        settle(window)
        assert view.model.rowCount() == int(view.groups_model.cell(row, "total").text) == view.chips.chips["all"].count
    view.groups.selectRow(1)
    settle(window)
    for key in ("overdue", "due_soon", "in_time"):
        view.chips.chips[key].click()
        settle(window)
        assert view.model.rowCount() == view.chips.chips[key].count > 0
    view.switch.button("state").click()
    settle(window)
    assert [view.groups_model.cell(row, "name").text for row in (0, 1)] == ["Tất cả", "Chờ tiếp nhận"]
    assert view.model.rowCount() == 46
    view.back.click()
    settle(window)
    assert window.page.overview.isVisible()
    assert window.page.overview.groups.switch.value == "state"


def test_enter_opens_a_dossier_with_its_diary(window: MainWindow) -> None:
    window.page.open_queue("ha.nt")
    settle(window)
    view = window.page.queue
    code = view.model.row_at(2).code
    view.table.selectRow(2)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    settle(window)
    assert (window.page_key, window.page.field.text()) == ("search", code)


def test_chosen_dossiers_are_shared_out_told_to_the_officers_and_taken_back(
    window: MainWindow, make_window: MakeWindow, office: Office
) -> None:
    window.page.open_queue("ha.nt")
    settle(window)
    view = window.page.queue
    assert view.button.isEnabled() == bool(view.chosen)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(4):
        view.table.selectionModel().select(view.model.index(row, 0), flags)
    chosen = view.chosen
    assert view.count.text() == "16 hồ sơ · đang chọn 4"
    view.button.click()
    settle(window)
    dialog = view.reassigning.dialog
    assert dialog.to.currentText().startswith("Chia theo khối lượng: ")
    dialog.reason.set_value("other")
    dialog.save.click()
    settle(window)
    assert "Chưa ghi lý do" in dialog._note.error
    dialog.note.setText("đi công tác")
    dialog.save.click()
    settle(window)
    assert not dialog.isVisible()
    assert view.model.rowCount() == 12
    holders = {queue.dossier(office, one).holder for one in chosen}
    assert "ha.nt" not in holders and len(holders) > 1
    login = holders.pop()
    today = make_window(UseCases(), "today", office.as_person(login))
    settle(today)
    assert today.page.news.isVisible()
    assert "Đặng Hữu Phước giao cho bạn" in today.page.news.words.text()
    today.page.news.show_link.click()
    settle(today)
    given = {one for one in chosen if queue.dossier(office, one).holder == login}
    assert set(today.page.model.ids) == given
    window.toast_frame._run()
    settle(window)
    assert {queue.dossier(office, one).holder for one in chosen} == {"ha.nt"}
    today.open_page("today")
    settle(today)
    assert not today.page.news.isVisible()


def test_the_officer_says_that_the_news_is_known(make_window: MakeWindow, office: Office) -> None:
    from counter_app.model.assignment import ReassignReason
    from counter_app.workflow import reassign

    one = DossierId(queue.ids(office, QueueFilter(holder="ha.nt"))[0])
    reassign.reassign(office.as_person("phuoc.dh"), {one: "bao.tq"}, ReassignReason.LOAD)
    window = make_window(UseCases(), "today", office.as_person("bao.tq"))
    settle(window)
    assert window.page.news.isVisible()
    window.page.news.read_link.click()
    settle(window)
    assert not window.page.news.isVisible()


def test_a_row_of_the_board_is_given_on_from_where_it_stands(window: MainWindow) -> None:
    panel = window.page.overview.overdue
    assert panel.model.cell(0, "open").text == "Giao lại"
    panel.table.linked.emit(0, "open")
    settle(window)
    dialog = window.page.reassigning.dialog
    assert dialog.isVisible()
    dialog.reject()


def test_the_leader_looks_and_gives_nothing_on(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "board", office.as_person("lam.vd"))
    settle(window)
    assert window.page.overview.overdue.model.cell(0, "open").text == "Mở"
    window.page.open_queue()
    settle(window)
    assert window.page.queue.button.isHidden()
    assert len(board.dossiers_behind(office, "open")) == window.page.queue.model.rowCount()
