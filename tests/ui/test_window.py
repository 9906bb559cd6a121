"""Navigation, roles, practice marks, shortcuts and the crash report."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.person import Role
from counter_app.settings import Settings
from tests.ui.conftest import settle
from tests.ui.fakes import MONDAY, PEOPLE, FakeOffice, use_cases
from ui.dialogs.crash import CrashReporter, CrashWindow, report_text
from ui.dialogs.palette import CommandPalette
from ui.main_window import MainWindow
from ui.pages import PAGES, pages_for
from ui.widgets.practice_marks import PRACTICE_WORDS

MakeWindow = Callable[..., MainWindow]


def test_the_rail_shows_only_what_the_role_may_open(make_window: MakeWindow, tmp_path: Path) -> None:
    for login in ("ha", "phuoc"):
        office = FakeOffice(folder=tmp_path, person=PEOPLE[login])
        window = make_window(office=office)
        assert list(window.rail.items) == list(pages_for(PEOPLE[login].role))


def test_every_listed_page_has_its_icon_and_somebody_who_sees_it() -> None:
    from counter_app.resources import resource

    for entry in PAGES.values():
        assert resource("icons", f"{entry.icon}.svg").is_file()
    assert set(PAGES) == {key for role in Role for key in pages_for(role)}


def test_a_page_that_is_not_there_is_told_in_words(make_window: MakeWindow) -> None:
    window = make_window()
    window.open_page("no-such-page")
    assert window.notice.isVisible()
    assert window.page_key == "today"


def test_practice_is_marked_on_the_window_and_only_there_people_may_change_seats(
    make_window: MakeWindow, tmp_path: Path
) -> None:
    assert not make_window().practice.isVisible()
    office = FakeOffice(folder=tmp_path, settings=Settings(practice=True))
    window = make_window(office=office)
    assert window.practice.isVisible()
    assert window.practice.accessibleName() == PRACTICE_WORDS
    window.switch_person("bao")
    settle(window)
    assert "Trần Quốc Bảo" in window.status.items["person"].accessibleName()
    assert window.page is not None


def test_ctrl_k_lists_pages_and_acts_and_finds_them_without_diacritics(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    window.open_palette()
    palette = window.findChild(CommandPalette)
    QTest.keyClicks(palette.field, "qua han")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle(window)
    assert window.page.chips.value == "overdue"


def test_trouble_nobody_took_stays_on_the_window(make_window: MakeWindow) -> None:
    window = make_window()
    window.tasks.trouble.emit(Trouble("ui.no_display"))
    assert "màn hình" in window.notice.words


def test_closing_the_window_leaves_no_thread_and_closes_the_office(make_window: MakeWindow, tmp_path: Path) -> None:
    closed: list[bool] = []
    office = FakeOffice(folder=tmp_path)
    object.__setattr__(office, "close", lambda: closed.append(True))
    window = make_window(office=office)
    window.close()
    assert closed == [True]
    assert not window.tasks.busy


def test_the_minute_ticker_waits_for_the_change_of_the_minute(make_window: MakeWindow) -> None:
    window = make_window()
    window.clock.advance(seconds=20)
    window.ticker.start()
    assert 39_000 < window.ticker._timer.remainingTime() <= 40_020
    window.clock.advance(seconds=40)
    window.ticker.tick()
    assert "08:01" in window.status.items["time"].accessibleName()


def test_a_crash_report_names_places_and_never_what_was_typed(tmp_path: Path) -> None:
    reporter = CrashReporter(tmp_path, FixedClock(MONDAY))
    told: list[str] = []
    reporter.crashed.connect(told.append)
    try:
        try:
            raise KeyError("Nguyễn Thị Ưởng")
        except KeyError as inner:
            raise ValueError("033087615212") from inner
    except ValueError:
        reporter.report(*sys.exc_info())  # type: ignore[arg-type]
    text = Path(told[0]).read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_window.py" in text
    assert "Ưởng" not in text
    assert "0330" not in text
    assert str(tmp_path) not in text


def test_a_crash_without_a_folder_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in the way")
    reporter = CrashReporter(tmp_path, FixedClock(MONDAY))
    told: list[str] = []
    reporter.crashed.connect(told.append)
    reporter.report(ValueError, ValueError("x"), None)
    assert told == [""]
    assert report_text(ValueError, ValueError("x"), None) == "builtins.ValueError\n\n"


def test_the_crash_window_can_be_left_by_enter(make_window: MakeWindow) -> None:
    dialog = CrashWindow("/somewhere/logs/loi.txt", make_window())
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_the_crash_window_saves_the_bundle_and_says_where(make_window: MakeWindow, tmp_path: Path) -> None:
    asked: list[Path] = []

    def make(output: Path, done: Callable[[str], object]) -> None:
        asked.append(output)
        done(f"Đã lưu vào {output.name}.")

    dialog = CrashWindow("", make_window(), make)
    dialog.open()
    dialog.save(tmp_path / "goi.zip")
    assert asked == [tmp_path / "goi.zip"] and dialog.where.text() == "Đã lưu vào goi.zip."
    assert dialog.save_button.isEnabled() and dialog.isVisible()


def test_a_person_of_the_window_survives_the_use_of_use_office_twice(make_window: MakeWindow) -> None:
    window = make_window()
    window.use_office(window.office, use_cases())
    settle(window)
    assert window.stack.count() == 2  # the start view and one page
