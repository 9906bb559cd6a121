"""«Cài đặt»: sections by role, nothing lost on the way out, what is saved holds in every page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.model.changes import Changes
from counter_app.resources import resource
from counter_app.settings import load_settings
from counter_app.workflow.office import Office
from tests.forms.test_logo import drawn
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_sections import SECTIONS, sections_for
from ui.theme import theme


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    return make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))


def test_every_section_opens_and_has_its_icon(window: MainWindow) -> None:
    for key, entry in sections_for(window.office.person.role).items():
        assert resource("icons", f"{entry.icon}.svg").is_file()
        window.open_page("settings", section=key)
        settle(window)
        assert window.page.key == key
    assert all(entry.roles for entry in SECTIONS.values())


def test_an_officer_sees_the_desk_and_not_the_office(make_window: Callable[..., MainWindow], office: Office) -> None:
    window = make_window(cases=UseCases(), first="settings", office=office)
    assert "office" not in window.page.list.keys
    window.open_page("settings", section="display")
    assert list(window.page.section.fields) == ["theme"]


def test_arrow_keys_choose_a_section(window: MainWindow) -> None:
    QTest.keyClick(window.page.list, Qt.Key.Key_Down)
    assert window.page.key == window.page.list.keys[1]


def test_what_is_saved_holds_in_every_page(window: MainWindow) -> None:
    told: list[Changes] = []
    window.refresh.changed.connect(told.append)
    section = window.page.section
    section.fields["office_name"].control.setText("Sở Ngoại vụ")
    assert "SỞ NGOẠI VỤ" in section.paper.accessibleDescription()
    section.save()
    settle(window)
    assert window.office.settings.office_name == window.context.office.settings.office_name == "Sở Ngoại vụ"
    assert [change.settings for change in told] == [True]
    assert "lưu" in window.toast_frame.words
    window.open_page("board")
    settle(window)
    assert "Sở Ngoại vụ" in window.page.head.qualifier.text()


def test_the_boards_limit_is_set_by_the_office_and_a_zero_is_the_shipped_one(window: MainWindow) -> None:
    window.open_page("settings", section="supervision")
    settle(window)
    section = window.page.section
    assert section.fields["still_hours"].control.text() == "0"
    assert "16 giờ làm việc" in section.fields["still_hours"].control.accessibleDescription()
    section.fields["still_hours"].control.setText("12")
    section.save()
    settle(window)
    window.open_page("board")
    settle(window)
    assert window.page.overview.still.rows[0].line.words == "Không đổi trạng thái quá 12 giờ làm việc"


def test_a_mistake_stands_under_its_field_and_nothing_is_saved(window: MainWindow) -> None:
    before = load_settings(window.office.folder)
    section = window.page.section
    section.fields["office_code"].control.setText("15 H31")
    section.fields["office_phone"].control.setText("văn thư")
    section.save()
    settle(window)
    assert "H31.15" in section.fields["office_code"].error
    assert section.fields["office_phone"].error
    assert not section.fields["office_name"].error
    assert load_settings(window.office.folder) == before


def test_unsaved_words_keep_the_person_here_until_they_are_let_go(window: MainWindow) -> None:
    section = window.page.section
    section.fields["office_place"].control.setText("Phố Hiến")
    window.open_page("board")
    assert window.page_key == "settings"
    assert "chưa lưu" in window.page.notice.words
    window.page.list.setCurrentIndex(window.page.list.model().index(1, 0))
    assert window.page.key == "office"
    window.page.notice._link.click()
    window.open_page("board")
    assert window.page_key == "board"


def test_the_theme_changes_when_it_is_saved(window: MainWindow) -> None:
    window.open_page("settings", section="display")
    section = window.page.section
    section.fields["theme"].control.set_value("dark")
    section.fields["due_soon_minutes"].control.setText("120")
    section.save()
    settle(window)
    assert theme().dark
    assert window.office.settings.due_soon_minutes == 120


def test_a_logo_is_chosen_shown_printed_and_taken_back(window: MainWindow, tmp_path: Path) -> None:
    section = window.page.section
    assert not section.drop_button.isEnabled()
    (tmp_path / "chu.png").write_bytes(b"khong phai anh")
    section.take_logo(tmp_path / "chu.png")
    settle(window)
    assert "chu.png" in section.notice.words and "PNG hoặc JPEG" in section.notice.words
    assert not (window.office.folder / "logo").exists() or not list((window.office.folder / "logo").iterdir())
    assert window.office.settings.office_logo == ""
    section.fields["office_place"].control.setText("Phố Hiến")
    section.take_logo(drawn(tmp_path / "huy-hieu.png"))
    settle(window)
    assert (window.office.folder / window.office.settings.office_logo).is_file()
    assert section.notice.isHidden() and "có biểu trưng" in section.paper.accessibleDescription()
    assert section.fields["office_place"].control.text() == "Phố Hiến", "what is half typed stays"
    window.toast_frame._undo.click()
    settle(window)
    assert window.office.settings.office_logo == load_settings(window.office.folder).office_logo == ""
    assert "không có biểu trưng" in section.paper.accessibleDescription()
    section.discard()


def test_a_file_that_cannot_be_written_is_told_in_the_section(window: MainWindow, practice_folder: Path) -> None:
    (practice_folder / "settings.toml.new").mkdir()
    section = window.page.section
    section.fields["office_place"].control.setText("Phố Hiến")
    section.save()
    settle(window)
    assert "cấu hình cũ" in section.notice.words
    assert section.unsaved
    section.discard()
