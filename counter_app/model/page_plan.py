"""Which pages of a file stay, in which order, turned how."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurn:
    page: int  # 1-based page of the file as it is
    turn: int = 0  # clockwise: 0, 90, 180, 270


PagePlan = tuple[PageTurn, ...]


def as_it_is(count: int) -> PagePlan:
    return tuple(PageTurn(page=number) for number in range(1, count + 1))
