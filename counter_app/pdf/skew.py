"""By how many degrees the lines of a scan are slanted, from a small grey picture; Pillow only.

Lines of writing make a strong rhythm of light and dark from top to bottom exactly when they lie level. The picture is
sheared by small angles; the angle at which the rows differ most is the slant (projection profile, Postl 1986).
"""

import math
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST = 8.0  # degrees looked for to either side; more is a page lying on its side, not a slant
COARSE, FINE = 1.0, 0.25
STRIPS = 24
CLEARLY = 1.15  # how much stronger the best rhythm must be than the level one, else the page has no lines to measure


def skew_of(picture: "Image") -> float:
    """Degrees clockwise, to a quarter; 0.0 when the page lies straight or has too little on it to tell."""
    strips, step = _strips(picture)

    @cache
    def rhythm(angle: float) -> float:
        return _rhythm(strips, step, angle)

    steps = round(WIDEST / COARSE)
    best = max((place * COARSE for place in range(-steps, steps + 1)), key=rhythm)
    around = round(COARSE / FINE) - 1
    fine = max((best + place * FINE for place in range(-around, around + 1)), key=rhythm)
    level = rhythm(0.0)
    if level <= 0 or rhythm(fine) < level * CLEARLY or abs(fine) >= WIDEST:
        return 0.0
    return fine


def _strips(picture: "Image") -> tuple["Image", float]:
    """The inner part in a few upright strips, each one pixel wide, and how many pixels lie between two of them."""
    from PIL import Image

    grey = picture.convert("L")
    edge_x, edge_y = round(grey.width * 0.1), round(grey.height * 0.05)
    inner = grey.crop((edge_x, edge_y, max(grey.width - edge_x, edge_x + 1), max(grey.height - edge_y, edge_y + 1)))
    return inner.resize((STRIPS, inner.height), Image.Resampling.BOX), inner.width / STRIPS


def _rhythm(strips: "Image", step: float, angle: float) -> float:
    """How much neighbouring rows differ once the strips are moved level."""
    from PIL import Image

    slope = math.tan(math.radians(angle)) * step
    moved = strips.transform(
        strips.size, Image.Transform.AFFINE, (1, 0, 0, slope, 1, -slope * STRIPS / 2), Image.Resampling.BILINEAR
    )
    lost = math.ceil(abs(slope) * STRIPS / 2)  # rows that came in from outside
    rows = moved.crop((0, lost, STRIPS, max(moved.height - lost, lost + 1))).resize(
        (1, max(moved.height - 2 * lost, 1)), Image.Resampling.BOX
    )
    return sum((below - above) ** 2 for above, below in pairwise(rows.tobytes())) / rows.height
