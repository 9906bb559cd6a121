"""The diary: who did what and when. Only ever appended; each row's hash covers the one before it.

The chain shows a changed, removed or inserted row. It cannot show that the newest rows were cut off: for that the last
hash must be kept elsewhere (it is in every backup).
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import DossierId, Event
from counter_app.store.tables import event

BEGINNING = "0" * 64  # what stands before the first row


def canonical(value: Any) -> str:
    """One JSON text for one value: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(previous: str, dossier_id: int | None, at: int, by: str, kind: str, details: str) -> str:
    """SHA-256 over the hash before and the canonical JSON of the row, 64 hex digits."""
    row = canonical({"dossier_id": dossier_id, "at": at, "by": by, "kind": kind, "details": details})
    return hashlib.sha256((previous + row).encode("utf-8")).hexdigest()


def append(connection: sa.Connection, new: Iterable[Event]) -> None:
    """Write the rows. The caller holds the lock that puts commits one after another."""
    previous = connection.scalar(sa.select(event.c.hash).order_by(event.c.id.desc()).limit(1)) or BEGINNING
    rows = []
    for each in new:
        details, at = canonical(each.details), to_seconds(each.at)
        own = chain_hash(previous, each.dossier_id, at, each.by, each.kind, details)
        rows.append(
            {
                "dossier_id": each.dossier_id,
                "at": at,
                "by_login": each.by,
                "kind": each.kind,
                "details": details,
                "previous_hash": previous,
                "hash": own,
            }
        )
        previous = own
    if rows:
        connection.execute(sa.insert(event), rows)


def of_dossier(connection: sa.Connection, dossier_id: DossierId) -> tuple[Event, ...]:
    mine = sa.select(event).where(event.c.dossier_id == dossier_id).order_by(event.c.id)
    return tuple(_event(row) for row in connection.execute(mine))


def last_of_office(connection: sa.Connection, kind: str) -> Event | None:
    """The newest event of a kind among those that belong to no dossier; they are few, and the index finds them."""
    newest = (
        sa.select(event).where(event.c.dossier_id.is_(None), event.c.kind == kind).order_by(event.c.id.desc()).limit(1)
    )
    row = connection.execute(newest).first()
    return None if row is None else _event(row)


def _event(row: Any) -> Event:
    return Event(
        dossier_id=None if row.dossier_id is None else DossierId(row.dossier_id),
        at=from_seconds(row.at),
        by=row.by_login,
        kind=row.kind,
        details=json.loads(row.details),
    )


def first_broken(connection: sa.Connection) -> int | None:
    """The id of the first row that does not continue the chain; None when the whole diary is as it was written."""
    previous = BEGINNING
    with connection.execution_options(yield_per=1000).execute(sa.select(event).order_by(event.c.id)) as rows:
        for row in rows:
            expected = chain_hash(previous, row.dossier_id, row.at, row.by_login, row.kind, row.details)
            if (row.previous_hash, row.hash) != (previous, expected):
                return int(row.id)
            previous = row.hash
    return None
