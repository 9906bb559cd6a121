"""One test per wire of the page of inspections, over the practice office."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.xvfb import run_in_window
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages import pages_for

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "inspection", office.as_person("an.cm"))
    settle(made)
    return made


def test_inspector_and_supervisor_reach_it_and_nobody_else(office: Office) -> None:
    reach = {login for login, person in office.people.items() if "inspection" in pages_for(person.role)}
    assert reach == {"an.cm", "phuoc.dh"}


def test_a_dossier_a_person_and_a_kind_narrow_what_is_seen(window: MainWindow, office: Office) -> None:
    page = window.page
    everything = page.model.rowCount()
    assert everything > 100
    QTest.keyClicks(page.code, "TN-2026-000050")
    QTest.keyClick(page.code, Qt.Key.Key_Return)
    settle(window)
    dossier = queue.find_dossier(office, "TN-2026-000050")
    assert page.model.rowCount() == len(queue.events(office, dossier.id))
    assert not page.first.isEnabled(), "of one dossier everything is looked at"
    page.code.clear()
    page.who.set_value("ha.nt")
    page.kinds.set_value("sign")
    page.look()
    settle(window)
    assert {page.model.value(row).event.kind for row in range(page.model.rowCount())} <= {
        *("sign_component", "sign_result", "sign_form", "raise_level", "seal_form", "issue_result", "initial_result")
    }
    assert {page.model.value(row).event.by for row in range(page.model.rowCount())} == {"ha.nt"}
    page.table.opened.emit(0)
    settle(window)
    assert page.code.text() and len({page.model.value(row).code for row in range(page.model.rowCount())}) == 1


def test_an_unknown_code_and_an_empty_answer_are_told(window: MainWindow) -> None:
    page = window.page
    page.code.setText("H31.15-990101-0001")
    page.look()
    settle(window)
    assert page.notice.words
    page.code.clear()
    page.kinds.set_value("settings")
    page.look()
    settle(window)
    assert page.empty.isVisible() and not page.copies[0].isEnabled() and page.notice.isHidden()


def test_the_chain_is_examined_and_a_copy_needs_a_reason(window: MainWindow, tmp_path: Path) -> None:
    page = window.page
    assert "Chưa kiểm tra" in page.foot.held.text()
    page.foot.link.click()
    settle(window)
    assert page.foot.held.text().startswith("Chuỗi liền mạch")
    page.choose(".pdf")
    assert "Ghi lý do" in page.notice.words
    page.reason.setText("Kế hoạch thanh tra số 05/KH-TTr")
    page.export(tmp_path / "trich.pdf")
    settle(window)
    assert window.toast_frame.words.endswith("dòng vào trich.pdf.")
    assert len(pypdfium2.PdfDocument(tmp_path / "trich.pdf")) >= 2


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_the_page_is_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/inspection.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in ("all", "person", "dossier", "no-reason", "exported"):
        assert (artefacts / f"inspection-{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
