"""Small files that every counter of one office goes by, kept in the register on the office's server."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.store.engine import Database
from counter_app.store.tables import shared_file
from counter_app.store.trouble import in_our_words


class SharedFiles:
    """Each call is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> Mapping[str, int]:
        """By name; a file that was taken away keeps its name and a higher version."""
        wanted = sa.select(shared_file.c.name, shared_file.c.version)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return {row.name: row.version for row in connection.execute(wanted)}

    def body(self, name: str) -> bytes | None:
        """None: there is none, or it was taken away."""
        wanted = sa.select(shared_file.c.body).where(shared_file.c.name == name)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return connection.scalar(wanted) or None

    def put(self, name: str, body: bytes | None, login: str, now: datetime) -> None:
        """Keep it when it differs from what is there; None takes it away."""
        with in_our_words(self._database.where), self._database.writing.begin() as connection:
            held = sa.select(shared_file).where(shared_file.c.name == name).with_for_update()
            row = connection.execute(held).one_or_none()
            values = {"body": body or b"", "by_login": login, "at": to_seconds(now)}
            if row is None:
                connection.execute(sa.insert(shared_file).values(name=name, version=1, **values))
            elif row.body != values["body"]:
                changed = sa.update(shared_file).where(shared_file.c.name == name)
                connection.execute(changed.values(version=row.version + 1, **values))
