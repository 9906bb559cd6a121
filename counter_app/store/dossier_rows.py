"""A dossier as rows that another register can take over: without ids, seals and numbers of this register."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import Clock, from_seconds, to_seconds, vietnam
from counter_app.model.dossier import DossierId, Event
from counter_app.store import events
from counter_app.store.numbers import next_local_codes
from counter_app.store.rows import folded_of
from counter_app.store.sealed_columns import seal_of
from counter_app.store.tables import (
    component,
    dossier,
    draft,
    event,
    explanation,
    file,
    history,
    rating,
    reappointment,
)

_HERE_ONLY = frozenset({"id", "dossier_id", "component_id", "version", "folded", "local_code"})
_BESIDE = (history, explanation, reappointment, rating)
_SHELL = "~"  # how the local code of a dossier begins that was taken back, see `imports`


class DossierRows:
    """Within one transaction."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock

    def last_event(self) -> int:
        return int(self._connection.scalar(sa.select(sa.func.max(event.c.id))) or 0)

    def worked_on(self, after: int, since: datetime | None, aside: Collection[str]) -> tuple[DossierId, ...]:
        """Dossiers with an act that is not `aside`, in a row of the diary after this one, or since a moment."""
        later = event.c.id > after if since is None else event.c.at >= to_seconds(since)
        acted = sa.select(event.c.dossier_id).where(later, event.c.kind.not_in(aside))
        there = ~dossier.c.local_code.startswith(_SHELL)
        found = self._connection.scalars(sa.select(dossier.c.id).where(dossier.c.id.in_(acted), there))
        return tuple(map(DossierId, sorted(found)))

    def find(self, code: str, first: Mapping[str, Any] | None) -> DossierId | None:
        """By the code of the national portal, else by the act that began it, which no two dossiers share."""
        if code:
            known = self._connection.scalar(sa.select(dossier.c.id).where(dossier.c.code == code))
            if known is not None:
                return DossierId(known)
        if first is None:
            return None
        same = (event.c.by_login == first["by"], event.c.at == first["at"], event.c.kind == first["kind"])
        wanted = sa.select(dossier.c.id).join(event, event.c.dossier_id == dossier.c.id).where(*same)
        wanted = wanted.where(~dossier.c.local_code.startswith(_SHELL))
        if code:
            wanted = wanted.where(dossier.c.code == "")
        for one in sorted(set(self._connection.scalars(wanted))):
            if any(_is(first, act) for act in events.of_dossier(self._connection, one)):
                return DossierId(one)
        return None

    def of(self, dossier_id: DossierId) -> dict[str, Any]:
        """Numbers, text and None only. A file names its component by the component's place."""
        (own,) = self._rows(dossier, dossier.c.id == dossier_id)
        parts = self._rows(component, component.c.dossier_id == dossier_id)
        place = {one["id"]: number for number, one in enumerate(parts)}
        files = self._rows(file, file.c.dossier_id == dossier_id)
        told = [_bare(one) | {"component": place.get(one["component_id"])} for one in files]
        beside = {
            table.name: [_bare(one) for one in self._rows(table, table.c.dossier_id == dossier_id)] for table in _BESIDE
        }
        return {
            "local_code": own["local_code"],
            "dossier": _bare(own),
            "component": [_bare(one) for one in parts],
            "file": told,
        } | beside

    def add(self, rows: Mapping[str, Any]) -> DossierId:
        """Under a number of this register. KeyError for rows that lack a column."""
        columns = _known(dossier, rows["dossier"])
        year = vietnam(from_seconds(columns["arrived_at"])).year
        columns |= {"local_code": next_local_codes(self._connection, [year])[0], "version": 1}
        columns["folded"] = folded_of(columns, seal_of(self._connection.dialect))
        key = self._connection.execute(sa.insert(dossier).values(columns).returning(dossier.c.id)).scalar_one()
        self._put_beside(key, rows)
        return DossierId(key)

    def replace(self, dossier_id: DossierId, rows: Mapping[str, Any]) -> None:
        """What was here and is not in `rows` stays as what once was: files as replaced ones."""
        (own,) = self._rows(dossier, dossier.c.id == dossier_id)
        columns = _known(dossier, rows["dossier"]) | {"version": own["version"] + 1}
        columns["folded"] = folded_of({**own, **columns}, seal_of(self._connection.dialect))
        self._connection.execute(sa.update(dossier).where(dossier.c.id == dossier_id).values(columns))
        self._connection.execute(sa.delete(draft).where(draft.c.dossier_id == dossier_id))
        for table in _BESIDE:
            self._connection.execute(sa.delete(table).where(table.c.dossier_id == dossier_id))
        self._put_beside(dossier_id, rows)

    def _put_beside(self, dossier_id: int, rows: Mapping[str, Any]) -> None:
        for table in _BESIDE:
            for one in rows[table.name]:
                self._connection.execute(sa.insert(table).values(_known(table, one) | {"dossier_id": dossier_id}))
        self._put_files(dossier_id, rows["file"], self._put_components(dossier_id, rows["component"]))

    def _put_components(self, dossier_id: int, wanted: Sequence[Mapping[str, Any]]) -> list[int]:
        """Their ids, in the order of `wanted`; those that are here keep theirs, for who names them."""
        here = self._rows(component, component.c.dossier_id == dossier_id)
        placed = []
        for number, one in enumerate(wanted):
            values = _known(component, one) | {"dossier_id": dossier_id}
            if number < len(here):
                placed.append(here[number]["id"])
                self._connection.execute(sa.update(component).where(component.c.id == placed[-1]).values(values))
            else:
                made = sa.insert(component).values(values).returning(component.c.id)
                placed.append(self._connection.execute(made).scalar_one())
        surplus = [one["id"] for one in here[len(wanted) :]]
        self._connection.execute(sa.update(file).where(file.c.component_id.in_(surplus)).values(component_id=None))
        self._connection.execute(sa.delete(component).where(component.c.id.in_(surplus)))
        return placed

    def _put_files(self, dossier_id: int, wanted: Sequence[Mapping[str, Any]], components: Sequence[int]) -> None:
        now = to_seconds(self._clock.now())
        mine = (file.c.dossier_id == dossier_id, file.c.replaced_at.is_(None))
        self._connection.execute(sa.update(file).where(*mine).values(replaced_at=now))
        here = {_same(one): one["id"] for one in self._rows(file, file.c.dossier_id == dossier_id)}
        for one in wanted:
            place = None if one["component"] is None else components[one["component"]]
            values = _known(file, one) | {"dossier_id": dossier_id, "component_id": place}
            known = here.pop(_same(values), None)
            if known is None:
                self._connection.execute(sa.insert(file).values(values))
            else:
                self._connection.execute(sa.update(file).where(file.c.id == known).values(values))

    def _rows(self, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
        found = self._connection.execute(sa.select(table).where(*wanted).order_by(*table.primary_key))
        return [dict(one) for one in found.mappings()]


def _is(told: Mapping[str, Any], act: Event) -> bool:
    return (told["at"], told["by"], told["kind"], told["details"]) == (
        to_seconds(act.at),
        act.by,
        act.kind,
        act.details,
    )


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _HERE_ONLY}


def _known(table: sa.Table, told: Mapping[str, Any]) -> dict[str, Any]:
    return {one.name: told[one.name] for one in table.c if one.name not in _HERE_ONLY}


def _same(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["hash"], row["component_id"], row["attached_at"], row["form"], row["number"]
