"""Seals what a register still holds in open text: at the first opening with a key, and whatever came in beside it."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.store.column_kinds import metadata
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.engine import Database
from counter_app.store.office_key import OfficeKey, seal_stream
from counter_app.store.rows import folded_of
from counter_app.store.sealed_columns import SEALED, ColumnSeal, Locked, Sealed, use
from counter_app.store.tables import dossier, meta

MARK = "columns_sealed"
KINDS = "column_kinds_sealed"  # how many columns were sealed: a later program seals more of them
_AT_ONCE = 500


def settle(database: Database, seal: ColumnSeal | None) -> None:
    """Read and write this register with `seal` from now on; open text is sealed when it first meets its key.

    Without a seal a sealed register is locked: lists of numbers and moments can be read, nothing personal can.
    Trouble `store.sealed_for_other`: it belongs to another key.
    """
    mark = _kept(database, MARK)
    if seal is None:
        use(database, None if mark is None else Locked())
        return
    if mark not in (None, seal.mark):
        raise Trouble("store.sealed_for_other", where=database.where)
    use(database, seal)
    if mark is None or _kept(database, KINDS) != _kinds():
        seal_open_text(database, seal)


def is_locked(database: Database) -> bool:
    return isinstance(getattr(database.writing.dialect, "column_seal", None), Locked)


def seal_open_text(database: Database, seal: ColumnSeal) -> int:
    """How many rows held open text. In one transaction; on SQLite nothing of it stays in the file's free pages."""
    with database.writing.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
            connection.rollback()
        with connection.begin():
            changed = sum(_seal_table(connection, table, columns, seal) for table, columns in _tables())
            _keep(connection, MARK, seal.mark)
            _keep(connection, KINDS, _kinds())
    if changed and database.file is not None:
        scrub(database, whole=True)
    return changed


def seal_copies(folder: Path, stem: str, key: OfficeKey) -> None:
    """Copies of the register from before an upgrade are open text too: each is sealed as a file, the open one goes."""
    for path in sorted(folder.glob(f"{stem}-truoc-nang-cap-*.db")):
        sealed = path.with_name(path.name + ".age")
        part = sealed.with_name(sealed.name + ".part")
        try:
            with path.open("rb") as source, part.open("wb") as target:
                seal_stream(key.public, source, target)
            part.replace(sealed)
            path.unlink()
        except OSError as error:
            raise of_file_system(error, path.name) from error
        finally:
            part.unlink(missing_ok=True)


def _tables() -> list[tuple[sa.Table, list[sa.Column[Any]]]]:
    found = ((table, [one for one in table.c if isinstance(one.type, Sealed)]) for table in metadata.sorted_tables)
    return [(table, columns) for table, columns in found if columns]


def _seal_table(connection: sa.Connection, table: sa.Table, columns: Sequence[sa.Column[Any]], seal: ColumnSeal) -> int:
    raw = [sa.type_coerce(column, sa.Text) for column in columns]
    open_text = sa.or_(*(sa.and_(one != "", sa.not_(one.startswith(SEALED, autoescape=True))) for one in raw))
    keys = list(table.primary_key)
    changed = 0
    while rows := connection.execute(sa.select(table).where(open_text).limit(_AT_ONCE)).mappings().all():
        for row in rows:
            values = {column.name: row[column.name] for column in columns}
            if table is dossier:
                values["folded"] = folded_of(dict(row), seal)
            mine = [key == row[key.name] for key in keys]
            try:
                with connection.begin_nested():
                    connection.execute(sa.update(table).where(*mine).values(values))
            except sa.exc.IntegrityError:  # the same listed paper is there already, sealed
                connection.execute(sa.delete(table).where(*mine))
        changed += len(rows)
    return changed


def _kinds() -> int:
    return sum(len(columns) for _, columns in _tables())


def _kept(database: Database, name: str) -> int | None:
    with database.reading.connect() as connection:
        return connection.scalar(sa.select(meta.c.value).where(meta.c.name == name))


def _keep(connection: sa.Connection, name: str, value: int) -> None:
    if not connection.execute(sa.update(meta).where(meta.c.name == name).values(value=value)).rowcount:
        connection.execute(sa.insert(meta).values(name=name, value=value))


def scrub(database: Database, *, whole: bool = False) -> None:
    """The index of words and the log of a file keep what was deleted until they are written anew.

    `whole`: so is everything else, for what was deleted before its pages were overwritten at once.
    """
    with database.writing.connect() as connection:
        connection.exec_driver_sql("INSERT INTO dossier_search(dossier_search) VALUES ('rebuild')")
        connection.commit()
    with suppress(sa.exc.OperationalError):  # another window reads: the free pages are overwritten, the log is not yet
        raw = database.writing.raw_connection()
        try:
            if whole:
                raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
