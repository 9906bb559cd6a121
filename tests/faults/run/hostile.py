"""Files made to harm: each is answered in words and in time, and the next file is read as if nothing had been."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf

from counter_app.errors import CounterError
from counter_app.exchange.lists import read_list
from counter_app.pdf.reader import FileReader
from counter_app.working_time.calendar_csv import to_csv
from counter_app.working_time.days import CalendarData
from tests.faults.odd_files import bomb
from tests.faults.run.look import Row
from tests.signing.papers import paper

DEEP = 100_000


def pdf_of(path: Path, *bodies: bytes, trailer: bytes = b"") -> Path:
    """A classical file of these objects, the first being the catalogue."""
    data, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size %d/Root 1 0 R" % (len(bodies) + 1) + trailer.replace(b"@TABLE", b"%d" % table)
    data += b">>\nstartxref\n%d\n%%%%EOF\n" % table
    path.write_bytes(data)
    return path


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>"


def _nested(path: Path) -> Path:
    deep = b"[" * DEEP + b"]" * DEEP
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % (b"/X " + deep))


def _circular_pages(path: Path) -> Path:
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 3 0 R>>",
                  b"<</Type/Pages/Kids[2 0 R]/Count 2/Parent 2 0 R>>")  # fmt: skip


def _circular_values(path: Path) -> Path:
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                  PAGE % b"/Contents 4 0 R/Resources 4 0 R", b"4 0 R")  # fmt: skip


def _circular_tables(path: Path) -> Path:
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf_of(path, CATALOGUE, kids, PAGE % b"", trailer=b"/Prev @TABLE")


def _form_calls_itself(path: Path) -> Path:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>stream\n/F Do"
    form += b"\nendstream"
    page = PAGE % b"/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R"
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, form,
                  b"<</Length 5>>stream\n/F Do\nendstream")  # fmt: skip


def _endless_page(path: Path) -> Path:
    return paper(path, media=(0, 0, 1e9, 1e9))


def _million_pages_claimed(path: Path) -> Path:
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", PAGE % b"")


def _attachments(path: Path) -> Path:
    document = pikepdf.open(paper(path.with_name("truoc.pdf")))
    for name in ("../../../ngoai.txt", "/etc/ngoai.txt", "..\\..\\ngoai.exe", "C:\\ngoai.bat", "a\0b", "con"):
        document.attachments[name] = pikepdf.AttachedFileSpec(document, b"x", filename=name)
    document.save(path)
    return path


def _picture_bomb(path: Path) -> Path:
    from PIL import Image

    Image.new("1", (40_000, 40_000)).save(path, optimize=False)
    return path


def _bombs_in_a_row(path: Path) -> Path:
    """A filter over a filter over a filter: a kilobyte that unpacks to gigabytes."""
    import zlib

    packed = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    body = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf_of(path, CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE % b"/Contents 4 0 R", body)


FILES: dict[str, Callable[[Path], Path]] = {
    "bom.pdf": bomb,
    "bom-hai-lop.pdf": _bombs_in_a_row,
    "10000-trang.pdf": lambda path: paper(path, pages=10_000),
    "long-sau.pdf": _nested,
    "vong-trang.pdf": _circular_pages,
    "vong-gia-tri.pdf": _circular_values,
    "vong-bang.pdf": _circular_tables,
    "vong-hinh.pdf": _form_calls_itself,
    "trang-vo-tan.pdf": _endless_page,
    "hai-ty-trang.pdf": _million_pages_claimed,
    "dinh-kem.pdf": _attachments,
    "bom.png": _picture_bomb,
}
LOOKS: dict[str, Callable[[FileReader, Path], object]] = {
    "inspect": lambda reader, path: reader.inspect(path),
    "render": lambda reader, path: reader.render(path, 1, 400),
    "codes": lambda reader, path: reader.read_codes(path),
    "blanks": lambda reader, path: reader.blanks(path),
    "verify": lambda reader, path: reader.verify(path, trust_folders=[]),
    "convert": lambda reader, path: reader.to_pdf([path], path.with_suffix(".ra.pdf")),
}


def papers(folder: Path, names: tuple[str, ...] = tuple(FILES)) -> Row:
    """Every file through every look of the reading process."""
    row = Row("tệp giấy tờ độc hại")
    folder.mkdir()
    good = paper(folder / "tot.pdf")
    around = sorted(path for path in folder.parent.rglob("ngoai*"))
    with FileReader() as reader:
        for name in names:
            path = FILES[name](folder / name)
            for look, at in LOOKS.items():
                try:
                    at(reader, path)
                    row.count("done", "")
                except CounterError as error:
                    row.count("told", error.code)
                except Exception as error:
                    row.count("bug", f"{name} {look}: {error!r}"[:600])
                if not reader.inspect(good).readable:
                    row.lost.append(f"after {name} {look} a good file was not read")
    if sorted(folder.parent.rglob("ngoai*")) != around:
        row.lost.append("a name inside a file made a file outside")
    row.note = f"{len(names)} tệp × {len(LOOKS)} cách xem"
    return row


def _zip(path: Path, parts: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    b'sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>'
)
_BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.'
    b'openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    b"</workbook>"
)
_LAUGHS = (
    b"<!DOCTYPE a [" + b'<!ENTITY l0 "haha">'
    + b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]>"
)  # fmt: skip


def _book(path: Path, sheet: bytes, extra: dict[str, bytes] | None = None) -> Path:
    return _zip(path, {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS % (b"officeDocument", b"xl/workbook.xml"),
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _RELATIONS % (b"worksheet", b"worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    })  # fmt: skip


def _sheet(rows: bytes) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )


def _sheets(folder: Path) -> Iterator[Path]:
    yield _zip(folder / "bom.xlsx", {"xl/worksheets/sheet1.xml": bytes(450_000_000)})
    yield _book(folder / "cuoi.xlsx", _LAUGHS + _sheet(b'<row r="1"><c t="str"><v>&l9;</v></c></row>'))
    yield _book(folder / "rong.xlsx", _sheet(b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))
    yield _book(folder / "sau.xlsx", _sheet(b"<a>" * DEEP + b"</a>" * DEEP))
    yield _book(folder / "dai.xlsx", _sheet(b'<row><c t="str"><v>x</v></c></row>' * 300_000))
    yield _book(folder / "ngoai.xlsx", _sheet(b""), {"../../ngoai-bang.txt": b"x"})
    yield _zip(folder / "long.xlsx", {"a.xlsx": b"PK\x05\x06" + bytes(18)})
    (folder / "cot.csv").write_bytes(b"a;" * 2_000_000 + b"\n")
    yield folder / "cot.csv"
    (folder / "hang.csv").write_bytes(b"\n" * 5_000_000 + b"a;b\n")
    yield folder / "hang.csv"
    (folder / "o.csv").write_bytes(b'"' + b"x" * 20_000_000)
    yield folder / "o.csv"


def sheets(folder: Path) -> Row:
    row = Row("bảng tính độc hại khi nhập danh sách")
    folder.mkdir()
    for path in _sheets(folder):
        try:
            read_list(path)
            row.count("done", "")
        except CounterError as error:
            row.count("told", error.code)
        except Exception as error:
            row.count("bug", f"{path.name}: {error!r}"[:600])
    if list(folder.parent.rglob("ngoai-bang.txt")):
        row.lost.append("a name inside a workbook made a file outside")
    return row


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://a")',
    "'=1",
    "\r=1",
    " =1",
)


def formulas(data: CalendarData) -> Row:
    """Names of days that a spreadsheet would count with, in the table that the calendar is given out as."""
    import csv
    import io
    from dataclasses import replace

    row = Row("công thức cài trong bảng xuất (lịch CSV)")
    for text in FORMULAS:
        harmed = replace(data, name=text, days_off=tuple(replace(one, name=text) for one in data.days_off))
        table = csv.reader(io.StringIO(to_csv(harmed).decode("utf-8-sig")))
        bad = [cell for cells in table for cell in cells if cell[:1] in set("=+-@\t\r")]
        row.count("done", "")
        row.lost += [f"a cell begins a formula: {cell!r}" for cell in bad[:1]]
    return row
