"""PDF files as odd as the world's, made from a seed: structure, boxes, trees, forms, and damage on top.

Every number gives the same file again, so a case that fails can be looked at by its number.
"""

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

Choose = random.Random
CONTENT = b"BT /F1 14 Tf 72 600 Td (Van ban so) Tj ET 0 0 1 RG 72 590 200 1 re S"


def odd_paper(path: Path, number: int) -> str:
    """Write case `number` and say what it is: kind of structure, kind of damage."""
    choose = Choose(number)
    build = choose.choice(STRUCTURES)
    data = build(choose)
    save = choose.choice(SAVES)
    data = save(data, choose)
    damage = choose.choice(DAMAGES) if choose.random() < 0.45 else whole
    path.write_bytes(damage(data, choose))
    return f"{build.__name__}, {save.__name__}, {damage.__name__}"


# Structures


def written(objects: list[bytes], choose: Choose, head: bytes = b"%PDF-1.4\n", trailer: bytes = b"") -> bytes:
    """Objects 1…n with a classical table; the first is the catalogue."""
    data, offsets = bytearray(head), []
    end = choose.choice([b"\n", b"\r\n", b"\r"])
    for place, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s%s%sendobj%s" % (place, end, body, end, end)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(data)


def page_words(choose: Choose, more: bytes = b"") -> bytes:
    box = choose.choice(
        [
            b"[0 0 595 842]",
            b"[0 0 595.276 841.89]",
            b"[595 842 0 0]",
            b"[-100 -200 495 642]",
            b"[7 0 R 7 0 R 595 842]",
            b"[0 0 200 100]",
            b"[0 0 14400 14400]",
            b"[0 0 842 595]",
        ]
    )
    words = b"/MediaBox" + box
    if choose.random() < 0.4:
        crop = [b"[10 10 500 700]", b"[-50 -50 900 900]", b"[300 300 200 200]", b"[0 0 0 0]", b"null", b"8 0 R"]
        words += b"/CropBox" + choose.choice(crop)
    if choose.random() < 0.5:
        words += b"/Rotate " + choose.choice([b"0", b"90", b"180", b"270", b"-90", b"450", b"9 0 R", b"90.0"])
    if choose.random() < 0.1:
        words += b"/UserUnit 2"
    return words + more


def stream(content: bytes, choose: Choose) -> bytes:
    length = len(content) + choose.choice([0, 0, 0, 0, 3, -2])
    return b"<</Length %d>>stream\n%s\nendstream" % (length, content)


TAIL = [b"0", b"[20 20 400 600]", b"90"]  # objects 7, 8, 9: numbers and boxes that stand elsewhere
FONT = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def one_page(choose: Choose) -> bytes:
    """Page, resources and contents in their odd places."""
    inherited = choose.random() < 0.3
    words = page_words(choose)
    resources = choose.choice([b"/Resources " + FONT, b"/Resources 6 0 R", b"", b"/Resources null"])
    contents = choose.choice(
        [b"/Contents 4 0 R", b"/Contents[4 0 R]", b"/Contents[4 0 R 4 0 R]", b"", b"/Contents 5 0 R"]
    )
    notes = choose.choice([b"", b"/Annots[]", b"/Annots 5 0 R", b"/Annots null", b"/Annots[null]", b"/Annots 99 0 R"])
    page = b"<</Type/Page/Parent 2 0 R%s%s/Contents%s%s>>" % (b"" if inherited else words, resources, contents, notes)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count %s%s>>" % (
        choose.choice([b"1"] * 9 + [b"1.0"]),
        words if inherited else b"",
    )
    catalogue = b"<</Type/Catalog/Pages 2 0 R%s>>" % form(choose)
    five = b"[]"
    return written([catalogue, pages, page, stream(CONTENT, choose), five, FONT, *TAIL], choose, header(choose))


