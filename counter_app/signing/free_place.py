"""The nearest blank rectangle to a corner of a page. Renders with pdfium: only in the paper process.

The page is drawn small in grey with annotations and earlier signatures. "Blank" is judged against the page's own most
frequent grey, because the ground of a scan is not white. A summed-area table makes each try four look-ups.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import Any

from counter_app.model.signature import Box, Placement
from counter_app.signing.geometry import PageGeometry
from counter_app.signing.light_page import light_copy

DOTS_PER_POINT = 0.5  # 36 dpi
MAX_DOTS = 600_000  # a poster is drawn smaller
LIGHT = 170  # the darkest ground of a scan
CONTRAST = 28  # grey steps from the ground that count as ink
STEP = 4  # dots between two tries: 8 pt on a usual page
MARGIN = 18.0  # points from the paper's edge, what office printers can print
CLEARANCE = 2  # dots kept free around the mark
END = "end"
ANCHOR_GAP = 4.0  # points below the anchor text
WIDE_GAP = 80.0  # points beside the mark: what stands so far below the anchor is not the name that belongs to it
END_GAP = 6.0  # points behind the closing words, more than the place around a mark that must be blank


@dataclass(frozen=True, slots=True)
class Place:
    box: Box
    free: bool  # False: no blank place of this size, the box lies at the wanted corner
    moved: bool  # not at the wanted corner
    anchored: bool = True  # False: the text it was to stand at is not on the page


def at_corner(page: PageGeometry, corner: str, width: float, height: float) -> Box:
    """The mark at a corner with the margin, without looking at the page."""
    x = MARGIN if corner.endswith("left") else page.width - MARGIN - width
    y = MARGIN if corner.startswith("top") else page.height - MARGIN - height
    return page.clamp(Box(x=x, y=y, width=width, height=height))


def is_blank(path: Path, index: int, page: PageGeometry, box: Box) -> bool:
    """Whether nothing is printed, drawn or signed where the mark would go."""
    with _page(path, index) as shown:
        return _looks_blank(shown, page, box, _scale(page))


@contextmanager
def _page(path: Path, index: int) -> Iterator[Any]:
    """The page as pdfium draws it, heavy pictures made light."""
    import pypdfium2

    light = light_copy(path, index)
    with pypdfium2.PdfDocument(light or path, password="") as document:
        document.init_forms()  # without it pdfium leaves out signature appearances
        yield document[0 if light else index]


def find_place(path: Path, index: int, page: PageGeometry, placement: Placement, size: tuple[float, float]) -> Place:
    """Where the mark of `size` goes on page `index`. Reads the file with an empty password when it is locked."""
    with _page(path, index) as shown:
        at_text = _at_text(shown, page, placement, size)
        anchored = at_text is not None or not placement.anchor
        wanted = at_text or at_corner(page, "bottom_left" if placement.corner == END else placement.corner, *size)
        scale = _scale(page)
        if _looks_blank(shown, page, wanted, scale):
            return Place(wanted, True, False, anchored)  # the usual page: the rest of it need not be drawn
        picture = shown.render(scale=scale, grayscale=True)
        rows = inked(bytes(picture.buffer), picture.width, picture.height, picture.stride)
    return replace(nearest_blank(rows, scale, page, wanted), anchored=anchored)


def _scale(page: PageGeometry) -> float:
    return min(DOTS_PER_POINT, float((MAX_DOTS / (page.width * page.height)) ** 0.5))


def _looks_blank(shown: Any, page: PageGeometry, box: Box, scale: float) -> bool:
    """Only the wanted place is drawn. A light, even ground is blank; a dark band is not."""
    around = CLEARANCE / scale
    left, top = max(box.x - around, 0.0), max(box.y - around, 0.0)
    right = max(page.width - box.x - box.width - around, 0.0)
    bottom = max(page.height - box.y - box.height - around, 0.0)
    picture = shown.render(scale=scale, grayscale=True, crop=(left, bottom, right, top))
    rows = [bytes(picture.buffer)[y * picture.stride :][: picture.width] for y in range(picture.height)]
    levels = b"".join(rows)
    return bool(levels) and min(levels) >= LIGHT and max(levels) - min(levels) <= CONTRAST


def _at_text(shown: Any, page: PageGeometry, placement: Placement, size: tuple[float, float]) -> Box | None:
    """Under the anchor or behind the last words; None when no such text is asked for or there."""
    if placement.corner == END:
        return _behind_end(shown, page, size)
    return _below_anchor(shown, page, placement.anchor, size)


def _behind_end(shown: Any, page: PageGeometry, size: tuple[float, float]) -> Box | None:
    """Right of the closing «./.» of an official text, standing on its line."""
    text = shown.get_textpage()
    last = _last(text, "./.")
    if last is None:
        return None
    corners = [page.shown_point(*end) for end in _ends(text.get_charbox(last[0] + last[1] - 1))]
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return page.clamp(Box(x=right + END_GAP, y=bottom - size[1] / 2, width=size[0], height=size[1]))


def _last(text: Any, words: str) -> tuple[int, int] | None:
    """The last place of the words on the page: a title stands in the body before it stands over a signature."""
    search, found = text.search(words), None
    while match := search.get_next():
        found = match
    return found


def _below_anchor(shown: Any, page: PageGeometry, anchor: str, size: tuple[float, float]) -> Box | None:
    if not anchor:
        return None
    text = shown.get_textpage()
    match = _last(text, anchor)
    if match is None:
        return None
    start, count = match
    corners = [page.shown_point(*corner) for n in range(start, start + count) for corner in _ends(text.get_charbox(n))]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    x, below = (left + right) / 2 - size[0] / 2, max(y for _, y in corners)
    gap = _room_below(text, page, below, (x, x + size[0])) - size[1]
    down = gap / 2 if 2 * ANCHOR_GAP <= gap <= WIDE_GAP else ANCHOR_GAP
    return page.clamp(Box(x=x, y=below + down, width=size[0], height=size[1]))


def _room_below(text: Any, page: PageGeometry, top: float, span: tuple[float, float]) -> float:
    """How far the next print within `span` lies below `top`: a signer's name below the title."""
    room = page.height
    for number in range(text.count_rects()):
        a, b, c, d = text.get_rect(number)
        (x, y), (u, v) = page.shown_point(a, b), page.shown_point(c, d)
        if min(x, u) < span[1] and max(x, u) > span[0] and min(y, v) > top:
            room = min(room, min(y, v) - top)
    return room


