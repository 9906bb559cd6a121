"""Due moments and countdowns beside three libraries, a naive minute walk and the bare binary search below them.

A library's row tells how many of its answers equal the minute walk's (ours all do, or there is no row). Its time is
CPU time measured on few moments and scaled up; a ratio of 0.002 is 500 times as many deadlines per second.
"""

import csv
import random
import subprocess
import sys
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from time import process_time

from bench import Row, compare, median_pair, once
from bench.working_time_peers import AFTERNOON, MORNING, adding, minutes_between
from counter_app.clock import VIETNAM
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar

WINDOW = 480  # working minutes
WALKED = 20  # moments: the walk is slow
COUNTED = 2_000
MANY = 100_000  # moments at once
ASKED = 200  # moments that a library is asked
BATCH = 1_000_000  # rows of a file


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
        return _timed(lambda: [_walk(calendar, start, WINDOW) for start in few]) * COUNTED / WALKED

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
        *_libraries(calendar, rounds),
        *([] if quick else [_batch()]),
    ]


def _libraries(calendar: WorkingCalendar, rounds: int) -> list[Row]:
    """Eight working hours from the same receipts of four years; ours one by one and all at once."""
    sessions = [(MORNING[0], MORNING[1]), (AFTERNOON[0], AFTERNOON[1])]
    for day in (calendar.day(datetime(2024, 6, 3)), calendar.day(datetime(2026, 6, 1))):
        if [(one.start, one.end) for one in day.sessions] != [(_minute(a), _minute(b)) for a, b in sessions]:
            raise AssertionError("the libraries are told other hours than the calendar has")
    chance = random.Random(8)
    first = datetime(2023, 1, 3, tzinfo=VIETNAM)
    starts = [first + timedelta(minutes=chance.randrange(4 * 365 * 1440)) for _ in range(MANY)]
    whole = array("q", (int(start.timestamp()) for start in starts))
    asked = [start.replace(tzinfo=None) for start in starts[:ASKED]]
    right = [_walk(calendar, start, WINDOW).replace(tzinfo=None) for start in starts[:ASKED]]
    dues = [datetime.fromtimestamp(due, VIETNAM) for due in calendar.add_minutes_many(whole, WINDOW)]
    one_by_one = [calendar.add_minutes(start, WINDOW) for start in starts]
    if dues != one_by_one or [due.replace(tzinfo=None) for due in dues[:ASKED]] != right:
        raise AssertionError("the walk and the calendar disagree")

    def each() -> float:
        return _timed(lambda: [calendar.add_minutes(start, WINDOW) for start in starts])

    def at_once() -> float:
        return _timed(lambda: calendar.add_minutes_many(whole, WINDOW))

    ordered = array("q", sorted(whole))

    def in_order() -> float:
        return _timed(lambda: calendar.add_minutes_many(ordered, WINDOW))

    ways = (("at once, in their order", in_order), ("at once, in any order", at_once), ("one by one", each))
    found = []
    for peer in adding(calendar):
        equal = sum(peer.add(start) == due for start, due in zip(asked, right, strict=True)) * 100 / ASKED

        def theirs(add: Callable[[datetime], datetime] = peer.add) -> float:
            return _timed(lambda: [add(start) for start in asked]) * MANY / ASKED

        for way, ours in ways:
            own, other = median_pair(ours, theirs, rounds)
            name = f"{MANY} due moments {way}"
            told = f"{peer.name} ({equal:.0f} % equal)"
            found.append(Row(name, round(own, 3), told, round(other, 3), round(own / other, 6)))
    between = minutes_between(calendar)
    spans = list(zip(asked, right, strict=True))
    equal = sum(between(begin, end) == WINDOW for begin, end in spans) * 100 / ASKED

    def ours_between() -> float:
        return _timed(lambda: [calendar.worked_minutes(begin, end) for begin, end in spans])

    def theirs_between() -> float:
        return _timed(lambda: [between(begin, end) for begin, end in spans])

    own, other = median_pair(ours_between, theirs_between, rounds)
    told = f"business-duration, no lunch, no make-up Saturdays ({equal:.0f} % equal)"
    return [*found, Row(f"working minutes between {ASKED} pairs", round(own, 3), told, round(other, 3),
                        round(own / other, 6))]  # fmt: skip


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of one core: what others do on the machine meanwhile is not counted."""
    start = process_time()
    work()
    return (process_time() - start) * 1000


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _batch() -> Row:
    """`deadline --batch` as a process of its own; beside it one that only copies the rows through `csv`."""
    chance = random.Random(9)
    first = datetime(2023, 1, 3)
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "in.csv", Path(folder) / "out.csv"
        with given.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["received_at", "minutes"])
            for _ in range(BATCH):
                start = first + timedelta(minutes=chance.randrange(4 * 365 * 1440))
                writer.writerow([start.isoformat(timespec="minutes"), WINDOW])
        command = ["counter_app", "--data", folder, "deadline", "--batch", str(given), "--out", str(out)]
        ours, peak = _process(
            f"import runpy, sys; sys.argv = {command!r}; runpy.run_module('counter_app', run_name='__main__')"
        )
        with out.open(encoding="utf-8") as file:
            if sum(1 for _ in file) != BATCH + 1:
                raise AssertionError("the batch did not answer every row")
        copy = "import csv, sys; csv.writer(open(sys.argv[2], 'w')).writerows(csv.reader(open(sys.argv[1])))"
        theirs, _ = _process(f"import sys; sys.argv = ['', {str(given)!r}, {str(out)!r}]\n{copy}")
    name = f"file of {BATCH} rows, peak memory {peak:.0f} MB"
    return compare(name, ours, "csv copied row by row", theirs)


def _process(code: str) -> tuple[float, float]:
    """(milliseconds, peak memory in MB) of a process of its own."""
    told = (
        "import atexit, resource, sys\n"
        "atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))\n"
    )
    peaks: list[float] = []

    def work() -> None:
        done = subprocess.run([sys.executable, "-c", told + code], capture_output=True, check=True, encoding="utf-8")
        peaks.append(int(done.stderr.split()[-1]) / 1024)

    return once(work), peaks[0]


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
