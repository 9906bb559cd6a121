"""Live counts and loads, read from the index of open dossiers alone."""

from datetime import datetime

import sqlalchemy as sa

from counter_app.clock import to_seconds
from counter_app.model.dossier import DossierState
from counter_app.model.person import Role
from counter_app.model.queue import Band, Missing, OfficerLoad, QueueCounts
from counter_app.store.missing import lacks
from counter_app.store.tables import NO_TERM, OPEN, dossier, person

_DUE = dossier.c.queue_due_at


def _in_band(band: Band, now: int, soon: int) -> sa.ColumnElement[bool]:
    """Exactly on the due moment is still in time."""
    return {
        Band.OVERDUE: now > _DUE,
        Band.DUE_SOON: sa.and_(now <= _DUE, soon > _DUE),
        Band.IN_TIME: sa.and_(now <= _DUE, soon <= _DUE, _DUE < NO_TERM),
        Band.NO_TERM: _DUE == NO_TERM,
    }[band]


def _number(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count().filter(condition)


def queue_counts(connection: sa.Connection, now: datetime, due_soon_before: datetime, holder: str) -> QueueCounts:
    """One pass over the open dossiers (of one holder, when given). Every band, open state and lack has its figure."""
    at, soon = to_seconds(now), to_seconds(due_soon_before)
    bands, lacking = list(Band), list(Missing)
    columns = [_number(_in_band(band, at, soon)) for band in bands] + [_number(lacks(each, at)) for each in lacking]
    statement = sa.select(dossier.c.state, sa.func.count(), *columns).where(sa.text(OPEN)).group_by(dossier.c.state)
    if holder:
        statement = statement.where(dossier.c.holder == holder)
    rows = [tuple(row) for row in connection.execute(statement)]
    totals = [sum(int(row[place]) for row in rows) for place in range(2, 2 + len(columns))]
    states = {state: 0 for state in DossierState if state.open}
    return QueueCounts(
        total=sum(row[1] for row in rows),
        by_band=dict(zip(bands, totals, strict=False)),
        by_state=states | {DossierState(row[0]): row[1] for row in rows},
        by_missing=dict(zip(lacking, totals[len(bands) :], strict=True)),
    )


def loads(connection: sa.Connection, now: datetime, due_soon_before: datetime) -> tuple[OfficerLoad, ...]:
    """Open dossiers by holder, the most overdue first; officers with none, and dossiers with nobody (login empty).

    Dossiers without a term count as in time.
    """
    at, soon = to_seconds(now), to_seconds(due_soon_before)
    late, near = (_number(_in_band(band, at, soon)) for band in (Band.OVERDUE, Band.DUE_SOON))
    statement = sa.select(dossier.c.holder, sa.func.count(), late, near).where(sa.text(OPEN))
    held = {row[0]: row for row in connection.execute(statement.group_by(dossier.c.holder))}
    people = {row.login: row for row in connection.execute(sa.select(person))}
    officers = {login for login, row in people.items() if row.role == Role.OFFICER}
    found = []
    for login in held.keys() | officers:
        _, total, overdue, due_soon = held.get(login, (login, 0, 0, 0))
        name = people[login].name if login in people else login
        found.append(
            OfficerLoad(
                login=login,
                name=name,
                overdue=int(overdue),
                due_soon=int(due_soon),
                in_time=int(total - overdue - due_soon),
            )
        )
    return tuple(sorted(found, key=lambda load: (-load.overdue, -load.total, load.login)))
