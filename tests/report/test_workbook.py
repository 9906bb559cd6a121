"""The Excel of a report: nothing is a formula, days are days, headings stay, names of sheets are allowed ones."""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter.worksheet import Worksheet

from counter_app.clock import VIETNAM
from counter_app.model.period import month
from counter_app.model.report import BarLine, Bars, Cell, Column, Figure, Figures, Kind, Report, Table
from counter_app.report.workbook import workbook

AT = datetime(2026, 11, 23, 8, 15, tzinfo=VIETNAM)
EVIL = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "http://a.vn", "{=1}")


def written(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(report, "Sở Mẫu", "Tháng 11/2026")))


def report(*parts: object) -> Report:
    return Report(kind="a", title="Báo cáo", at=AT, parts=parts, period=month(date(2026, 11, 1)), notes=("=1+1",))


def test_words_stay_words_whatever_they_begin_with() -> None:
    rows = tuple((Cell(value=word), Cell(value=number)) for number, word in enumerate(EVIL))
    columns = (Column(key="a", title="=A1"), Column(key="b", title="Số", kind=Kind.COUNT))
    book = written(report(Table(key="t", title="=T[1]", columns=columns, rows=rows)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    sheet = book.worksheets[0]
    assert sheet.title == "=T 1"
    assert [sheet.cell(6 + place, 1).value for place in range(len(EVIL))] == list(EVIL)
    assert sheet.freeze_panes == "B6"
    assert sheet.auto_filter.ref == f"A5:B{5 + len(EVIL)}"


def test_days_moments_shares_and_working_time_are_numbers_with_a_format() -> None:
    kinds = (Kind.DAY, Kind.MOMENT, Kind.SHARE, Kind.POINTS, Kind.MINUTES, Kind.COUNT)
    values = (date(2026, 11, 2), AT, 0.625, 16.8, 255, None)
    columns = tuple(Column(key=str(kind), title=str(kind), kind=kind) for kind in kinds)
    row = tuple(Cell(value=value) for value in values)
    sheet = written(report(Table(key="t", title="Bảng", columns=columns, rows=(row,), total=row))).worksheets[0]
    for line in (6, 7):
        cells = [sheet.cell(line, place) for place in range(1, 7)]
        assert [cell.value for cell in cells[:4]] == [datetime(2026, 11, 2), datetime(2026, 11, 23, 8, 15), 0.625, 16.8]
        assert cells[0].number_format == "dd/mm/yyyy"
        assert cells[2].number_format == "0.0%"
        assert cells[4].value.total_seconds() == 255 * 60
        assert cells[5].value is None


def test_two_tables_of_one_long_name_and_a_chart_have_sheets_of_their_own() -> None:
    columns = (Column(key="a", title="Tên"), Column(key="b", title="Số", kind=Kind.COUNT, group="Nhóm"))
    table = Table(key="t", title="Tên bảng dài hơn ba mươi mốt chữ cái", columns=columns, rows=())
    bars = Bars(
        key="b", title="Thanh", legend=(("fill", "đúng hạn"),), lines=(BarLine(label="A", parts=(Cell(value=3),)),)
    )
    head = Figures(figures=(Figure(title="Tổng", kind=Kind.COUNT, cell=Cell(value=7), detail="cả kỳ"),))
    book = written(report(table, table, bars, head))
    names = [sheet.title for sheet in book]
    assert len({name.casefold() for name in names}) == len(names) == 4
    assert all(len(name) <= 31 for name in names)
    assert book.worksheets[0]["A7"].value == "Không có hồ sơ nào trong kỳ."
    assert book.worksheets[2]["B6"].value == 3
    assert [cell.value for cell in book.worksheets[3][5]][:3] == ["Tổng", 7, "cả kỳ"]


def test_the_sheets_are_those_that_xlsxwriter_itself_writes_but_for_the_spans_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = (Kind.TEXT, Kind.DAY, Kind.MOMENT, Kind.SHARE, Kind.MINUTES, Kind.COUNT)
    columns = tuple(Column(key=str(kind), title=str(kind), kind=kind, group="Nhóm") for kind in kinds)
    values = (
        *(("Ưởng <&> \"'", date(2026, 11, 2), AT, 0.1 + 0.2, 255, 7), (None,) * 6, ("", None, AT, 1 / 3, 0, -1)),
        ("=1", date(2024, 2, 29), None, 1e-9, 10**9, 10**15),
    )
    rows = tuple(tuple(Cell(value=value) for value in row) for row in values)
    table = Table(key="t", title="Bảng", columns=columns, rows=rows, total=rows[0], note="Ghi chú")
    head = Figures(figures=(Figure(title="Tổng", kind=Kind.COUNT, cell=Cell(value=7), detail="cả kỳ"),))
    made = report(table, head)
    ours = _sheets(workbook(made, "Sở Mẫu", "Tháng 11/2026"))
    monkeypatch.setattr("counter_app.report.workbook.PlainSheet", Worksheet)
    theirs = _sheets(workbook(made, "Sở Mẫu", "Tháng 11/2026"))
    assert ours.keys() == theirs.keys()
    assert {name: re.sub(r' spans="[\d:]+"', "", xml) for name, xml in theirs.items()} == {
        name: re.sub(r' spans="[\d:]+"', "", xml) for name, xml in ours.items()
    }
    assert any("spans" in xml for xml in theirs.values())
    assert not all("spans" in xml for xml in ours.values())


def _sheets(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist() if "worksheets" in name}
