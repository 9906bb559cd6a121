"""One page as a picture for the screen, and where a text stands on it."""

import ctypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.errors import Refused
from counter_app.model.signature import Box
from counter_app.pdf.image_facts import frame_count, on_white, open_image, placed_dpi
from counter_app.pdf.kinds import IMAGES, kind_of

MAX_WIDTH = 6000
MAX_HEIGHT = 12000
UNITS = 100  # pdfium answers in whole device units: a hundredth of a point is fine enough


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """Rows of four bytes B, G, R, unused (Qt: Format_RGB32), `stride` bytes apart."""

    width: int
    height: int
    stride: int
    data: bytes
    page_width_pt: float  # the page as shown, after rotation
    page_height_pt: float


def render_page(path: Path, page: int, width_px: int) -> PageImage:
    """Page 1-based. Form fields and signature appearances are drawn. Refused `pdf.cannot_show`."""
    width_px = max(1, min(width_px, MAX_WIDTH))
    try:
        if kind_of(path) in IMAGES:
            return _render_image(path, page, width_px)
        return _render_pdf(path, page, width_px)
    except Exception as error:  # parsers of untrusted files raise anything; the officer needs one sentence
        raise Refused("pdf.cannot_show", file=path.name, page=page) from error


def _render_pdf(path: Path, page: int, width_px: int) -> PageImage:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        if document.get_formtype():
            document.init_forms()  # without it signature appearances stay invisible
        shown = document[_index(page, len(document))]
        width, height = shown.get_size()
        scale = min(width_px / max(width, 1), MAX_HEIGHT / max(height, 1))
        bitmap = shown.render(scale=scale, prefer_bgrx=True, draw_annots=True, rev_byteorder=False)
        if bitmap.n_channels != 4:  # a page without colour may come in one channel
            bitmap = shown.render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx)
        found = PageImage(
            width=bitmap.width,
            height=bitmap.height,
            stride=bitmap.stride,
            data=bytes(bitmap.buffer),
            page_width_pt=width,
            page_height_pt=height,
        )
        bitmap.close()
        shown.close()
        return found


def _render_image(path: Path, page: int, width_px: int) -> PageImage:
    from PIL import ImageOps

    with open_image(path) as image:
        count = frame_count(image)
        index = _index(page, count)
        if count > 1:
            image.seek(index)
        dpi = placed_dpi(image.width, image.height, image.info.get("dpi"))
        image.draft("RGB", (width_px, width_px))
        upright = ImageOps.exif_transpose(image)
        full_width, full_height = _turned_size(image, upright)
        picture = on_white(upright)
        height_px = max(1, min(MAX_HEIGHT, round(width_px * picture.height / picture.width)))
        picture = picture.resize((width_px, height_px))
    return PageImage(
        width=width_px,
        height=height_px,
        stride=width_px * 4,
        data=picture.tobytes("raw", "BGRX"),
        page_width_pt=full_width * 72 / dpi,
        page_height_pt=full_height * 72 / dpi,
    )


def _turned_size(image: Any, upright: Any) -> tuple[int, int]:
    """The stored size, sides changed when the picture was turned."""
    size: tuple[int, int] = image.size
    return size if (size[0] >= size[1]) == (upright.width >= upright.height) else (size[1], size[0])


def find_text(path: Path, page: int, text: str) -> tuple[Box, ...]:
    """Where `text` stands on a page, in points from the top left corner of the page as shown; one box per hit.

    Empty when it does not stand there, also for scans. Refused `pdf.cannot_show`.
    """
    import pypdfium2

    if not text.strip():
        return ()
    try:
        with pypdfium2.PdfDocument(path) as document:
            shown = document[_index(page, len(document))]
            return tuple(_hits(shown, text))
    except Exception as error:
        raise Refused("pdf.cannot_show", file=path.name, page=page) from error


def _hits(page: Any, text: str) -> list[Box]:
    textpage = page.get_textpage()
    searcher = textpage.search(text)
    found = []
    while hit := searcher.get_next():
        boxes = [textpage.get_charbox(index) for index in range(hit[0], hit[0] + hit[1])]
        ends = [end for left, bottom, right, top in boxes for end in ((left, bottom), (right, top))]
        corners = [shown_point(page, *end) for end in ends]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        found.append(Box(x=min(xs), y=min(ys), width=max(xs) - min(xs), height=max(ys) - min(ys)))
    searcher.close()
    textpage.close()
    return found


def shown_point(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space as the reader sees it, through /Rotate and the crop box."""
    import pypdfium2.raw as c

    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    c.FPDF_PageToDevice(page, 0, 0, round(width * UNITS), round(height * UNITS), 0, x, y, across, down)
    return across.value / UNITS, down.value / UNITS


def _index(page: int, count: int) -> int:
    if not 1 <= page <= count:
        raise IndexError(page)
    return page - 1
