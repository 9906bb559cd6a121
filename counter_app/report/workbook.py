"""A report as an Excel file: one sheet per table or chart, headings that stay, real numbers and dates.

No cell can become a formula: every word is written as a string, whatever it begins with. Import it only to write:
xlsxwriter comes with it.
"""

import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

from counter_app.clock import vietnam
from counter_app.errors import Trouble
from counter_app.model.report import Bars, Cell, Column, Figures, Heat, Kind, Report, Row, Steps, Table
from counter_app.report.plain_sheet import PlainSheet

_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.POINTS: "#,##0.00",
    Kind.MINUTES: "[h]:mm",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
_MINUTES_OF_A_DAY = 24 * 60
_WIDEST = 60  # characters
_MOST_TEXT = 32_000  # a cell holds 32 767 characters
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
ESTIMATE = "Ước tính từ dữ liệu của cơ quan, không phải điểm chính thức"
FACTS = "Thông tin"


def workbook(report: Report, office_name: str, span: str) -> bytes:
    """`span`: the period in words. Trouble `report.cannot_write`."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    try:
        with xlsxwriter.Workbook(buffer, options) as book:
            book.set_properties({"title": report.title, "author": office_name, "created": vietnam(report.at)})
            _Writing(book, report, (office_name, report.title, span)).write()
    except XlsxWriterException as error:
        raise Trouble("report.cannot_write", title=report.title) from error
    return buffer.getvalue()


class _Writing:
    def __init__(self, book: Any, report: Report, titles: tuple[str, str, str]) -> None:
        self.book, self.report, self.titles = book, report, titles
        self.names: set[str] = set()
        thin = {"border": 1, "border_color": "#BFC5CE", "valign": "vcenter"}
        bold = {**thin, "bold": True, "bg_color": "#E4EDF8"}
        self.head = book.add_format({**bold, "align": "center", "text_wrap": True})
        self.cells = {kind: self._format(kind, thin) for kind in Kind}
        self.totals = {kind: self._format(kind, bold) for kind in Kind}
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.office = book.add_format({})

    def write(self) -> None:
        figures = [part for part in self.report.parts if isinstance(part, Figures)]
        for part in self.report.parts:
            if isinstance(part, Table):
                self._table(part)
            elif not isinstance(part, Figures):
                self._table(_as_table(part))
        self._facts(figures)

    def _format(self, kind: Kind, look: dict[str, Any]) -> Any:
        number = {"num_format": _FORMATS[kind]} if kind in _FORMATS else {"text_wrap": True}
        return self.book.add_format({**look, **number})

    def _sheet(self, name: str, title: str) -> tuple[Any, int]:
        """A new sheet with the office, the report and its period above; the row under them."""
        sheet = self.book.add_worksheet(self._free_name(name), PlainSheet)
        office, report, span = self.titles
        sheet.write_string(0, 0, office, self.office)
        sheet.write_string(1, 0, report, self.title)
        sheet.write_string(2, 0, f"{span}. {ESTIMATE}." if self.report.estimate else span, self.office)
        if title:
            sheet.write_string(3, 0, title, self.title)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.report.landscape:
            sheet.set_landscape()
        return sheet, 4

    def _free_name(self, wanted: str) -> str:
        plain = _NOT_IN_NAMES.sub(" ", wanted).strip()[:_NAME_LENGTH] or "Bảng"
        name, number = plain, 2
        while name.casefold() in self.names:
            name = f"{plain[: _NAME_LENGTH - 4]} ({number})"
            number += 1
        self.names.add(name.casefold())
        return name

    def _table(self, table: Table) -> None:
        sheet, top = self._sheet(table.title, table.title)
        top = self._heading(sheet, table, top)
        sheet.freeze_panes(top, _frozen_columns(table))
        sheet.repeat_rows(0, top - 1)
        last = len(table.columns) - 1
        for number, row in enumerate(table.rows):
            self._row(sheet, top + number, row, table.columns, self.cells)
        end = top + len(table.rows)
        if table.rows:
            sheet.autofilter(top - 1, 0, end - 1, last)
        else:
            sheet.write_string(top, 0, table.nothing)
        if table.total:
            self._row(sheet, end, table.total, table.columns, self.totals)
            end += 1
        if table.note:
            sheet.write_string(end + 1, 0, table.note)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _width(table, place, column))

    def _heading(self, sheet: Any, table: Table, top: int) -> int:
        """The bands, if any, and the names of the columns; the first row under them."""
        banded = any(column.group for column in table.columns)
        place = 0
        while banded and place < len(table.columns):
            group, end = table.columns[place].group, place
            while group and end + 1 < len(table.columns) and table.columns[end + 1].group == group:
                end += 1
            if end > place:
                sheet.merge_range(top, place, top, end, group, self.head)
            else:
                sheet.write_string(top, place, group, self.head)
            place = end + 1
        names = top + 1 if banded else top
        for place, column in enumerate(table.columns):
            sheet.write_string(names, place, column.title, self.head)
        return names + 1

    def _row(self, sheet: Any, number: int, row: Row, columns: tuple[Column, ...], looks: dict[Kind, Any]) -> None:
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            _put(sheet, number, place, cell, column.kind, looks[column.kind])

    def _facts(self, figures: list[Figures]) -> None:
        """The headline numbers and how everything is counted, on a sheet of their own at the end."""
        sheet, row = self._sheet(FACTS, "")
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 60)
        for figure in (one for part in figures for one in part.figures):
            sheet.write_string(row, 0, figure.title, self.cells[Kind.TEXT])
            _put(sheet, row, 1, figure.cell, figure.kind, self.cells[figure.kind])
            sheet.write_string(row, 2, figure.detail, self.cells[Kind.TEXT])
            row += 1
        sheet.write_string(row + 1, 0, "Lập lúc")
        sheet.write_datetime(row + 1, 1, vietnam(self.report.at).replace(tzinfo=None), self.cells[Kind.MOMENT])
        for number, note in enumerate(self.report.notes, start=row + 3):
            sheet.merge_range(number, 0, number, 2, "", self.plain)
            sheet.write_string(number, 0, note[:_MOST_TEXT], self.plain)
            sheet.set_row(number, 15 * (1 + len(note) // 115))


def _put(sheet: Any, row: int, place: int, cell: Cell, kind: Kind, look: Any) -> None:
    value = cell.value
    if value is None or value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, vietnam(value).replace(tzinfo=None), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 (Excel knows no zone)
    elif isinstance(value, str):
        sheet.write_string(row, place, value[:_MOST_TEXT], look)
    else:
        sheet.write_number(row, place, value / _MINUTES_OF_A_DAY if kind is Kind.MINUTES else value, look)


def _frozen_columns(table: Table) -> int:
    """Up to and with the first column of words, which names the row."""
    return next((place + 1 for place, column in enumerate(table.columns) if column.kind is Kind.TEXT), 0)


def _width(table: Table, place: int, column: Column) -> float:
    """As wide as its longest word or name, within reason; wrapped beyond."""
    if column.kind is not Kind.TEXT:
        return {Kind.CODE: 22.0, Kind.MOMENT: 17.0, Kind.DAY: 12.0, Kind.MINUTES: 12.0}.get(column.kind, 11.0)
    longest = max((len(str(row[place].value or "")) for row in table.rows), default=0)
    return float(min(_WIDEST, max(12, len(column.title), longest + 1)))


def _as_table(chart: Bars | Heat | Steps) -> Table:
    """The numbers that a chart draws."""
    if isinstance(chart, Bars):
        columns = (
            Column(key="label", title="Tên"),
            *(Column(key=words, title=words, kind=chart.kind) for _, words in chart.legend),
        )
        rows: tuple[Row, ...] = tuple((Cell(value=line.label), *line.parts) for line in chart.lines)
    elif isinstance(chart, Heat):
        columns = (
            Column(key="label", title=""),
            *(Column(key=label, title=label, kind=Kind.COUNT) for label in chart.column_labels),
        )
        rows = tuple((Cell(value=label), *cells) for label, cells in zip(chart.row_labels, chart.cells, strict=True))
    else:
        columns = (
            Column(key="label", title=chart.axis),
            Column(key="count", title="Số hồ sơ", kind=Kind.COUNT),
        )
        rows = tuple((Cell(value=label), cell) for label, cell in chart.points)
    return Table(key=chart.key, title=chart.title, columns=columns, rows=rows, note=chart.note)
