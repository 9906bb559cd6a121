"""The diary: who did what and when. Only ever appended; each row's hash covers the one before it.

The chain shows a changed, removed or inserted row. It cannot show that the newest rows were cut off: for that the last
hash must be kept elsewhere: see `examine`.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import DossierId, Event
from counter_app.model.evidence import Anchor, Examination
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


def examine(connection: sa.Connection, anchors: Sequence[Anchor] = ()) -> Examination:
    """Read the whole diary again, see `examine_rows`."""
    return examine_rows(raw_rows(connection), anchors)


def examine_rows(rows: Iterable[Mapping[str, Any]], anchors: Sequence[Anchor] = ()) -> Examination:
    """Does each row continue the chain, and does the chain pass through every anchor?

    A changed, removed or inserted row breaks the chain; rows cut off at the end, or a diary written wholly anew, keep a
    chain of their own and are shown only by anchors. KeyError for a row that lacks a column.
    """
    wanted = {anchor.rows for anchor in anchors}
    passed = {(0, BEGINNING)}
    count, previous, first_bad = 0, BEGINNING, None
    for row in rows:
        expected = chain_hash(previous, row["dossier_id"], row["at"], row["by_login"], row["kind"], row["details"])
        if first_bad is None and (row["previous_hash"], row["hash"]) != (previous, expected):
            first_bad = int(row["id"])
        count, previous = count + 1, str(row["hash"])
        if count in wanted:
            passed.add((count, previous))
    broken = tuple(anchor for anchor in anchors if (anchor.rows, anchor.head) not in passed)
    return Examination(rows=count, head=previous, first_bad=first_bad, broken_anchors=broken, anchors=len(anchors))


def raw_rows(connection: sa.Connection, dossier_id: DossierId | None = None) -> Iterator[Mapping[str, Any]]:
    """The rows as they are hashed, in order, each with its hashes; of one dossier, or all."""
    wanted = sa.select(event).order_by(event.c.id)
    if dossier_id is not None:
        wanted = wanted.where(event.c.dossier_id == dossier_id)
    with connection.execution_options(yield_per=1000).execute(wanted) as rows:
        yield from map(dict, rows.mappings())
