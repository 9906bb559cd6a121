"""A counter's register from its file into the office's server: every row, in one transaction, compared row by row
before it counts. The file stays as it was, but takes no further act."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from counter_app.errors import Refused, Trouble
from counter_app.store.column_kinds import metadata
from counter_app.store.engine import Database
from counter_app.store.tables import meta
from counter_app.store.trouble import in_our_words

_AT_ONCE = 2_000
# Each act writes into the diary, so this one trigger stops them all; whoever has the file open still, as well.
_NO_MORE = (
    "CREATE TRIGGER IF NOT EXISTS event_moved BEFORE INSERT ON event "
    "BEGIN SELECT RAISE(ABORT, 'the register has moved'); END"
)


def move(
    source: Database,
    target: Database,
    *,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> int | None:
    """Answers the number of rows; None: stopped, nothing has changed. Both registers are of this program's schema.

    Refused `store.target_not_empty`; Trouble: either database, `store.move_differs` when a row reads back differently.
    While it runs nobody else writes into the file.
    """
    tables = [table for table in metadata.sorted_tables if table is not meta]
    with ExitStack() as stack:
        stack.enter_context(in_our_words(target.where))
        into = stack.enter_context(target.writing.connect())
        stack.enter_context(in_our_words(source.where))
        out = stack.enter_context(source.writing.connect())
        out.begin()
        into.begin()
        _expect_empty(into, tables, target.where)
        total = sum(_count(out, table) for table in tables)
        done = 0
        for table in tables:
            for rows in out.execute(sa.select(table).execution_options(yield_per=_AT_ONCE)).mappings().partitions():
                if stopped():
                    return None
                into.execute(sa.insert(table), [dict(row) for row in rows])
                done += len(rows)
                progress(done, total * 2)
        for table in tables:
            done += _compare(out, into, table)
            progress(done, total * 2)
        _continue_numbers(into, tables)
        out.exec_driver_sql(_NO_MORE)
        into.commit()
        out.commit()
    return total


def _expect_empty(connection: sa.Connection, tables: Iterable[sa.Table], where: str) -> None:
    if any(connection.execute(sa.select(sa.exists().where(sa.true()).select_from(each))).scalar() for each in tables):
        raise Refused("store.target_not_empty", where=where)


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _compare(source: sa.Connection, target: sa.Connection, table: sa.Table) -> int:
    # Letters sort differently on the two; by bytes they do not.
    order = [
        sa.collate(column, "C" if target.dialect.name == "postgresql" else "BINARY")
        if isinstance(column.type, sa.String)
        else column
        for column in table.primary_key
    ]
    here = source.execute(_all(table, list(table.primary_key)))
    there = target.execute(_all(table, order))
    count = 0
    for one, other in zip_longest(here, there):
        if one is None or other is None or tuple(one) != tuple(other):
            raise Trouble("store.move_differs", table=table.name)
        count += 1
    return count


def _all(table: sa.Table, order: list[Any]) -> Any:
    return sa.select(table).order_by(*order).execution_options(yield_per=_AT_ONCE)


def _continue_numbers(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """The server counts ids on from the highest that came along."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        key = table.c.get("id")
        if key is None:
            continue  # a table whose key is told from outside
        highest = sa.select(sa.func.max(key)).scalar_subquery()
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        connection.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(highest, 1), highest.is_not(None))))


def expect_not_moved(database: Database) -> None:
    """Trouble `store.moved`: this file's acts go on elsewhere."""
    if not database.is_sqlite:
        return
    known = sa.text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'event_moved'")
    with in_our_words(database.where), database.reading.connect() as connection:
        moved = connection.execute(known).scalar_one()
    if moved:
        raise Trouble("store.moved", where=database.where)
