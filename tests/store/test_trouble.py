"""What goes wrong with a database, as sentences; each failure is made for real."""

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.errors import Misuse, Refused, Trouble
from counter_app.messages import catalogue
from counter_app.store import engine
from counter_app.store.backup import check_sqlite, restore_postgres
from counter_app.store.database import open_store
from counter_app.store.engine import open_database
from tests.store.made_up import keep, look, new_dossier

CODES = {code for code in catalogue() if code.startswith("store.")}


def _code(caught: pytest.ExceptionInfo[Trouble]) -> str:
    assert str(caught.value), "the sentence must exist and take its values"
    return caught.value.code


def test_every_code_that_is_raised_has_its_sentence() -> None:
    import re

    folder = Path(engine.__file__).parent
    used = {code for path in folder.glob("*.py") for code in re.findall(r'"(store\.\w+)"', path.read_text("utf-8"))}
    assert used == CODES


def test_a_file_that_another_program_holds_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.1)
    store = open_store(tmp_path / "counter.db")
    other = sqlite3.connect(tmp_path / "counter.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Trouble) as caught, store.unit_of_work():
        pass
    assert _code(caught) == "store.locked"
    other.close()
    keep(store)
    store.close()


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "counter.db")
    key = keep(store)

    def no_more_pages(connection: sqlite3.Connection, *_: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")

    store._database.writing.dispose()
    sa.event.listen(store._database.writing.pool, "connect", no_more_pages)
    with pytest.raises(Trouble) as caught, store.unit_of_work() as unit:
        for _ in range(500):
            unit.add_dossier(new_dossier(note="x" * 2000))
        unit.commit()
    assert _code(caught) == "store.disk_full"
    assert look(store, key).local_code == "TN-2026-000001"
    store.close()


def test_a_file_that_is_no_register_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "counter.db"
    path.write_bytes(b"%PDF-1.4 not a database at all" * 100)
    with pytest.raises(Trouble) as caught:
        open_store(path)
    assert _code(caught) == "store.damaged"
    assert path.read_bytes().startswith(b"%PDF")


def test_a_folder_in_the_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "counter.db").mkdir()
    with pytest.raises(Trouble) as caught:
        open_store(tmp_path / "counter.db")
    assert _code(caught) == "store.not_writable"


def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(Trouble) as caught:
        open_store(f"postgresql://clerk:b%C3%AD-m%E1%BA%ADt@127.0.0.1:{port}/register")
    assert _code(caught) == "store.unreachable"
    shown = f"{caught.value} {caught.value!r} {caught.value.values} {caught.value.__cause__}"
    assert "127.0.0.1/register" in shown
    assert "bí" not in shown
    assert "b%C3" not in shown


@pytest.mark.parametrize("url", ["mysql://clerk:secret@h/d", "postgresql://clerk:secret@h:port/d", "sqlite://"])
def test_an_address_that_is_none_is_misuse_and_is_not_repeated(url: str) -> None:
    with pytest.raises(Misuse) as caught:
        open_store(url)
    assert caught.value.code == "store.bad_url"
    assert "secret" not in repr(caught.value) + str(caught.value) + str(caught.value.__cause__)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_a_connection_that_was_cut_is_trouble_once_and_then_works_again(postgres_server) -> None:
    url = postgres_server.new_database("ready")
    store = open_store(url)
    name = url.split("/")[3].split("?")[0]
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    with pytest.raises(Trouble) as caught, store.unit_of_work() as unit:
        unit.add_dossier(new_dossier())
        postgres_server.execute(cut)
        unit.commit()
    assert _code(caught) == "store.unreachable"
    keep(store)
    postgres_server.execute(cut)  # overnight, while nobody was using it
    assert look(store, keep(store)).local_code == "TN-2026-000002"
    store.close()
    postgres_server.drop(url)


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_a_server_without_that_database_is_unreachable(postgres_server) -> None:
    with pytest.raises(Trouble) as caught:
        open_store(postgres_server.url("nowhere"))
    assert _code(caught) == "store.unreachable"


def test_a_backup_is_whole_while_others_write_and_never_overwrites(tmp_path: Path) -> None:
    store, copies = open_store(tmp_path / "counter.db"), tmp_path / "copies"
    copies.mkdir()
    key = keep(store, code="H18-1")
    with store.unit_of_work() as unit:
        unit.add_dossier(new_dossier())
        made = store.backup(copies)
        unit.commit()
    with pytest.raises(Refused) as caught:
        store.backup(copies)
    assert caught.value.code == "store.backup_exists"
    store.close()
    assert check_sqlite(made) == 1
    copy = open_store(made)
    assert look(copy, key).code == "H18-1"
    assert list(copy.readings.search_ids("mau")) == [key]
    copy.close()
    assert [path.name for path in copies.iterdir()] == ["counter.db"]


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_a_server_is_backed_up_by_its_own_tools(postgres_server, tmp_path: Path) -> None:
    url, empty = postgres_server.new_database("ready"), postgres_server.new_database()
    store = open_store(url)
    key = keep(store, code="H18-1")
    dump = store.backup(tmp_path)
    store.close()
    restore_postgres(open_database(empty), dump)
    restored = open_store(empty)
    assert look(restored, key).code == "H18-1" and restored.diary.examine().ok
    restored.close()
    with pytest.raises(Trouble) as caught:
        restore_postgres(open_database(empty), dump)  # not empty any more: nothing is changed
    assert _code(caught) == "store.pg_tool_failed"
    for each in (url, empty):
        postgres_server.drop(each)


def test_an_up_to_date_register_opens_without_alembic(tmp_path: Path) -> None:
    open_store(tmp_path / "counter.db").close()
    script = (
        "import sys; from counter_app.store.database import open_store; open_store(sys.argv[1]).close(); "
        "sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script, tmp_path / "counter.db"], check=False).returncode == 0
