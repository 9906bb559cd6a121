"""Lists in the shapes of older and other programs: Excel before 2007, and records as JSON."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from counter_app.errors import Refused
from counter_app.exchange.sheet import MAX_COLUMNS, Row, Sheet, kept
from counter_app.model.text import nfc

_DEEPEST = 4  # where a list of records may lie inside an answer: {"data": {"content": [...]}}


def old_workbook(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets of a .xls. Refused `list.old_excel`: torn, locked, or no workbook at all."""
    import python_calamine

    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            shown = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.visible is python_calamine.SheetVisibleEnum.Visible
                and sheet.typ is python_calamine.SheetTypeEnum.WorkSheet
            ]
            found = [Sheet(one, _cells(book.get_sheet_by_name(one), name)) for one in shown]
    except (KeyboardInterrupt, SystemExit, Refused):
        raise
    except BaseException as error:  # what the library was not ready for comes out as a panic, no Exception
        raise Refused("list.old_excel", file=name) from error
    return [sheet for sheet in found if sheet.rows]


def records(data: bytes, name: str) -> Sheet:
    """A JSON list of records, alone or somewhere inside an answer (`content`, `data` …); keys become the header.

    Row 1 stands for the keys, so the first record is row 2. Refused `list.not_a_list`.
    """
    try:
        answer = json.loads(data.decode("utf-8-sig"))
        found = _list_in(answer, _DEEPEST)
    except (ValueError, RecursionError) as error:
        raise Refused("list.not_a_list", file=name) from error
    if found is None:
        raise Refused("list.not_a_list", file=name)
    keys = tuple(dict.fromkeys(str(key) for record in found for key in record))[:MAX_COLUMNS]
    return Sheet("", kept([keys, *(tuple(_cell(record.get(key)) for key in keys) for record in found)], name))


def _cells(sheet: Any, name: str) -> list[Row]:
    rows: Iterable[Sequence[object]] = sheet.to_python(skip_empty_area=False)
    return kept((row[:MAX_COLUMNS] for row in rows), name)


def _list_in(answer: Any, deeper: int) -> list[dict[str, Any]] | None:
    """The longest list of records that lies nearest to the top."""
    if isinstance(answer, list):
        found = [one for one in answer if isinstance(one, dict)]
        return found if found and len(found) == len(answer) else None
    if not isinstance(answer, dict) or not deeper:
        return None
    return max(_lists(answer.values(), deeper - 1), key=len, default=None)


def _lists(values: Iterable[Any], deeper: int) -> Iterator[list[dict[str, Any]]]:
    for one in values:
        found = _list_in(one, deeper)
        if found is not None:
            yield found


def _cell(value: Any) -> object:
    """Words and numbers; what is nested further is no cell."""
    if isinstance(value, str):
        return nfc(value)
    return value if isinstance(value, int | float) else ""
