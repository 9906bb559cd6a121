"""The bulletin in the window: its numbers open, its words are copied, its file is written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages import board_digest
from ui.widgets.report_figures import ReportFigure

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(made)
    made.page.digest_button.click()
    settle(made)
    return made


def test_it_says_its_shift_and_its_figures_open_their_dossiers(window: MainWindow) -> None:
    view = window.page.digest
    assert view.head.qualifier.text() == "Buổi sáng thứ Hai 23/11/2026, 07:30–11:30 · lập lúc 08:00"
    view.sheet.findChildren(ReportFigure)[0].click()
    settle(window)
    assert window.page_key == "search"
    assert window.page.model.rowCount() == 9
    assert window.page.scope.words.text() == "Chờ tiếp nhận"


def test_a_code_opens_its_dossier(window: MainWindow) -> None:
    view = window.page.digest
    table = next(one for one in view.report.tables() if one.key == "due")
    view._open(table.rows[0][1].behind, "")
    settle(window)
    assert window.page.field.text() == table.rows[0][1].value


def test_its_words_are_copied_and_its_file_is_written(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = window.page.digest
    view.copy_button.click()
    assert "BẢN TIN ĐẦU CA" in QGuiApplication.clipboard().text()
    target = tmp_path / "ban-tin.pdf"
    monkeypatch.setattr(board_digest, "choose_target", lambda *_: target)
    view.save_button.click()
    settle(window)
    assert target.read_bytes().startswith(b"%PDF-")
    monkeypatch.setattr(board_digest, "choose_printer", lambda _button, chosen, _failed: chosen("Máy in vắng mặt"))
    view.print_button.click()
    settle(window)
    assert "máy in" in view.notice.words.lower()
    view.back.click()
    assert window.page.stack.currentWidget() is window.page.work
