"""The scanner's folder in the window: whole files are offered, a lost folder is told once and comes back."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest

from counter_app.model.dossier import FileSource
from counter_app.pdf.practice_pages import draw_paper
from tests.ui.intake_desk import Desk
from ui.presenters.intake import Step


def _look(desk: Desk, times: int = 2) -> None:
    for _ in range(times):
        desk.page.scanner.look()
        desk.settle()
        QTest.qWait(20)


def _watched(desk: Desk, folder: Path) -> None:
    desk.window.context.office = replace(
        desk.window.context.office, settings=replace(desk.office.settings, scanner_folder=str(folder))
    )
    _look(desk, 1)


def test_scanned_files_are_offered_one_after_the_other_and_kept_as_scanned(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "may-quet"
    folder.mkdir()
    _watched(desk, folder)
    part = desk.part(2)
    for number in (1, 2):
        draw_paper(folder / f"{number:02d}_quet.pdf", f"Giấy {number}")
        _look(desk)
        assert desk.page.step is Step.PAPERS
        assert len(desk.page.ui.match.choices) == number
    desk.page.ui.match.attach.emit([(part.id, folder / "02_quet.pdf")])
    desk.settle()
    assert desk.part(2).file.name == "02_quet.pdf"
    assert desk.part(2).file.source is FileSource.SCANNER
    assert (folder / "02_quet.pdf").exists()


def test_a_file_being_written_is_not_offered_yet(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "may-quet"
    folder.mkdir()
    _watched(desk, folder)
    (folder / "dang-ghi.pdf").write_bytes(b"%PDF-1.6 mot nua")
    _look(desk, 3)
    assert desk.page.ui.match.choices == []
    assert "đang ghi" in desk.page.ui.foot.words.text()


def test_a_folder_that_disappears_is_told_once_and_goes_on_by_itself(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "may-quet"
    folder.mkdir()
    _watched(desk, folder)
    away = folder.rename(tmp_path / "mat")
    _look(desk, 1)
    assert "máy quét" in desk.page.ui.notice.words
    desk.page.ui.notice.hide()
    _look(desk, 2)
    assert desk.page.ui.notice.isHidden()
    away.rename(folder)
    _look(desk, 1)
    assert "thấy lại" in desk.window.toast_frame.words