def _ends(box: tuple[float, float, float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box[0], box[1]), (box[2], box[3])


def inked(grey: bytes, width: int, height: int, stride: int) -> list[bytes]:
    """The picture's rows with 1 for ink and 0 for the ground."""
    rows = [grey[y * stride : y * stride + width] for y in range(height)]
    sample = b"".join(rows[::8])
    ground = max(range(256), key=sample.count)
    ink = bytes(abs(level - ground) > CONTRAST for level in range(256))
    return [row.translate(ink) for row in rows]


def ink_table(rows: list[bytes]) -> list[list[int]]:
    """table[y][x]: inked dots above and left of (x, y); one row and one column more than the picture."""
    table = [[0] * (len(rows[0]) + 1)]
    for row in rows:
        table.append(list(map(add, table[-1], accumulate(row, initial=0))))
    return table


def nearest_blank(rows: list[bytes], scale: float, page: PageGeometry, wanted: Box) -> Place:
    """The blank place whose corner lies nearest to `wanted`; `wanted` itself when the page is full."""
    lines, columns = len(rows), len(rows[0])
    width = min(int(wanted.width * scale) + 1, columns)
    height = min(int(wanted.height * scale) + 1, lines)
    x0, y0 = round(wanted.x * scale), round(wanted.y * scale)
    left, right = max(x0 - CLEARANCE, 0), x0 + width + CLEARANCE
    if not any(1 in row[left:right] for row in rows[max(y0 - CLEARANCE, 0) : y0 + height + CLEARANCE]):
        return Place(wanted, True, False)  # the usual page: no table needed
    table = ink_table(rows)
    for x, y in _outward((x0, y0), (columns - width, lines - height), round(MARGIN * scale)):
        if _ink(table, x - CLEARANCE, y - CLEARANCE, x + width + CLEARANCE, y + height + CLEARANCE) == 0:
            found = Box(x=x / scale, y=y / scale, width=wanted.width, height=wanted.height)
            return Place(page.clamp(found), True, True)
    return Place(wanted, False, False)


def _outward(start: tuple[int, int], last: tuple[int, int], margin: int) -> Iterator[tuple[int, int]]:
    """A grid of corners inside the margins, by distance from `start`."""
    xs = range(min(margin, last[0]), max(last[0] - margin, 0) + 1, STEP)
    ys = range(min(margin, last[1]), max(last[1] - margin, 0) + 1, STEP)
    x0, y0 = start
    tries = [((x - x0) ** 2 + (y - y0) ** 2, x, y) for y in ys for x in xs]
    tries.sort()
    for _, x, y in tries:
        yield x, y


def _ink(table: list[list[int]], left: int, top: int, right: int, bottom: int) -> int:
    rows, columns = len(table) - 1, len(table[0]) - 1
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, columns), min(bottom, rows)
    return table[bottom][right] - table[top][right] - table[bottom][left] + table[top][left]
