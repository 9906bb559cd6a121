"""«Mẫu chữ ký»: the prescribed ones cannot be changed, one's own are drawn while typed and refused in words."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtTest import QTest

from counter_app.signing.practice_images import draw_signature
from counter_app.signing.profiles import profiles
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.settings_profiles import ProfilesSection


@pytest.fixture
def section(make_window: Callable[..., MainWindow], office: Office) -> ProfilesSection:
    window = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    window.open_page("settings", section="profiles")
    settle(window)
    made = window.page.section
    assert isinstance(made, ProfilesSection)
    return made


def rest(section: ProfilesSection) -> None:
    QTest.qWait(160)
    window = section.window()
    assert isinstance(window, MainWindow)
    settle(window)


def test_the_prescribed_ones_are_shown_with_their_source_and_cannot_be_changed(section: ProfilesSection) -> None:
    assert section.model.rowCount() == 6
    assert "NĐ 30/2020" in section.source.text() and not section.name.isEnabled() and section.save.isHidden()
    assert "Nguyễn Thị Ưởng" in section.preview.accessibleDescription()


def test_ones_own_is_drawn_while_typed_refused_in_words_saved_and_removed(
    section: ProfilesSection, office: Office
) -> None:
    section.start_copy()
    section.name.setText("Dấu một dòng")
    section.lines.setPlainText("{singer} ký ngày {signed_on}")
    rest(section)
    assert "{signer}" in section.lines_field.error and not section.save.isEnabled()
    section.lines.setPlainText("{signer} ký ngày {signed_on}")
    rest(section)
    assert section.lines_field.error == "" and section.save.isEnabled() and section.unsaved
    assert "Nguyễn Thị Ưởng ký ngày 23/11/2026" in section.preview.accessibleDescription()
    section.store()
    rest(section)
    assert profiles(office.folder)["dau-mot-dong"].lines == ("{signer} ký ngày {signed_on}",)
    assert section.name.text() == "Dấu một dòng" and not section.unsaved
    section.drop()
    rest(section)
    assert "dau-mot-dong" not in profiles(office.folder)


def test_a_seal_without_a_transparent_ground_is_refused(section: ProfilesSection, tmp_path: Path) -> None:
    Image.new("RGB", (50, 50), (255, 255, 255)).save(tmp_path / "dau.png")
    section.install_seal(tmp_path / "dau.png")
    rest(section)
    assert "nền trong suốt" in section.notice.words


def test_a_leader_changes_only_the_picture_of_the_own_signature(
    make_window: Callable[..., MainWindow], office: Office, tmp_path: Path
) -> None:
    leader = office.as_person("lam.vd")
    window = make_window(cases=UseCases(), first="settings", office=leader)
    window.open_page("settings", section="profiles")
    settle(window)
    section = window.page.section
    assert section.add.isHidden() and section.seal.isHidden() and section.copy.isHidden()
    draw_signature(tmp_path / "moi.png", "Người Khác")
    before = (office.folder / "marks" / "lam.vd.png").read_bytes()
    section.install_own(tmp_path / "moi.png")
    rest(section)
    assert section.notice.words == "" and (office.folder / "marks" / "lam.vd.png").read_bytes() != before
