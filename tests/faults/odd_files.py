"""One file of each kind that ought not to arrive at a counter, and does."""

import unicodedata
import zipfile
import zlib
from pathlib import Path

import pikepdf

from counter_app.pdf.practice_pages import draw_paper, draw_photo
from tests.signing.papers import cut_off, locked, paper

PAGES = 500
BOMB_BYTES = 400_000_000


def make_all(folder: Path) -> dict[str, Path]:
    folder.mkdir()
    found = {
        "truncated": cut_off(folder / "cut.pdf"),
        "empty": _bytes(folder / "rong.pdf", b""),
        "user_password": locked(folder / "mat-khau.pdf", user="bi-mat"),
        "empty_password": locked(folder / "mo-duoc.pdf"),
        "forbidden": locked(folder / "cam-ky.pdf", may_sign=False),
        "not_a_pdf": _bytes(folder / "thu.pdf", b"not a document at all"),
        "no_pages": _no_pages(folder / "khong-trang.pdf"),
        "bomb": bomb(folder / "bom.pdf"),
        "many_pages": paper(folder / "500-trang.pdf", pages=PAGES),
        "jpeg_as_pdf": folder / "anh.pdf",
        "pdf_as_jpg": paper(folder / "giay.jpg", number=1),
        "docx_as_pdf": _docx(folder / "don.pdf"),
        "folder": folder / "thu-muc.pdf",
        "missing": folder / "khong-co.pdf",
        "odd_name": paper(folder / unicodedata.normalize("NFD", "Đơn của «Ưởng» 'a' \"b\" & $c;.pdf"), number=2),
        "long_name": paper(folder / ("x" * 251 + ".pdf"), number=3),
        "longer_name": folder / ("y" * 300 + ".pdf"),
    }
    draw_photo(found["jpeg_as_pdf"], "Ảnh mang đuôi PDF")
    found["folder"].mkdir()
    good = folder / "tot.pdf"
    draw_paper(good, "Đơn đề nghị")
    return found | {"good": good}


def bomb(path: Path) -> Path:
    """A page whose content is a small stream that unpacks to hundreds of megabytes."""
    packer = zlib.compressobj(9)
    block = b" " * 1_000_000
    packed = b"".join(packer.compress(block) for _ in range(BOMB_BYTES // len(block))) + packer.flush()
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.Contents = pikepdf.Stream(document, b"")
    page.Contents.write(packed, filter=pikepdf.Name.FlateDecode)
    document.save(path, compress_streams=False)
    return path


def _no_pages(path: Path) -> Path:
    pikepdf.new().save(path)
    return path


def _bytes(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _docx(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return path
