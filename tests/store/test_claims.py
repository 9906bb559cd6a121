"""Four counters take from one pile: everybody gets another dossier, nobody the same; the others hear of it."""

import multiprocessing
import select
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.dossier import DossierState, Event
from counter_app.store.database import Store, open_store
from counter_app.store.tables import FREE
from tests.store.conftest import NOON
from tests.store.made_up import HOUR, MORNING, keep, new_dossier
from tests.store.postgres_server import PostgresServer

PILE = 200


def take_all(address: str, login: str, start: object, answer: object) -> None:
    store = open_store(address, FixedClock(NOON))
    start.wait(60)  # type: ignore[attr-defined]
    taken = []
    while True:
        with store.unit_of_work() as unit:
            found = unit.claims.take_next(login)
            if found is None:
                break
            unit.append_event(Event(dossier_id=found, at=NOON, by=login, kind="claim", details={}))
            unit.commit()
            taken.append(found)
    store.close()
    answer.put((login, taken))  # type: ignore[attr-defined]


def test_four_processes_take_each_dossier_once(address: str | Path) -> None:
    store = open_store(address, FixedClock(NOON))
    with store.unit_of_work() as unit:
        wanted = [unit.add_dossier(new_dossier(holder="", components=())) for _ in range(PILE)]
        unit.commit()
    fork = multiprocessing.get_context("spawn")
    start, answers = fork.Event(), fork.Queue()
    logins = ["ha", "tuan", "lan", "mai"]
    workers = [fork.Process(target=take_all, args=(str(address), login, start, answers)) for login in logins]
    for worker in workers:
        worker.start()
    start.set()
    taken = dict(answers.get(timeout=60) for _ in workers)
    for worker in workers:
        worker.join(30)
    assert sorted(one for mine in taken.values() for one in mine) == wanted
    with store.unit_of_work() as unit:
        assert all(unit.dossier(one).holder == login for login, mine in taken.items() for one in mine)
    assert store.diary.examine().ok
    store.close()


def test_the_most_urgent_comes_first_and_what_is_held_decided_or_closed_is_left(store: Store) -> None:
    keep(store, holder="tuan", intake_due_at=MORNING)
    keep(store, holder="", state=DossierState.PROCESSING, due_at=MORNING)
    keep(store, holder="", state=DossierState.REFUSED)
    late = keep(store, holder="", intake_due_at=MORNING + 4 * HOUR)
    soon = keep(store, holder="", intake_due_at=MORNING + 2 * HOUR)
    taken = []
    for _ in range(3):
        with store.unit_of_work() as unit:
            taken.append(unit.claims.take_next("ha"))
            unit.commit()
    assert taken == [soon, late, None]


def test_the_next_one_is_found_by_the_index_of_what_nobody_holds(tmp_path: Path) -> None:
    """Without it each taker walks past all that was taken before. SQLite says so in its plan."""
    store, plans = open_store(tmp_path / "counter.db"), []

    def explain(connection, cursor, statement, parameters, context, executemany) -> None:
        if statement.startswith("UPDATE"):
            plan = connection.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
            plans.append(" / ".join(row[3] for row in plan))

    sa.event.listen(store._database.writing, "before_cursor_execute", explain)
    with store.unit_of_work() as unit:
        assert unit.claims.take_next("ha") is None
    store.close()
    assert len(plans) == 1
    assert "SCAN dossier USING INDEX ix_dossier_free" in plans[0]
    awaiting = ", ".join(str(int(state)) for state in DossierState if state.awaits_intake)
    assert f"state IN ({awaiting}) AND holder = ''" == FREE


def test_what_is_taken_is_another_version_for_whoever_read_it_before(store: Store) -> None:
    key = keep(store, holder="")
    with store.unit_of_work() as unit:
        before = unit.dossier(key)
        assert unit.claims.take_next("ha") == key
        assert unit.claims.take_next("tuan") is None
        assert not unit.claims.put_back(key, "tuan")
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.dossier(key).version == before.version + 1
        assert unit.claims.put_back(key, "ha")
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.dossier(key).holder == ""


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
class TestNews:
    def test_the_others_are_told_what_was_written_and_nobody_hears_themselves(
        self, postgres_server: PostgresServer
    ) -> None:
        url = postgres_server.new_database("ready")
        mine, other = (open_store(url, FixedClock(NOON)) for _ in range(2))
        heard, own = other.listen(), mine.listen()
        assert heard is not None and own is not None
        key = keep(mine)
        with mine.unit_of_work() as unit:
            unit.append_event(Event(dossier_id=key, at=NOON + timedelta(minutes=1), by="ha", kind="note", details={}))
            unit.commit()
        assert select.select([heard], [], [], 60)[0]
        time.sleep(0.05)
        assert heard.take() is None  # the new dossier's commit had no event of its own: everything may have changed
        assert own.take() == frozenset()
        for one in (heard, own, mine, other):
            one.close()
        postgres_server.drop(url)

    def test_a_server_that_goes_away_is_said(self, postgres_server: PostgresServer) -> None:
        url = postgres_server.new_database("ready")
        store = open_store(url, FixedClock(NOON))
        news = store.listen()
        assert news is not None
        postgres_server.cut_off(url)
        with pytest.raises(Trouble) as told:
            while select.select([news], [], [], 60)[0]:  # first the server's farewell, then the end of the line
                news.take()
        assert told.value.code == "store.unreachable"
        news.close()
        store.close()
        postgres_server.drop(url)


def test_a_file_has_no_news(tmp_path: Path, opened: Callable[[], Store]) -> None:
    store = open_store(tmp_path / "own.db")
    assert store.listen() is None
    store.close()
