"""The queue at 100 000 dossiers (5 000 open): our readings beside plain `sqlite3` asking the same file the same thing.

The peer does only the SELECT; ours also builds the values that the list shows and opens its own transaction.
"""

from __future__ import annotations

import array
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

from bench import Row, compare, median_pair
from bench.register import NOW, kept
from counter_app.clock import to_seconds
from counter_app.model.queue import QueueFilter
from counter_app.store.database import Store, open_store
from counter_app.store.tables import OPEN

# What a row of the list needs: the same columns as ours, written by hand.
ROW_COLUMNS = (
    "d.id, d.code, d.local_code, d.procedure_code, d.procedure_name, d.term_words, d.applicant_name, "
    "d.identity_number, d.channel, d.state, d.supplement_count, d.received_at, d.queue_due_at, d.holder, d.unchecked, "
    "d.failed, d.unsigned, d.result_count, d.unsigned_result_count, d.state_changed_at, p.name"
)


def run(quick: bool) -> list[Row]:
    count, runs = (20_000, 20) if quick else (100_000, 100)
    path = kept(count)
    store = open_store(path)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            for pragma in ("cache_size=-65536", "mmap_size=1073741824"):
                raw.execute(f"PRAGMA {pragma}")
            return _measured(store, raw, count, runs)
    finally:
        store.close()


def _measured(store: Store, raw: sqlite3.Connection, count: int, runs: int) -> list[Row]:
    readings = store.readings
    ids = list(readings.queue_ids(QueueFilter()))
    page = ids[len(ids) // 2 :][:100]
    soon = NOW + timedelta(hours=4)
    marks = ",".join("?" * len(page))
    by_ids = f"SELECT {ROW_COLUMNS} FROM dossier d LEFT JOIN person p ON p.login = d.holder WHERE d.id IN ({marks})"
    all_open = f"SELECT id FROM dossier WHERE {OPEN} ORDER BY queue_due_at, id"
    newest = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT 50"
    words = '"nguyen"* "thi"* "uong"*'
    now = to_seconds(NOW)
    by_state = (
        f"SELECT state, count(*), count(*) FILTER (WHERE queue_due_at < {now}), "
        f"count(*) FILTER (WHERE queue_due_at >= {now} AND queue_due_at < {to_seconds(soon)}), "
        "count(*) FILTER (WHERE unchecked > 0), count(*) FILTER (WHERE failed > 0), "
        "count(*) FILTER (WHERE unsigned > 0), count(*) FILTER (WHERE unsigned_result_count > 0), "
        f"count(*) FILTER (WHERE result_count = 0 AND (state = 9 OR queue_due_at < {now} AND state IN (2, 4))) "
        f"FROM dossier WHERE {OPEN} GROUP BY state"
    )
    part = ids[7]
    pairs = {
        "page of 100 rows": (lambda: readings.queue_rows(page), lambda: raw.execute(by_ids, page).fetchall()),
        f"all {len(ids)} open ids": (
            lambda: readings.queue_ids(QueueFilter()),
            lambda: array.array("q", (row[0] for row in raw.execute(all_open))),
        ),
        "search 'nguyen thi uong', newest 50": (
            lambda: readings.search_ids("nguyen thi uong"),
            lambda: raw.execute(newest, (words,)).fetchall(),
        ),
        "part of a code, newest 50 (peer: LIKE over both codes)": (
            lambda: readings.search_ids(f"{part:06d}"[1:]),
            lambda: raw.execute(
                "SELECT id FROM dossier WHERE code LIKE ?1 OR local_code LIKE ?1 ORDER BY id DESC LIMIT 50",
                (f"%{part:06d}"[1:] + "%",),
            ).fetchall(),
        ),
        "counts of bands, states and lacks": (
            lambda: readings.counts(NOW, soon),
            lambda: raw.execute(by_state).fetchall(),
        ),
    }
    found = []
    for name, (ours, peer) in pairs.items():
        ours_ms, peer_ms = median_pair(_silent(ours), _silent(peer), runs)
        found.append(compare(f"{name}, {count} dossiers", ours_ms, "sqlite3", peer_ms))
    return found


def _silent(work: Any) -> Any:
    """`median_pair` takes a returned value for a time."""

    def call() -> None:
        work()

    return call
