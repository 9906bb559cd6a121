"""Which files of the vault belong to which component, and which are results. Replaced files stay as rows."""

import sqlalchemy as sa

from counter_app.clock import Clock, to_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import AttachedFile, ComponentId, DossierId, FileHash, PrintedForm
from counter_app.store.rows import file_columns, file_of
from counter_app.store.tables import file

_CURRENT = file.c.replaced_at.is_(None)


class Files:
    """Within one transaction that holds the dossier."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def of_components(self, dossier_id: DossierId) -> dict[int, AttachedFile]:
        """The current file of each component that has one, by component id."""
        mine = sa.select(file).where(file.c.dossier_id == dossier_id, file.c.component_id.is_not(None), _CURRENT)
        return {row["component_id"]: file_of(row) for row in self._connection.execute(mine).mappings()}

    def results(self, dossier_id: DossierId) -> tuple[AttachedFile, ...]:
        mine = sa.select(file).where(*_results_of(dossier_id)).order_by(file.c.number, file.c.id)
        return tuple(file_of(row) for row in self._connection.execute(mine).mappings())

    def replace_of_component(self, dossier_id: DossierId, component_id: ComponentId, new: AttachedFile | None) -> None:
        self._retire(file.c.component_id == component_id)
        if new is not None:
            self._insert(new, dossier_id=dossier_id, component_id=component_id, number=0)

    def add_result(self, dossier_id: DossierId, new: AttachedFile) -> None:
        last = self._connection.scalar(sa.select(sa.func.max(file.c.number)).where(*_results_of(dossier_id)))
        self._insert(new, dossier_id=dossier_id, component_id=None, number=(last or 0) + 1)

    def replace_result(self, dossier_id: DossierId, old: FileHash, new: AttachedFile) -> None:
        """The new file takes the old one's place. Refused `store.no_such_result` when `old` is not a result now."""
        wanted = sa.select(file.c.id, file.c.number).where(*_results_of(dossier_id), file.c.hash == old)
        row = self._connection.execute(wanted.order_by(file.c.number).limit(1)).one_or_none()
        if row is None:
            raise Refused("store.no_such_result")
        self._retire(file.c.id == row.id)
        self._insert(new, dossier_id=dossier_id, component_id=None, number=row.number)

    def forms(self, dossier_id: DossierId) -> tuple[PrintedForm, ...]:
        """In the order in which they were printed."""
        mine = sa.select(file).where(file.c.dossier_id == dossier_id, file.c.form != "", _CURRENT).order_by(file.c.id)
        return tuple(
            PrintedForm(kind=row["form"], number=row["number"], file=file_of(row))
            for row in self._connection.execute(mine).mappings()
        )

    def add_form(self, dossier_id: DossierId, kind: str, number: int, new: AttachedFile) -> None:
        self._insert(new, dossier_id=dossier_id, component_id=None, number=number, form=kind)

    def replace_form(self, dossier_id: DossierId, old: FileHash, new: AttachedFile) -> None:
        """The signed sheet takes the place of the unsigned one. Refused `store.no_such_result` when it is not there."""
        wanted = sa.select(file).where(file.c.dossier_id == dossier_id, file.c.form != "", _CURRENT, file.c.hash == old)
        row = self._connection.execute(wanted.limit(1)).mappings().one_or_none()
        if row is None:
            raise Refused("store.no_such_result")
        self._retire(file.c.id == row["id"])
        self.add_form(dossier_id, row["form"], row["number"], new)

    def _retire(self, which: sa.ColumnElement[bool]) -> None:
        now = to_seconds(self._clock.now())
        self._connection.execute(sa.update(file).where(which, _CURRENT).values(replaced_at=now))

    def _insert(self, new: AttachedFile, **place: int | str | None) -> None:
        self._connection.execute(sa.insert(file).values(file_columns(new) | place))


def _results_of(dossier_id: DossierId) -> tuple[sa.ColumnElement[bool], ...]:
    return (file.c.dossier_id == dossier_id, file.c.component_id.is_(None), file.c.form == "", _CURRENT)
