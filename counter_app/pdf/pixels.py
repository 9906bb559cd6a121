"""Judging a small picture of a page by its pixels: colour, blankness, and where the little ink stands.

Works on Pillow images in RGB. The figures were set on scans with paper tint, JPEG noise, edge shadows and
bleed-through; tests hold them there.
"""

from typing import TYPE_CHECKING

from counter_app.model.file_facts import Colour
from counter_app.model.page_box import Box

if TYPE_CHECKING:
    from PIL.Image import Image

CHROMA = 40  # distance between the strongest and the weakest channel at which a pixel is coloured
COLOURED_PART = 0.0002  # of all pixels: a thin blue signature
TINT = 3.0  # mean distance over the page: paper seen in colour is never exactly neutral
EDGE = 0.04  # of each side is not looked at: shadows of the lid, punch holes cut by the edge
CONTRAST = 40  # against the surrounding: ink, not a fold or a shadow
INK_PART = 0.0004  # of the pixels; a line of a few words has three times as many
LITTLE_INK = 0.004  # a page with less is almost blank: a line or two, a page number, a stamp alone


def colour_of(picture: "Image") -> Colour:
    """COLOUR or GREY."""
    from PIL import ImageChops

    red, green, blue = picture.split()
    high = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    low = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = ImageChops.subtract(high, low).histogram()
    total = max(sum(counts), 1)
    mean = sum(chroma * count for chroma, count in enumerate(counts)) / total
    return Colour.COLOUR if sum(counts[CHROMA:]) / total >= COLOURED_PART or mean >= TINT else Colour.GREY


def judge_ink(picture: "Image", width: float, height: float) -> tuple[bool, Box | None]:
    """(blank, where the little ink stands): the box is on a page of `width` × `height` points, and only given for an
    almost blank page. Blank: compared with its surroundings hardly any pixel stands out."""
    from PIL import ImageChops, ImageFilter

    grey = picture.convert("L")
    side_x, side_y = round(grey.width * EDGE), round(grey.height * EDGE)
    grey = grey.crop((side_x, side_y, max(grey.width - side_x, side_x + 1), max(grey.height - side_y, side_y + 1)))
    ink = ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(10)))
    counts = ink.histogram()
    part = sum(counts[CONTRAST:]) / max(sum(counts), 1)
    if part < INK_PART or part >= LITTLE_INK:
        return part < INK_PART, None
    left, top, right, bottom = ink.point(lambda level: 255 if level >= CONTRAST else 0).getbbox() or (0, 0, 0, 0)
    across, down = width / picture.width, height / picture.height
    return False, Box(
        x=round((left + side_x) * across, 1),
        y=round((top + side_y) * down, 1),
        width=round((right - left) * across, 1),
        height=round((bottom - top) * down, 1),
    )
