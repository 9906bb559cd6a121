"""News between the counters of one office: who commits on PostgreSQL tells the others at once (NOTIFY).

Only ids are sent: what a row says is read from the register. A file of one machine has no news; there the windows look
at its version now and then.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId
from counter_app.store.engine import WAIT_SECONDS, Database
from counter_app.store.tables import meta
from counter_app.store.trouble import in_our_words

_CHANNEL = "quay_mot_cua"
_LONGEST = 400  # ids in one message; the server takes 8 000 bytes


_TELL = (
    sa.update(meta)
    .where(meta.c.name == "data_version")
    .values(value=meta.c.value + 1)
    .returning(sa.func.pg_notify(_CHANNEL, sa.bindparam("words")))
)


def tell(connection: sa.Connection, sender: str, dossiers: Iterable[int]) -> None:
    """Count the commit and tell it; both happen when the transaction ends. From here on commits wait for one another,
    which is the lock that the diary needs."""
    ids = sorted(set(dossiers))
    words = f"{sender}:{','.join(map(str, ids)) if len(ids) <= _LONGEST else '*'}"
    connection.execute(_TELL, {"words": words})


class News:
    """A connection of its own that listens. `fileno` is a socket that becomes readable when there is something to
    `take`. Trouble `store.unreachable` when the server is gone: make another one later, and read everything anew."""

    def __init__(self, database: Database, own: str) -> None:
        import psycopg

        url = database.writing.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._where, self._own = database.where, own
        try:
            self._connection: Any = psycopg.connect(
                url, autocommit=True, connect_timeout=WAIT_SECONDS, keepalives_idle=10, keepalives_interval=5
            )
            self._connection.execute(f"LISTEN {_CHANNEL}")
        except psycopg.Error as error:
            raise Trouble("store.unreachable", where=database.where) from error

    def fileno(self) -> int:
        return int(self._connection.fileno())

    def take(self) -> frozenset[DossierId] | None:
        """The dossiers that other programs wrote about since the last call, without waiting; None: there are too many
        to name, or what was written belongs to no dossier. Our own commits are left out."""
        import psycopg

        socket = self._connection.pgconn
        found: set[DossierId] = set()
        everything = False
        try:
            socket.consume_input()
            while (message := socket.notifies()) is not None:
                sender, _, ids = message.extra.decode().partition(":")
                if sender != self._own:
                    everything = everything or ids in ("", "*")
                    found.update(DossierId(int(one)) for one in ids.split(",") if one.isdecimal())
        except psycopg.Error as error:
            raise Trouble("store.unreachable", where=self._where) from error
        return None if everything else frozenset(found)

    def close(self) -> None:
        self._connection.close()


def listen(database: Database, own: str) -> News | None:
    """None: a file of this machine."""
    if database.is_sqlite:
        return None
    with in_our_words(database.where):
        return News(database, own)
