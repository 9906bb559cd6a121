"""Issuing a signed result (phát hành): the printed blanks that number, day and month go into, and the seal's place."""

from dataclasses import dataclass

from counter_app.model.signature import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A gap between printed words. `box` as the reader sees the page; `font_size` of the words around it, points."""

    page: int  # 1-based
    box: Box
    font_size: float = 13.0
    filled: str = ""  # what is printed there already


@dataclass(frozen=True, slots=True, kw_only=True)
class Blanks:
    """What was found of «Số:     /QĐ-…» and «ngày     tháng     năm»; None: not on the page."""

    number: Blank | None = None
    day: Blank | None = None
    month: Blank | None = None
