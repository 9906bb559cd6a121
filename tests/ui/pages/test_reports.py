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
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.xvfb import run_in_window
from ui.app import UseCases
from ui.dialogs.reason import ReasonDialog
from ui.main_window import MainWindow
from ui.pages import reports as page_module
from ui.pages import reports_files as files_module
from ui.widgets.report_figures import ReportFigure
from ui.widgets.report_table import ReportTable

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, office: Office) -> MainWindow:
    made = make_window(UseCases(), "reports", office.as_person("phuoc.dh"))
    settle(made)
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
    settle(window)
    assert window.page_key == "search"
    assert window.page.model.rowCount() == count
    assert window.page.scope.origin.text() == "Từ trang Báo cáo:"
    assert window.page.scope.words.text().endswith("Số hồ sơ tiếp nhận: Tổng số")


def test_a_name_and_a_zero_open_nothing(window: MainWindow) -> None:
    official = table(window.page, "official")
    zero = next(column.key for column in official.grid.columns if official.model.cell(0, column.key).text == "0")
    for key in ("label", zero):
        press(official.grid, 0, key)
    settle(window)
    assert window.page_key == "reports"


def test_a_figure_of_the_head_opens_its_dossiers(window: MainWindow) -> None:
    first = window.page.sheet.findChildren(ReportFigure)[0]
    first.click()
    settle(window)
    assert window.page.model.rowCount() == int(first.figure.value)


def test_the_period_goes_by_keys_and_never_beyond_now(window: MainWindow) -> None:
    page = window.page
    assert page.periods.period == month(date(2026, 11, 1))
    assert not page.periods.later.isEnabled()
    QTest.keyClick(page, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert page.report.period == month(date(2026, 10, 1))
    page.periods.kinds.button("quarter").click()
    settle(window)
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
        settle(window)
        assert button.isEnabled()
    assert wanted == ["bao-cao-period-2026-11.xlsx", "bao-cao-period-2026-11.pdf"]
    assert all((tmp_path / name).stat().st_size > 4000 for name in wanted)
    assert window.toast_frame.accessibleName() == "Đã ghi bao-cao-period-2026-11.pdf."


def test_what_names_applicants_goes_out_with_a_reason_that_is_offered_again(
    window: MainWindow, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "choose_target", lambda _p, _t, name, _k: tmp_path / name)
    window.page.open_report("overdue")
    settle(window)

    def asked() -> ReasonDialog:
        window.page.excel.click()
        settle(window)
        return next(one for one in window.findChildren(ReasonDialog) if one.isVisible())

    first = asked()
    assert first.earlier == []
    QTest.keyClick(first.reason, Qt.Key.Key_Return)
    assert first.isVisible() and "Ghi lý do" in first.field.error
    first.reason.setText("Công văn 12/VP")
    QTest.keyClick(first.reason, Qt.Key.Key_Return)
    settle(window)
    assert len(list(tmp_path.glob("*.xlsx"))) == 1
    told = office.store.readings.last_office_event("save_report")
    assert told is not None and told.details["reason"] == "Công văn 12/VP"
    second = asked()
    (offered,) = second.earlier
    assert offered.text() == "Công văn 12/VP"
    QTest.keyClick(offered, Qt.Key.Key_Space)
    assert second.reason.text() == "Công văn 12/VP"
    QTest.keyClick(second.reason, Qt.Key.Key_Escape)
    assert not second.isVisible()


def test_a_change_elsewhere_counts_anew(window: MainWindow, office: Office) -> None:
    before = window.page.report
    window.refresh.publish(Changes(queue=True))
    settle(window)
    assert window.page.report is not before
    assert window.page.report.parts == before.parts


def overdue(window: MainWindow) -> Any:
    """The report of the overdue, with the panel of the dossier that nobody has explained."""
    page = window.page
    page.open_report("overdue")
    settle(window)
    grid = table(page, "dossiers")
    owed = next(row for row in range(grid.model.rowCount()) if "(đề xuất)" in grid.model.cell(row, "cause").text)
    press(grid.grid, owed, "cause")
    settle(window)
    return page


def test_a_late_dossier_is_explained_beside_its_report(window: MainWindow, office: Office, tmp_path: Path) -> None:
    page = overdue(window)
    panel = page.explain
    assert panel.isVisible() and "(đề xuất)" in panel.proposed.words
    panel.write.click()
    settle(window)
    assert "giải trình" in panel.notice.words, "an empty explanation is refused in the panel"
    panel.words.setPlainText("Cơ quan phối hợp trả lời chậm")
    panel.cause.set_value("waiting_for_agency")
    proof = tmp_path / "cong-van.pdf"
    proof.write_bytes(b"%PDF-1.7 cong van")
    panel.take_evidence(proof)
    panel.write.click()
    settle(window)
    event = queue.events(office, panel._found[0].id)[-1]
    assert (event.kind, event.by) == ("explain_overdue", "phuoc.dh")
    assert (event.details["cause"], event.details["proposed"]) == ("waiting_for_agency", "processing")
    assert office.vault.path(event.details["sha256"]).read_bytes() == b"%PDF-1.7 cong van"
    assert "Chờ cơ quan phối hợp" in panel.explained.words
    assert not any("(đề xuất)" in str(row[6].value) for row in table(page, "dossiers").table.rows)


def test_the_sheet_of_one_officer_or_one_dossier_is_the_report_narrowed(window: MainWindow) -> None:
    page = overdue(window)
    page.explain.print_button.click()
    settle(window)
    assert page.report.subject.startswith("Hồ sơ ") and page.explain.isHidden()
    page.show_whole()
    settle(window)
    press(table(page, "by_responsible").grid, 0, "label")
    settle(window)
    assert page.report.subject.startswith("Người chịu trách nhiệm: ")
    page.periods.kinds.button("quarter").click()
    settle(window)
    assert page.report.subject == "", "another period is told as a whole"


def test_who_may_only_see_reports_is_offered_no_form(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "reports", office.as_person("lam.vd"))
    panel = overdue(window).explain
    assert not panel.form.isVisibleTo(panel) and not panel.write.isVisibleTo(panel)
    assert panel.print_button.isVisibleTo(panel)


def test_a_list_is_chosen_compared_and_let_go(
    window: MainWindow, practice_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.page
    page.open_report("comparison")
    settle(window)
    assert page.sheet.empty.title.text() == "Chưa chọn: Danh sách tỉnh hoặc quốc gia"
    assert not page.excel.isEnabled()
    assert not page.periods.isEnabled()
    path = next(practice_folder.glob("danh-sach*.xlsx"))
    monkeypatch.setattr(files_module, "choose_file", lambda *_: path)
    page.files.parts["list"].choose.click()
    settle(window)
    assert page.report.subject.startswith(path.name)
    assert page.excel.isEnabled()
    page.files.parts["list"].drop.click()
    settle(window)
    assert page.report is None
    page.open_report("period")
    settle(window)
    assert not page.files.isVisible()
    assert page.periods.isEnabled()


def test_a_file_that_is_no_list_is_told_in_the_page(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    window.page.open_report("comparison")
    window.page.files.put("list", path)
    settle(window)
    assert "Excel đời cũ (.xls)" in window.page.notice.words


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
