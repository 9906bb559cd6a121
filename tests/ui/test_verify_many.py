"""Many files on the verify page: rows as they come, a file opened and left again, a stop, the sheet."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.model.signature import Verdict
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import signed_files
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.verify import VerifyView


@pytest.fixture
def window(make_window: Callable[..., MainWindow], office: Office) -> MainWindow:
    return make_window(cases=UseCases(), first="signing", office=office)


@pytest.fixture
def folder(office: Office, tmp_path: Path) -> Path:
    made = tmp_path / "nhan"
    made.mkdir()
    signed = signed_files.signed_today(office)[0]
    shutil.copy(office.vault.path(signed.file.hash), made / "a-da-ky.pdf")
    draw_paper(made / "b-chua-ky.pdf", "Đơn đề nghị")
    return made


def test_a_folder_is_checked_file_by_file_and_each_can_be_opened(window: MainWindow, folder: Path) -> None:
    page = window.page
    page.open_verify(None)
    view: VerifyView = page.verify
    view.take([folder])
    settle(window)
    assert view.many.verdicts() == [Verdict.VALID, Verdict.UNSIGNED]
    assert "2 tệp: 1 còn nguyên vẹn" in view.head.qualifier.text() and not view.many.running
    view.many.table.opened.emit(0)
    settle(window)
    assert view.found is not None and view.found.verdict is Verdict.VALID and view.to_list.isVisible()
    out = folder / "phieu.pdf"
    view.save_sheet(out)
    settle(window)
    assert out.stat().st_size > 10_000
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.body.currentWidget() is view.many
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert page.stack.currentWidget() is page.work


def test_a_stop_keeps_the_rows_that_are_done(window: MainWindow, folder: Path) -> None:
    for number in range(150):
        shutil.copy(folder / "a-da-ky.pdf", folder / f"c{number:03d}.pdf")
    page = window.page
    page.open_verify(None)
    page.verify.take([folder])
    for _ in range(600):
        QTest.qWait(20)
        if page.verify.many.checked:
            break
    page.verify.many.stop()
    settle(window)
    assert 0 < page.verify.many.model.rowCount() < 152
    assert "trên 152 tệp" in page.verify.many.foot.words.text()
