"""«Lịch làm việc»: days chosen by mouse and keys, every step undone, nothing written unsaved, files brought in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from counter_app.workflow import queue
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_file import FILE_NAME, office_calendar
from counter_app.working_time.days import DayKind
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_calendar import CHANGES, HOURS, PROPOSALS, CalendarSection

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
ORDER = "Quyết định 1234/QĐ-UBND ngày 20/11/2026"


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    made.open_page("settings", section="calendar")
    settle(made)
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made, 60_000)
    return made


@pytest.fixture
def section(window: MainWindow) -> CalendarSection:
    found: CalendarSection = window.page.section
    return found


def _point(section: CalendarSection, day: date) -> QPoint:
    number = next(n for n, cell in enumerate(section.month.cells) if cell.on == day)
    return section.month.box_of(number).center()


def _mark(section: CalendarSection, kind: str, other: str = "", name: str = "") -> None:
    section.day_panel.mark.set_value(kind)
    section.day_panel.name.setText(name)
    section.day_panel.other.setText(other)
    section.day_panel.apply()


def test_the_month_of_today_stands_open_and_says_what_a_day_is(section: CalendarSection) -> None:
    assert section.bar.words.text() == "Tháng 11 năm 2026"
    assert [cell.on for cell in section.month.cells if cell.today] == [MONDAY]
    culture = next(cell for cell in section.month.cells if cell.on == TUESDAY)
    assert (culture.look, culture.word) == ("off", "Nghỉ")
    assert "Nghị quyết 28/2026/QH16" in culture.spoken
    assert section.day_panel.title.text() == "Thứ Hai 23/11/2026"
    assert "8 giờ 00 phút" in section.day_panel.lines.text()


def test_dragging_over_days_chooses_them(section: CalendarSection) -> None:
    month = section.month
    QTest.mousePress(month, Qt.MouseButton.LeftButton, pos=_point(section, date(2026, 11, 9)))
    QTest.mouseMove(month, _point(section, date(2026, 11, 11)))
    QTest.mouseRelease(month, Qt.MouseButton.LeftButton, pos=_point(section, date(2026, 11, 11)))
    assert month.chosen == [date(2026, 11, number) for number in (9, 10, 11)]
    assert section.day_panel.title.text() == "3 ngày, 09/11 – 11/11/2026"
    keys = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, keys, _point(section, date(2026, 11, 19)))
    assert month.chosen[-1] == date(2026, 11, 19)
    assert len(month.chosen) == 4


def test_arrows_move_shift_chooses_and_enter_goes_to_the_act(section: CalendarSection) -> None:
    month = section.month
    QTest.keyClick(month, Qt.Key.Key_Right)
    QTest.keyClick(month, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert month.chosen[0] == TUESDAY
    assert month.chosen[-1] == date(2026, 12, 1)
    assert section.bar.words.text() == "Tháng 12 năm 2026"
    QTest.keyClick(month, Qt.Key.Key_PageUp)
    QTest.keyClick(month, Qt.Key.Key_Home)
    assert month.chosen == [date(2026, 10, 26)]
    assert "26/10/2026" in month.accessibleDescription()
    QTest.keyClick(month, Qt.Key.Key_Return)
    assert section.day_panel.mark.hasFocus()


def test_each_mark_is_a_step_that_can_be_undone_and_nothing_is_written(
    section: CalendarSection, practice_folder: Path
) -> None:
    saved = section.draft.saved
    section.month.choose(WEDNESDAY)
    _mark(section, "off", name="bão")
    assert section.draft.data.day(WEDNESDAY).kind is DayKind.OFF
    _mark(section, "morning")
    assert section.draft.data.day(WEDNESDAY).minutes == 240
    _mark(section, "own", "08:00-10:30")
    assert section.draft.data.day(WEDNESDAY).minutes == 150
    _mark(section, "swap", "05/12/2026")
    assert section.draft.data.day(date(2026, 12, 5)).kind is DayKind.MAKEUP
    assert section.tabs.button(CHANGES).text() == "Thay đổi 2"
    assert "vừa sửa" in next(cell for cell in section.month.cells if cell.on == WEDNESDAY).spoken
    QTest.keyClick(section.month, Qt.Key.Key_Delete)
    assert section.draft.data == saved
    section.month.setFocus()
    for _ in range(5):
        QTest.keyClick(section, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert section.draft.data == saved
    assert not section.foot.undo_button.isEnabled()
    QTest.keyClick(section, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert section.draft.data.day(WEDNESDAY).kind is DayKind.OFF
    assert not (practice_folder / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("kind", "other", "words"),
    [
        ("own", "08:00-07:00", "kết thúc trước"),
        ("own", "sáng", "không hiểu"),
        ("own", "08:00-10:00 09:00-11:00", "chồng"),
        ("swap", "31/02/2027", "không tồn tại"),
        ("swap", "25/11/2026", "cho chính nó"),
        ("swap", "26/11/2026", "vốn là ngày làm việc"),
    ],
)
def test_what_does_not_fit_stands_under_its_field(section: CalendarSection, kind: str, other: str, words: str) -> None:
    section.month.choose(WEDNESDAY)
    _mark(section, kind, other)
    assert words in section.day_panel.other_field.error
    assert not section.draft.unsaved


def test_hours_in_mid_year_move_an_open_due_moment_told_before_and_after(
    section: CalendarSection, window: MainWindow
) -> None:
    section.month.choose(WEDNESDAY)
    section.show_panel(HOURS)
    for field in section.hours_panel.hours[:5]:
        field.setText("07:00-11:00 13:30-17:30")
    section.hours_panel.apply()
    assert "T2–T6: 07:00–11:00" in "\n".join(presenter_lines(section))
    section.save()
    settle(window)
    told = section.changes_panel.findChildren(QLabel)
    rows = [label.text() for label in told if "hạn tiếp nhận" in label.text()]
    assert rows
    assert not (window.office.folder / FILE_NAME).exists()
    section.save()
    settle(window)
    assert "văn bản" in section.changes_panel.document_field.error
    section.changes_panel.document.setText(ORDER)
    section.save()
    settle(window)
    assert "hạn được tính lại" in window.toast_frame.words
    assert not section.unsaved
    assert window.context.office.calendar.data.hours[-1].source.document == ORDER
    code = rows[0].partition(" · ")[0]
    moved = queue.find_dossier(window.office, code)
    event = next(one for one in queue.events(window.office, moved.id) if one.kind == "recompute_due")
    assert event.details["before"] != event.details["after"]
    assert moved.intake_due_at is not None
    assert office_calendar(window.office.folder).data == window.office.calendar.data


def presenter_lines(section: CalendarSection) -> list[str]:
    from ui.presenters.calendar import period_lines

    return period_lines(section.draft.data.hours[-1])


def test_the_year_shows_every_month_and_opens_one(section: CalendarSection, window: MainWindow) -> None:
    section.bar.segment.button("year").click()
    assert section.views.currentWidget() is section.year_area
    assert [len(cells) for cells in section.year.months][:2] == [31, 28]
    QTest.keyClick(section.year, Qt.Key.Key_PageDown)
    assert section.bar.words.text() == "Năm 2027"
    assert "chưa đối chiếu" in section.legend.note.text()
    section.bar.stepped.emit(1)
    assert "chưa có lịch" in section.legend.note.text()
    section.bar.stepped.emit(-1)
    QTest.keyClick(section.year, Qt.Key.Key_Return)
    assert section.views.currentWidget() is section.month
    assert section.bar.words.text() == "Tháng 11 năm 2027"


def test_a_proposal_is_taken_as_expected_and_saved_without_a_document(
    section: CalendarSection, window: MainWindow
) -> None:
    section.go_to(date(2028, 1, 3))
    section.show_panel(PROPOSALS)
    settle(window)
    section.proposals_panel.add_year.click()
    settle(window)
    links = [link for link in section.proposals_panel.findChildren(type(section.foot.redo_button)) if link.isVisible()]
    links[0].click()
    day = section.draft.data.day(date(2028, 1, 3))
    assert (day.kind, day.name, str(day.certainty)) == (DayKind.OFF, "bù Tết Dương lịch", "expected")
    section.save()
    settle(window)
    assert section.changes_panel.document_field.isHidden()
    section.save()
    settle(window)
    assert window.office.calendar.day(date(2028, 1, 3)).source.document == ""
    assert window.office.calendar.covered_to == date(2028, 12, 31)


def test_a_file_becomes_a_step_and_a_bad_one_is_told_by_its_line(
    section: CalendarSection, window: MainWindow, tmp_path: Path
) -> None:
    good, bad = tmp_path / "them.csv", tmp_path / "hong.csv"
    section.export_to(str(good))
    settle(window)
    text = good.read_text(encoding="utf-8-sig")
    good.write_text(text + "nghỉ,25/11/2026,,,,,bão,,đã công bố,,\n", encoding="utf-8")
    bad.write_text(text + "nghỉ,31/11/2026,,,,,bão,,đã công bố,,\n", encoding="utf-8")
    section.import_file(bad)
    settle(window)
    assert "hong.csv" in section.notice.words
    assert "31/11/2026" in section.notice.words
    assert not section.draft.unsaved
    section.import_file(good)
    settle(window)
    assert [change.on for change in section.draft.changes] == [WEDNESDAY]
    assert section.tabs.value == CHANGES
    section.undo()
    assert not section.draft.unsaved


def test_work_that_would_be_lost_keeps_the_person_here(section: CalendarSection, window: MainWindow) -> None:
    section.month.choose(WEDNESDAY)
    _mark(section, "off", name="bão")
    window.open_page("today")
    assert window.page_key == "settings"
    section.discard()
    window.open_page("today")
    assert window.page_key == "today"


def test_an_officer_looks_and_cannot_edit(make_window: Callable[..., MainWindow], office: Office) -> None:
    window = make_window(cases=UseCases(), first="settings", office=office)
    window.open_page("settings", section="calendar")
    settle(window)
    section = window.page.section
    assert section.foot.isHidden()
    assert section.day_panel._form.isHidden()
    assert not section.import_button.isVisible()
    QTest.keyClick(section.month, Qt.Key.Key_Delete)
    assert not section.draft.unsaved
