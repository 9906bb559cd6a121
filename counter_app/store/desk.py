"""Who has a dossier in hand right now, and what is half typed there. Small rows beside the register, each written by
itself: they belong to no act, appear in no diary and never make lists read themselves anew on the office's server."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import DossierId
from counter_app.model.sitting import Draft, Sitting
from counter_app.store.alerts import AlertBook
from counter_app.store.engine import Database
from counter_app.store.tables import draft, presence
from counter_app.store.trouble import in_our_words

GONE_AFTER = timedelta(seconds=75)  # more than two heartbeats missed: the window was closed, or its machine is off


class Desk:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.alerts = AlertBook(database)

    def sit(self, dossier_id: DossierId, seat: str, login: str, now: datetime) -> tuple[Sitting, ...]:
        """Note that `login` has the dossier in hand at window `seat`; who else has, the longest first seen first."""
        mine = {"dossier_id": dossier_id, "seat": seat, "login": login, "seen_at": to_seconds(now)}
        since = to_seconds(now - GONE_AFTER)
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            connection.execute(sa.delete(presence).where(presence.c.seen_at < since))
            _replace(connection, presence, mine)
            others = sa.select(presence.c.login, presence.c.seen_at).where(
                presence.c.dossier_id == dossier_id, presence.c.seat != seat
            )
            rows = connection.execute(others.order_by(presence.c.login)).all()
        return tuple(Sitting(login=row.login, seen_at=from_seconds(row.seen_at)) for row in rows)

    def leave(self, dossier_id: DossierId, seat: str) -> None:
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            connection.execute(sa.delete(presence).where(*_row(presence, dossier_id=dossier_id, seat=seat)))

    def keep_draft(self, dossier_id: DossierId, login: str, values: Mapping[str, str], now: datetime) -> None:
        """What is typed and not yet an act. No values: there is nothing half done any more."""
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            if not values:
                connection.execute(sa.delete(draft).where(*_row(draft, dossier_id=dossier_id, login=login)))
                return
            body = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
            _replace(connection, draft, {"dossier_id": dossier_id, "login": login, "body": body, "at": to_seconds(now)})

    def draft(self, dossier_id: DossierId, login: str) -> Draft | None:
        wanted = sa.select(draft.c.body, draft.c.at).where(*_row(draft, dossier_id=dossier_id, login=login))
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else Draft(values=json.loads(row.body), at=from_seconds(row.at))

    def last_draft(self, login: str) -> DossierId | None:
        """The dossier that this person typed into last and did not finish."""
        wanted = sa.select(draft.c.dossier_id).where(draft.c.login == login).order_by(draft.c.at.desc()).limit(1)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            found = connection.scalar(wanted)
        return None if found is None else DossierId(found)


def _replace(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> None:
    """Insert or update by the primary key; the same words on both databases."""
    keys = [column.name for column in table.primary_key.columns]
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        statement: Any = insert_sqlite(table).values(values)
    else:
        from sqlalchemy.dialects.postgresql import insert as insert_postgres

        statement = insert_postgres(table).values(values)
    rest = {name: value for name, value in values.items() if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))


def _row(table: sa.Table, **key: Any) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in key.items()]
