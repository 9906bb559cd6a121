"""An office with a million dossiers, 50 000 of them open: the queue, search, the board, a month's reports, and the
memory of the window over it.

The queue opens with the order of everything open and the rows of its first page; plain `sqlite3` reads the same ids.
A search is what officers type: given names, two and three words of a name, the last digits of a code.
"""

from __future__ import annotations

import array
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from bench import Row, board_refresh, compare, median_pair, once, report_set
from bench.register import GIVENS, KEPT, MIDDLES, MILLION, STREETS, SURNAMES, copy_of, kept
from counter_app.model.queue import QueueFilter
from counter_app.store.database import Store, open_store
from counter_app.store.tables import OPEN

FIRST_PAGE = 100
SEARCH_MS, WINDOW_MB = 50.0, 400.0  # the limits that were set
SHOWN = 200


def run(quick: bool) -> list[Row]:
    count, runs = (20_000, 10) if quick else (MILLION, 40)
    path = kept(count)
    store = open_store(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            rows = [_opening(store, raw, count, runs), *_searching(store, 40 if quick else 400)]
    finally:
        store.close()
    with tempfile.TemporaryDirectory(dir=KEPT) as folder:
        copy_of(count, Path(folder))
        office = report_set.opened(Path(folder))
        try:
            rows += board_refresh.rows(office, count, 3 if quick else 9)
            rows += report_set.rows(office, count)
        finally:
            office.close()
        memory = _window_memory(Path(folder))
    return [*rows, compare(f"memory of the window in MB, {count} dossiers", memory, "the limit", WINDOW_MB)]


def _opening(store: Store, raw: sqlite3.Connection, count: int, runs: int) -> Row:
    same_ids = f"SELECT id FROM dossier WHERE {OPEN} ORDER BY queue_due_at, id"

    def ours() -> None:
        ids = store.readings.queue_ids(QueueFilter())
        store.readings.queue_rows(ids[:FIRST_PAGE])

    def peer() -> None:
        array.array("q", (row[0] for row in raw.execute(same_ids)))

    name = f"the queue opens, {count} dossiers, {count // 20} open"
    return compare(name, *_between(median_pair(ours, peer, runs), "sqlite3, the same ids"))


def _between(times: tuple[float, float], peer: str) -> tuple[float, str, float]:
    return times[0], peer, times[1]


def _searching(store: Store, questions: int) -> Iterator[Row]:
    for name, ask in _QUESTIONS.items():
        dice = random.Random(7)
        typed = [ask(dice) for _ in range(questions)]
        times = [once(lambda words=words: _searched(store, words)) for words in typed]  # type: ignore[misc]
        p95 = statistics.quantiles(times, n=20)[-1]
        yield compare(f"search, {name}, p95 of {questions}", p95, "the limit", SEARCH_MS)


def _searched(store: Store, words: str) -> None:
    store.readings.search_ids(words, SHOWN)


_QUESTIONS: dict[str, Callable[[random.Random], str]] = {
    "a given name": lambda dice: dice.choice(GIVENS),
    "two words of a name": lambda dice: f"{dice.choice(MIDDLES)} {dice.choice(GIVENS)}",
    "surname and given name": lambda dice: f"{dice.choice(SURNAMES)} {dice.choice(GIVENS)}",
    "three words of a name": lambda dice: f"{dice.choice(SURNAMES)} {dice.choice(MIDDLES)} {dice.choice(GIVENS)}",
    "a name half typed": lambda dice: f"{dice.choice(SURNAMES)} {dice.choice(GIVENS)[: dice.randrange(1, 4)]}",
    "a name and a street": lambda dice: f"{dice.choice(GIVENS)} {dice.choice(STREETS)}",
    "last digits of a code": lambda dice: f"{dice.randrange(1, 29):02d}-{dice.randrange(1, 999):04d}",
    "three digits": lambda dice: f"{dice.randrange(1000):03d}",
}


def _window_memory(folder: Path) -> float:
    """The most memory that a process with the window over this office has had, in MB."""
    command = [sys.executable, "-m", "bench.window_memory", str(folder)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(ended.stdout.splitlines()[-1])
