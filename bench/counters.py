"""Several counters on one PostgreSQL (a server of its own, fsync on): claims per second of four processes, and how long
after a commit an open window at another counter shows it.

The peers: the same claim as bare SQL through psycopg, without diary and news; the same news heard by a bare connection.
"""

from __future__ import annotations

import json
import multiprocessing
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import Row, ToolMissing, compare
from bench.register import NOW
from counter_app.clock import FixedClock
from counter_app.model.dossier import Applicant, Channel, DossierState, Event, NewDossier
from counter_app.store.database import open_store

COUNTERS = 4
BARE_CLAIM = (
    "UPDATE dossier SET holder = %s WHERE id = (SELECT id FROM dossier WHERE state NOT IN (3, 7, 8, 10) "
    "AND state = 1 AND holder = '' ORDER BY queue_due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"
)


def run(quick: bool) -> list[Row]:
    pile, changes = (400, 20) if quick else (4_000, 100)
    with _server() as server:
        ours = _claims_per_second(server.new_database(), pile, _claim)
        bare = _claims_per_second(server.new_database(), pile, _claim_bare)
        shown, heard = _seen_after(server.new_database(), changes)
    return [
        compare(
            f"one claim, {COUNTERS} processes, each in the diary: {ours:,.0f} a second, none twice",
            1000 / ours,
            f"the same UPDATE alone through psycopg: {bare:,.0f} a second",
            1000 / bare,
        ),
        compare(
            f"a commit until another window shows it, p95 of {changes}",
            _p95(shown),
            "a bare connection that listens, p95",
            _p95(heard),
        ),
        compare(
            f"a commit until another window shows it, median of {changes}",
            statistics.median(shown),
            "a bare connection that listens, median",
            statistics.median(heard),
        ),
    ]


@contextmanager
def _server() -> Iterator[Any]:
    from tests.store import postgres_server
    from tests.tools import postgres_programs

    if not postgres_programs():
        raise ToolMissing("Cần chương trình máy chủ PostgreSQL (gói postgresql).")
    with postgres_server.running_server(safe=True) as server:
        yield server


def _claims_per_second(url: str, pile: int, work: Any) -> float:
    store = open_store(url, FixedClock(NOW))
    _heap_up(store, pile)
    spawn = multiprocessing.get_context("spawn")
    ready, start, answers = spawn.Semaphore(0), spawn.Event(), spawn.Queue()
    workers = [spawn.Process(target=work, args=(url, f"quay-{n}", ready, start, answers)) for n in range(COUNTERS)]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    began = time.perf_counter()
    start.set()
    taken = [answers.get() for _ in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    everything = [one for mine in taken for one in mine]
    assert len(everything) == len(set(everything)) == pile, "a dossier was lost or taken twice"
    assert store.diary.examine().ok
    store.close()
    return pile / seconds


def _claim(url: str, login: str, ready: Any, start: Any, answers: Any) -> None:
    store, taken = open_store(url, FixedClock(NOW)), []
    store.readings.data_version()
    ready.release()
    start.wait()
    while True:
        with store.unit_of_work() as unit:
            found = unit.claims.take_next(login)
            if found is None:
                break
            unit.append_event(Event(dossier_id=found, at=NOW, by=login, kind="claim", details={}))
            unit.commit()
        taken.append(int(found))
    store.close()
    answers.put(taken)


def _claim_bare(url: str, login: str, ready: Any, start: Any, answers: Any) -> None:
    import psycopg

    taken = []
    with psycopg.connect(url) as connection:
        ready.release()
        start.wait()
        while (row := connection.execute(BARE_CLAIM, (login,)).fetchone()) is not None:
            connection.commit()
            taken.append(int(row[0]))
    answers.put(taken)


def _heap_up(store: Any, pile: int) -> None:
    with store.unit_of_work() as unit:
        for _ in range(pile):
            unit.add_dossier(_new())
        unit.commit()


def _new() -> NewDossier:
    return NewDossier(
        code="",
        procedure_code="1.000173",
        procedure_name="Chứng chỉ nhân viên bức xạ",
        case_name="",
        field="An toàn bức xạ",
        term_words="10 ngày làm việc",
        applicant=Applicant(name="Trần Văn Mẫu"),
        channel=Channel.ONLINE,
        state=DossierState.NEW,
        holder="",
        submitted_at=NOW,
        received_at=NOW,
        intake_due_at=NOW,
        decided_at=None,
        due_at=None,
        ended_at=None,
        rule_set="2025-12",
        supplement_count=0,
        components=(),
    )


def _seen_after(url: str, changes: int) -> tuple[list[float], list[float]]:
    """Milliseconds from just before the commit until a window in another process shows the row, and until a bare
    connection in this one hears of it; both by the machine's one monotonic clock."""
    import psycopg

    store = open_store(url, FixedClock(NOW))
    _heap_up(store, 60)
    with tempfile.TemporaryDirectory() as folder:
        window = subprocess.Popen(
            [sys.executable, "-m", "bench.counter_window", folder, url],
            stdout=subprocess.PIPE,
            text=True,
            env=_offscreen(),
        )
        assert window.stdout is not None
        try:
            assert window.stdout.readline().strip() == "ready"
            with psycopg.connect(url, autocommit=True) as bare:
                bare.execute("LISTEN quay_mot_cua")
                times = [_change(store, bare, window.stdout, f"người-{number}") for number in range(changes)]
        finally:
            window.terminate()
            window.wait()
    store.close()
    return [shown for shown, _ in times], [heard for _, heard in times]


def _change(store: Any, bare: Any, told: Any, login: str) -> tuple[float, float]:
    time.sleep(0.15)
    with store.unit_of_work() as unit:
        first = unit.dossier(1)
        unit.update_dossier(first, holder=login)
        unit.append_event(Event(dossier_id=first.id, at=NOW, by=login, kind="claim", details={}))
        began = time.monotonic()
        unit.commit()
    select.select([bare.fileno()], [], [], 5)
    heard = time.monotonic()
    for _ in bare.notifies(timeout=0.001):
        pass
    while (line := json.loads(told.readline()))["holder"] != login:
        pass
    return (line["at"] - began) * 1000, (heard - began) * 1000


def _offscreen() -> dict[str, str]:
    from counter_app.settings import child_environment

    return child_environment(QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(Path(__file__).resolve().parent.parent))


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
