"""«Máy chủ»: tried, moved, and what cannot be reached is said; over a real server and a real folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.settings import load_settings
from counter_app.store.shared_vault import MARK
from counter_app.workflow.office import Office
from tests.store.postgres_server import PostgresServer
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.dialogs.questions import ConfirmDialog
from ui.main_window import MainWindow


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    made.open_page("settings", section="server")
    settle(made)
    return made


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres_windows")
def test_the_register_moves_after_a_question_and_the_page_says_what_next(
    window: MainWindow, office: Office, server: PostgresServer
) -> None:
    section = window.page.section
    section.address.control.setText(server.new_database())
    section.try_server.click()
    settle(window)
    assert "còn trống" in window.toast_frame.words
    section.move.click()
    dialog = window.findChild(ConfirmDialog)
    assert dialog.isVisible()
    dialog.yes.click()
    settle(window)
    assert "dòng nào cũng đã đối chiếu" in section.notice.words
    assert load_settings(office.folder).database_url.startswith("postgresql://")


def test_a_server_that_is_not_there_is_said_and_nothing_moves(window: MainWindow, office: Office) -> None:
    section = window.page.section
    section.address.control.setText("postgresql://quay@127.0.0.1:9/so")
    for act in (section.try_server.click, section.move_register):
        act()
        settle(window)
        assert "Chưa kết nối được" in section.notice.words
    section.address.control.setText("so-ho-so.db")
    section.try_server.click()
    settle(window)
    assert "không phải địa chỉ" in section.notice.words.casefold()
    assert load_settings(office.folder).database_url == ""


def test_the_files_go_into_a_shared_folder(window: MainWindow, office: Office, tmp_path: Path) -> None:
    share, section = tmp_path / "may-chu-tep", window.page.section
    section.place.control.setText(str(share))
    section.try_vault.click()
    settle(window)
    assert "Không thấy kho tệp chung" in section.notice.words
    share.mkdir()
    section.use_vault.click()
    window.findChild(ConfirmDialog).yes.click()
    settle(window)
    assert "trong kho chung" in section.notice.words
    assert load_settings(office.folder).vault_address == str(share)
    own = {path.name for path in (office.folder / "vault").glob("[0-9a-f][0-9a-f]/*")}
    assert {path.name for path in share.glob("[0-9a-f][0-9a-f]/*")} == own != set()
    assert (share / MARK).is_file()
