"""Known attacks on signed PDFs, each built on a file that we sign here: shadow, form, content, USF, SWA.

Names follow the published classes: shadow attacks (hide, replace, hide-and-replace), incremental saving, universal
signature forgery (USF), signature wrapping (SWA). `python -m tests.pdf.attack_table` prints the verdicts, and pdfsig's.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from counter_app.signing.practice_pki import PracticeKeys
from tests.pdf import signed_files as make

SHOWN, HIDDEN = b"BT /F1 14 Tf 60 780 Td (TRA 100 DONG) Tj ET", b"BT /F1 14 Tf 60 780 Td (TRA 900 DONG) Tj ET"
COVER = b"1 g 40 770 300 30 re f 0 g " + SHOWN
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
pdf: Any = generic


def raw_file(path: Path, *bodies: bytes, ghost: bytes = b"") -> Path:
    """A classical file of numbered objects; `ghost` is a second body of object 4 that no table names."""
    data, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    if ghost:
        data += b"4 0 obj\n%s\nendobj\n" % ghost
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    path.write_bytes(data)
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def document(path: Path, content: bytes, *more: bytes, resources: bytes = b"", ghost: bytes = b"") -> Path:
    """Objects: 1 catalogue, 2 pages, 3 page, 4 its content, 5 font, then `more` from 6 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
    head = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page % resources)
    return raw_file(path, *head, stream(content), FONT, *more, ghost=ghost)


