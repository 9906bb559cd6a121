"""Where the mark goes: corners in words, millimetres, moving and resizing the frame. Points from the top left."""

from dataclasses import replace

from counter_app.errors import CounterError
from counter_app.model.finding import Severity
from counter_app.model.signature import Box, Placement
from ui.presenters.signing import SignLine

POINTS_PER_MM = 72 / 25.4
A4 = (595.28, 841.89)
LEAST = (60.0, 24.0)  # a mark smaller than this cannot be read
USUAL, BY_HAND, ANCHOR, FIELD = "usual", "box", "anchor", "field"
ASKS = {ANCHOR: ("&Dòng chữ trên trang", "GIÁM ĐỐC"), FIELD: ("&Tên ô chữ ký", "")}  # ways that need a word
WARNINGS = ("signing.covers_content", "signing.no_free_place", "signing.mark_too_small", "signing.anchor_not_found")
CORNERS = (
    ("Theo mẫu dấu", USUAL),
    ("Góc trên phải", "top_right"),
    ("Góc trên trái", "top_left"),
    ("Góc dưới phải", "bottom_right"),
    ("Góc dưới trái", "bottom_left"),
    ("Sau chữ cuối trang", "end"),
    ("Dưới một dòng chữ", ANCHOR),
    ("Ô chữ ký có sẵn", FIELD),
    ("Tự đặt khung", BY_HAND),
)
HANDLES = ("top_left", "top_right", "bottom_left", "bottom_right")


def default_placement(line: SignLine) -> Placement:
    """What the use case takes when nobody chose: the same corner and page."""
    return Placement(corner="bottom_right", page=-1) if line.row.is_result else Placement(corner="top_right", page=1)


def placement_of(line: SignLine) -> Placement:
    return line.placement or default_placement(line)


def page_of(line: SignLine) -> int:
    """The page the mark is on, 1-based, as far as it is known."""
    if line.preflight is not None and line.preflight.box is not None and line.placement is None:
        return line.preflight.page
    page, count = placement_of(line).page, max(1, page_count(line))
    return count if page < 0 else min(page, count)


def page_count(line: SignLine) -> int:
    return (line.preflight.page_count if line.preflight else 0) or line.row.file.pages or 1


def box_of(line: SignLine) -> Box | None:
    """The frame as it stands: the officer's own, else what the rehearsal found."""
    own = placement_of(line).box
    return own or (line.preflight.box if line.preflight else None)


def way_of(line: SignLine) -> str:
    placement = line.placement
    if placement is None:
        return USUAL
    if placement.box is not None:
        return BY_HAND
    return ANCHOR if placement.anchor else FIELD if placement.field else placement.corner


def word_of(line: SignLine) -> str:
    """The anchor's or the field's word."""
    placement = placement_of(line)
    return placement.anchor or placement.field


def for_line(
    line: SignLine, corner: str, page: int, box: Box | None, *, all_rows: bool, word: str = ""
) -> Placement | None:
    """The chosen way as a placement of one row, None: as the mark has it; for all rows each keeps its own page."""
    if corner == USUAL:
        return None
    wanted = placement_of(line).page if all_rows else page
    if corner == ANCHOR:
        return Placement(page=wanted, anchor=word, corner=default_placement(line).corner)
    if corner == FIELD:
        return Placement(page=wanted, field=word)
    if corner == BY_HAND and box is not None:
        return Placement(page=wanted, box=box)
    return Placement(page=wanted, corner=corner if corner != BY_HAND else placement_of(line).corner)


def moved(box: Box, dx: float, dy: float, page: tuple[float, float]) -> Box:
    """The same size elsewhere, never off the page."""
    return replace(
        box,
        x=min(max(box.x + dx, 0.0), max(page[0] - box.width, 0.0)),
        y=min(max(box.y + dy, 0.0), max(page[1] - box.height, 0.0)),
    )


def resized(box: Box, handle: str, dx: float, dy: float, page: tuple[float, float]) -> Box:
    """One corner pulled; the opposite one stays. Never smaller than can be read, never off the page."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    if handle.endswith("left"):
        left = min(max(left + dx, 0.0), right - LEAST[0])
    else:
        right = max(min(right + dx, page[0]), left + LEAST[0])
    if handle.startswith("top"):
        top = min(max(top + dy, 0.0), bottom - LEAST[1])
    else:
        bottom = max(min(bottom + dy, page[1]), top + LEAST[1])
    return Box(x=left, y=top, width=right - left, height=bottom - top)


def size_words(box: Box | None) -> str:
    """«50 × 26 mm»"""
    if box is None:
        return "không có dấu hiện"
    return f"{round(box.width / POINTS_PER_MM)} × {round(box.height / POINTS_PER_MM)} mm"


def frame_words(box: Box | None) -> str:
    """For a screen reader and the tooltip: size and distance from the left and the top."""
    if box is None:
        return "Không có dấu hiện trên trang"
    left, top = round(box.x / POINTS_PER_MM), round(box.y / POINTS_PER_MM)
    return f"Khung dấu {size_words(box)}, cách trái {left} mm, cách trên {top} mm"


def cannot_show_words(error: CounterError, line: SignLine) -> str:
    """Why the page is not shown, with the name that the person knows the file by, not the one it has in the vault."""
    known = {"file": line.row.file.name} if "file" in error.values else {}
    return type(error)(error.code, **{**error.values, **known}).what


def warning_words(line: SignLine) -> str:
    """What is wrong with the place as it stands; empty when nothing is."""
    findings = line.preflight.findings if line.preflight is not None else ()
    return " ".join(one.message for one in findings if one.code in WARNINGS and one.severity is Severity.WARNING)


def moved_words(line: SignLine) -> str:
    """That the wanted corner was taken, when it was."""
    findings = line.preflight.findings if line.preflight is not None else ()
    return next((one.message for one in findings if one.code == "signing.place_moved"), "")
