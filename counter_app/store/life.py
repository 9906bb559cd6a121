"""A dossier after intake: why it is late, the new dates it was promised, how its result was rated."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.life import Explanation, OverdueCause, Rating, Reappointment, Satisfaction
from counter_app.store.tables import UNSIGNED_FORM, dossier, event, explanation, file, rating, reappointment


class Life:
    """Within one transaction (port `LifeRegister`)."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def with_unsigned_forms(self, kinds: Sequence[str], holder: str = "") -> tuple[DossierId, ...]:
        """Dossiers with a current form of these kinds that carries no signature yet; of one holder, or of all."""
        wanted = (
            sa.select(file.c.dossier_id)
            .join(dossier, dossier.c.id == file.c.dossier_id)
            .where(sa.text(UNSIGNED_FORM), file.c.form.in_(kinds))
        )
        if holder:
            wanted = wanted.where(dossier.c.holder == holder)
        return tuple(DossierId(one) for one in self._connection.scalars(wanted.distinct().order_by(file.c.dossier_id)))

    def unsealed_forms(self, kinds: Sequence[str]) -> dict[DossierId, frozenset[FileHash]]:
        """Current forms of these kinds that carry a signature and, by the diary, no seal yet; by dossier."""
        sealed = sa.exists().where(
            event.c.dossier_id == file.c.dossier_id,
            event.c.kind == "seal_form",
            event.c.details.contains(file.c.hash),
        )
        wanted = sa.select(file.c.dossier_id, file.c.hash).where(
            file.c.form.in_(kinds), file.c.signed_from.is_not(None), file.c.replaced_at.is_(None), ~sealed
        )
        found: dict[DossierId, frozenset[FileHash]] = {}
        for row in self._connection.execute(wanted.order_by(file.c.id)):
            key = DossierId(row.dossier_id)
            found[key] = found.get(key, frozenset()) | {FileHash(row.hash)}
        return found

    def explain(self, new: Explanation) -> None:
        self._put(explanation, new)

    def explanations(self) -> dict[DossierId, Explanation]:
        return {
            found.dossier_id: found for found in map(explanation_of, self._connection.execute(sa.select(explanation)))
        }

    def explanation(self, dossier_id: DossierId) -> Explanation | None:
        mine = sa.select(explanation).where(explanation.c.dossier_id == dossier_id)
        row = self._connection.execute(mine).one_or_none()
        return None if row is None else explanation_of(row)

    def reappoint(self, new: Reappointment) -> None:
        """Refused `store.reappointed_already` when one of this ordinal is there."""
        try:
            self._connection.execute(sa.insert(reappointment).values(_columns(new)))
        except sa.exc.IntegrityError as error:
            raise Refused("store.reappointed_already") from error

    def reappointments(self, dossier_id: DossierId) -> tuple[Reappointment, ...]:
        mine = sa.select(reappointment).where(reappointment.c.dossier_id == dossier_id)
        return tuple(
            Reappointment(
                dossier_id=DossierId(row.dossier_id),
                ordinal=row.ordinal,
                original_due_at=from_seconds(row.original_due_at),
                new_due_at=from_seconds(row.new_due_at),
                reason=row.reason,
                at=from_seconds(row.at),
                by=row.by_login,
            )
            for row in self._connection.execute(mine.order_by(reappointment.c.ordinal))
        )

    def rate(self, new: Rating) -> None:
        """Refused `store.rated_already`: a rating is the applicant's, nobody changes it afterwards."""
        try:
            self._connection.execute(sa.insert(rating).values(_columns(new)))
        except sa.exc.IntegrityError as error:
            raise Refused("store.rated_already") from error

    def rating(self, dossier_id: DossierId) -> Rating | None:
        row = self._connection.execute(sa.select(rating).where(rating.c.dossier_id == dossier_id)).one_or_none()
        if row is None:
            return None
        return Rating(
            dossier_id=DossierId(row.dossier_id),
            satisfaction=Satisfaction(row.satisfaction),
            source=row.source,
            at=from_seconds(row.at),
            by=row.by_login,
        )

    def _put(self, table: sa.Table, new: Any) -> None:
        self._connection.execute(sa.delete(table).where(table.c.dossier_id == new.dossier_id))
        self._connection.execute(sa.insert(table).values(_columns(new)))


def _columns(value: Any) -> dict[str, Any]:
    columns = asdict(value) | {"at": to_seconds(value.at), "by_login": value.by}
    del columns["by"]
    for name in ("original_due_at", "new_due_at"):
        if name in columns:
            columns[name] = to_seconds(columns[name])
    if "satisfaction" in columns:
        columns["satisfaction"] = int(columns["satisfaction"])
    return columns


def explanation_of(row: Any) -> Explanation:
    return Explanation(
        dossier_id=DossierId(row.dossier_id),
        cause=OverdueCause(row.cause),
        words=row.words,
        responsible=row.responsible,
        evidence=None if row.evidence is None else FileHash(row.evidence),
        at=from_seconds(row.at),
        by=row.by_login,
    )
