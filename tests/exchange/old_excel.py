"""A workbook as Excel 97 to 2003 wrote them: BIFF8 records in a compound file. Only what a list needs."""

import struct
from collections.abc import Sequence
from pathlib import Path

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_GLOBALS, _SHEET = 0x0005, 0x0010


def old_workbook(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Danh sách") -> Path:
    """Words and numbers; a moment is its serial number, as Excel keeps it."""
    cells = b"".join(
        _cell(number, place, cell) for number, row in enumerate(rows) for place, cell in enumerate(row) if cell != ""
    )
    name = sheet.encode("utf-16-le")
    front = _beginning(_GLOBALS)
    bound = struct.pack("<IHBB", len(front) + 4 + 8 + len(name) + 4, 0, len(sheet), 1) + name
    book = front + _record(0x0085, bound) + _record(0x000A) + _beginning(_SHEET) + cells + _record(0x000A)
    path.write_bytes(_compound(book))
    return path


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, place: int, cell: object) -> bytes:
    if isinstance(cell, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, place, 0, cell))
    words = str(cell).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, place, 0, len(words) // 2, 1) + words)


def _compound(stream: bytes) -> bytes:
    """One stream «Workbook»: header, sector 0 the table, sector 1 the directory, then 4 096 bytes of stream or more."""
    size = max(len(stream), 4096)
    count = -(-size // _SECTOR)
    chain = [_FAT, _END, *range(3, count + 2), _END]
    assert len(chain) <= _SECTOR // 4, "one table sector holds this list"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6sIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, 2, size)
    return header + table + directory.ljust(_SECTOR, b"\0") + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    front = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words), kind, 1, _FREE, _FREE, child)
    return front + bytes(36) + struct.pack("<IQ", start, size)