def appended(data: bytes, entries: bytes, *bodies: tuple[int, bytes]) -> bytes:
    """A revision by hand: bodies, then a table with them and with `entries` as they stand."""
    old = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    size = int(re.findall(rb"/Size (\d+)", data)[-1])
    root = re.findall(rb"/Root \d+ 0 R", data)[-1]
    made, table = bytearray(data), bytearray(b"xref\n")
    for number, body in bodies:
        table += b"%d 1\n%010d 00000 n \n" % (number, len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    tail = b"trailer\n<</Size %d%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(made + table + entries + tail % (size, b"" + root, old, start))


# Shadow attacks: what is hidden was signed, too


def shadow_hide(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """The cover over the hidden amount is freed after signing."""
    cover = stream(COVER, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>")
    base = document(folder / "b.pdf", HIDDEN + b" /Co Do", cover, resources=b"/XObject<</Co 6 0 R>>")
    return appended(sign(base), b"6 1\n0000000000 00001 f \n")


def shadow_hide_by_content(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """The cover is made empty by a new body of the same object."""
    cover = stream(COVER, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>")
    base = document(folder / "b.pdf", HIDDEN + b" /Co Do", cover, resources=b"/XObject<</Co 6 0 R>>")
    return appended(sign(base), b"", (6, stream(b"", b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]")))


def shadow_replace_font(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """The font that the amount is written with is exchanged for one that shows other digits."""
    base = document(folder / "b.pdf", SHOWN)
    other = b"<</Type/Font/Subtype/Type1/BaseFont/Symbol/Encoding<</Differences[49/nine 48/eight]>>>>"
    return appended(sign(base), b"", (5, other))


def shadow_replace_field(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """A form field's value and look are exchanged: only the difference of values tells it."""
    source = make.plain_pdf(folder / "b.pdf", form=True)
    signed = folder / "s.pdf"
    signed.write_bytes(sign(source))

    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        look = pdf.StreamObject(stream_data=b"BT /F1 12 Tf 2 4 Td (900) Tj ET")
        look["/Type"], look["/Subtype"] = pdf.pdf_name("/XObject"), pdf.pdf_name("/Form")
        look["/BBox"] = pdf.ArrayObject(map(pdf.NumberObject, (0, 0, 200, 20)))
        field["/V"] = pdf.pdf_string("900")
        field["/AP"] = pdf.DictionaryObject({pdf.pdf_name("/N"): writer.add_object(look)})
        writer.update_container(field)

    return make.update(signed, folder / "x.pdf", change).read_bytes()


def shadow_hide_and_replace(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """A second body of the page's content lies among the signed bytes; only a new table makes it the shown one."""
    ghost = stream(HIDDEN)
    signed = sign(document(folder / "b.pdf", SHOWN, ghost=ghost))
    place = signed.index(b"4 0 obj\n" + ghost)
    return appended(signed, b"4 1\n%010d 00000 n \n" % place)


# Incremental saving


def content_replaced(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    return appended(sign(document(folder / "b.pdf", SHOWN)), b"", (4, stream(HIDDEN)))


def content_replaced_without_table(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """New objects with no table: lenient readers find them by searching."""
    return sign(document(folder / "b.pdf", SHOWN)) + b"4 0 obj\n%s\nendobj\n" % stream(HIDDEN)


def form_filled(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    signed = folder / "s.pdf"
    signed.write_bytes(sign(make.plain_pdf(folder / "b.pdf", form=True)))
    return make.update(signed, folder / "x.pdf", make.fill_form).read_bytes()


def annotation_added(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """A free text over the amount."""
    signed = folder / "s.pdf"
    signed.write_bytes(sign(document(folder / "b.pdf", SHOWN)))

    def change(writer: IncrementalPdfFileWriter) -> None:
        note = pdf.DictionaryObject(
            {
                pdf.pdf_name("/Type"): pdf.pdf_name("/Annot"),
                pdf.pdf_name("/Subtype"): pdf.pdf_name("/FreeText"),
                pdf.pdf_name("/Rect"): pdf.ArrayObject(map(pdf.NumberObject, (60, 770, 200, 800))),
                pdf.pdf_name("/Contents"): pdf.pdf_string("900 dong"),
                pdf.pdf_name("/DA"): pdf.pdf_string("/F1 14 Tf"),
            }
        )
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Annots"] = pdf.ArrayObject([writer.add_object(note)])
        writer.update_container(page)

    return make.update(signed, folder / "x.pdf", change).read_bytes()


# Universal signature forgery: the signature's own dictionary is made unreadable


def _signature_replaced(signed: bytes, change: Callable[[bytes], bytes]) -> bytes:
    found = re.search(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?/ByteRange.*?endobj", signed, re.S)
    assert found is not None
    body = found.group().split(b"obj", 1)[1].rsplit(b"endobj", 1)[0].strip()
    return appended(signed, b"", (int(found.group(1)), change(body)))


def usf_contents_gone(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    signed = sign(document(folder / "b.pdf", SHOWN))
    return _signature_replaced(signed, lambda body: re.sub(rb"/Contents\s*<[0-9a-fA-F]*>", b"", body))


def usf_contents_null(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    signed = sign(document(folder / "b.pdf", SHOWN))
    return _signature_replaced(signed, lambda body: re.sub(rb"/Contents\s*<[0-9a-fA-F]*>", b"/Contents <00>", body))


def usf_range_gone(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    signed = sign(document(folder / "b.pdf", SHOWN))
    return _signature_replaced(signed, lambda body: re.sub(rb"/ByteRange\s*\[[^\]]*\]", b"", body))


def usf_range_of_nothing(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    signed = sign(document(folder / "b.pdf", SHOWN))
    return _signature_replaced(signed, lambda body: re.sub(rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [0 0 0 0]", body))


# Signature wrapping: the signed second part is moved back, and the table's place taken over


def wrapped(folder: Path, sign: Callable[[Path], bytes]) -> bytes:
    """Between the two signed parts: other content, a copy of the signature with a new byte range, and a new table."""
    signed = sign(document(folder / "b.pdf", SHOWN))
    start, end = make.last_hole(signed)
    table_at = int(re.findall(rb"startxref\s+(\d+)", signed)[-1])
    first, hole, second = signed[:start], signed[start:end], signed[end:]
    places = {int(m.group(1)): m.start() for m in re.finditer(rb"(?<!\d)(\d+) 0 obj", signed)}
    dictionary = re.search(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?/ByteRange.*?endobj", signed, re.S)
    assert dictionary is not None
    number = int(dictionary.group(1))
    filler = table_at - start - len(hole)
    room = 4096 + len(dictionary.group())
    moved = table_at + room
    new_body = re.sub(
        rb"/ByteRange\s*\[[^\]]*\]", b"/ByteRange [0 %d %d %d]" % (start, moved, len(second)), dictionary.group()
    )
    shift = moved - end
    offsets = {n: at + shift if at >= end else at for n, at in places.items()}
    size = max(offsets) + 1
    body_at = table_at + 20 * size + 200
    middle = b"4 0 obj\n%s\nendobj\n" % stream(HIDDEN)
    offsets[4], offsets[number] = body_at, body_at + len(middle)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    table += b"".join(
        b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 00000 f \n" for n in range(1, size)
    )
    table += b"trailer\n<</Size %d/Root 1 0 R>>\n" % size
    inside = (table.ljust(body_at - table_at) + middle + new_body + b"\n").ljust(room)
    assert len(inside) == room
    return first + hole + b" " * filler + inside + second


ATTACKS: dict[str, Callable[[Path, Callable[[Path], bytes]], bytes]] = {
    "shadow: hide, cover freed": shadow_hide,
    "shadow: hide, cover emptied": shadow_hide_by_content,
    "shadow: replace, font": shadow_replace_font,
    "shadow: replace, field value and look": shadow_replace_field,
    "shadow: hide and replace, second body": shadow_hide_and_replace,
    "incremental: page content": content_replaced,
    "incremental: content, no table": content_replaced_without_table,
    "incremental: form value": form_filled,
    "incremental: annotation over text": annotation_added,
    "USF: no contents": usf_contents_gone,
    "USF: empty contents": usf_contents_null,
    "USF: no byte range": usf_range_gone,
    "USF: byte range of nothing": usf_range_of_nothing,
    "SWA: second part moved": wrapped,
}


def build(name: str, folder: Path, pki: PracticeKeys, **options: Any) -> Path:
    """The attacked file; what is signed first is a valid signature of officer «ha»."""

    def sign(source: Path) -> bytes:
        return make.sign(source, folder / "signed.pdf", pki.key("ha"), **options).read_bytes()

    path = folder / "attacked.pdf"
    path.write_bytes(ATTACKS[name](folder, sign))
    return path
