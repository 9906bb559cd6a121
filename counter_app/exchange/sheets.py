"""Raw rows out of a spreadsheet or text file from elsewhere.

The file is not trusted: its name says nothing, its size is limited before and after unpacking, and whatever the
libraries raise becomes one of our sentences.
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.exchange.columns import HEADER_ROWS, find_header
from counter_app.exchange.foreign_sheets import old_workbook, records
from counter_app.exchange.sheet import MAX_COLUMNS, Row, Sheet, kept
from counter_app.model.text import nfc

MAX_BYTES = 50_000_000
MAX_UNPACKED_BYTES = 400_000_000
MAX_EXPANSION = 200  # unpacked against packed, looked at from 20 MB on: real lists stay near 10
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ";,\t|"


def read_sheets(path: Path, columns_named: Callable[[list[Row]], int] | None = None) -> list[Sheet]:
    """The visible sheets that hold anything. Refused: not a list that can be read, and why. Trouble: not readable.

    `columns_named`: how many known columns the header among the first rows names, for lists of other things than
    dossiers; a text file is split by the delimiter under which it names most.
    """
    data = _bytes(path)
    if not data.strip():
        raise Refused("list.empty_file", file=path.name)
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise Refused("list.password", file=path.name)
        return old_workbook(data, path.name)
    if data.startswith(b"PK"):
        return _workbook(data, path.name)
    if data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        return [records(data, path.name)]
    if re.match(rb"\s*<(?:!doctype html|html|table|\?xml|meta|head)", data[:512].removeprefix(b"\xef\xbb\xbf"), re.I):
        raise Refused("list.web_page", file=path.name)
    return [_text_sheet(_decoded(data, path.name), path.name, columns_named or _dossier_columns)]


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refused("list.too_large", file=path.name, limit=MAX_BYTES // 1_000_000)
        return path.read_bytes()
    except OSError as error:
        raise Trouble("list.cannot_read", file=path.name) from error


def _workbook(data: bytes, name: str) -> list[Sheet]:
    _refuse_bomb(data, name)
    try:
        return _sheets_of(data, name)
    except Refused:
        raise
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise Refused("list.broken", file=name) from error


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Refused("list.broken", file=name) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > 20_000_000 and unpacked / packed > MAX_EXPANSION):
        raise Refused("list.too_large", file=name, limit=MAX_UNPACKED_BYTES // 1_000_000)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("list.password", file=name)


def _sheets_of(data: bytes, name: str) -> list[Sheet]:
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # unknown extensions and styles of other programs do not concern the values
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            found = []
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()  # other programs write a wrong size; the rows themselves are right
                    rows = kept(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), name)
                    found.append(Sheet(sheet.title, rows, book.epoch == CALENDAR_MAC_1904))
            return [sheet for sheet in found if sheet.rows]
        finally:
            book.close()


def _decoded(data: bytes, name: str) -> str:
    """UTF-8 with or without mark, UTF-16 with or without mark, else the Vietnamese Windows code page."""
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if not wide and len(data) > 3 and b"\0" in data[:200]:
        guess = ["utf-16-le" if data[1] == 0 else "utf-16-be"]
    else:
        guess = ["utf-16"] if wide else ["utf-8-sig", "cp1258"]
    for encoding in guess:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("list.not_a_list", file=name)


def _dossier_columns(rows: list[Row]) -> int:
    header = find_header(rows)
    return len(header.places) if header else 0


def _text_sheet(text: str, name: str, columns_named: Callable[[list[Row]], int]) -> Sheet:
    """The delimiter is the one of a `sep=` line, else the one under which the header names most columns."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    if told:  # Excel does not show that line, so it has no row number
        return Sheet("", _split(rest, told.group(1), name))
    best = max(_DELIMITERS, key=lambda mark: columns_named(list(_first_rows(text, mark))))
    return Sheet("", _split(text, best, name))


def _first_rows(text: str, delimiter: str) -> Iterator[Row]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for _, row in zip(range(HEADER_ROWS), rows, strict=False):
            yield tuple(row)
    except csv.Error:  # a stray quote under the wrong delimiter
        return


def _split(text: str, delimiter: str, name: str) -> list[Row]:
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return kept(([nfc(cell) for cell in row[:MAX_COLUMNS]] for row in rows), name)
    except csv.Error as error:
        raise Refused("list.broken", file=name) from error
