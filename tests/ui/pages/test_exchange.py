"""«Trao đổi» over the practice office: packages made, steps confirmed, the other system's list as its answer."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import intake, queue
from counter_app.workflow.office import Office
from tests.exchange.tables import HEADER, line, workbook
from tests.practice import PASSWORD, PIN
from tests.ui.conftest import settle
from tests.workflow.test_daily_file import hand, note
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.exchange import ExchangePage


@pytest.fixture
def page(make_window: Callable[..., MainWindow], office: Office) -> ExchangePage:
    new = [DossierId(one) for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[:3]]
    for one in new:
        intake.decide(office, one, Decision.WITHDRAW, reason="Người nộp xin rút.")
    window = make_window(cases=UseCases(), first="exchange", office=office)
    settle(window)
    assert isinstance(window.page, ExchangePage)
    return window.page


def count(page: ExchangePage, key: str) -> int | None:
    return page.chips.chips[key].count


def test_a_package_for_what_is_chosen_and_then_it_waits_for_the_answer(page: ExchangePage, tmp_path: Path) -> None:
    waiting = count(page, "waiting")
    assert waiting and waiting >= 3
    page.table.selectRow(0)
    (first,) = page.chosen
    page.pack([first.dossier_id], tmp_path, "Nhập vào hệ thống của tỉnh")
    settle(page.window())
    assert (count(page, "waiting"), count(page, "packed")) == (waiting - 1, 1)
    assert (tmp_path / first.code / "manifest.json").is_file()
    page._press("packed")
    settle(page.window())
    page.confirm_button.click()
    settle(page.window())
    assert (count(page, "packed"), count(page, "confirmed")) == (0, 1)


def test_a_package_that_is_there_is_said_and_the_others_list_answers(
    page: ExchangePage, office: Office, tmp_path: Path
) -> None:
    page.table.selectRow(0)
    (first,) = page.chosen
    (tmp_path / first.code).mkdir()
    page.pack([first.dossier_id], tmp_path, "Nhập vào hệ thống của tỉnh")
    settle(page.window())
    assert first.code in page.notice.words
    page.compare(workbook(tmp_path / "ben-kia.xlsx", [HEADER, line(first.code, state="Đang xử lý")]))
    settle(page.window())
    assert count(page, "differs") == 1
    page._press("differs")
    assert page.model.cell(0, "there").text == "Đang xử lý"
    page.compare(tmp_path / "khong-co.xlsx")
    settle(page.window())
    assert "khong-co.xlsx" in page.notice.words


def test_nothing_to_do_is_said(page: ExchangePage) -> None:
    page._press("confirmed")
    assert page.empty.isVisible()
    assert not page.pack_button.isEnabled()


def test_a_file_of_another_counter_is_shown_decided_and_taken(
    page: ExchangePage, office: Office, tmp_path: Path
) -> None:
    """The register as it was before goes on elsewhere; there and here the same dossier is worked on."""
    sheet = page.daily.sheet
    chosen = page._lines[0].dossier_id
    before = queue.dossier(office, chosen).note
    other = open_office(shutil.copytree(office.folder, tmp_path / "second"), clock=office.clock)
    try:
        note(other, chosen, "Ghi ở quầy hai")
        made = hand(other, tmp_path / "ngay.goi")
    finally:
        other.close()
    note(office, chosen, "Ghi ở quầy này")
    page.daily.look(made.path)
    settle(page.window())
    assert (page.stack.currentWidget(), sheet.chips.value) == (sheet, "conflict")
    assert not sheet.take.isEnabled() and "cần chọn" in sheet.foot.words.text()
    assert queue.dossier(office, chosen).note == "Ghi ở quầy này" != before
    sheet.theirs_button.click()
    sheet.take.click()
    settle(page.window())
    assert page.stack.currentIndex() == 0
    assert queue.dossier(office, chosen).note == "Ghi ở quầy hai"


def test_our_file_is_handed_with_one_pin(page: ExchangePage, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "ngay.goi"
    page.daily.hand(target, "Trao đổi hằng ngày giữa hai quầy")
    qtbot.waitUntil(lambda: page.daily.dialog is not None, timeout=60_000)
    dialog, question = page.daily.dialog, page.daily.dialog._question
    QTest.keyClicks(dialog.field, PASSWORD if question.request.key.kind == "p12" else PIN)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    settle(page.window())
    assert target.is_file() and not page.notice.isVisible()
