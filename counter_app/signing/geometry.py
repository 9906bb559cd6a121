"""Pages as the reader sees them, and back to the file's own coordinates. Points; the shown page starts at its top left.

The shown area is CropBox ∩ MediaBox, both inherited and of any corner order; its origin may be anywhere. /Rotate turns
the shown page clockwise.
"""

from dataclasses import dataclass
from typing import Any

from counter_app.model.signature import Box, Placement

A4 = (0.0, 0.0, 595.276, 841.89)
MIN_SIDE = 3.0  # a page thinner than this shows nothing
Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in the file's coordinates


@dataclass(frozen=True, slots=True)
class PageGeometry:
    area: Rectangle
    rotation: int  # 0, 90, 180, 270 clockwise

    @property
    def width(self) -> float:
        """As shown."""
        left, bottom, right, top = self.area
        return right - left if self.rotation in (0, 180) else top - bottom

    @property
    def height(self) -> float:
        left, bottom, right, top = self.area
        return top - bottom if self.rotation in (0, 180) else right - left

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The file's coordinates of a point of the shown page."""
        left, bottom, right, top = self.area
        return {
            0: (left + x, top - y),
            90: (left + y, bottom + x),
            180: (right - x, bottom + y),
            270: (right - y, top - x),
        }[self.rotation]

    def shown_point(self, x: float, y: float) -> tuple[float, float]:
        """The inverse of `point`."""
        left, bottom, right, top = self.area
        return {
            0: (x - left, top - y),
            90: (y - bottom, x - left),
            180: (right - x, y - bottom),
            270: (top - y, right - x),
        }[self.rotation]

    def rectangle(self, box: Box) -> Rectangle:
        """The box in the file's coordinates, as a field's /Rect."""
        ax, ay = self.point(box.x, box.y)
        bx, by = self.point(box.x + box.width, box.y + box.height)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def clamp(self, box: Box) -> Box:
        """The same box moved, and shrunk when it must, so that it never leaves the page."""
        width, height = min(box.width, self.width), min(box.height, self.height)
        x = min(max(box.x, 0.0), self.width - width)
        y = min(max(box.y, 0.0), self.height - height)
        return Box(x=x, y=y, width=width, height=height)


def page_index(placement: Placement, page_count: int) -> int:
    """0-based; pages beyond the end mean the last one."""
    if placement.page < 0:
        return max(page_count + placement.page, 0)
    return min(max(placement.page, 1), page_count) - 1


def page_geometry(page: Any) -> PageGeometry:
    """From a page dictionary of pyHanko's reader. A missing or unusable MediaBox counts as A4."""
    media = _rectangle(inherited(page, "/MediaBox")) or A4
    crop = _rectangle(inherited(page, "/CropBox"))
    area = (_common(media, crop) if crop else None) or media
    try:
        rotation = int(inherited(page, "/Rotate") or 0) % 360
    except (TypeError, ValueError):
        rotation = 0
    return PageGeometry(area, rotation if rotation in (0, 90, 180, 270) else 0)


def inherited(page: Any, key: str) -> Any:
    """The page's own entry, else the nearest ancestor's; None when there is none."""
    node = page
    for _ in range(64):  # a page tree that loops ends here
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _rectangle(value: Any) -> Rectangle | None:
    try:
        a, b, c, d = (float(value[place]) for place in range(4))  # by index: it follows references
    except (TypeError, ValueError, IndexError):
        return None
    found = min(a, c), min(b, d), max(a, c), max(b, d)
    return found if _wide_enough(found) else None


def _common(first: Rectangle, second: Rectangle) -> Rectangle | None:
    found = (max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3]))
    return found if _wide_enough(found) else None


def _wide_enough(area: Rectangle) -> bool:
    return area[2] - area[0] >= MIN_SIDE and area[3] - area[1] >= MIN_SIDE
