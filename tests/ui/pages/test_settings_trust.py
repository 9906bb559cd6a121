"""«Tin cậy»: a file is shown before it is installed, removal asks, hosts are checked beside their field."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.settings import load_settings
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_trust import TrustSection


@pytest.fixture
def section(make_window: Callable[..., MainWindow], office: Office) -> TrustSection:
    window = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    window.open_page("settings", section="trust")
    settle(window)
    made = window.page.section
    assert isinstance(made, TrustSection)
    return made


def window_of(section: TrustSection) -> MainWindow:
    window = section.window()
    assert isinstance(window, MainWindow)
    return window


def test_what_a_file_brings_is_shown_and_only_then_installed(section: TrustSection, pki: PracticeKeys) -> None:
    rows = section.authorities.rowCount()
    section.take([pki.root, pki.intermediate])
    settle(window_of(section))
    assert "Thêm gốc tin cậy" in section.question.words.text() and "SHA-256" in section.question.words.text()
    assert section.authorities.rowCount() == rows
    section.question.yes.click()
    settle(window_of(section))
    assert "CA trung gian" in section.question.words.text(), "the second file follows"
    section.question.no.click()
    settle(window_of(section))
    assert section.authorities.rowCount() == rows + 1 and section.question.isHidden()


def test_what_is_there_already_and_what_is_no_authority_are_told(
    section: TrustSection, office: Office, pki: PracticeKeys
) -> None:
    section.take([next((office.folder / "trust").glob("*.crt"))])
    settle(window_of(section))
    assert "Đã có trong kho" in section.question.words.text() and section.question.yes.isHidden()
    section.take([pki.key("ha").certificate])
    settle(window_of(section))
    assert "người ký" in section.notice.words


def test_removal_asks_and_says_what_follows(section: TrustSection) -> None:
    rows = section.authorities.rowCount()
    section.table.linked.emit(0, "act")
    assert "chưa rõ nơi cấp" in section.question.advice.text()
    section.question.yes.click()
    settle(window_of(section))
    assert section.authorities.rowCount() == rows - 1


def test_hosts_are_checked_beside_their_field_and_used_at_once(section: TrustSection, office: Office) -> None:
    section.online.setChecked(True)
    section.hosts.setText("http://ca.gov.vn/x")
    section.save_online.click()
    settle(window_of(section))
    assert "tên máy chủ" in section.hosts_field.error
    section.hosts.setText("ca.gov.vn, OCSP.ca.gov.vn")
    section.save_online.click()
    settle(window_of(section))
    assert section.hosts_field.error == ""
    assert load_settings(Path(office.folder)).verify_hosts == ("ca.gov.vn", "ocsp.ca.gov.vn")
    assert window_of(section).office.settings.verify_online
