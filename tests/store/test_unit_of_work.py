import multiprocessing
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.errors import Refused
from counter_app.model.dossier import ComponentVerdict, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.store.database import Store, open_store
from counter_app.store.unit_of_work import UnitOfWork
from tests.store.made_up import MORNING, act, attached, keep, look, new_dossier, signed

PROCESSES = multiprocessing.get_context("spawn")


def test_what_is_not_committed_never_was(store: Store) -> None:
    with store.unit_of_work() as unit:
        key = unit.add_dossier(new_dossier())
        unit.append_event(act(key))
    with pytest.raises(KeyError), store.unit_of_work() as unit:
        unit.add_dossier(new_dossier())
        raise KeyError
    assert list(store.readings.queue_ids(QueueFilter())) == []
    assert look(store, keep(store)).local_code == "TN-2026-000001"  # the number came back, too


def test_what_is_committed_is_there_when_opened_again(opened: Callable[[], Store]) -> None:
    key = keep(opened())
    assert look(opened(), key).applicant.name == "Trần Văn Mẫu"


def test_a_unit_ends_with_its_commit(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit.commit()
        for late in (unit.commit, unit.people, lambda: unit.add_dossier(new_dossier()), lambda: unit.events(1)):
            with pytest.raises(RuntimeError):
                late()


def test_units_do_not_nest_within_a_thread_but_work_side_by_side(store: Store) -> None:
    with store.unit_of_work(), pytest.raises(RuntimeError), store.unit_of_work():
        pass
    done: list[int] = []
    workers = [threading.Thread(target=lambda: done.append(keep(store))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(set(done)) == 4


def test_readings_see_only_what_is_committed(store: Store) -> None:
    before = store.readings.data_version()
    with store.unit_of_work() as unit:
        unit.add_dossier(new_dossier())
        assert list(store.readings.queue_ids(QueueFilter())) == []
        assert store.readings.data_version() == before
        unit.commit()
    assert len(store.readings.queue_ids(QueueFilter())) == 1
    assert store.readings.data_version() != before


def test_book_numbers_have_no_gaps(store: Store) -> None:
    with store.unit_of_work() as unit:
        assert [unit.next_number("receipt", 2026) for _ in range(2)] == [1, 2]
        unit.commit()
    with store.unit_of_work() as unit:
        assert unit.next_number("receipt", 2026) == 3  # given back
    with store.unit_of_work() as unit:
        assert unit.next_number("receipt", 2026) == 3
        assert unit.next_number("receipt", 2027) == 1
        assert unit.next_number("refusal", 2026) == 1


def _recounted(unit: UnitOfWork, key: int) -> tuple[int, ...]:
    dossier = unit.dossier(key)
    components, results = dossier.components, dossier.results
    return (
        sum(each.unchecked for each in components),
        sum(each.verdict is ComponentVerdict.FAIL for each in components),
        sum(each.unsigned for each in components),
        bool(results),
        bool(results) and all(each.signed_from for each in results),
    )


def test_counters_in_lists_equal_a_recount_after_every_step(store: Store) -> None:
    key = keep(store)
    first, second, third = (each.id for each in look(store, key).components)
    passed, failed = {"verdict": ComponentVerdict.PASS}, {"verdict": ComponentVerdict.FAIL}
    steps = [
        lambda unit: unit.update_component(first, file=attached("a")),
        lambda unit: unit.update_component(third, file=attached("b")),
        lambda unit: unit.update_component(first, **passed),
        lambda unit: unit.update_component(second, **failed),
        lambda unit: unit.update_component(third, **passed),
        lambda unit: unit.update_component(first, file=signed("c", "a")),
        lambda unit: unit.update_component(third, file=None),
        lambda unit: unit.update_component(first, file=attached("d")),
        lambda unit: unit.add_result(key, attached("e")),
        lambda unit: unit.replace_result(key, attached("e").hash, signed("f", "e")),
    ]
    seen = set()
    for step in steps:
        with store.unit_of_work() as unit:
            step(unit)
            unit.commit()
        (row,) = store.readings.queue_rows([key])
        counted = (row.unchecked, row.failed, row.unsigned, row.has_result, row.result_signed)
        with store.unit_of_work() as unit:
            assert counted == _recounted(unit, key)
        seen.add(counted)
    assert len(seen) == 8, "the steps must move the counters"


def _work(address: str | Path, count: int, answers: "multiprocessing.Queue[list[int]]") -> None:
    store = open_store(address)
    numbers = []
    for _ in range(count):
        with store.unit_of_work() as unit:
            numbers.append(unit.next_number("receipt", 2026))
            key = unit.add_dossier(new_dossier())
            unit.append_event(act(key, "import"))
            unit.commit()
    store.close()
    answers.put(numbers)


def _claim(address: str | Path, keys: list[int], answers: "multiprocessing.Queue[int]") -> None:
    """Take every dossier that nobody holds; count how many were taken."""
    store = open_store(address)
    mine = 0
    for key in keys:
        with store.unit_of_work() as unit:
            dossier = unit.dossier(key)
            if not dossier.holder:
                unit.update_dossier(dossier, holder="ha")
                for component in dossier.components:
                    unit.update_component(component.id, verdict=ComponentVerdict.FAIL)
                mine += 1
                unit.commit()
    store.close()
    answers.put(mine)


def _in_four_processes(target: Callable[..., None], *arguments: object) -> list:
    answers = PROCESSES.Queue()
    workers = [PROCESSES.Process(target=target, args=(*arguments, answers)) for _ in range(4)]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    answers.close()
    answers.join_thread()
    return found


def test_four_processes_take_numbers_without_gap_or_double(store: Store, address: str | Path) -> None:
    found = _in_four_processes(_work, address, 25)
    assert sorted(number for numbers in found for number in numbers) == list(range(1, 101))
    ids = store.readings.queue_ids(QueueFilter())
    codes = sorted(row.code for row in store.readings.queue_rows(ids))
    assert codes == [f"TN-2026-{number:06d}" for number in range(1, 101)]
    assert store.diary.examine().first_bad is None


def test_four_processes_claim_every_dossier_once(store: Store, address: str | Path) -> None:
    with store.unit_of_work() as unit:
        keys = [unit.add_dossier(new_dossier(holder="")) for _ in range(40)]
        unit.commit()
    assert sum(_in_four_processes(_claim, address, keys)) == 40
    for row in store.readings.queue_rows(keys):
        assert (row.unchecked, row.failed) == (0, 3)


def test_a_fresh_register_is_made_once_by_four_processes(empty_address: str | Path) -> None:
    found = _in_four_processes(_work, empty_address, 1)
    assert sorted(number for numbers in found for number in numbers) == [1, 2, 3, 4]


def test_the_diary_cannot_be_changed_even_by_hand(store: Store) -> None:
    with store.unit_of_work() as unit:
        unit.append_event(act(None))
        unit.commit()
    for statement in ("UPDATE event SET kind = 'x'", "DELETE FROM event"):
        with (
            store._database.writing.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="append-only"),
        ):
            connection.execute(sa.text(statement))
    assert store.diary.examine().first_bad is None


@pytest.mark.parametrize("harm", ["UPDATE event SET by_login = 'x' WHERE id = 3", "DELETE FROM event WHERE id = 2"])
def test_a_change_behind_the_triggers_is_found(store: Store, harm: str) -> None:
    for number in range(4):
        with store.unit_of_work() as unit:
            unit.append_event(act(None, "sign_in", number=number))
            unit.commit()
    assert store.diary.examine().first_bad is None
    off = (
        ["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"]
        if store._database.is_sqlite
        else ["ALTER TABLE event DISABLE TRIGGER ALL"]
    )
    with store._database.writing.begin() as connection:
        for statement in [*off, harm]:
            connection.execute(sa.text(statement))
    assert store.diary.examine().first_bad == 3


def test_a_second_writer_that_is_too_late_is_refused(opened: Callable[[], Store]) -> None:
    one, two = opened(), opened()
    key = keep(one)
    shown_to_two = look(two, key)
    with one.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(key), state=DossierState.ACCEPTED, decided_at=MORNING)
        unit.commit()
    with two.unit_of_work() as unit, pytest.raises(Refused):
        unit.update_dossier(shown_to_two, state=DossierState.REFUSED)
