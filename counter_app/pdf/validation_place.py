"""Where a signature is seen: its page and its box as the reader of the shown page sees it."""

from collections.abc import Iterator
from typing import Any

from counter_app.model.signature import Box
from counter_app.pdf.validation_reading import entry

MAX_PAGES = 5_000  # beyond, the page is not looked for: the verdict does not need it


def place_of(reader: Any, field: Any) -> dict[str, Any]:
    """`page` (1-based) and `box`, both None for an invisible signature or when they cannot be found out."""
    try:
        return _place(reader, field.get_object())
    except Exception:  # the boundary: a broken page tree must not cost the verdict
        return {"page": None, "box": None}


def _place(reader: Any, field: Any) -> dict[str, Any]:
    widget = field if "/Rect" in field else field["/Kids"][0]
    left, bottom, right, top = _ordered([float(number) for number in widget["/Rect"]])
    if left == right or bottom == top or "/P" not in widget:
        return {"page": None, "box": None}
    wanted = widget.raw_get("/P").reference
    for number, (reference, page, inherited) in enumerate(_pages(reader.root["/Pages"], {}), 1):
        if reference == wanted:
            shown = _shown_area(page, inherited)
            turned = int(entry(page, "/Rotate", inherited.get("/Rotate", 0))) % 360
            return {"page": number, "box": _as_seen((left, bottom, right, top), shown, turned)}
        if number >= MAX_PAGES:
            break
    return {"page": None, "box": None}


def _pages(node: Any, inherited: dict[str, Any]) -> Iterator[tuple[Any, Any, dict[str, Any]]]:
    passed_on = inherited | {key: node[key] for key in ("/MediaBox", "/CropBox", "/Rotate") if key in node}
    for position in range(len(node["/Kids"])):
        kid = node["/Kids"][position]
        if "/Kids" in kid:
            yield from _pages(kid, passed_on)
        else:
            yield node["/Kids"].raw_get(position).reference, kid, passed_on


def _shown_area(page: Any, inherited: dict[str, Any]) -> tuple[float, ...]:
    media = entry(page, "/MediaBox", inherited.get("/MediaBox", [0, 0, 612, 792]))
    crop = entry(page, "/CropBox", inherited.get("/CropBox", media))
    outer, inner = _ordered([float(n) for n in media]), _ordered([float(n) for n in crop])
    return (max(outer[0], inner[0]), max(outer[1], inner[1]), min(outer[2], inner[2]), min(outer[3], inner[3]))


def _as_seen(rect: tuple[float, ...], shown: tuple[float, ...], turned: int) -> Box:
    left, bottom, right, top = rect
    width, height = right - left, top - bottom
    if turned == 90:
        return Box(x=bottom - shown[1], y=left - shown[0], width=height, height=width)
    if turned == 180:
        return Box(x=shown[2] - right, y=bottom - shown[1], width=width, height=height)
    if turned == 270:
        return Box(x=shown[3] - top, y=shown[2] - right, width=height, height=width)
    return Box(x=left - shown[0], y=shown[3] - top, width=width, height=height)


def _ordered(box: list[float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
