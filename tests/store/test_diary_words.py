"""What the diary says about persons: apart from its rows, sealed, erased with the chain whole, missed when gone."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.clock import FixedClock, to_seconds
from counter_app.model.dossier import DossierId
from counter_app.model.retention import ERASED
from counter_app.store.chain import BEGINNING, canonical, chain_hash, examine_rows
from counter_app.store.database import Store, open_store
from counter_app.store.engine import open_database
from counter_app.store.office_key import new_key
from counter_app.store.sealed_columns import seal_of_key
from tests.store.made_up import MORNING, act, keep
from tests.store.test_schema import _at, _put_by_hand
from tests.store.test_sealed_columns import raw

HER = "Vừ Thị Mẩy"
SAID = {"reason": f"Bà {HER} gọi", "note": HER, "component": 2, "legal_ground": "Điều 17"}


def told(store: Store, key: DossierId) -> list[dict[str, object]]:
    with store.unit_of_work() as unit:
        return [dict(one.details) for one in unit.events(key)]


def erase(store: Store, key: DossierId) -> None:
    with store.unit_of_work() as unit:
        remains = unit.erasure.dossier(key).remains
        unit.append_event(act(key, "erase_dossier", reason="QĐ 05", **({"remains": remains} if remains else {})))
        unit.commit()
    store.upkeep.scrub()


@pytest.fixture
def written(store: Store) -> DossierId:
    key = keep(store, code="H31-1")
    with store.unit_of_work() as unit:
        unit.append_event(act(key, "hand_over", **SAID))
        unit.append_event(act(key, "cannot_reuse", reason="changed", note=HER))
        unit.commit()
    return key


@pytest.fixture
def older(empty_address: str | Path, clock: FixedClock) -> Iterator[Store]:
    """A register of before, whose rows were hashed with the words in them; dossier 1 is hers."""
    database = _at(empty_address, "0016")
    for number in (1, 2):
        _put_by_hand(database, id=number, local_code=f"TN-2025-00000{number}")
    previous = BEGINNING
    with database.writing.begin() as connection:
        for dossier_id, kind, details in ((1, "hand_over", SAID), (2, "accept", {"late": 0}), (1, "wait_end", SAID)):
            text, at = canonical(details), to_seconds(MORNING)
            own = chain_hash(previous, dossier_id, at, "ha", kind, text)
            row = {"d": dossier_id, "at": at, "k": kind, "t": text, "p": previous, "h": own}
            put = "INSERT INTO event (dossier_id, at, by_login, kind, details, previous_hash, hash)"
            connection.execute(sa.text(put + " VALUES (:d, :at, 'ha', :k, :t, :p, :h)"), row)
            previous = own
    database.writing.dispose()
    opened = open_store(empty_address, clock)
    yield opened
    opened.close()


def test_words_stand_beside_the_rows_and_are_read_as_before(store: Store, written: DossierId) -> None:
    assert told(store, written) == [SAID, {"reason": "changed", "note": HER}]
    rows = [row for row in store.diary.rows() if row["kind"] in ("hand_over", "cannot_reuse")]
    assert all(HER not in row["details"] for row in rows)
    assert json.loads(rows[0]["details"])["legal_ground"] == "Điều 17"
    late = store.readings.reports.late_one(written, ["hand_over"])
    assert late is not None and [one.details for one in late.events] == [SAID]
    assert {word[32:] for row in rows for word in row["words"].values()} == {HER, SAID["reason"]}
    assert store.diary.examine().ok


def test_what_was_erased_is_nowhere_and_the_chain_is_whole(
    address: str | Path, store: Store, written: DossierId
) -> None:
    other = keep(store)
    with store.unit_of_work() as unit:
        unit.append_event(act(other, "hand_over", note="còn giữ"))
        unit.commit()
    head = store.diary.examine().head
    erase(store, written)
    details = told(store, written)
    assert (details[0]["reason"], details[0]["note"], details[0]["component"]) == (ERASED, ERASED, 2)
    assert details[-1] == {"reason": "QĐ 05"} and told(store, other) == [{"note": "còn giữ"}]
    found = store.diary.examine()
    assert found.ok and head in {row["hash"] for row in store.diary.rows()}
    assert "Mẩy" not in raw(address)


def test_an_older_register_keeps_its_hashes_and_can_be_erased_too(empty_address: str | Path, older: Store) -> None:
    hashes = [row["hash"] for row in older.diary.rows()]
    assert told(older, DossierId(1)) == [SAID, SAID] and older.diary.examine().ok
    assert HER not in "".join(row["details"] for row in older.diary.rows())
    erase(older, DossierId(1))
    assert older.diary.examine().ok and [row["hash"] for row in older.diary.rows()][:3] == hashes
    assert "Mẩy" not in raw(empty_address)
    assert told(older, DossierId(1))[1]["reason"] == ERASED


HARMS = {
    "a word changed": "UPDATE diary_word SET words = words || 'x' WHERE dossier_id = 1",
    "a word removed": "DELETE FROM diary_word WHERE digest IN (SELECT min(digest) FROM diary_word)",
    "all words removed": "DELETE FROM diary_word",
    "a row changed": "UPDATE event SET by_login = 'x' WHERE id = 1",
    "a mark replaced": "UPDATE event SET details = '{}' WHERE id = 1",
}


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_was_done_behind_the_programs_back_is_found(harm: str, store: Store, written: DossierId) -> None:
    _find(store, harm)


@pytest.mark.parametrize("harm", HARMS)
def test_and_in_an_older_register_as_well(harm: str, older: Store) -> None:
    _find(older, harm)


def _find(store: Store, harm: str) -> None:
    assert store.diary.examine().ok
    _harm(store, HARMS[harm])
    found = store.diary.examine()
    assert not found.ok and (found.first_bad == 1 or harm == "a word removed")


def test_after_an_erasure_what_remains_of_older_rows_is_still_bound(older: Store) -> None:
    erase(older, DossierId(1))
    _harm(older, "UPDATE event SET by_login = 'x' WHERE id = 1")
    assert older.diary.examine().first_bad == 1


def _harm(store: Store, statement: str) -> None:
    database = store._database
    with database.writing.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER event_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER event_append_only")
        connection.exec_driver_sql(statement)


def test_words_that_look_like_marks_are_words(store: Store) -> None:
    key = keep(store)
    like = "#nk1#" + hashlib.sha256(b"x").hexdigest()
    with store.unit_of_work() as unit:
        unit.append_event(act(key, "hand_over", note=like, legal_ground=like))
        unit.append_event(act(None, "backup", reason=like))
        unit.commit()
    assert told(store, key) == [{"note": like, "legal_ground": like}]
    assert store.diary.examine().ok
    assert next(iter(store.diary.office_events("backup", 1))).details == {"reason": like}


def test_a_copy_can_be_examined_and_a_word_taken_out_of_it_is_missed(store: Store, written: DossierId) -> None:
    rows = [dict(row) for row in store.diary.rows()]
    assert examine_rows(rows).ok
    first = next(row for row in rows if row["kind"] == "hand_over")
    first["words"] = {}
    assert examine_rows(rows).first_bad == first["id"]


def test_a_register_that_was_sealed_by_an_older_program_is_sealed_wholly(
    address: str | Path, store: Store, written: DossierId, clock: FixedClock
) -> None:
    seal = seal_of_key(new_key())
    database = open_database(address)
    with database.writing.begin() as connection:  # that program knew fewer columns
        for name, value in (("columns_sealed", seal.mark), ("column_kinds_sealed", 3)):
            connection.execute(sa.text("INSERT INTO meta (name, value) VALUES (:n, :v)"), {"n": name, "v": value})
    database.writing.dispose()
    store.close()
    again = open_store(address, clock, seal)
    assert told(again, written)[0] == SAID and again.diary.examine().ok
    again.close()
    assert "Mẩy" not in raw(address)
    locked = open_store(address, clock)
    assert locked.diary.examine().ok  # the proof of these rows needs no key
    locked.close()
