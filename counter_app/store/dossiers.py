"""Dossiers with their components: values in, values out; what lists read is kept in step here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from counter_app.clock import Clock, to_seconds, vietnam
from counter_app.errors import Refused
from counter_app.model.dossier import (
    Component,
    ComponentId,
    ComponentVerdict,
    Dossier,
    DossierId,
    DossierState,
    NewDossier,
)
from counter_app.model.list_comparison import KnownDossier
from counter_app.store import known_dossiers
from counter_app.store.files import Files
from counter_app.store.milestones import first_moments, later_moments
from counter_app.store.numbers import next_local_codes
from counter_app.store.rows import (
    component_columns,
    component_of,
    derived_columns,
    dossier_columns,
    dossier_of,
    new_dossier_columns,
)
from counter_app.store.sealed_columns import seal_of
from counter_app.store.tables import HAS_CODE, component, dossier, file, history


class Dossiers:
    """Within one transaction. `keep_in_step` must be called before the transaction ends."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._seal = seal_of(connection.dialect)
        self._files = Files(connection, clock)
        self._touched: set[int] = set()  # dossiers whose counters are to be told anew
        self._raised: dict[int, int] = {}  # how often this unit itself raised a version

    def add(self, new: NewDossier) -> DossierId:
        return self.add_many([new])[0]

    def add_many(self, new: Sequence[NewDossier]) -> tuple[DossierId, ...]:
        """In their order. A few statements for some hundred of them, where one after another takes several each."""
        if not new:
            return ()
        codes = [one.code for one in new if one.code]
        taken = set(self.known(codes)) | {code for code, count in Counter(codes).items() if count > 1}
        if taken:
            raise Refused("store.duplicate_code", code=min(taken))
        local = next_local_codes(self._connection, [vietnam(one.received_at).year for one in new])
        rows = [self._row(one, code) for one, code in zip(new, local, strict=True)]
        keys = list(self._connection.scalars(_ADD_DOSSIERS, rows))
        components = [_new_component(key, each) for key, one in zip(keys, new, strict=True) for each in one.components]
        if components:
            self._connection.execute(sa.insert(component), components)
        remembered = [_history(key, row["state_changed_at"], row) for key, row in zip(keys, rows, strict=True)]
        self._connection.execute(sa.insert(history), remembered)
        return tuple(map(DossierId, keys))

    def known(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        """Those of these codes, the portal's or our own, that are here."""
        return known_dossiers.by_either_code(self._connection, codes)

    def _row(self, new: NewDossier, local_code: str) -> dict[str, Any]:
        columns = new_dossier_columns(new) | {"local_code": local_code}
        columns |= derived_columns(columns, self._seal) | {"version": 1, "state_changed_at": _state_known_since(new)}
        columns |= first_moments(columns)
        columns |= {"failed": 0, "unsigned": 0, "result_count": 0, "unsigned_result_count": 0}
        columns["unchecked"] = sum(required.required for required in new.components)
        return columns

    def by_code(self, code: str) -> DossierId | None:
        if not code:
            return None
        # The literal condition is what lets SQLite use the partial index.
        for where in ((dossier.c.code == code, sa.text(HAS_CODE)), (dossier.c.local_code == code,)):
            found = self._connection.scalar(sa.select(dossier.c.id).where(*where))
            if found is not None:
                return DossierId(found)
        return None

    def get(self, dossier_id: DossierId) -> Dossier:
        row = self._locked(dossier_id)
        return dossier_of(
            row, self._components(dossier_id), self._files.results(dossier_id), self._files.forms(dossier_id)
        )

    def update(self, known: Dossier, changes: dict[str, Any]) -> None:
        row = self._locked(known.id)
        if row["version"] != known.version + self._raised.get(known.id, 0):
            raise Refused("store.changed_meanwhile")
        columns = dossier_columns(changes)
        code = columns.get("code", row["code"])
        if code != row["code"] and self.by_code(code) not in (None, known.id):
            raise Refused("store.duplicate_code", code=code)
        after = {**row, **columns}
        columns |= derived_columns(after, self._seal) | {"version": row["version"] + 1}
        after |= columns
        now = to_seconds(self._clock.now())
        columns |= later_moments(dict(row), after, now)
        if after["state"] != row["state"]:
            columns["state_changed_at"] = now
        self._connection.execute(sa.update(dossier).where(dossier.c.id == known.id).values(columns))
        self._raised[known.id] = self._raised.get(known.id, 0) + 1
        if (after["state"], after["queue_due_at"]) != (row["state"], row["queue_due_at"]):
            self._remember(known.id, now, after)

    def open_state_before(self, dossier_id: DossierId) -> DossierState | None:
        was_open = history.c.state.in_([int(state) for state in DossierState if state.open])
        known = sa.select(history.c.state).where(history.c.dossier_id == dossier_id, was_open)
        found = self._connection.scalar(known.order_by(history.c.at.desc(), history.c.id.desc()).limit(1))
        return None if found is None else DossierState(found)

    def update_component(self, component_id: ComponentId, changes: dict[str, Any]) -> None:
        owner = sa.select(component.c.dossier_id).where(component.c.id == component_id)
        dossier_id = self._connection.scalar(owner)
        if dossier_id is None:
            raise Refused("store.no_such_component")
        self.touch(DossierId(dossier_id))
        if "file" in changes:
            self._files.replace_of_component(dossier_id, component_id, changes.pop("file"))
        columns = component_columns(changes)
        if columns:
            self._connection.execute(sa.update(component).where(component.c.id == component_id).values(columns))

    def touch(self, dossier_id: DossierId) -> Files:
        """Lock a dossier, since something that hangs on it is about to change; its counters are told anew later."""
        self._locked(dossier_id)
        self._touched.add(dossier_id)
        return self._files

    def keep_in_step(self) -> None:
        """Tell the counters of what changed anew, each dossier in one statement."""
        for dossier_id in sorted(self._touched):
            self._connection.execute(_RECOUNT, {"key": dossier_id})
        self._touched.clear()

    def _locked(self, dossier_id: DossierId) -> sa.RowMapping:
        """The row, held against other counters until the unit ends (PostgreSQL; SQLite has one writer anyway)."""
        statement = sa.select(dossier).where(dossier.c.id == dossier_id).with_for_update()
        row = self._connection.execute(statement).mappings().one_or_none()
        if row is None:
            raise Refused("store.no_such_dossier")
        return row

    def _components(self, dossier_id: DossierId) -> tuple[Component, ...]:
        mine = sa.select(component).where(component.c.dossier_id == dossier_id)
        rows = self._connection.execute(mine.order_by(component.c.number, component.c.id)).mappings()
        files = self._files.of_components(dossier_id)
        return tuple(component_of(row, files.get(row["id"])) for row in rows)

    def _remember(self, dossier_id: int, at: int, columns: dict[str, Any]) -> None:
        self._connection.execute(sa.insert(history).values(_history(dossier_id, at, columns)))


def _history(dossier_id: int, at: int, columns: Mapping[str, Any]) -> dict[str, Any]:
    return {"dossier_id": dossier_id, "at": at, "state": columns["state"], "queue_due_at": columns["queue_due_at"]}


def _state_known_since(new: NewDossier) -> int:
    """A dossier that comes in with a past (a list, another system) changed its state then, not now."""
    known = (new.received_at, new.decided_at, None if new.state.open else new.ended_at)
    return max(to_seconds(moment) for moment in known if moment is not None)


def _new_component(dossier_id: int, required: Any) -> dict[str, Any]:
    return {
        "dossier_id": dossier_id,
        "number": required.number,
        "name": required.name,
        "required": required.required,
        "must_sign": required.must_sign,
        "paper_kind": str(required.paper_kind),
        "verdict": int(ComponentVerdict.NOT_CHECKED),
        "remark": "",
        "checked_by": "",
    }


def _recount() -> sa.Update:
    """`Component.unchecked`, `.unsigned` and their like, counted by the database."""
    key: sa.BindParameter[int] = sa.bindparam("key", type_=sa.BigInteger)
    of_component = sa.and_(
        file.c.dossier_id == key, file.c.component_id == component.c.id, file.c.replaced_at.is_(None)
    )
    has_file = sa.exists().where(of_component)
    signed = sa.exists().where(of_component, file.c.signed_from.is_not(None))
    verdict = component.c.verdict

    def components(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        counted = sa.select(sa.func.count()).select_from(component)
        return counted.where(component.c.dossier_id == key, *conditions).scalar_subquery()

    def results(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        current = (
            *(file.c.dossier_id == key, file.c.component_id.is_(None)),
            *(file.c.form == "", file.c.replaced_at.is_(None)),
        )
        return sa.select(sa.func.count()).select_from(file).where(*current, *conditions).scalar_subquery()

    return (
        sa.update(dossier)
        .where(dossier.c.id == key)
        .values(
            unchecked=components(verdict == int(ComponentVerdict.NOT_CHECKED), sa.or_(component.c.required, has_file)),
            failed=components(verdict == int(ComponentVerdict.FAIL)),
            unsigned=components(verdict == int(ComponentVerdict.PASS), component.c.must_sign, ~signed),
            result_count=results(),
            unsigned_result_count=results(file.c.signed_from.is_(None)),
        )
    )


_RECOUNT = _recount()
_ADD_DOSSIERS = sa.insert(dossier).returning(dossier.c.id, sort_by_parameter_order=True)
