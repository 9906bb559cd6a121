"""Where a mark goes, as one types it: the same words in profiles and for `counterctl --place`.

`top_right`, `bottom_left@2`, `top_right@-1` (corner, page from the first or the last, nearest free place),
`330,60,150,40@1` (box in points from the top left of the shown page), `anchor:GIÁM ĐỐC@-1` (under that text),
`field:KyKetQua` (an empty signature field of that name), `end@-1` (behind the last words of the page).
"""

import re

from counter_app.errors import Misuse
from counter_app.model.signature import Box, Placement

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
END = "end"
_BOX = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)")
_PAGED = re.compile(r"(.*?)(?:@(-?\d{1,5}))?", re.S)


def read_place(text: str) -> Placement:
    """Misuse `signing.place_spec` when it is none of these."""
    match = _PAGED.fullmatch(text)
    assert match is not None
    where, page = match.group(1), int(match.group(2) or 1)
    if not page:
        raise Misuse("signing.place_spec", text=text)
    if where in (*CORNERS, END):
        return Placement(corner=where, page=page)
    word, colon, rest = where.partition(":")
    if colon and rest.strip() and word in ("anchor", "field"):
        return Placement(page=page, anchor=rest) if word == "anchor" else Placement(page=page, field=rest)
    box = _BOX.fullmatch(where)
    if box is None:
        raise Misuse("signing.place_spec", text=text)
    x, y, width, height = map(float, box.groups())
    if not (width and height):
        raise Misuse("signing.place_spec", text=text)
    return Placement(page=page, box=Box(x=x, y=y, width=width, height=height))
