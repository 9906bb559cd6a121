"""«Sao lưu, nhật ký»: the key with its paper, the backup with its drill, the diary with its anchors."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.settings import save_settings
from counter_app.store.shared_vault import Place
from counter_app.workflow import backup, evidence, office_vault
from counter_app.workflow.office import Office
from tests.key_store import MemoryStore
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.workflow.test_evidence import harm, rewrite
from ui.app import Session, UseCases, read_options
from ui.dialogs.recovery import RecoveryDialog, qr_image
from ui.main_window import MainWindow


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office, key_store: MemoryStore) -> MainWindow:
    made = make_window(cases=UseCases(), first="settings", office=office.as_person("dung.bt"))
    made.open_page("settings", section="safety")
    settle(made)
    return made


def test_the_recovery_key_does_not_go_away_before_it_is_on_paper(
    window: MainWindow, office: Office, key_store: MemoryStore
) -> None:
    section = window.page.section
    assert "Chưa có khóa" in section.key.words and not section.back_up.isEnabled()
    section.make_key.click()
    settle(window)
    dialog = window.findChild(RecoveryDialog)
    (kept,) = key_store.kept.values()
    assert dialog.words.text().replace(" ", "") == kept
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.done_button.click()
    assert dialog.isVisible() and dialog.field.error
    dialog.proof.setText(kept[-4:].lower())
    dialog.done_button.click()
    settle(window)
    assert not section.make_key.isVisible() and "lần mở sau" in section.key.words


def test_the_code_on_the_paper_can_be_scanned() -> None:
    import zxingcpp
    from PIL import Image

    image = qr_image("AGE-SECRET-KEY-1THU")
    flat = Image.frombytes("L", (image.bytesPerLine(), image.height()), bytes(image.constBits()))
    (found,) = zxingcpp.read_barcodes(flat)
    assert found.text == "AGE-SECRET-KEY-1THU"


def test_backup_drill_and_diary_from_the_page(window: MainWindow, office: Office, tmp_path: Path) -> None:
    places = [tmp_path / "sao-luu", tmp_path / "moc", tmp_path / "o-ngoai"]
    for place in places:
        place.mkdir()
    backup.make_key(office.as_person("dung.bt"))
    section = window.page.section
    section.fields["backup_folder"].control.setText(str(places[0]))
    section.fields["evidence_folder"].control.setText(str(places[1]))
    section.fields["drive_folder"].control.setText(str(places[2]))
    section.save()
    settle(window)
    section.back_up.click()
    settle(window)
    (made,) = places[0].iterdir()
    assert "08:00 ngày 23/11/2026" in section.backup.words
    section.try_restoring(made)
    settle(window)
    assert "Khôi phục thử được" in window.toast_frame.words
    window.open_page("settings", section="diary")
    settle(window)
    diary = window.page.section
    diary.anchor.click()
    settle(window)
    diary.examine.click()
    settle(window)
    assert "nguyên vẹn" in diary.diary.words and "khớp 1 mốc" in diary.diary.words
    assert not diary.extract.isVisible()  # the administrator keeps the accounts; copies are for those who inspect


def test_a_backup_that_lacks_files_of_the_shared_vault_says_so_in_the_page(
    make_window: Callable[..., MainWindow], office: Office, key_store: MemoryStore, tmp_path: Path
) -> None:
    keeper, vault, backups = office.as_person("dung.bt"), tmp_path / "kho", tmp_path / "sao-luu"
    vault.mkdir()
    backups.mkdir()
    backup.make_key(keeper)
    save_settings(office.folder, replace(office.settings, backup_folder=str(backups)))
    assert office_vault.use_vault(keeper, Place(str(vault)))
    lost = 3
    for one in office.store.upkeep.named_files()[:lost]:
        for place in (vault, office.folder / "vault"):
            (place / one[:2] / one).unlink(missing_ok=True)
    counter = open_office(office.folder, clock=office.clock, person="dung.bt")
    window = make_window(cases=UseCases(), first="settings", office=counter)
    window.open_page("settings", section="safety")
    settle(window)
    section = window.page.section
    section.back_up.click()
    settle(window)
    assert f"thiếu {lost} tệp" in section.notice.words and section.backup.words.endswith(f"thiếu {lost} tệp")
    assert len(list(backups.iterdir())) == 1


def test_sheet_and_copy_of_the_diary_from_the_page(
    make_window: Callable[..., MainWindow], office: Office, tmp_path: Path
) -> None:
    window = make_window(cases=UseCases(), first="settings", office=office.as_person("phuoc.dh"))
    window.open_page("settings", section="diary")
    settle(window)
    section = window.page.section
    assert section.extract.isVisible() and not section.anchor.isEnabled()
    section.print_sheet(tmp_path / "moc.pdf")
    settle(window)
    section.compare([tmp_path / "moc.pdf"])
    settle(window)
    assert "khớp tờ mốc" in window.toast_frame.words and "khớp 1 mốc" in section.diary.words
    section.export_button.click()
    assert "lý do" in section.reason_field.error
    section.reason.setText("Quyết định thanh tra 12/QĐ-TTr")
    section.export(tmp_path / "nhat-ky.jsonl")
    settle(window)
    assert evidence.check_export(tmp_path / "nhat-ky.jsonl").ok and section.reason.text() == ""
    harm(office, rewrite)
    section.compare([tmp_path / "moc.pdf"])
    settle(window)
    assert "viết lại" in section.notice.words and "viết lại" in section.diary.words


def test_an_office_whose_key_store_is_lost_asks_for_the_paper(
    qapp: object, office: Office, key_store: MemoryStore, practice_folder: Path
) -> None:
    paper = backup.make_key(office.as_person("dung.bt"))
    key_store.kept.clear()
    session = Session(qapp, read_options(["--data", str(practice_folder)]), FixedClock(MORNING))  # type: ignore[arg-type]
    session.show()
    view = session.window.start_view
    for given, told in (("", "chưa có khóa"), ("AGE-SECRET-KEY-1SAI", "chưa đúng")):
        while not view.answer.isVisible():
            settle(session.window)
        if given:
            view.answer.setText(given)
            view._again.click()
            while not view.answer.isVisible() or told not in view._title.text():
                settle(session.window)
        assert told in view._title.text() and view.answer.text() == ""
    view.answer.setText(paper)
    view._again.click()
    while session.window.page is None:
        settle(session.window)
    assert session.window.office.sealed and list(key_store.kept.values()) == [paper]
    session.window.close()
    session.close()
