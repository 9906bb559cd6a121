"""Brings a database to this program's schema when it is opened: one SELECT, and alembic only when that differs."""

from pathlib import Path

import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.store.backup import copy_sqlite
from counter_app.store.engine import Database

HEAD = "0019"
KNOWN = tuple(f"{number:04}" for number in range(1, int(HEAD) + 1))
MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 4_711_766  # any number, the same in every process: two counters never migrate at once


def bring_up_to_date(database: Database) -> None:
    """Create or migrate, all in one transaction. Before a file with data is changed, a copy is made beside it.

    Trouble `store.newer_schema` for a database of a later program, `store.foreign` for one that is not ours.
    """
    found = found_version(database)
    if found == HEAD:
        return
    if found is not None and found not in KNOWN:
        raise Trouble("store.newer_schema", where=database.where)
    if found is None and _has_tables(database):
        raise Trouble("store.foreign", where=database.where)
    if found is not None and database.file is not None:
        copy_sqlite(database.file, _free_name(database.file, found))
    _migrate(database)


def found_version(database: Database) -> str | None:
    """The revision that the database is at; None when it knows of none."""
    try:
        with database.reading.connect() as connection:
            found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return found
    except sa.exc.DBAPIError as error:
        missing = "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", None) == "42P01"
        if missing:
            return None
        raise


def _has_tables(database: Database) -> bool:
    with database.reading.connect() as connection:
        names = set(sa.inspect(connection).get_table_names())
    # Another process may just have made ours: then the migration below finds nothing left to do.
    return bool(names) and "alembic_version" not in names


def _free_name(path: Path, version: str) -> Path:
    """Where the copy before a migration goes; copies are never overwritten."""
    number = 1
    while True:
        target = path.with_name(f"{path.stem}-truoc-nang-cap-{version}-{number}{path.suffix}")
        if not target.exists():
            return target
        number += 1


def _migrate(database: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with database.writing.begin() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
