"""Due moments and countdowns against a naive minute walk and against the bare binary search below them."""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta

from bench import Row, compare, median_pair, once
from counter_app.clock import VIETNAM
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar

WINDOW = 480  # working minutes
WALKED = 20  # moments: the walk is slow
COUNTED = 2_000


def run(quick: bool) -> list[Row]:
    """Times are for COUNTED moments; the walk is measured on WALKED of them and scaled up."""
    rounds = 3 if quick else 9
    calendar = shipped_calendar()
    chance = random.Random(4)  # the same moments in every run
    first = datetime(2024, 1, 2, tzinfo=VIETNAM)
    starts = [first + timedelta(minutes=chance.randrange(2 * 365 * 1440)) for _ in range(COUNTED)]
    few = starts[:WALKED]
    now = datetime(2025, 6, 16, 9, 41, 7, tzinfo=VIETNAM)
    dues = [calendar.add_minutes(start, WINDOW) for start in starts]
    if [_walk(calendar, start, WINDOW) for start in few] != dues[:WALKED]:
        raise AssertionError("the walk and the calendar disagree")
    bare = _bare_search(calendar)
    whole = [int(start.timestamp()) for start in starts]
    marks = calendar.marks([int(due.timestamp()) for due in dues] * (100_000 // COUNTED))

    def add() -> None:
        for start in starts:
            calendar.add_minutes(start, WINDOW)

    def walk() -> float:
        return once(lambda: [_walk(calendar, start, WINDOW) for start in few] and None) * COUNTED / WALKED

    def search() -> None:
        for moment in whole:
            bare(moment)

    def labels() -> None:
        for due in dues:
            countdown(calendar, now, due, 240)

    def minutes() -> None:
        for due in dues:
            calendar.remaining_minutes(now, due)

    def all_remaining() -> None:
        calendar.remaining_of(now, marks)

    def divisions() -> None:
        _ = [mark // 60 for mark in marks]

    ours, theirs = median_pair(add, walk, rounds)
    return [
        Row(f"{COUNTED} due moments", round(ours, 3), "minute walk", round(theirs, 3), round(ours / theirs, 6)),
        _row(f"{COUNTED} due moments", add, "bare bisect on integers", search, rounds),
        _row(f"{COUNTED} countdowns in words", labels, "remaining minutes without words", minutes, rounds),
        _row("remaining time of 100 000 at once", all_remaining, "one division each", divisions, rounds),
    ]


def _row(name: str, ours: Callable[[], None], peer_name: str, peer: Callable[[], None], rounds: int) -> Row:
    own, theirs = median_pair(ours, peer, rounds)
    return compare(name, own, peer_name, theirs)


def _bare_search(calendar: WorkingCalendar) -> Callable[[int], int]:
    """The lower bound: two binary searches over plain lists, no dates, no checks."""
    spans = calendar.intervals
    starts, ends, before, after = (list(column) for column in (spans.starts, spans.ends, spans.before, spans.after))

    def due(moment: int) -> int:
        index = bisect_right(starts, moment) - 1
        target = before[index] + min(moment, ends[index]) - starts[index] + WINDOW * 60
        index = bisect_left(after, target)
        return starts[index] + target - before[index]

    return due


def _walk(calendar: WorkingCalendar, start: datetime, minutes: int) -> datetime:
    """Minute by minute over the same days."""
    moment = start
    sessions = calendar.day(moment.date()).sessions
    while minutes:
        minute = moment.hour * 60 + moment.minute
        if not minute:
            sessions = calendar.day(moment.date()).sessions
        minutes -= any(session.start <= minute < session.end for session in sessions)
        moment += timedelta(minutes=1)
    return moment
