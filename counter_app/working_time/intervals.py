"""Exact arithmetic over sorted working intervals: prefix sums and binary search, whole seconds since 1970 UTC.

With `worked(t)` = working seconds from the first interval up to t:

    remaining(now, due) = worked(due) - worked(now)
    add(t, d)           = the first instant u with worked(u) - worked(t) = d

so that an answer on the end of an interval stays there (regulation.md R1.8: 11:30, not 13:00).
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le

from counter_app.clock import from_seconds
from counter_app.errors import OutsideCalendar
from counter_app.working_time.pieces import Pieces

SHOWN = (-62_135_500_000, 253_402_200_000)  # what a date can show in every time zone: the years 1 to 9999
FEW = 8  # so many times fewer moments than intervals: one search each costs less than a table for all of them


class Intervals:
    """Half-open intervals [start, end) inside [first, last]. Fixed once built."""

    __slots__ = ("after", "before", "ends", "first", "last", "starts")

    def __init__(self, intervals: Iterable[tuple[int, int]], first: int, last: int) -> None:
        self.first, self.last = first, last
        self.starts, self.ends = array("q"), array("q")
        self.before, self.after = array("q"), array("q")  # working seconds before and after each interval
        total, end_before = 0, first
        for start, end in intervals:
            if not end_before <= start < end <= last:
                raise ValueError("intervals must be sorted, apart, not empty and inside the covered range")
            self.starts.append(start)
            self.ends.append(end)
            self.before.append(total)
            total += end - start
            self.after.append(total)
            end_before = end

    def covers(self, moment: int) -> bool:
        return self.first <= moment <= self.last

    def worked(self, moment: int) -> int:
        """Working seconds from the beginning of the calendar. OutsideCalendar beyond the covered range."""
        if not self.first <= moment <= self.last:
            raise self.outside(moment)
        index = bisect_right(self.starts, moment) - 1
        if index < 0:
            return 0
        end = self.ends[index]
        return self.before[index] + (moment if moment < end else end) - self.starts[index]

    def add(self, moment: int, seconds: int) -> int:
        """The first instant that is `seconds` > 0 working seconds after `moment`, or OutsideCalendar."""
        if seconds <= 0:
            raise ValueError("only a positive amount of working time can be added")
        target = self.worked(moment) + seconds
        index = bisect_left(self.after, target)
        if index == len(self.after):
            raise self.outside(self.last)
        return self.starts[index] + target - self.before[index]

    def add_many(self, moments: Sequence[int], seconds: int) -> list[int]:
        """`add` of one amount to each moment, in their order; OutsideCalendar when any of them has no answer."""
        if len(moments) * FEW <= len(self.starts):
            return [self.add(moment, seconds) for moment in moments]
        in_order = all(map(le, moments, islice(moments, 1, None)))
        for edge in (moments[0], moments[-1]) if in_order else (min(moments), max(moments)):
            self.add(edge, seconds)  # what lies between two moments that have an answer has one too
        pieces = Pieces(self, seconds)
        return pieces.in_order(moments) if in_order else pieces.in_any_order(moments)

    def subtract(self, moment: int, seconds: int) -> int:
        """The last instant from which `seconds` > 0 working seconds lead to `moment`, or OutsideCalendar."""
        if seconds <= 0:
            raise ValueError("only a positive amount of working time can be taken off")
        target = self.worked(moment) - seconds
        if target < 0:
            raise self.outside(self.first - 1)
        index = bisect_right(self.before, target) - 1
        return self.starts[index] + target - self.before[index]

    def outside(self, moment: int) -> OutsideCalendar:
        shown = from_seconds(min(max(moment, SHOWN[0]), SHOWN[1]))
        return OutsideCalendar(
            "working_time.outside",
            moment=f"{shown:%d/%m}/{shown.year}",
            first=f"{from_seconds(self.first):%d/%m/%Y}",
            last=f"{from_seconds(self.last - 1):%d/%m/%Y}",
        )
