"""Dossier lists as provincial and national systems export them: header by synonyms, every row good or a problem."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.errors import Refused
from counter_app.exchange.cells import (
    Unreadable,
    known_code_shape,
    read_channel,
    read_code,
    read_moment,
    read_state,
    read_text,
)
from counter_app.exchange.columns import Column, Header, find_header
from counter_app.exchange.sheet import Row, Sheet
from counter_app.exchange.sheets import read_sheets
from counter_app.model.dossier import Channel, DossierState
from counter_app.model.problem import Problem
from counter_app.model.text import fold

_TOTAL_WORDS = ("tong cong", "tong so", "tong:", "cong:", "cong ")
_MOMENTS = (Column.SUBMITTED, Column.RECEIVED, Column.DUE, Column.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One dossier as a list tells it. Empty words and None: the list does not say."""

    row: int  # 1-based, as the spreadsheet shows it
    code: str
    procedure_code: str = ""
    procedure_name: str = ""
    field: str = ""
    state: DossierState | None = None
    channel: Channel | None = None
    applicant_name: str = ""
    identity_number: str = ""
    address: str = ""
    phone: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    receiver_name: str = ""
    unit: str = ""
    receiving_unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierList:
    rows: tuple[ListRow, ...]
    problems: tuple[Problem, ...]  # rows that were not taken; a row with several faults stands here several times
    warnings: tuple[Problem, ...]  # rows that were taken and deserve a look
    header_row: int  # 1-based
    mapping: dict[Column, str]  # the header of each understood column, as written in the list
    sheet: str  # empty for a text file
    skipped: int  # total rows and stray lines below or between the rows

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """Row numbers that were not taken, each once."""
        return tuple(sorted({problem.row for problem in self.problems}))


def read_list(path: Path) -> DossierList:
    """Read .xlsx, .xlsm, .xls, JSON records or delimited text; content counts, not the name's ending.

    Refused: no such header (`list.no_header`), old Excel, password, web page, broken, too large. Trouble: disk.
    """
    sheets = read_sheets(path)
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows))]
    if not found:
        raise Refused("list.no_header", file=path.name)
    sheet, header = max(found, key=lambda pair: len(pair[1].places))
    return read_rows(sheet, header)


def read_rows(sheet: Sheet, header: Header) -> DossierList:
    """The rows below a header whose columns are known."""
    return _Reading(sheet, header).result()


class _Reading:
    """One pass over the rows below the header."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self.sheet = sheet
        self.header = header
        self.rows: list[ListRow] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.first_seen: dict[str, int] = {}
        self.skipped = 0

    def result(self) -> DossierList:
        for number, row in enumerate(self.sheet.rows[self.header.row + 1 :], self.header.row + 2):
            if any(read_text(cell) for cell in row):
                self._take(number, row)
        return DossierList(
            rows=tuple(self.rows),
            problems=tuple(self.problems),
            warnings=tuple(self.warnings),
            header_row=self.header.row + 1,
            mapping=self.header.names,
            sheet=self.sheet.name,
            skipped=self.skipped,
        )

    def _take(self, number: int, row: Row) -> None:
        cells = {
            column: row[place] for column, place in self.header.places.items() if place < len(row) and row[place] != ""
        }
        code = read_code(cells.get(Column.CODE))
        if self._is_no_dossier(code, row, cells):
            self.skipped += 1
            return
        faults = list(self._faults_of_code(number, code))
        values, unreadable = _values(cells, self.sheet.epoch_1904)
        faults += [
            Problem(number, fault.code, {"text": fault.text, "column": self.header.names[column]}, code)
            for column, fault in unreadable
        ]
        if faults:
            self.problems += faults
            return
        read = _list_row(number, code, cells, values)
        self.rows.append(read)
        self.warnings += _oddities(read)

    def _is_no_dossier(self, code: str, row: Row, cells: dict[Column, object]) -> bool:
        """A total, a group heading over the whole width, a signature line: no code and hardly anything else."""
        first = fold(next(filter(None, map(read_text, row)), "")) + " "
        if first.startswith(_TOTAL_WORDS) and not known_code_shape(code):
            return True
        return not code and sum(1 for cell in cells.values() if read_text(cell)) <= 1

    def _faults_of_code(self, number: int, code: str) -> Iterator[Problem]:
        if not code:
            yield Problem(number, "list.no_code")
        elif code in self.first_seen:
            yield Problem(number, "list.duplicate_code", {"first_row": self.first_seen[code]}, code)
        else:
            self.first_seen[code] = number


Meanings = dict[Column, datetime | DossierState | Channel | None]


def _values(cells: dict[Column, object], epoch_1904: bool) -> tuple[Meanings, list[tuple[Column, Unreadable]]]:
    """What the cells of moments, state and channel mean, and those that mean nothing."""
    found: Meanings = {}
    faults = []
    for column, cell in cells.items():
        try:
            if column in _MOMENTS:
                found[column] = read_moment(cell, epoch_1904=epoch_1904)
            elif column is Column.STATE:
                found[column] = read_state(cell)
            elif column is Column.CHANNEL:
                found[column] = read_channel(cell)
        except Unreadable as fault:
            faults.append((column, fault))
    return found, faults


def _list_row(number: int, code: str, cells: dict[Column, object], values: Meanings) -> ListRow:
    words = {
        column.value: read_text(cell)
        for column, cell in cells.items()
        if column not in values and column is not Column.CODE
    }
    meanings = {column.value: value for column, value in values.items()}
    return ListRow(row=number, code=code, **words, **meanings)  # type: ignore[arg-type] # columns are named as fields


def _oddities(row: ListRow) -> Iterator[Problem]:
    if not known_code_shape(row.code):
        yield Problem(row.row, "list.unknown_code_shape", subject=row.code)
    start = row.received_at or row.submitted_at
    if row.due_at and start and row.due_at.date() < start.date():
        yield Problem(row.row, "list.due_before_received", subject=row.code)
    if row.submitted_at and row.received_at and row.received_at.date() < row.submitted_at.date():
        yield Problem(row.row, "list.received_before_submitted", subject=row.code)
