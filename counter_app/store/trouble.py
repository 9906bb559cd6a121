"""The one place where the database libraries' exceptions become ours. What is not named here is a bug and stays one.

`Trouble`: locked, disk full, damaged, not writable, unreachable. A broken unique constraint means that somebody else
was faster (the repositories look first), hence `Refused` `store.changed_meanwhile`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from counter_app.errors import CounterError, Refused, Trouble

_SQLITE = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_FULL: "store.disk_full",
    sqlite3.SQLITE_CORRUPT: "store.damaged",
    sqlite3.SQLITE_NOTADB: "store.damaged",
    sqlite3.SQLITE_CANTOPEN: "store.not_writable",
    sqlite3.SQLITE_READONLY: "store.not_writable",
    sqlite3.SQLITE_PERM: "store.not_writable",
    sqlite3.SQLITE_IOERR: "store.disk_error",
}
# PostgreSQL's SQLSTATE, most precise first: whole codes, then classes.
_POSTGRES = {
    "53100": "store.disk_full",
    "55P03": "store.locked",
    "40P01": "store.locked",
    "40001": "store.locked",
    "25006": "store.not_writable",
    "42501": "store.not_writable",
    "08": "store.unreachable",
    "28": "store.unreachable",
    "3D": "store.unreachable",
    "53": "store.unreachable",
    "57": "store.unreachable",
    "XX": "store.damaged",
}


@contextmanager
def in_our_words(where: str) -> Iterator[None]:
    """Run a block against the database; `where` is its name in sentences (file name, or host and database)."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, sqlite3.Error) as error:
        ours = translated(error, where)
        if ours is None:
            raise
        raise ours from error


def translated(error: Exception, where: str) -> CounterError | None:
    if isinstance(error, sa.exc.StatementError) and isinstance(error.orig, CounterError):
        return error.orig  # came up while a statement's values were made ready, and says itself what it is
    original = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(error, sa.exc.IntegrityError) and _is_unique(original):
        return Refused("store.changed_meanwhile")
    if isinstance(original, sqlite3.Error) and original.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_TRIGGER:
        return Trouble("store.moved", where=where) if "has moved" in str(original) else None
    code = None
    if isinstance(error, sa.exc.TimeoutError):
        code = "store.locked"
    elif isinstance(original, sqlite3.Error):
        code = _SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(error, sa.exc.DBAPIError):
        code = _of_postgres(error)
    return Trouble(code, where=where) if code else None


def _is_unique(original: BaseException | None) -> bool:
    if isinstance(original, sqlite3.Error):
        return original.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
    return getattr(original, "sqlstate", None) == "23505"


def _of_postgres(error: sa.exc.DBAPIError) -> str | None:
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # no answer at all: refused, timed out, cut off, wrong password
        return "store.unreachable" if isinstance(error, sa.exc.OperationalError) else None
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