def header(choose: Choose) -> bytes:
    version = choose.choice([b"1.0", b"1.3", b"1.4", b"1.7", b"2.0", b"1.9"])
    binary = choose.choice([b"", b"%\xe2\xe3\xcf\xd3\n", b"% a comment with ( and <<\n"])
    return b"%PDF-" + version + b"\n" + binary


def form(choose: Choose) -> bytes:
    return choose.choice(
        [
            b"",
            b"",
            b"",
            b"/AcroForm<</Fields[]>>",
            b"/AcroForm<<>>",
            b"/AcroForm null",
            b"/AcroForm<</Fields 5 0 R>>",
            b"/AcroForm<</Fields[99 0 R]>>",
            b"/AcroForm<</Fields[<</T(a)/FT/Tx/V(x)>>]/SigFlags 1>>",
            b"/AcroForm<</Fields[]/NeedAppearances true/XFA(x)>>",
            b"/AcroForm<</Fields[<</T(KyKiemSoat)/FT/Tx>>]>>",
            b"/AcroForm<</Fields[<</T(KyKiemSoat)/FT/Sig>>]>>",
            b"/AcroForm<</Fields[<</T(KyKiemSoat)/FT/Sig/Rect[0 0 0 0]/Subtype/Widget/P 3 0 R>>]>>",
            b"/AcroForm<</Fields[<</Kids[<</T(b)/FT/Btn>>]>>]>>",
            b"/AcroForm<</Fields null/DA(/Helv 0 Tf)>>",
            b"/Perms<<>>",
            b"/Version/1.7/Extensions<<>>",
            b"/AcroForm 5 0 R",
        ]
    )


def deep_tree(choose: Choose) -> bytes:
    """One page under many levels, the boxes on some of them."""
    depth = choose.choice([2, 5, 30, 90])
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for place in range(depth):
        more = b"/Parent %d 0 R" % (place + 1) if place else b""
        more += b"/MediaBox[0 0 595 842]" if place == depth // 2 else b""
        objects.append(b"<</Type/Pages/Kids[%d 0 R]/Count 1%s>>" % (place + 3, more))
    objects.append(b"<</Type/Page/Parent %d 0 R/Resources %s/Contents %d 0 R>>" % (depth + 1, FONT, depth + 3))
    return written([*objects, stream(CONTENT, choose)], choose, header(choose))


def wide_tree(choose: Choose) -> bytes:
    """Many pages, groups that hold none, a count that is not right."""
    count = choose.choice([2, 7, 300])
    kids = b" ".join(b"%d 0 R" % (place + 4) for place in range(count))
    stated = count if choose.random() < 0.9 else count + choose.choice([-1, 1])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/PageLabels<<>>>>",
        b"<</Type/Pages/Kids[3 0 R %s]/Count %d/MediaBox[0 0 595 842]>>" % (kids, stated),
        b"<</Type/Pages/Parent 2 0 R/Kids[]/Count 0>>",
    ]
    objects += [b"<</Type/Page/Parent 2 0 R%s>>" % (b"/Rotate 90" if place % 3 == 0 else b"") for place in range(count)]
    return written(objects, choose, header(choose))


def library_made(choose: Choose) -> bytes:
    """As a well-kept library writes it, with attachments, outlines and metadata."""
    document, name = pikepdf.new(), pikepdf.Name
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
    for _ in range(choose.choice([1, 1, 3, 40])):
        size = choose.choice([(595, 842), (842, 595), (297, 420), (50, 50), (3000, 4000)])
        page = document.add_blank_page(page_size=size)
        page.Contents = document.make_stream(CONTENT)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        if choose.random() < 0.4:
            page.Rotate = choose.choice([90, 180, 270])
    if choose.random() < 0.3:
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "Tờ trình số 1"
    if choose.random() < 0.3:
        document.attachments["kem.txt"] = b"kem theo"
    if choose.random() < 0.3:
        document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


