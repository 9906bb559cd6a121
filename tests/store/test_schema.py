import shutil
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from counter_app.clock import VIETNAM
from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.procedure import ProcedureFilter
from counter_app.store import schema
from counter_app.store.database import open_store
from counter_app.store.engine import Database, open_database
from counter_app.store.tables import metadata
from tests.store.made_up import keep, look


def _alembic(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.attributes |= {"connection": connection, "target_metadata": metadata}
    return config


def _at(address: str | Path, revision: str) -> Database:
    database = open_database(address)
    with database.writing.begin() as connection:
        command.upgrade(_alembic(connection), revision)
    return database


def _put_by_hand(database: Database, **columns: object) -> None:
    with database.writing.begin() as connection:
        table = sa.Table("dossier", sa.MetaData(), autoload_with=connection)  # as it was at that revision
        needed = [column for column in table.c if not column.nullable]
        values = {column.name: "" if isinstance(column.type, sa.Text) else 1 for column in needed}
        connection.execute(sa.insert(table).values(values | columns))


def test_the_models_are_what_the_migrations_make(address: str | Path) -> None:
    open_store(address).close()
    database = open_database(address)
    with database.writing.begin() as connection:
        command.check(_alembic(connection))  # raises when a migration is missing
    database.writing.dispose()


def test_partial_indexes_have_the_very_words_of_the_models(tmp_path: Path) -> None:
    """alembic does not compare conditions, and SQLite (not PostgreSQL) needs them word for word."""
    open_store(tmp_path / "counter.db").close()
    database = open_database(tmp_path / "counter.db")
    with database.reading.connect() as connection:
        made = dict(connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'index'")).all())
    database.writing.dispose()
    for table in metadata.tables.values():
        for index in table.indexes:
            condition = index.dialect_options["sqlite"]["where"]
            assert made[index.name].endswith(f"WHERE {condition}") or condition is None
            assert ("UNIQUE" in made[index.name]) == index.unique


def test_the_known_revisions_are_all_and_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert [each.revision for each in script.walk_revisions()][::-1] == list(schema.KNOWN)
    assert script.get_current_head() == schema.HEAD


def test_migrations_import_nothing_of_ours() -> None:
    for path in schema.MIGRATIONS.rglob("*.py"):
        assert "counter_app" not in path.read_text(encoding="utf-8"), path.name


def test_a_round_trip_leaves_the_schema_as_it_was(empty_address: str | Path) -> None:
    database = _at(empty_address, "head")
    with database.writing.begin() as connection:
        command.downgrade(_alembic(connection), "base")
    with database.writing.begin() as connection:
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
        command.upgrade(_alembic(connection), "head")
    with database.writing.begin() as connection:
        command.check(_alembic(connection))
    database.writing.dispose()


def test_an_older_register_is_brought_up_to_date_with_its_data(empty_address: str | Path) -> None:
    database = _at(empty_address, "0001")
    _put_by_hand(database, local_code="TN-2025-000001", applicant_name="Lò Thị Ưởng", folded="lo thi uong")
    database.writing.dispose()
    store = open_store(empty_address)
    assert list(store.readings.search_ids("uong")) == [1]
    assert look(store, 1).applicant.name == "Lò Thị Ưởng"
    store.close()


def test_a_procedure_of_before_becomes_the_first_version(empty_address: str | Path) -> None:
    database = _at(empty_address, "0002")
    body = '{"code":"1.001786","name":"Đăng ký","short_name":"ĐK","field":"KHCN","cases":[],"terms":[],'
    body += '"source":{"document":"QĐ","verified":false}}'
    with database.writing.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO procedure (code, base_code, short_name, folded, body) VALUES (:a, :a, 'ĐK', :b, :c)"),
            {"a": "1.001786", "b": "1.001786 dk dang ky khcn", "c": body},
        )
    _put_by_hand(database, local_code="TN-2025-000001", procedure_code="1.001786", folded="")
    database.writing.dispose()
    store = open_store(empty_address)
    with store.unit_of_work() as unit:
        found = unit.procedure("1.001786")
        assert found is not None
        assert (found.name, found.version) == ("Đăng ký", 1)
        received_under = unit.procedure_version("1.001786", unit.dossier(DossierId(1)).procedure_version)
        assert received_under == found
    (line,) = store.catalogue.lines(ProcedureFilter(text="dang ky", day=date(2026, 11, 23)))
    assert (line.field, line.unverified) == ("KHCN", True)
    store.close()


def test_a_receipt_printed_before_stands_in_the_register_of_its_year(empty_address: str | Path) -> None:
    database = _at(empty_address, "0004")
    for number in (1, 2, 3):
        _put_by_hand(database, id=number, local_code=f"TN-2025-00000{number}")
    last_second = int(datetime(2025, 12, 31, 23, 59, 59, tzinfo=VIETNAM).timestamp())
    events = [(1, last_second, 7), (1, last_second + 1, 7), (2, last_second + 1, 1)]
    with database.writing.begin() as connection:
        for place, (dossier_id, at, number) in enumerate(events):
            values = {"d": dossier_id, "at": at, "n": f'{{"number":{number}}}', "h": f"{place:064d}"}
            told = "INSERT INTO event (dossier_id, at, by_login, kind, details, previous_hash, hash) "
            connection.execute(sa.text(told + "VALUES (:d, :at, 'ha', 'print_receipt', :n, :h, :h)"), values)
    database.writing.dispose()
    store = open_store(empty_address)
    with store.unit_of_work() as unit:
        assert unit.book.entries(2025) == ((7, 1),)
        assert unit.book.entries(2026) == ((1, 2),)
        assert unit.book.number_of(DossierId(3)) is None
    store.close()


def test_before_a_file_is_migrated_a_copy_is_made(tmp_path: Path) -> None:
    path = tmp_path / "counter.db"
    database = _at(path, "0001")
    _put_by_hand(database, local_code="TN-2025-000001")
    open_store(path).close()  # while the other connection still holds the newest pages in its log
    database.writing.dispose()
    (copy,) = tmp_path.glob("*truoc-nang-cap-0001-1*")
    assert schema.found_version(open_database(shutil.copy(copy, tmp_path / "again.db"))) == "0001"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT local_code FROM dossier").fetchall() == [("TN-2025-000001",)]
    connection.close()


def test_an_up_to_date_register_is_neither_copied_nor_migrated(tmp_path: Path) -> None:
    for _ in range(2):
        open_store(tmp_path / "counter.db").close()
    assert [path.name for path in tmp_path.iterdir()] == ["counter.db"]


def test_a_migration_that_fails_half_way_changes_nothing(empty_address: str | Path) -> None:
    database = _at(empty_address, "0001")
    spoiler = "dossier_search_delete" if database.is_sqlite else "ix_dossier_trigrams"
    harm = f"CREATE TABLE {spoiler} (x INTEGER)"
    if database.is_sqlite:
        harm = f"CREATE TRIGGER {spoiler} AFTER DELETE ON dossier BEGIN SELECT 1; END"
    with database.writing.begin() as connection:
        connection.execute(sa.text(harm))
    with pytest.raises(sa.exc.DBAPIError):
        open_store(empty_address)
    assert schema.found_version(database) == "0001"
    with database.reading.connect() as connection:
        assert "dossier_search" not in sa.inspect(connection).get_table_names()
    database.writing.dispose()


def test_a_register_of_a_newer_program_is_left_alone(address: str | Path) -> None:
    open_store(address).close()
    database = open_database(address)
    with database.writing.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    database.writing.dispose()
    with pytest.raises(Trouble) as caught:
        open_store(address)
    assert caught.value.code == "store.newer_schema"
    assert "Cập nhật chương trình" in str(caught.value)


def test_somebody_elses_database_is_left_alone(empty_address: str | Path) -> None:
    database = open_database(empty_address)
    with database.writing.begin() as connection:
        connection.execute(sa.text("CREATE TABLE invoice (id INTEGER)"))
    with pytest.raises(Trouble) as caught:
        open_store(empty_address)
    assert caught.value.code == "store.foreign"
    with database.reading.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["invoice"]
    database.writing.dispose()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_search_works_where_the_trigram_extension_may_not_be_created(postgres_server) -> None:
    url = postgres_server.new_database()
    postgres_server.execute("DO $$ BEGIN CREATE ROLE clerk LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    own = open_database(url)
    with own.writing.begin() as connection:
        connection.execute(sa.text("GRANT ALL ON SCHEMA public TO clerk"))  # but not CREATE on the database
    own.writing.dispose()
    store = open_store(url.replace("tester@", "clerk@"))
    key = keep(store, code="H18-0042")
    assert list(store.readings.search_ids("mau 042")) == [key]
    with store._database.reading.connect() as connection:
        assert "ix_dossier_trigrams" not in {each["name"] for each in sa.inspect(connection).get_indexes("dossier")}
    store.close()
    postgres_server.drop(url)


def test_a_dossier_of_before_gets_the_moments_that_reports_count_by(empty_address: str | Path) -> None:
    """As far as history and diary tell them: first received, first accepted at its real moment, closed."""
    database = _at(empty_address, "0009")
    for number, state in ((1, 4), (2, 10), (3, 1)):
        _put_by_hand(
            database,
            id=number,
            local_code=f"TN-2025-00000{number}",
            state=state,
            received_at=2_000,
            decided_at=3_000,
            ended_at=None,
            state_changed_at=4_000,
            folded="",
        )
    with database.writing.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO dossier_history (dossier_id, at, state, queue_due_at) VALUES (1, 1000, 1, 1)")
        )
        told = "INSERT INTO event (dossier_id, at, by_login, kind, details, previous_hash, hash) "
        happened = '{"happened_at":"1970-01-01T07:40:00+07:00"}'
        for place, (at, details) in enumerate([(2_500, happened), (2_900, "{}")]):
            values = {"at": at, "details": details, "h": f"{place:064d}"}
            connection.execute(sa.text(told + "VALUES (1, :at, 'ha', 'accept', :details, :h, :h)"), values)
    database.writing.dispose()
    open_store(empty_address).close()
    database = open_database(empty_address)
    with database.reading.connect() as connection:
        rows = connection.execute(sa.text("SELECT arrived_at, accepted_at, closed_at FROM dossier ORDER BY id")).all()
    database.writing.dispose()
    assert [tuple(row) for row in rows] == [(1_000, 2_400, None), (2_000, 3_000, 4_000), (2_000, None, None)]


def test_a_question_that_waited_before_waits_still(empty_address: str | Path) -> None:
    """The last one of each dossier, where neither an answer nor the request itself came after it."""
    database = _at(empty_address, "0017")
    ask, no, yes = "ask_supplement_approval", "turn_down_supplement", "approve_supplement"
    acts = [(1, ask, "ha"), (1, no, "phuoc"), (1, ask, "ly"), (2, ask, "ha"), (2, yes, "phuoc"), (3, ask, "ha")]
    acts += [(3, "request_supplement", "ha"), (4, "accept", "ha")]
    for number in range(1, 5):
        _put_by_hand(database, id=number, local_code=f"TN-2026-00000{number}", folded="")
    with database.writing.begin() as connection:
        told = "INSERT INTO event (dossier_id, at, by_login, kind, details, previous_hash, hash) "
        for place, (dossier_id, kind, by) in enumerate(acts):
            values = {"id": dossier_id, "at": place, "by": by, "kind": kind, "h": f"{place:064d}"}
            connection.execute(sa.text(told + "VALUES (:id, :at, :by, :kind, '{}', :h, :h)"), values)
    database.writing.dispose()
    store = open_store(empty_address)
    found = [(one.dossier_id, one.what, one.by) for one in store.readings.questions.waiting()]
    store.close()
    assert found == [(1, "supplement", "ly")]
