"""Work given from one officer to another, and whether the new holder has seen it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.assignment import Assignment, ReassignReason, Workload
from counter_app.model.dossier import DossierId, DossierState
from counter_app.store.engine import Database
from counter_app.store.supervision_tables import UNSEEN, assignment
from counter_app.store.tables import OPEN, dossier
from counter_app.store.trouble import in_our_words


class Assignments:
    """Within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def give(self, dossier_id: DossierId, login: str, by: str, reason: ReassignReason, now: datetime) -> None:
        self.forget(dossier_id)
        columns = {"dossier_id": dossier_id, "given_to": login, "given_by": by, "reason": str(reason)}
        self._connection.execute(sa.insert(assignment).values(columns | {"at": to_seconds(now)}))

    def forget(self, dossier_id: DossierId) -> None:
        self._connection.execute(sa.delete(assignment).where(assignment.c.dossier_id == dossier_id))

    def seen(self, dossier_ids: Iterable[DossierId], login: str, now: datetime) -> None:
        """`login` knows of them; what was not given to `login` stays as it is."""
        mine = (assignment.c.dossier_id.in_(list(dossier_ids)), assignment.c.given_to == login, sa.text(UNSEEN))
        self._connection.execute(sa.update(assignment).where(*mine).values(seen_at=to_seconds(now)))


class AssignmentReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def unseen(self, login: str) -> tuple[Assignment, ...]:
        """What was given to `login`, is still theirs and open, and has not been looked at; the newest first."""
        mine = (assignment.c.given_to == login, sa.text(UNSEEN), dossier.c.holder == login, sa.text(OPEN))
        wanted = sa.select(assignment).join(dossier, dossier.c.id == assignment.c.dossier_id).where(*mine)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted.order_by(assignment.c.at.desc(), assignment.c.dossier_id)).all()
        return tuple(
            Assignment(
                dossier_id=DossierId(row.dossier_id),
                given_by=row.given_by,
                at=from_seconds(row.at),
                reason=ReassignReason(row.reason),
            )
            for row in rows
        )

    def workloads(self, now: datetime) -> tuple[Workload, ...]:
        """Open dossiers by holder and field, without those that wait for their applicant or that nobody holds."""
        late = sa.func.count().filter(dossier.c.queue_due_at < to_seconds(now))
        wanted = (
            sa.select(dossier.c.holder, dossier.c.field, sa.func.count(), late)
            .where(sa.text(OPEN), dossier.c.holder != "")
            .where(dossier.c.state != int(DossierState.SUPPLEMENT_REQUESTED))
            .group_by(dossier.c.holder, dossier.c.field)
        )
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Workload(login=row[0], field=row[1], count=row[2], overdue=row[3]) for row in rows)
