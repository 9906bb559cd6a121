"""The diary: who did what and when. Only ever appended; each row's hash covers the one before it (see `chain`)."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import DossierId, Event
from counter_app.model.evidence import Anchor, ClockWitnesses, DiaryQuery, DiaryRow, Examination
from counter_app.store import diary_words
from counter_app.store.chain import BEGINNING, MARK, canonical, chain_hash, examine_rows, marks_in
from counter_app.store.engine import Database
from counter_app.store.tables import diary_word, dossier, event
from counter_app.store.trouble import in_our_words

_LAST_HASH = sa.select(event.c.hash).order_by(event.c.id.desc()).limit(1)
_NEWEST = 300  # entries that are looked at for the time


def append(connection: sa.Connection, new: Iterable[Event]) -> None:
    """Write the rows. The caller holds the lock that puts commits one after another."""
    previous = connection.scalar(_LAST_HASH) or BEGINNING
    rows, words = [], []
    for each in new:
        kept, taken = diary_words.take_out(each)
        words += taken
        details, at = canonical(kept), to_seconds(each.at)
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
    if words:
        connection.execute(sa.insert(diary_word), words)


def of_dossier(connection: sa.Connection, dossier_id: DossierId) -> tuple[Event, ...]:
    mine = sa.select(event).where(event.c.dossier_id == dossier_id).order_by(event.c.id)
    return read(connection, mine)


def last_of_office(connection: sa.Connection, kind: str) -> Event | None:
    """The newest event of a kind among those that belong to no dossier; they are few, and the index finds them."""
    return next(iter(newest_of_office(connection, [kind], 1)), None)


def newest_of_office(connection: sa.Connection, kinds: Sequence[str], limit: int) -> tuple[Event, ...]:
    """The newest events of these kinds among those that belong to no dossier, the newest first."""
    mine = sa.select(event).where(event.c.dossier_id.is_(None), event.c.kind.in_(kinds))
    return read(connection, mine.order_by(event.c.id.desc()).limit(limit))


def clock_witnesses(connection: sa.Connection, server: datetime | None) -> ClockWitnesses:
    """The newest entries that a doubted clock did not write, since a person confirmed it; `server`: its own clock."""
    confirmed = sa.select(sa.func.max(event.c.id)).where(event.c.dossier_id.is_(None), event.c.kind == "confirm_clock")
    newest = (
        sa.select(event.c.at, event.c.kind, event.c.details)
        .where(event.c.id >= sa.func.coalesce(confirmed.scalar_subquery(), 0))
        .order_by(event.c.id.desc())
        .limit(_NEWEST)
    )
    found = [(row.kind, row.at, json.loads(row.details)) for row in connection.execute(newest)]
    moments = [at for kind, at, details in found if kind == "confirm_clock" or "clock" not in details]
    stamps = [(details["stamped_at"], details["clock_then"]) for _, _, details in found if details.get("stamped_at")]
    stamp, seen = max(stamps, default=("", ""))  # ISO 8601 of one zone sorts like the moments
    return ClockWitnesses(
        event=from_seconds(max(moments)) if moments else None,
        server=server,
        stamp=datetime.fromisoformat(stamp) if stamp else None,
        stamp_seen_at=datetime.fromisoformat(seen) if seen else None,
    )


def read(connection: sa.Connection, wanted: sa.Select[Any]) -> tuple[Event, ...]:
    """Rows of the diary as events, their words in place."""
    return _told(connection, connection.execute(wanted))


def _told(connection: sa.Connection, rows: Iterable[Any]) -> tuple[Event, ...]:
    found = tuple(_event_of(row) for row in rows)
    diary_words.put_back(connection, [one.details for one in found if one.dossier_id is not None])
    return found


def _event_of(row: Any) -> Event:
    """With marks where words are kept apart: of a dossier's rows only, see `chain`."""
    return Event(
        dossier_id=None if row.dossier_id is None else DossierId(row.dossier_id),
        at=from_seconds(row.at),
        by=row.by_login,
        kind=row.kind,
        details=json.loads(row.details),
    )


