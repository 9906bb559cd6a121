"""A foreign list, opened once: what its columns mean is proposed, chosen by a person, and read as often as wanted."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.errors import Refused
from counter_app.exchange.cells import read_text
from counter_app.exchange.columns import HEADER_ROWS, Column, Header, compact, find_header, read_header
from counter_app.exchange.lists import DossierList, read_rows
from counter_app.exchange.sheet import Sheet
from counter_app.exchange.sheets import read_sheets
from counter_app.model.text import nfc

_SAMPLES = 5
Places = Mapping[int, Column]  # 0-based column of the sheet -> what it means


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    place: int  # 0-based
    name: str  # as written in the list
    samples: tuple[str, ...]  # its cells in the first rows that say something


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedList:
    file: str
    sheet: Sheet = field(repr=False)  # personal data are never shown in a trace
    header_row: int  # 0-based
    columns: tuple[ListColumn, ...] = field(repr=False)
    proposed: Places  # by the synonyms

    @property
    def source(self) -> str:
        """Lists with the same columns in the same order come from the same source."""
        names = "\n".join(f"{one.place} {compact(one.name)}" for one in self.columns)
        return hashlib.sha256(names.encode("utf-8")).hexdigest()[:16]

    def read(self, places: Places) -> DossierList:
        """Its rows under this meaning. Refused `list.no_header`: no column, or more than one, is the dossier's code."""
        found: dict[Column, int] = {}
        for place, column in sorted(places.items()):
            if column in found:
                raise Refused("list.column_twice", column=self._name(found[column]), other=self._name(place))
            found[column] = place
        if Column.CODE not in found or len(found) < 2:
            raise Refused("list.no_header", file=self.file)
        names = {column: self._name(place) for column, place in found.items()}
        return read_rows(self.sheet, Header(self.header_row, found, names))

    def _name(self, place: int) -> str:
        return next((one.name for one in self.columns if one.place == place), "")


def open_list(path: Path) -> OpenedList:
    """Refused, Trouble as `lists.read_list`, but two columns with unknown names are enough: a person may know them."""
    sheets = read_sheets(path)
    known = [(sheet, header) for sheet in sheets if (header := find_header(sheet.rows))]
    if known:
        sheet, header = max(known, key=lambda pair: len(pair[1].places))
        proposed = {place: column for column, place in header.places.items()}
        return _opened(path.name, sheet, header.row, proposed)
    if not sheets:
        raise Refused("list.empty_file", file=path.name)
    fullest = max(sheets, key=lambda sheet: len(sheet.rows))
    header = _likely_header(fullest)
    if sum(bool(read_text(cell)) for cell in fullest.rows[header.row]) < 2:
        raise Refused("list.no_header", file=path.name)
    return _opened(path.name, fullest, header.row, {place: column for column, place in header.places.items()})


def _opened(name: str, sheet: Sheet, row: int, proposed: Places) -> OpenedList:
    cells = sheet.rows[row] if row < len(sheet.rows) else ()
    columns = tuple(
        ListColumn(place=place, name=nfc(read_text(cell)), samples=_samples(sheet, row, place))
        for place, cell in enumerate(cells)
        if read_text(cell)
    )
    return OpenedList(file=name, sheet=sheet, header_row=row, columns=columns, proposed=proposed)


def _samples(sheet: Sheet, row: int, place: int) -> tuple[str, ...]:
    found: list[str] = []
    for cells in sheet.rows[row + 1 : row + 1 + 4 * _SAMPLES]:
        words = read_text(cells[place]) if place < len(cells) else ""
        if words:
            found.append(words)
    return tuple(found[:_SAMPLES])


def _likely_header(sheet: Sheet) -> Header:
    """Of the first rows the one that names most: words, no figures."""
    rows = sheet.rows[:HEADER_ROWS]
    named = [sum(isinstance(cell, str) and bool(compact(cell)) for cell in row) for row in rows]
    row = named.index(max(named))
    return read_header(row, rows[row])
