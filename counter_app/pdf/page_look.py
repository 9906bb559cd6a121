"""How the pages of a PDF look: geometry, the main image and its resolution, colour, blankness.

Pixels are judged on a small picture of the page, not on what the file declares: a grey scan stored as RGB is grey.
"""

import time
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from counter_app.model.file_facts import Colour, PageFacts
from counter_app.pdf.pixels import colour_of, judge_ink
from counter_app.pdf.skew import skew_of

if TYPE_CHECKING:
    from counter_app.pdf.facts import LookLimits

PICTURE_WIDTH = 300  # pixels: about 36 dpi on A4, enough for a line of text and a thin red signature
PICTURE_HEIGHT = 1200
OPENING = 800  # characters of page 1: letterhead and title
MAX_OBJECTS = 3000  # looked through on one page
FULL_PAGE = 0.5  # an image this large is the page
TILED_PAGE = 0.8  # strips that cover this much together are the page
SMALLEST_TILE = 0.02
MAX_IMAGE_PIXELS = 200_000_000  # pdfium leaves a larger image out without a word, and the page would look blank
PRINTED_OVER = 30  # visible pieces of text above the image: a background picture, not a scan


class DrawnImage(NamedTuple):
    cover: float  # part of the page, 0..1
    dpi: float
    raw: Any


def look_at_pages(document: Any, limits: "LookLimits") -> tuple[tuple[PageFacts, ...], int]:
    """Facts of every page, and how many were rendered; of the others only the geometry is told.

    `document` is an open pypdfium2.PdfDocument. PdfiumError when a page cannot be loaded.
    """
    count = len(document)
    chosen = set(spread(count, limits.rendered_pages))
    stop = time.monotonic() + limits.seconds
    pages = []
    looked = 0
    for index in range(count):
        page = document[index]
        if index in chosen and (looked == 0 or time.monotonic() < stop):
            pages.append(_look(page, index + 1))
            looked += 1
        else:
            pages.append(_geometry(page, index + 1))
        page.close()
    return tuple(pages), looked


def check_pages(document: Any) -> None:
    """PdfiumError when a page cannot be found. No page is loaded: loading one holds all its pictures in memory."""
    for index in range(len(document)):
        document.get_page_size(index)


def opening_text(document: Any) -> str:
    """The first words of page 1; empty for a scan without a text layer. `document` has at least one page."""
    page = document[0]
    textpage = page.get_textpage()
    try:
        return " ".join(str(textpage.get_text_range(0, min(textpage.count_chars(), OPENING))).split())
    finally:
        textpage.close()
        page.close()


def spread(count: int, wanted: int) -> list[int]:
    """At most `wanted` indices, evenly from the first to the last."""
    if count <= wanted or wanted < 2:
        return list(range(min(count, wanted)))
    return [round(place * (count - 1) / (wanted - 1)) for place in range(wanted)]


def _geometry(page: Any, number: int) -> PageFacts:
    width, height = page.get_size()
    return PageFacts(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        rotation=page.get_rotation(),
        image_dpi=None,
        colour=None,
        blank=False,
        has_text=False,
    )


def _look(page: Any, number: int) -> PageFacts:
    width, height = page.get_size()
    images = _drawn_images(page)
    main = _main_image(images)
    if main and _printed_over(page):
        main = None
    picture = _picture(page, width, height)
    has_text = _has_text(page)
    empty, ink = (False, None) if has_text and not main else judge_ink(picture, width, height)
    blank = empty and not has_text
    return PageFacts(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        rotation=page.get_rotation(),
        image_dpi=round(main.dpi, 1) if main else None,
        colour=_colour(picture, main),
        blank=blank,
        has_text=has_text,
        skew=skew_of(picture) if main and not blank else 0.0,
        ink=ink,
    )


def _picture(page: Any, width: float, height: float) -> Any:
    scale = min(PICTURE_WIDTH / max(width, 1), PICTURE_HEIGHT / max(height, 1))
    bitmap = page.render(scale=scale, prefer_bgrx=True, draw_annots=True)
    try:
        return bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()


def _colour(picture: Any, main: DrawnImage | None) -> Colour:
    found = colour_of(picture)
    if found is Colour.GREY and main and main.raw.get_metadata().bits_per_pixel == 1:
        return Colour.BITONAL
    return found


def _has_text(page: Any) -> bool:
    textpage = page.get_textpage()
    try:
        return textpage.count_chars() > 0 and bool(textpage.get_text_range(0, min(textpage.count_chars(), 400)).strip())
    finally:
        textpage.close()


def _drawn_images(page: Any) -> list[DrawnImage]:
    import pypdfium2.raw as c

    left, bottom, right, top = page.get_cropbox()
    area = max((right - left) * (top - bottom), 1.0)
    found = []
    for image in islice(page.get_objects(filter=(c.FPDF_PAGEOBJ_IMAGE,), max_depth=4), MAX_OBJECTS):
        pixels_x, pixels_y = image.get_px_size()
        a, b, cc, d, e, f = _placed(image)
        # Drawn size in points along the image's own axes, whichever way it is turned.
        drawn_x, drawn_y = (a * a + b * b) ** 0.5, (cc * cc + d * d) ** 0.5
        if drawn_x < 1 or drawn_y < 1 or not pixels_x or not pixels_y:
            continue
        if pixels_x * pixels_y > MAX_IMAGE_PIXELS:
            raise MemoryError
        xs = (e, e + a, e + cc, e + a + cc)
        ys = (f, f + b, f + d, f + b + d)
        shown_x = max(0.0, min(max(xs), right) - max(min(xs), left))
        shown_y = max(0.0, min(max(ys), top) - max(min(ys), bottom))
        dpi = min(pixels_x / drawn_x, pixels_y / drawn_y) * 72
        found.append(DrawnImage(shown_x * shown_y / area, dpi, image))
    return found


def _placed(image: Any) -> tuple[float, ...]:
    """The image's matrix on the page, through the forms that hold it."""
    matrix = image.get_matrix()
    holder = image.container
    while holder is not None:
        matrix = matrix.multiply(holder.get_matrix())
        holder = holder.container
    return tuple(matrix.get())


def _main_image(images: list[DrawnImage]) -> DrawnImage | None:
    """The image that is the page. Layered scans (background and a sharp mask) count by their sharpest layer,
    tiled ones by their coarsest tile."""
    full = [image for image in images if image.cover >= FULL_PAGE]
    if full:
        return max(full, key=lambda image: image.dpi)
    tiles = [image for image in images if image.cover >= SMALLEST_TILE]
    if sum(image.cover for image in tiles) >= TILED_PAGE:
        return min(tiles, key=lambda image: image.dpi)
    return None


def _printed_over(page: Any) -> bool:
    """Whether much visible text stands above the images: then the page was made on a computer. Text that optical
    recognition laid over a scan is invisible (render mode 3) and does not count."""
    import pypdfium2.raw as c

    visible = 0
    for piece in islice(page.get_objects(filter=(c.FPDF_PAGEOBJ_TEXT, c.FPDF_PAGEOBJ_IMAGE), max_depth=4), MAX_OBJECTS):
        if piece.type == c.FPDF_PAGEOBJ_IMAGE:
            visible = 0  # what lay below the last image may be hidden by it
        elif c.FPDFTextObj_GetTextRenderMode(piece.raw) != c.FPDF_TEXTRENDERMODE_INVISIBLE:
            visible += 1
    return visible >= PRINTED_OVER
