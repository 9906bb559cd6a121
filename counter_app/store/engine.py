"""Opens the database: a SQLite file on the local disk, or PostgreSQL by URL.

SQLite: write-ahead log, `synchronous=FULL` (what was confirmed survives a power cut), foreign keys on. Python's own
implicit transactions are off: a writing unit begins with BEGIN IMMEDIATE (a deferred one that writes later is told
"locked" at once instead of waiting), a reading with BEGIN.
"""

import array
import itertools
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from counter_app.errors import Misuse

WAIT_SECONDS = 10  # for another writer, before the officer is told
_PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "cache_size=-16384",
    "mmap_size=201326592",
    "temp_store=MEMORY",
)


class Database(NamedTuple):
    """One database: `writing` and `reading` share one pool. `where` names it in sentences, never with a password."""

    writing: sa.Engine
    reading: sa.Engine
    where: str
    file: Path | None  # None: PostgreSQL

    @property
    def is_sqlite(self) -> bool:
        return self.file is not None


def read_ids(connection: sa.Connection, statement: sa.Executable) -> "array.array[int]":
    """Straight from the driver: SQLAlchemy's own rows take three times as long for a queue of fifty thousand."""
    rows: Any = connection.execute(statement).cursor
    return array.array("q", itertools.chain.from_iterable(rows))


def open_database(address: str | Path) -> Database:
    """`address` is a path, or a URL `postgresql://…` or `sqlite:///…`. Misuse for anything else; connects later."""
    if isinstance(address, Path) or "://" not in address:
        return _sqlite(Path(address))
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError):
        raise Misuse("store.bad_url") from None  # the URL may hold a password: it is not repeated
    if url.get_backend_name() == "sqlite" and url.database:
        return _sqlite(Path(url.database))
    if url.get_backend_name() in ("postgresql", "postgres"):
        return _postgres(url)
    raise Misuse("store.bad_url")


def _sqlite(path: Path) -> Database:
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_SECONDS})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return Database(engine.execution_options(writing=True), engine, path.name, path)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode=WAL")
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _postgres(url: sa.URL) -> Database:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_pre_ping=True,  # a connection that the network dropped overnight is replaced in silence
        connect_args={"connect_timeout": WAIT_SECONDS, "options": f"-c lock_timeout={WAIT_SECONDS}s"},
    )
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(engine, reading, f"{url.host or 'localhost'}/{url.database or ''}", None)
