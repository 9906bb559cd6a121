"""The lists that other systems export, taken in: what page, PDF and Excel then say is added up anew from the diary."""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.period import month
from counter_app.model.procedure import base_code
from counter_app.model.report import Report, Table
from counter_app.workflow import board, lists, reports
from counter_app.workflow.office import Office
from counter_app.workflow.report_kinds import REPORTS
from tests.forms import reading
from tests.practice import MORNING
from tests.workflow import report_events, report_sums
from tests.workflow.report_events import Story
from ui.pages.reports_sheet import ReportSheet
from ui.widgets.report_table import ReportTable

pytestmark = [pytest.mark.samples, pytest.mark.poppler]
NOVEMBER = month(date(2026, 11, 1))
NAMED_BY = ("label", "id", "code")  # the column that says what a row is about
NUMBERS = ("count", "share", "points", "minutes")
OVERDUE_LIST = "qua-han-cong-quoc-gia.csv"


@pytest.fixture(scope="module")
def taken_in(practice_template: Path, samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The practice office with the sample lists, four days later."""
    folder = tmp_path_factory.mktemp("samples") / "office"
    shutil.copytree(practice_template, folder, ignore=shutil.ignore_patterns("vault"))
    shutil.copytree(practice_template / "vault", folder / "vault", copy_function=os.link)
    clock = FixedClock(MORNING)
    office = open_office(folder, clock=clock)
    report = lists.import_list(office, samples / "lists" / "danh-sach-ho-so.xlsx")
    assert len(report.added) == 120
    lists.import_list(office, samples / "lists" / "xuat-he-thong-khac.xlsx")
    clock.advance(days=4, hours=1)
    yield office
    office.close()


@pytest.fixture(scope="module")
def told(taken_in: Office) -> list[Story]:
    return report_events.stories(taken_in)


@pytest.fixture(scope="module")
def beside(taken_in: Office, samples: Path) -> dict[str, Path]:
    """The national portal's overdue list; a decision with a working day more than here wherever a term is in them."""
    decision = taken_in.folder / "quyet-dinh.csv"
    with taken_in.store.unit_of_work() as unit:
        known = {one.code: one.terms[0].term for one in unit.procedures() if one.terms and one.terms[0].term}
    lines = [f"{code};{code};{term.amount + 1} ngày làm việc" for code, term in known.items()]
    decision.write_text("\n".join(["Mã TTHC;Tên TTHC;Thời hạn giải quyết", *lines]), encoding="utf-8")
    return {"list": samples / "lists" / OVERDUE_LIST, "decision": decision}


def name_of(table: Table, row: Any) -> str:
    keys = [column.key for column in table.columns]
    words = str(row[keys.index(next(key for key in NAMED_BY if key in keys))].value)
    return words.split(" · ", maxsplit=1)[0] if re.match(r"\d\.\d{6} · ", words) else words


@pytest.mark.parametrize("kind", list(REPORTS))
def test_page_pdf_and_excel_say_what_the_diary_adds_up_to(
    qtbot: QtBot, taken_in: Office, told: list[Story], beside: dict[str, Path], kind: str, tmp_path: Path
) -> None:
    report = reports.make(taken_in, kind, NOVEMBER, files=beside)
    wanted = report_sums.sums(taken_in, told, NOVEMBER).get(kind, {})
    tables = {table.key: table for table in report.tables()}
    for key, rows in wanted.items():
        table = tables[key]
        columns = [column.key for column in table.columns]
        found = {name_of(table, row): row for row in table.rows}
        assert set(found) == set(rows), key
        for name, numbers in rows.items():
            mine = {column: found[name][columns.index(column)].value for column in numbers if column in columns}
            assert mine == {column: pytest.approx(number) for column, number in numbers.items() if column in mine}
            assert mine, name
    _page_says(qtbot, report)
    _excel_says(report, reports.save(taken_in, report, tmp_path / "a.xlsx", reason="Công văn 12"))
    _paper_says(report, reports.save(taken_in, report, tmp_path / "a.pdf", reason="Công văn 12"))


def said(value: object, kind: str) -> str:
    """As an officer reads it; said anew here."""
    if value is None:
        return "" if kind in ("text", "code") else "—"
    if isinstance(value, datetime):
        return f"{value:%H:%M %d/%m/%Y}" if kind == "moment" else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return value
    assert isinstance(value, int | float)
    if kind == "share":
        return f"{value * 100:.1f} %".replace(".", ",")
    if kind == "points":
        return f"{value:.2f}".replace(".", ",")
    if kind == "minutes":
        return f"{f'{round(value) // 60:,}'.replace(',', '.')} giờ {round(value) % 60:02d} phút"
    return f"{value:,.0f}".replace(",", ".")


def _page_says(qtbot: QtBot, report: Report) -> None:
    sheet = ReportSheet(lambda *_: None)
    qtbot.addWidget(sheet)
    sheet.show_report(report)
    shown = {one.table.key: one for one in sheet.findChildren(ReportTable)}
    for table in report.tables():
        assert (table.key in shown) == bool(table.rows)
        for place, row in enumerate(table.first_rows):
            for column, cell in zip(table.columns, row, strict=True):
                if not column.paper_only:
                    assert shown[table.key].model.cell(place, column.key).text == said(cell.value, column.kind)


def _excel_says(report: Report, path: Path) -> None:
    sheets = {str(sheet.cell(4, 1).value): sheet for sheet in openpyxl.load_workbook(path)}
    for table in report.tables():
        sheet = sheets[table.title]
        top = int(re.sub(r"\D", "", str(sheet.freeze_panes)))
        for place, row in enumerate(table.rows):
            for number, cell in enumerate(row, start=1):
                if isinstance(cell.value, int | float) and table.columns[number - 1].kind != "minutes":
                    assert sheet.cell(top + place, number).value == pytest.approx(cell.value), table.key


def _paper_says(report: Report, path: Path) -> None:
    """Every row's numbers stand beside one another on paper, in the order of the columns."""
    text = reading.in_order(path)
    for table in report.tables():
        for row in table.first_rows:
            cells = zip(table.columns, row, strict=True)
            numbers = [said(one.value, column.kind) for column, one in cells if column.kind in NUMBERS]
            assert " ".join(numbers[1:] if table.columns[0].key == "number" else numbers) in text, table.key


def test_the_lists_of_the_portal_and_of_a_decision_are_compared_by_hand(
    taken_in: Office, told: list[Story], beside: dict[str, Path]
) -> None:
    with beside["list"].open(encoding="utf-8-sig", newline="") as file:
        there = {row["Mã hồ sơ"].strip() for row in csv.DictReader(file, delimiter=";")}
    here = {one.dossier.code: one for one in told}
    now = taken_in.now()
    late = {one.dossier.code for one in told if "in_progress_late" in report_events.figures_of(one, NOVEMBER, now)}
    made = reports.make(taken_in, "comparison", NOVEMBER, files=beside)
    tables = {table.key: [str(row[0].value) for row in table.rows] for table in made.tables()}
    assert set(tables["only_there"]) == there - set(here)
    assert set(tables["only_here"]) == late - there
    assert set(tables["overdue"]) <= there & set(here)
    (terms,) = reports.make(taken_in, "mismatch", NOVEMBER, files=beside).tables()
    counts = report_events.figures(told, NOVEMBER, now, lambda one: base_code(one.procedure_code))
    with taken_in.store.unit_of_work() as unit:
        known = {base_code(one.code) for one in unit.procedures() if one.terms and one.terms[0].term}
    assert {str(row[0].value) for row in terms.rows} == known
    for row in terms.rows:
        mine = counts.get(str(row[0].value), {})
        twice = sum(one.asked > 1 for one in told if base_code(one.dossier.procedure_code) == row[0].value)
        assert row[7].value == mine.get("in_progress", 0)
        assert row[8].value == mine.get("late", 0) + mine.get("in_progress_late", 0) + twice


def test_the_boards_figures_are_added_up_by_hand(taken_in: Office, told: list[Story]) -> None:
    expected = report_sums.board(taken_in, told)
    shown = board.board(taken_in.as_person("phuoc.dh"))
    assert shown.open_total == expected.pop("open")
    assert {figure.key: figure.value for figure in shown.figures} == expected
    assert all(expected[key] for key in ("awaiting_intake", "overdue", "missing_signature"))
