"""A foreign list in the intake page: seen first, its columns chosen by keyboard, taken in, taken back as a whole."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.exchange.columns import Column
from counter_app.model.queue import QueueFilter
from counter_app.workflow import queue
from tests.exchange.tables import text_file
from tests.ui.intake_desk import Desk
from ui.presenters import list_import as presenter

ROWS = [
    ("Số phiếu", "Việc", "Đang ở bước", "Ông/bà", "Hôm nhận", "Giấy tờ tùy thân"),
    ("H31.15-261120-0001", "Đăng ký công bố hợp chuẩn", "Mới", "Trần Mẫu", "20/11/2026 08:00", "033185001234"),
    ("H31.15-261120-0002", "Đăng ký công bố hợp chuẩn", "Bước lạ", "Lê Mẫu", "20/11/2026 08:00", "033185001235"),
]
MEANINGS = (Column.CODE, Column.PROCEDURE_NAME, Column.STATE, Column.APPLICANT, Column.RECEIVED, Column.IDENTITY_NUMBER)


def opened(desk: Desk, path: Path) -> Any:
    desk.page.lists.begin(path)
    desk.settle()
    assert desk.page.lists.open, desk.page.ui.notice.words
    return desk.page.lists.sheet


def known(desk: Desk) -> int:
    return len(queue.ids(desk.office, QueueFilter(include_closed=True)))


def test_columns_that_nobody_knows_are_chosen_and_remembered(desk: Desk, tmp_path: Path) -> None:
    before = known(desk)
    sheet = opened(desk, text_file(tmp_path / "la.csv", ROWS))
    assert sheet.chips.value == presenter.COLUMNS
    assert not sheet.take.isEnabled() and "Mã hồ sơ" in sheet.foot.words.text()
    for row, meaning in enumerate(MEANINGS):
        sheet.column_table.selectRow(row)
        sheet.choice.set_value(str(meaning))
        desk.settle()
    assert sheet.columns.cell(5, "meaning").text == "Số giấy tờ, mã số thuế"
    assert "033185001234" not in sheet.columns.cell(5, "samples").text + sheet.samples.text(), "masked as in every list"
    assert presenter.counts(sheet.shown) == {"columns": 6, "new": 1, "different": 0, "unchanged": 0, "bad": 1}
    assert known(desk) == before
    assert sheet.take.text() == "&Nhập 1 hồ sơ"
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not desk.page.lists.open and known(desk) == before + 1
    again = opened(desk, text_file(tmp_path / "tuan-sau.csv", ROWS))
    assert "như lần trước" in again.source.text() and not again.take.isEnabled()


def test_a_meaning_moves_to_the_column_that_is_given_it(desk: Desk, tmp_path: Path) -> None:
    sheet = opened(desk, text_file(tmp_path / "la.csv", ROWS))
    for row in (0, 3):
        sheet.column_table.selectRow(row)
        sheet.choice.set_value(str(Column.CODE))
        desk.settle()
    assert [sheet.columns.cell(row, "meaning").text for row in (0, 3)] == [presenter.LEFT_OUT, "Mã hồ sơ"]


def test_what_would_be_added_and_what_not_is_shown_and_left_without_a_trace(desk: Desk, tmp_path: Path) -> None:
    before = known(desk)
    header = ("Mã hồ sơ", "Tên TTHC", "Trạng thái", "Chủ hồ sơ", "Ngày tiếp nhận", "CCCD")
    sheet = opened(desk, text_file(tmp_path / "quen.csv", [header, *ROWS[1:]]))
    assert sheet.chips.value == presenter.NEW, "a list that is understood shows what it brings"
    assert sheet.rows.cell(0, "code").text == "H31.15-261120-0001"
    sheet.chips.set_value(presenter.BAD)
    sheet.chips.chosen.emit(presenter.BAD)
    assert "Bước lạ" in sheet.rows.cell(0, "told").text
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    desk.settle()
    assert not desk.page.lists.open and known(desk) == before


def test_a_list_is_taken_back_from_the_palette(desk: Desk, tmp_path: Path) -> None:
    header = ("Mã hồ sơ", "Tên TTHC", "Trạng thái", "Chủ hồ sơ", "Ngày tiếp nhận", "CCCD")
    before = known(desk)
    opened(desk, text_file(tmp_path / "quen.csv", [header, *ROWS[1:]]))
    desk.page.lists.take()
    desk.settle()
    assert known(desk) == before + 1
    next(one for one in desk.page.commands() if "Hoàn tác danh sách" in one.words).act()
    desk.settle()
    assert known(desk) == before
    assert "1 hồ sơ không còn trong sổ" in desk.window.toast_frame.words
