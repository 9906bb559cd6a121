"""One test per wire of the page of reports, over the practice office."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.model.changes import Changes
from counter_app.model.period import month, quarter
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.xvfb import run_in_window
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages import reports as page_module
from ui.widgets.report_figures import ReportFigure
from ui.widgets.report_table import ReportTable

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "reports", office.as_person("phuoc.dh"))
    settle(made, 20)
    made.activateWindow()
    return made


def table(page: Any, key: str) -> ReportTable:
    return next(one for one in page.sheet.findChildren(ReportTable) if one.table.key == key)


def press(grid: Any, row: int, key: str) -> None:
    """The number of a row and column, with the keyboard."""
    grid.setFocus()
    grid.setCurrentIndex(grid.model().index(row, grid.column_number(key)))
    QTest.keyClick(grid, Qt.Key.Key_Return)


def test_enter_on_a_number_opens_exactly_its_dossiers_and_says_from_where(window: MainWindow) -> None:
    official = table(window.page, "official")
    count = int(official.model.cell(0, "handled").text)
    press(official.grid, 0, "handled")
    settle(window, 20)
    assert window.page_key == "search"
    assert window.page.model.rowCount() == count
    assert window.page.scope.origin.text() == "Từ trang Báo cáo:"
    assert window.page.scope.words.text().endswith("Số hồ sơ tiếp nhận: Tổng số")


def test_a_name_and_a_zero_open_nothing(window: MainWindow) -> None:
    official = table(window.page, "official")
    zero = next(column.key for column in official.grid.columns if official.model.cell(0, column.key).text == "0")
    for key in ("label", zero):
        press(official.grid, 0, key)
    settle(window, 5)
    assert window.page_key == "reports"


def test_a_figure_of_the_head_opens_its_dossiers(window: MainWindow) -> None:
    first = window.page.sheet.findChildren(ReportFigure)[0]
    first.click()
    settle(window, 20)
    assert window.page.model.rowCount() == int(first.figure.value)


def test_the_period_goes_by_keys_and_never_beyond_now(window: MainWindow) -> None:
    page = window.page
    assert page.periods.period == month(date(2026, 11, 1))
    assert not page.periods.later.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(window, 20)
    assert page.report.period == month(date(2026, 10, 1))
    page.periods.kinds.button("quarter").click()
    settle(window, 20)
    assert page.report.period == quarter(date(2026, 10, 1))


def test_excel_and_pdf_go_where_the_officer_says(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []

    def choose(_parent: object, _title: str, name: str, _kinds: str) -> Path:
        wanted.append(name)
        return tmp_path / name

    monkeypatch.setattr(page_module, "choose_target", choose)
    for button in (window.page.excel, window.page.pdf):
        button.click()
        settle(window, 30)
        assert button.isEnabled()
    assert wanted == ["bao-cao-period-2026-11.xlsx", "bao-cao-period-2026-11.pdf"]
    assert all((tmp_path / name).stat().st_size > 4000 for name in wanted)
    assert window.toast_frame.accessibleName() == "Đã ghi bao-cao-period-2026-11.pdf."


def test_a_change_elsewhere_counts_anew(window: MainWindow, office: Office) -> None:
    before = window.page.report
    window.refresh.publish(Changes(queue=True))
    settle(window, 20)
    assert window.page.report is not before
    assert window.page.report.parts == before.parts


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_the_reports_are_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    run_in_window(
        "tests/ui/journeys/reports.py",
        artefacts,
        theme=theme,
        scale=scale,
        arguments=["--office", str(practice_folder)],
    )
    assert (artefacts / f"report-period-1-{theme}-{scale:g}.png").stat().st_size > 10_000
