"""Phản ánh, kiến nghị: one row each, numbered through the year."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds
from counter_app.errors import Refused
from counter_app.model.dossier import DossierId
from counter_app.model.life import Feedback, FeedbackKind
from counter_app.store.rows import moment_of, seconds
from counter_app.store.tables import feedback

_MOMENTS = ("received_at", "forward_due_at", "answer_due_at", "forwarded_at", "answered_at")


class FeedbackBook:
    """Within one transaction (port `FeedbackBook`)."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add(self, new: Feedback) -> int:
        columns = _columns(new)
        del columns["id"]
        inserted = sa.insert(feedback).values(columns).returning(feedback.c.id)
        key: int = self._connection.execute(inserted).scalar_one()
        return key

    def change(self, known: Feedback, new: Feedback) -> None:
        """Refused `store.changed_meanwhile` when somebody else has forwarded or answered it since it was read."""
        same = [feedback.c.id == known.id]
        for name in ("forwarded_at", "answered_at"):
            moment = seconds(getattr(known, name))
            same.append(feedback.c[name].is_(None) if moment is None else feedback.c[name] == moment)
        if self._connection.execute(sa.update(feedback).where(*same).values(_columns(new))).rowcount != 1:
            raise Refused("store.changed_meanwhile")

    def get(self, key: int) -> Feedback:
        """Refused `store.no_such_feedback`."""
        row = self._connection.execute(sa.select(feedback).where(feedback.c.id == key)).one_or_none()
        if row is None:
            raise Refused("store.no_such_feedback")
        return _feedback(row)

    def all(self, *, open_only: bool = False, dossier_id: DossierId | None = None) -> tuple[Feedback, ...]:
        """Open ones first, by what is due next; then the answered, the newest first."""
        wanted = sa.select(feedback)
        if open_only:
            wanted = wanted.where(feedback.c.answered_at.is_(None))
        if dossier_id is not None:
            wanted = wanted.where(feedback.c.dossier_id == dossier_id)
        found = [_feedback(row) for row in self._connection.execute(wanted.order_by(feedback.c.id.desc()))]
        waiting = sorted((one for one in found if one.due_at), key=lambda one: (one.due_at, one.id))
        return (*waiting, *(one for one in found if one.due_at is None))


def _columns(value: Feedback) -> dict[str, Any]:
    columns = asdict(value)
    return columns | {"kind": str(value.kind)} | {name: seconds(columns[name]) for name in _MOMENTS}


def _feedback(row: Any) -> Feedback:
    values = dict(row._mapping)
    return Feedback(
        **values
        | {
            "kind": FeedbackKind(values["kind"]),
            "dossier_id": None if values["dossier_id"] is None else DossierId(values["dossier_id"]),
            "received_at": from_seconds(values["received_at"]),
            "forward_due_at": from_seconds(values["forward_due_at"]),
            "answer_due_at": from_seconds(values["answer_due_at"]),
            "forwarded_at": moment_of(values["forwarded_at"]),
            "answered_at": moment_of(values["answered_at"]),
        }
    )
