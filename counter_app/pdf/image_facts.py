"""Facts about a JPEG, PNG, TIFF or HEIC by Pillow, and how large it would stand on paper."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counter_app.model.file_facts import Colour, FileFacts, FileKind, PageFacts
from counter_app.model.page_box import Box
from counter_app.pdf.kinds import kind_of
from counter_app.pdf.page_look import PICTURE_HEIGHT, PICTURE_WIDTH, spread
from counter_app.pdf.pixels import colour_of, judge_ink
from counter_app.pdf.skew import skew_of

if TYPE_CHECKING:
    from counter_app.pdf.facts import LookLimits

A4 = (595.28, 841.89)  # points
LONGEST_SIDE = 17.0  # inches, A3 and a little: a larger claim is a camera's 72 dpi, not the paper
_TURNED = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientation -> clockwise
MAX_PIXELS = 200_000_000
MAX_HEIC_PIXELS = 100_000_000  # twice the largest telephone's; unpacking takes 40 ms per million
_UNMEANT_DPI = (72, 96)  # what cameras and screens write when nobody said anything


@contextmanager
def open_image(path: Path) -> Iterator[Any]:
    """The image with our limit on pixels. Raises what Pillow raises."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no matter of ours
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.init()  # all formats at once: a plug-in registered in between makes Pillow forget the late ones
        if kind_of(path) is FileKind.HEIC:
            _register_heic()
        formats = ("HEIF", "AVIF") if kind_of(path) is FileKind.HEIC else ("JPEG", "PNG", "TIFF", "MPO")
        with Image.open(path, formats=formats) as image:
            if image.format in ("HEIF", "AVIF") and image.width * image.height > MAX_HEIC_PIXELS:
                raise Image.DecompressionBombError
            yield image


def _register_heic() -> None:
    """Pillow reads HEIC only by a plug-in, which turns the picture upright by itself. One thread: the child's."""
    import pi_heif

    pi_heif.register_heif_opener(decode_threads=1, thumbnails=False)


def look_at_image(path: Path, facts: FileFacts, limits: "LookLimits") -> FileFacts:
    from PIL import Image

    try:
        with open_image(path) as image:
            count = frame_count(image)
            pages = tuple(_frames(image, count, limits))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return replace(facts, trouble="too_big")
    except OSError as error:  # Pillow's word for a file that ends too early
        return replace(facts, trouble="truncated" if "truncated" in str(error) else "damaged")
    looked = sum(page.colour is not None for page in pages)
    return replace(facts, readable=True, pages=pages, page_count=count, pages_looked_at=looked)


def frame_count(image: Any) -> int:
    """Pages of a TIFF. What a telephone packs beside its picture (bursts, previews) is no page."""
    return getattr(image, "n_frames", 1) if image.format == "TIFF" else 1


def _frames(image: Any, count: int, limits: "LookLimits") -> Iterator[PageFacts]:
    chosen = set(spread(count, limits.rendered_pages))
    stop = time.monotonic() + limits.seconds
    for index in range(count):
        if count > 1:
            image.seek(index)
        yield _frame(image, index + 1, look=index == 0 or (index in chosen and time.monotonic() < stop))


def _frame(image: Any, number: int, look: bool) -> PageFacts:
    turned = _TURNED.get(image.getexif().get(0x0112, 1), 0)
    dpi = placed_dpi(image.width, image.height, image.info.get("dpi"))
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    if turned in (90, 270):
        width, height = height, width
    seen = _looks(image, (width, height), turned) if look else _Looks(None, False, 0.0, None)
    return PageFacts(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        rotation=turned,
        image_dpi=round(dpi, 1),
        colour=seen.colour,
        blank=seen.blank,
        has_text=False,
        skew=seen.skew,
        ink=seen.ink,
    )


class _Looks(NamedTuple):
    colour: Colour | None
    blank: bool
    skew: float
    ink: Box | None


def _looks(image: Any, size: tuple[float, float], turned: int) -> _Looks:
    """`size` of the page as shown in points; `turned`: how far the stored picture is from standing upright."""
    bitonal = image.mode == "1"
    image.draft("RGB", (PICTURE_WIDTH * 2, PICTURE_WIDTH * 2))  # JPEG: decode small at once
    picture = on_white(image)
    picture.thumbnail((PICTURE_WIDTH, PICTURE_HEIGHT))
    picture = picture.rotate(-turned, expand=True)
    blank, ink = judge_ink(picture, *size)
    colour = Colour.BITONAL if bitonal else colour_of(picture)
    return _Looks(colour, blank, 0.0 if blank else skew_of(picture), ink)


def is_see_through(image: Any) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def on_white(image: Any) -> Any:
    """The present frame in RGB, see-through parts on white paper, 16-bit grey brought to 8."""
    from PIL import Image

    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda level: level / 257).convert("L").convert("RGB")
    if is_see_through(image):
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        return Image.alpha_composite(paper, layered).convert("RGB")
    return image.convert("RGB")


def stated_dpi(width: int, height: int, stated: tuple[float, float] | None) -> float | None:
    """Pixels per inch that the file states and means: a sheet up to A3. None: fit it on A4."""
    dpi = min(float(stated[0]), float(stated[1])) if stated else 0.0
    if dpi <= 1 or round(dpi) in _UNMEANT_DPI or max(width, height) / dpi > LONGEST_SIDE:
        return None
    return dpi


def placed_dpi(width: int, height: int, stated: tuple[float, float] | None) -> float:
    """Pixels per inch on paper: as stated, else as if fitted on A4."""
    meant = stated_dpi(width, height, stated)
    return meant or max(min(width, height) * 72 / A4[0], max(width, height) * 72 / A4[1])
