"""Facts about a JPEG, PNG or TIFF by Pillow, and how large it would stand on paper."""

import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.model.file_facts import Colour, FileFacts, PageFacts
from counter_app.pdf.page_look import PICTURE_HEIGHT, PICTURE_WIDTH, spread
from counter_app.pdf.pixels import colour_of, is_blank

if TYPE_CHECKING:
    from counter_app.pdf.facts import LookLimits

A4 = (595.28, 841.89)  # points
LONGEST_SIDE = 17.0  # inches, A3 and a little: a larger claim is a camera's 72 dpi, not the paper
_TURNED = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientation -> clockwise
MAX_PIXELS = 200_000_000
_UNMEANT_DPI = (72, 96)  # what cameras and screens write when nobody said anything


@contextmanager
def open_image(path: Path) -> Iterator[Any]:
    """The image with our limit on pixels. Raises what Pillow raises."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata is no matter of ours
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(path, formats=("JPEG", "PNG", "TIFF", "MPO")) as image:
            yield image


def look_at_image(path: Path, facts: FileFacts, limits: "LookLimits") -> FileFacts:
    from PIL import Image

    try:
        with open_image(path) as image:
            count = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
            pages = tuple(_frames(image, count, limits))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return replace(facts, trouble="too_big")
    except OSError as error:  # Pillow's word for a file that ends too early
        return replace(facts, trouble="truncated" if "truncated" in str(error) else "damaged")
    looked = sum(page.colour is not None for page in pages)
    return replace(facts, readable=True, pages=pages, page_count=count, pages_looked_at=looked)


def _frames(image: Any, count: int, limits: "LookLimits") -> Iterator[PageFacts]:
    chosen = set(spread(count, limits.rendered_pages))
    stop = time.monotonic() + limits.seconds
    for index in range(count):
        image.seek(index)
        yield _frame(image, index + 1, look=index == 0 or (index in chosen and time.monotonic() < stop))


def _frame(image: Any, number: int, look: bool) -> PageFacts:
    turned = _TURNED.get(image.getexif().get(0x0112, 1), 0)
    dpi = placed_dpi(image.width, image.height, image.info.get("dpi"))
    width, height = image.width * 72 / dpi, image.height * 72 / dpi
    if turned in (90, 270):
        width, height = height, width
    colour, blank = _looks(image) if look else (None, False)
    return PageFacts(
        number=number,
        width_pt=round(width, 2),
        height_pt=round(height, 2),
        rotation=turned,
        image_dpi=round(dpi, 1),
        colour=colour,
        blank=blank,
        has_text=False,
    )


def _looks(image: Any) -> tuple[Colour, bool]:
    bitonal = image.mode == "1"
    image.draft("RGB", (PICTURE_WIDTH * 2, PICTURE_WIDTH * 2))  # JPEG: decode small at once
    picture = on_white(image)
    picture.thumbnail((PICTURE_WIDTH, PICTURE_HEIGHT))
    return (Colour.BITONAL if bitonal else colour_of(picture)), is_blank(picture)


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
