"""Late dossiers with what tells why they are: read many at once, since a year may have thousands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from counter_app.clock import from_seconds
from counter_app.model.dossier import Channel, DossierId, DossierState, Event
from counter_app.model.overdue import LateDossier
from counter_app.store import events as diary
from counter_app.store.life import explanation_of
from counter_app.store.rows import moment_of
from counter_app.store.tables import dossier, event, explanation, reappointment

AT_ONCE = 500  # ids in one question
T = TypeVar("T")
_D = dossier.c


def late_dossiers(connection: sa.Connection, ids: Sequence[int], kinds: Sequence[str]) -> Iterator[LateDossier]:
    """In the order of `ids`; `kinds`: which events are wanted. Dossiers without a due moment are left out."""
    for start in range(0, len(ids), AT_ONCE):
        some = list(ids[start : start + AT_ONCE])
        rows = _by_dossier(connection, sa.select(dossier).where(_D.id.in_(some)), lambda row: row, "id")
        told = sa.select(event).where(event.c.dossier_id.in_(some), event.c.kind.in_(kinds)).order_by(event.c.id)
        events: dict[int, list[Event]] = {}
        for act in diary.read(connection, told):
            events.setdefault(act.dossier_id or 0, []).append(act)
        promises = sa.select(reappointment).where(reappointment.c.dossier_id.in_(some))
        promised = _by_dossier(connection, promises.order_by(reappointment.c.ordinal), lambda row: row)
        reasons = sa.select(explanation).where(explanation.c.dossier_id.in_(some))
        explained = _by_dossier(connection, reasons, explanation_of)
        for key in (one for one in some if one in rows):
            mine = promised.get(key, [])
            row = rows[key][0]
            first_due = moment_of(mine[0].original_due_at if mine else row.due_at)
            if first_due is not None:
                yield LateDossier(
                    id=DossierId(key),
                    code=row.code or row.local_code,
                    procedure_code=row.procedure_code,
                    procedure_name=row.procedure_name,
                    field=row.field,
                    applicant_name=row.applicant_name,
                    channel=Channel(row.channel),
                    state=DossierState(row.state),
                    holder=row.holder,
                    received_at=from_seconds(row.arrived_at),
                    accepted_at=moment_of(row.accepted_at),
                    first_due_at=first_due,
                    promised_at=moment_of(mine[-1].new_due_at) if mine else None,
                    ended_at=moment_of(row.ended_at),
                    explanation=next(iter(explained.get(key, [])), None),
                    events=tuple(events.get(key, ())),
                )


def _by_dossier(
    connection: sa.Connection, wanted: Any, read: Callable[[Any], T], key: str = "dossier_id"
) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for row in connection.execute(wanted):
        found.setdefault(getattr(row, key), []).append(read(row))
    return found
