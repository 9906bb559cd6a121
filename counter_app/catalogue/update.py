"""What an import would do to the catalogue, told before it is done. Pure: the caller reads, chooses and writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from counter_app.catalogue.comparison import FieldChange, changes_between
from counter_app.catalogue.told import Told, over
from counter_app.model.procedure import Procedure, base_code
from counter_app.model.text import fold


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # ours, of a field that the source covers, and not in it


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureChange:
    kind: ChangeKind
    before: Procedure | None
    after: Procedure
    details: tuple[FieldChange, ...]

    @property
    def code(self) -> str:
        return self.after.code


def planned_changes(ours: Iterable[Procedure], told: Sequence[Told], day: date) -> tuple[ProcedureChange, ...]:
    """New, changed and gone procedures, in this order, each by name. Versions begin on `day` unless the source says.

    Procedures meet by the first `d.dddddd`. One that is told twice is taken as it was told last.
    """
    mine = {base_code(procedure.code): procedure for procedure in ours}
    theirs = {base_code(one.procedure.code): one for one in told}
    changes = [_new(one) for code, one in theirs.items() if code not in mine]
    changes += [change for code, one in theirs.items() if code in mine and (change := _changed(mine[code], one, day))]
    covered = {fold(one.procedure.field) for one in theirs.values() if one.procedure.field}
    changes += [
        _gone(one, day) for code, one in mine.items() if code not in theirs and one.field and fold(one.field) in covered
    ]
    order = list(ChangeKind)
    return tuple(sorted(changes, key=lambda one: (order.index(one.kind), fold(one.after.name))))


def _new(told: Told) -> ProcedureChange:
    nothing = Procedure(code="", name="", short_name="", field="", cases=(), terms=(), source=told.procedure.source)
    details = tuple(change for change in changes_between(nothing, told.procedure) if change.what != "source")
    return ProcedureChange(kind=ChangeKind.NEW, before=None, after=told.procedure, details=details)


def _changed(ours: Procedure, told: Told, day: date) -> ProcedureChange | None:
    after = over(ours, told)
    details = changes_between(ours, after)
    if not details:
        return None
    if after.effective_from == ours.effective_from:
        after = replace(after, effective_from=max(day, ours.effective_from or day))
    return ProcedureChange(kind=ChangeKind.CHANGED, before=ours, after=after, details=details)


def _gone(ours: Procedure, day: date) -> ProcedureChange:
    ended = replace(ours, effective_from=max(day, ours.effective_from or day), effective_to=day - timedelta(days=1))
    return ProcedureChange(kind=ChangeKind.GONE, before=ours, after=ended, details=())
