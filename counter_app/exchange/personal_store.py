"""The list that the personal store of citizens and organisations gives out: whose, which paper, until when valid."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from counter_app.errors import Refused
from counter_app.exchange.cells import Unreadable, read_moment, read_text
from counter_app.exchange.columns import HEADER_ROWS, compact
from counter_app.exchange.sheet import Row, Sheet
from counter_app.exchange.sheets import read_sheets
from counter_app.model.problem import Problem
from counter_app.model.shelf import ListedPaper
from counter_app.model.text import clean

_SYNONYMS = {
    "identity_number": ("Số định danh", "Số giấy tờ chủ hồ sơ", "Số CCCD", "Số CCCD/MST", "Mã số thuế", "CCCD", "MST"),
    "name": ("Tên giấy tờ", "Tên thành phần hồ sơ", "Tên kết quả", "Giấy tờ", "Tên tài liệu"),
    "code": ("Mã giấy tờ", "Mã thành phần hồ sơ", "Mã kết quả", "Mã loại giấy tờ"),
    "number": ("Số giấy tờ", "Số hiệu", "Số/ký hiệu", "Số ký hiệu", "Số kết quả"),
    "issuer": ("Cơ quan cấp", "Nơi cấp", "Cơ quan ban hành", "Đơn vị cấp"),
    "issued_at": ("Ngày cấp", "Ngày ban hành", "Ngày ký", "Hiệu lực từ"),
    "expires_at": ("Ngày hết hạn", "Hạn sử dụng", "Hiệu lực đến", "Có giá trị đến", "Thời hạn hiệu lực"),
}
_MOMENTS = {"issued_at", "expires_at"}
_NEEDED = ("identity_number", "name")
_KNOWN = {compact(word): field for field, words in _SYNONYMS.items() for word in words}


class StoreList(NamedTuple):
    papers: tuple[ListedPaper, ...]
    problems: tuple[Problem, ...]  # rows that were not taken


def read_store_list(path: Path) -> StoreList:
    """XLSX or delimited text. Refused `list.no_store_header` and what `read_sheets` refuses; Trouble: disk."""
    for sheet in read_sheets(path):
        found = _header(sheet.rows)
        if found is not None:
            return _read(sheet, *found, path.name)
    raise Refused("list.no_store_header", file=path.name)


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, int]] | None:
    for index, row in enumerate(rows[:HEADER_ROWS]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            field = _KNOWN.get(compact(read_text(cell)))
            if field and field not in places:
                places[field] = place
        if all(field in places for field in _NEEDED):
            return index, places
    return None


def _read(sheet: Sheet, header: int, places: dict[str, int], list_name: str) -> StoreList:
    papers: list[ListedPaper] = []
    problems: list[Problem] = []
    for number, row in enumerate(sheet.rows[header + 1 :], header + 2):
        cells = {field: row[place] if place < len(row) else "" for field, place in places.items()}
        if not any(read_text(cell) for cell in cells.values()):
            continue
        paper, faults = _paper(number, cells, sheet.epoch_1904, list_name)
        problems += faults
        if paper is not None and not faults:
            papers.append(paper)
    return StoreList(tuple(papers), tuple(problems))


def _paper(
    row: int, cells: dict[str, object], epoch_1904: bool, list_name: str
) -> tuple[ListedPaper | None, list[Problem]]:
    words = {field: clean(read_text(cell)) for field, cell in cells.items() if field not in _MOMENTS}
    if not words["identity_number"] or not words["name"]:
        return None, [Problem(row, "list.store_row_without_owner")]
    moments: dict[str, datetime | None] = {}
    faults = []
    for field in _MOMENTS & cells.keys():
        try:
            moments[field] = read_moment(cells[field], epoch_1904=epoch_1904)
        except Unreadable as fault:
            faults.append(Problem(row, fault.code, {"text": fault.text, "column": _SYNONYMS[field][0]}))
    issued_at, expires_at = moments.get("issued_at"), moments.get("expires_at")
    return ListedPaper(list_name=list_name, issued_at=issued_at, expires_at=expires_at, **words), faults
