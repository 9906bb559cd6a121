"""One amount of working time added to many moments: the answer is, piece by piece, `min(moment, cap) + shift`.

A piece ends with the interval that the moment lies in, or where the answer passes on to the next interval. Moments in
their order take the pieces one after another; in any order each is looked up in a table of equal buckets, which is
exact because every edge and the amount are multiples of a bucket. Where such a table would be larger than the work
(sessions to the odd minute), a binary search finds the piece.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import repeat
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.working_time.intervals import Intervals

TABLE = 8  # buckets for each moment, at most


class Pieces:
    """`begins`: where each piece but the first begins; `caps` and `shifts` of all pieces. Beyond `last` no answer."""

    __slots__ = ("_grain", "_spans", "begins", "caps", "lasts", "shifts")

    def __init__(self, spans: "Intervals", seconds: int) -> None:
        self._spans = spans
        self._grain = gcd(spans.first, spans.last, seconds, *spans.starts, *spans.ends)
        self.begins: list[int] = []
        self.caps, self.shifts = [spans.first], [spans.add(spans.first, seconds) - spans.first]
        self._cut(seconds)
        self.lasts = [cap + shift for cap, shift in zip(self.caps, self.shifts, strict=True)]

    def _cut(self, seconds: int) -> None:
        starts, before, after = self._spans.starts, self._spans.before, self._spans.after
        goal = bisect_left(after, seconds)
        for start, end, done in zip(starts, self._spans.ends, before, strict=True):
            begin, target = start, done + seconds
            while begin < end:
                while goal < len(after) and after[goal] < target:
                    goal += 1
                if goal == len(after):  # from here on nothing has an answer
                    return
                self.begins.append(begin)
                self.caps.append(end)
                self.shifts.append(starts[goal] + target - before[goal] - begin)
                begin, target = begin + after[goal] - target + 1, after[goal] + 1

    def in_any_order(self, moments: Sequence[int]) -> list[int]:
        """The answers in the order of the moments, each of which has one."""
        buckets = (self._spans.last - self._spans.first) // self._grain
        if self._grain > 1 and buckets <= TABLE * len(moments):
            low, grain, table = self._spans.first + 1, self._grain, self._table()
            return [moment + told if (told := table[(moment - low) // grain]) > 0 else -told for moment in moments]
        places = map(bisect_right, repeat(self.begins), moments)
        caps, shifts, lasts = self.caps, self.shifts, self.lasts
        return [
            moment + shifts[place] if moment < caps[place] else lasts[place]
            for moment, place in zip(moments, places, strict=True)
        ]

    def _table(self) -> list[int]:
        """What to add in each bucket; the answer itself, negative, where it is one for the whole bucket.

        A bucket holds its last second and not its first: a moment on an edge belongs to what ends there. The bucket of
        the calendar's first second is the last of the list, where -1 finds it.
        """
        grain, at = self._grain, self._spans.first
        told, table = -self.lasts[0], []
        edges = [begin - begin % grain for begin in self.begins]
        for begin, following, cap, shift, last in zip(
            edges, (*edges[1:], self._spans.last), self.caps[1:], self.shifts[1:], self.lasts[1:], strict=True
        ):
            table += [told] * ((begin - at) // grain)
            at, told = min(cap, following), -last
            table += [shift] * ((at - begin) // grain)
        table += [told] * ((self._spans.last - at) // grain)
        return [*table, -self.lasts[0]]

    def in_order(self, moments: Sequence[int]) -> list[int]:
        """For sorted moments, each of which has an answer: a slice for each piece."""
        found: list[int] = []
        begin = 0
        ends = (*self.begins, self._spans.last + 1)
        for end, cap, shift, last in zip(ends, self.caps, self.shifts, self.lasts, strict=False):
            stop = bisect_left(moments, end, begin)
            if stop > begin:
                cut = bisect_left(moments, cap, begin, stop)
                found += [moment + shift for moment in moments[begin:cut]]
                found += [last] * (stop - cut)
                begin = stop
        return found
