"""Taking work off the common pile: the most urgent dossier that nobody holds, and never the same one for two."""

from typing import Any

import sqlalchemy as sa

from counter_app.model.dossier import DossierId
from counter_app.store.tables import FREE, dossier


class Claims:
    """Within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def take_next(self, login: str) -> DossierId | None:
        """Give `login` the dossier that is due first among those that nobody holds; None when there is none.

        One statement: on PostgreSQL rows that another counter is just taking are stepped over instead of waited for,
        on SQLite the transaction is the only writer.
        """
        statement = _TAKE_NEXT[self._connection.dialect.name == "postgresql"]
        found = self._connection.scalar(statement, {"login": login})
        return None if found is None else DossierId(found)

    def put_back(self, dossier_id: DossierId, login: str) -> bool:
        """Nobody holds it any more. False: `login` did not hold it."""
        mine = (dossier.c.id == dossier_id, dossier.c.holder == login)
        given_back = sa.update(dossier).values(holder="", version=dossier.c.version + 1).where(*mine)
        return self._connection.scalar(given_back.returning(dossier.c.id)) is not None


def _take_next(on_server: bool) -> sa.sql.dml.ReturningUpdate[Any]:
    free = (
        sa.select(dossier.c.id)
        .where(sa.text(FREE))
        .order_by(dossier.c.queue_due_at, dossier.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    changed = sa.update(dossier).where(dossier.c.id == free.scalar_subquery())
    # The others need not wait until the server's disk has it: what a power cut forgets here is only who meant to begin,
    # and every act that follows is waited for as ever.
    rest = [sa.func.set_config("synchronous_commit", "off", True)] if on_server else []
    given = changed.values(holder=sa.bindparam("login"), version=dossier.c.version + 1)
    return given.returning(dossier.c.id, *rest)


_TAKE_NEXT = {on_server: _take_next(on_server) for on_server in (False, True)}  # a statement costs more than its row
