"""Questions that wait for a supervisor: a row as long as there is no answer, however large the register is."""

from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.approval import AskedQuestion, Question
from counter_app.model.dossier import DossierId
from counter_app.store.engine import Database
from counter_app.store.supervision_tables import approval_question
from counter_app.store.trouble import in_our_words


class Questions:
    """Within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def ask(self, dossier_id: DossierId, what: Question, by: str, now: datetime) -> None:
        """In the place of any other question about the dossier."""
        self.answered(dossier_id)
        columns = {"dossier_id": dossier_id, "what": str(what), "by_login": by, "at": to_seconds(now)}
        self._connection.execute(sa.insert(approval_question).values(columns))

    def answered(self, dossier_id: DossierId) -> None:
        """Nothing is asked about the dossier any more."""
        self._connection.execute(sa.delete(approval_question).where(approval_question.c.dossier_id == dossier_id))


class QuestionReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> tuple[AskedQuestion, ...]:
        """The oldest first."""
        wanted = sa.select(approval_question).order_by(approval_question.c.at, approval_question.c.dossier_id)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted).all()
        return tuple(
            AskedQuestion(
                dossier_id=DossierId(row.dossier_id),
                what=Question(row.what),
                by=row.by_login,
                at=from_seconds(row.at),
            )
            for row in rows
        )