def conditions(wanted: DiaryQuery) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.dossier_id is not None:
        found.append(event.c.dossier_id == wanted.dossier_id)
    if wanted.login:
        found.append(event.c.by_login == wanted.login)
    if wanted.start is not None:
        found.append(event.c.at >= to_seconds(wanted.start))
    if wanted.end is not None:
        found.append(event.c.at < to_seconds(wanted.end))
    if wanted.kinds:
        found.append(event.c.kind.in_(wanted.kinds))
    return found


class Diary:
    """The whole diary, for those who examine it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def examine(self, anchors: Sequence[Anchor] = ()) -> Examination:
        """Read it again from the first row and compare it with what is kept of it elsewhere, see `chain`."""
        return examine_rows(self.rows(), anchors)

    def office_events(self, kind: str, limit: int) -> tuple[Event, ...]:
        """The newest events of a kind among those that belong to no dossier, the newest first."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return newest_of_office(connection, [kind], limit)

    def acts_between(self, since: datetime, until: datetime, kinds: Collection[str]) -> tuple[Event, ...]:
        """Acts of these kinds on dossiers from `since` until before `until`, in their order."""
        acts = (event.c.at >= to_seconds(since), event.c.at < to_seconds(until), event.c.kind.in_(kinds))
        wanted = sa.select(event).where(event.c.dossier_id.is_not(None), *acts).order_by(event.c.id)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return read(connection, wanted)

    def count(self, wanted: DiaryQuery) -> int:
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            counted = sa.select(sa.func.count()).select_from(event).where(*conditions(wanted))
            return int(connection.scalar(counted) or 0)

    def looked_at(self, wanted: DiaryQuery, limit: int, *, newest: bool = False) -> tuple[DiaryRow, ...]:
        """In the order in which they were written: the first `limit` of them, or the last."""
        order = event.c.id.desc() if newest else event.c.id
        chosen = sa.select(event, dossier.c.code, dossier.c.local_code).outerjoin(
            dossier, dossier.c.id == event.c.dossier_id
        )
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            found = connection.execute(chosen.where(*conditions(wanted)).order_by(order).limit(limit)).all()
            events = _told(connection, found)
        rows = (
            DiaryRow(id=row.id, event=told, code=row.code or row.local_code or "", hash=row.hash)
            for row, told in zip(found, events, strict=True)
        )
        return tuple(rows)[::-1] if newest else tuple(rows)

    def raw(self, wanted: DiaryQuery) -> Iterator[Mapping[str, Any]]:
        """The rows as they are hashed, in order, each with its hashes."""
        yield from self._stream(sa.select(event).where(*conditions(wanted)).order_by(event.c.id))

    def rows(self, dossier_id: DossierId | None = None) -> Iterator[Mapping[str, Any]]:
        """The rows as they are hashed, in order, each with its hashes; of one dossier, or all.

        A row with marks has `words` as well, as `chain.examine_rows` wants them.
        """
        wanted = sa.select(event).order_by(event.c.id)
        if dossier_id is not None:
            wanted = wanted.where(event.c.dossier_id == dossier_id)
        yield from self._stream(wanted)

    def _stream(self, wanted: Any) -> Iterator[Mapping[str, Any]]:
        with (
            in_our_words(self._database.where),
            self._database.reading.connect() as connection,
            connection.execution_options(yield_per=1000).execute(wanted) as found,
        ):
            for together in found.mappings().partitions():
                yield from _with_words(connection, [dict(row) for row in together])


def _with_words(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> Iterator[Mapping[str, Any]]:
    marked = {
        row["id"]: set(marks_in(json.loads(row["details"])).values())
        for row in rows
        if row["dossier_id"] is not None and MARK in row["details"]
    }
    held = diary_words.proofs(connection, set().union(*marked.values()))
    for row in rows:
        if row["id"] in marked:
            row["words"] = {digest: held[digest] for digest in sorted(marked[row["id"]] & held.keys())}
        yield row
