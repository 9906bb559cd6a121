"""A place on a page, for signatures and for findings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page as the reader sees it: points from the top left corner of the shown page."""

    x: float
    y: float
    width: float
    height: float
