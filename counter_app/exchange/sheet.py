"""What every kind of list becomes first: rows of raw cells, so many and no more."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from counter_app.errors import Refused

MAX_ROWS = 200_000
MAX_COLUMNS = 200
_BLANK_TAIL = 2_000  # so many empty rows in a row are formatting, not data

Row = tuple[object, ...]


class Sheet(NamedTuple):
    name: str  # empty for a text file
    rows: list[Row]  # row 1 of the file is rows[0]
    epoch_1904: bool = False


def kept(rows: Iterable[Sequence[object]], name: str) -> list[Row]:
    """All rows up to the last one that holds anything."""
    found: list[Row] = []
    last = 0
    for number, row in enumerate(rows, 1):
        if any(cell is not None and cell != "" for cell in row):
            last = number
        elif number - last > _BLANK_TAIL:
            break
        if last > MAX_ROWS:
            raise Refused("list.too_many_rows", file=name, limit=MAX_ROWS)
        found.append(tuple(row))
    return found[:last]
