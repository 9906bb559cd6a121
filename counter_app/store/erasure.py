"""Takes personal data out of the register and leaves what is evidence: codes, moments, books, the diary's rows.

Feedback about a dossier goes with it when it has been answered; what waits for an answer is still at work.
"""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import Clock, to_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.retention import ERASED, LeftBehind
from counter_app.store import diary_words
from counter_app.store.rows import folded_of
from counter_app.store.sealed_columns import seal_of
from counter_app.store.tables import (
    component,
    dossier,
    draft,
    explanation,
    feedback,
    file,
    listed_paper,
    reappointment,
)

_BLANK = (
    *("identity_number", "address", "phone", "email", "note"),
    *("delegate_name", "delegate_number", "delegate_phone", "delegate_authorisation"),
)


class Erasure:
    """Within one transaction (port `Erasure`)."""

    def __init__(self, connection: sa.Connection, clock: Clock) -> None:
        self._connection, self._clock = connection, clock
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")

    def dossier(self, dossier_id: DossierId) -> LeftBehind:
        row = self._connection.execute(sa.select(dossier).where(dossier.c.id == dossier_id)).mappings().one_or_none()
        if row is None:
            raise Refused("store.no_such_dossier")
        after = {**row, **dict.fromkeys(_BLANK, ""), "applicant_name": ERASED}
        blank = dict.fromkeys(_BLANK, "") | {"applicant_name": ERASED, "version": row["version"] + 1}
        blank["folded"] = folded_of(after, seal_of(self._connection.dialect))
        blank |= dict.fromkeys(("unchecked", "failed", "unsigned", "result_count", "unsigned_result_count"), 0)
        self._connection.execute(sa.update(dossier).where(dossier.c.id == dossier_id).values(blank))
        self._connection.execute(sa.update(component).where(component.c.dossier_id == dossier_id).values(remark=""))
        self._connection.execute(sa.delete(draft).where(draft.c.dossier_id == dossier_id))
        for table, words in ((explanation, {"words": ERASED}), (reappointment, {"reason": ERASED})):
            self._connection.execute(sa.update(table).where(table.c.dossier_id == dossier_id).values(words))
        said = (feedback.c.dossier_id == dossier_id, feedback.c.answered_at.is_not(None))
        self.feedback(self._connection.scalars(sa.select(feedback.c.id).where(*said)).all())
        files = self._let_go(dossier_id)
        return LeftBehind(files=files, remains=diary_words.erase(self._connection, dossier_id))

    def feedback(self, keys: Sequence[int]) -> None:
        blank = {"sender": "", "contact": "", "content": ERASED, "answer": ""}
        self._connection.execute(sa.update(feedback).where(feedback.c.id.in_(keys)).values(blank))

    def listed_papers(self, keys: Sequence[int]) -> None:
        self._connection.execute(sa.delete(listed_paper).where(listed_paper.c.id.in_(keys)))

    def drafts(self, dossier_ids: Sequence[int], before: datetime) -> None:
        old = (draft.c.dossier_id.in_(dossier_ids), draft.c.at < to_seconds(before))
        self._connection.execute(sa.delete(draft).where(*old))

    def _let_go(self, dossier_id: DossierId) -> tuple[FileHash, ...]:
        """Its rows stay as what once was there, without the name; contents that other dossiers hold are theirs."""
        mine = sa.select(file.c.hash, file.c.converted_from, file.c.signed_from).where(file.c.dossier_id == dossier_id)
        held = {one for row in self._connection.execute(mine) for one in row if one}
        now = to_seconds(self._clock.now())
        gone = {"name": "", "replaced_at": sa.func.coalesce(file.c.replaced_at, now)}
        self._connection.execute(sa.update(file).where(file.c.dossier_id == dossier_id).values(gone))
        theirs = set(self._connection.scalars(sa.select(explanation.c.evidence)))
        for column in (file.c.hash, file.c.converted_from, file.c.signed_from):
            # A dossier that was erased before this one names its contents still, and needs them no more.
            alive = sa.select(column).join(dossier, dossier.c.id == file.c.dossier_id)
            other = (column.in_(held), file.c.dossier_id != dossier_id, dossier.c.applicant_name != ERASED)
            theirs |= set(self._connection.scalars(alive.where(*other)))
        return tuple(FileHash(one) for one in sorted(held - theirs))