STRUCTURES: list[Callable[[Choose], bytes]] = [one_page, one_page, one_page, deep_tree, wide_tree, library_made]


# The way it is saved


def as_it_is(data: bytes, _choose: Choose) -> bytes:
    return data


def saved_again(data: bytes, choose: Choose) -> bytes:
    """Object streams, cross-reference streams, linearised, encrypted without a password."""
    modes = pikepdf.ObjectStreamMode
    streams = choose.choice([modes.generate, modes.disable, modes.preserve])
    version: Any = choose.choice([3, 4, 6])
    locked = pikepdf.Encryption(owner="chu", user="", R=version, metadata=version > 3, aes=version > 3)
    buffer = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            document.save(
                buffer,
                object_stream_mode=streams,
                linearize=choose.random() < 0.4,
                encryption=locked if choose.random() < 0.25 else None,  # type: ignore[arg-type]
                min_version=choose.choice(["", "1.7", "2.0"]),
            )
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return data
    return buffer.getvalue()


def updated(data: bytes, choose: Choose) -> bytes:
    """Revisions appended: a new object, freed objects, an empty section."""
    for _ in range(choose.choice([1, 2, 5])):
        end = data.rfind(b"startxref")
        before = data[end + 9 :].split()[0]
        if not before.isdigit() or b"/Root 1 0 R" not in data:
            return data
        at = len(data)
        number = choose.choice([50, 51, 52])
        data += b"%d 0 obj\n(them)\nendobj\n" % number
        table = len(data)
        data += b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
        data += b"trailer\n<</Size 60/Root 1 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (before, table)
    return data


SAVES: list[Callable[[bytes, Choose], bytes]] = [as_it_is, as_it_is, saved_again, saved_again, updated]


# Damage


def whole(data: bytes, _choose: Choose) -> bytes:
    return data


def flipped(data: bytes, choose: Choose) -> bytes:
    changed = bytearray(data)
    for _ in range(choose.choice([1, 2, 5, 20])):
        changed[choose.randrange(len(changed))] ^= 1 << choose.randrange(8)
    return bytes(changed)


def cut(data: bytes, choose: Choose) -> bytes:
    return data[: choose.randrange(len(data))]


def piece_lost(data: bytes, choose: Choose) -> bytes:
    start = choose.randrange(len(data))
    return data[:start] + data[start + choose.choice([1, 10, 300]) :]


def junk_behind(data: bytes, choose: Choose) -> bytes:
    return data + choose.choice([b"\0" * 2000, b"<html>xin chao</html>", b"\r\n\r\n", b"%" * 3000])


def junk_before(data: bytes, choose: Choose) -> bytes:
    return choose.choice([b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"\n" * 40, b"x" * 1100]) + data


def wrong_start(data: bytes, choose: Choose) -> bytes:
    end = data.rfind(b"startxref")
    return data[:end] + b"startxref\n%d\n%%%%EOF\n" % choose.choice([0, 7, len(data) * 2, max(end - 3, 0), -5])


def line_ends(data: bytes, _choose: Choose) -> bytes:
    return data.replace(b"\n", b"\r\n")


def word_swapped(data: bytes, choose: Choose) -> bytes:
    old, new = choose.choice(
        [
            (b"/Count", b"/Coont"),
            (b"/Type/Page/", b"/Type/Pag/"),
            (b"/Parent 2 0 R", b"/Parent 1 0 R"),
            (b"/Size", b"/Sizf"),
            (b"endobj", b"endob"),
            (b"/Root", b"/Roof"),
            (b"xref\n", b"xrfe\n"),
            (b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
            (b"stream", b"strean"),
            (b"%%EOF", b"%EOF"),
        ]
    )
    return data.replace(old, new, 1)


DAMAGES: list[Callable[[bytes, Choose], bytes]] = [
    flipped,
    flipped,
    cut,
    piece_lost,
    junk_behind,
    junk_before,
    wrong_start,
    line_ends,
    word_swapped,
]
