"""What was told to whom: a row for each thing, written by itself, since it belongs to no act and to no diary."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.model.alert import Told
from counter_app.store.engine import Database
from counter_app.store.supervision_tables import alert_told
from counter_app.store.trouble import in_our_words

FORGOTTEN_AFTER = timedelta(days=30)  # the due moment of what was told then is long over
_AT_ONCE = 500


class AlertBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    def not_yet(self, login: str, wanted: Sequence[Told]) -> tuple[Told, ...]:
        """Those that this person has not been told; takes no lock."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            known = _known(connection, login, wanted)
        return tuple(one for one in wanted if _key(one) not in known)

    def take(self, login: str, wanted: Sequence[Told], now: datetime) -> tuple[Told, ...]:
        """Those that this person has not been told; from now on they count as told. Two windows never take the same."""
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            old = alert_told.c.at < to_seconds(now - FORGOTTEN_AFTER)
            connection.execute(sa.delete(alert_told).where(alert_told.c.login == login, old))
            known = _known(connection, login, wanted)
            new = tuple(one for one in wanted if _key(one) not in known)
            rows = [
                {"login": login, "kind": str(one.kind), "dossier_id": one.dossier_id}
                | {"due_at": to_seconds(one.due_at), "at": to_seconds(now)}
                for one in new
            ]
            if rows:
                connection.execute(_insert(connection), rows)
        return new


def _known(connection: sa.Connection, login: str, wanted: Sequence[Told]) -> set[tuple[str, int, int]]:
    found: set[tuple[str, int, int]] = set()
    columns = (alert_told.c.kind, alert_told.c.dossier_id, alert_told.c.due_at)
    for start in range(0, len(wanted), _AT_ONCE):
        ids = {one.dossier_id for one in wanted[start : start + _AT_ONCE]}
        mine = sa.select(*columns).where(alert_told.c.login == login, alert_told.c.dossier_id.in_(ids))
        found |= {(row.kind, row.dossier_id, row.due_at) for row in connection.execute(mine)}
    return found


def _insert(connection: sa.Connection) -> sa.Insert:
    """Another window of the same person may write the same row at the same moment."""
    if connection.dialect.name == "sqlite":
        return sa.insert(alert_told).prefix_with("OR IGNORE")
    from sqlalchemy.dialects.postgresql import insert

    return insert(alert_told).on_conflict_do_nothing()


def _key(one: Told) -> tuple[str, int, int]:
    return str(one.kind), one.dossier_id, to_seconds(one.due_at)
