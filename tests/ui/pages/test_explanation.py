"""«In bảng giải trình…»: from the clock panels of two pages to the sheet over the page, and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.model.dossier import DossierState
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import Desk
from tests.ui.xvfb import run_in_window
from tests.workflow.test_supplement import take_in
from ui import printing
from ui.app import UseCases
from ui.main_window import MainWindow


def test_the_window_is_explained_on_a_sheet_over_the_page(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = desk.page
    page.ui.clock.print_link.click()
    desk.settle()
    sheet = page.explanations.sheet
    assert sheet.isVisible() and sheet.path.name.startswith("Giai-trinh-han-tiep-nhan")
    assert sheet.document.canvas.page_size[0] > 0
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.stored.state is DossierState.NEW and sheet.isVisible(), "no key acts on the page under the sheet"
    paper = tmp_path / "giay.pdf"
    monkeypatch.setattr(printing, "printer_called", lambda _: printing.file_printer(paper))
    sheet.print_on("Máy in tầng 1")
    desk.settle()
    assert paper.read_bytes().startswith(b"%PDF")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    desk.settle()
    assert not sheet.isVisible() and page.ui.over.currentIndex() == 0
    assert queue.events(desk.office, desk.id)[-1].kind == "print_explanation"


def test_who_prints_no_forms_is_not_offered_it(make_window: Callable[..., MainWindow], office: Office) -> None:
    one = take_in(office)
    for login, offered in (("ha.nt", True), ("lam.vd", False)):
        window = make_window(UseCases(), "results", office.as_person(login))
        window.open_page("results", dossier_id=one)
        settle(window)
        clock = window.page.panel.clock
        if not clock.is_open:
            clock.toggle()
        assert clock.print_link.isVisibleTo(window) == offered


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_it_is_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/explanation.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in ("why-window", "sheet-window", "waits-intake", "why-term", "sheet-term"):
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
