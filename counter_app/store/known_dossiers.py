"""Dossiers as a comparison with another system's list needs them: a few columns of many at once."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds
from counter_app.model.dossier import DossierState
from counter_app.model.list_comparison import KnownDossier
from counter_app.store.rows import moment_of
from counter_app.store.tables import HAS_CODE, OPEN, dossier, event, reappointment

_AT_ONCE = 500  # codes in one statement
_D = dossier.c
_ROWS = sa.select(
    *(_D.id, _D.code, _D.local_code, _D.procedure_code, _D.procedure_name, _D.applicant_name, _D.state),
    *(_D.submitted_at, _D.received_at, _D.accepted_at, _D.due_at, _D.ended_at, _D.supplement_count),
    sa.exists().where(reappointment.c.dossier_id == _D.id).label("reappointed"),
    sa.exists().where(event.c.dossier_id == _D.id, event.c.kind == "import").label("imported"),
)


def by_code(connection: sa.Connection, codes: Iterable[str]) -> dict[str, KnownDossier]:
    wanted = _ROWS.where(_D.code.in_(sa.bindparam("codes", expanding=True)), sa.text(HAS_CODE))
    found: dict[str, KnownDossier] = {}
    left = iter(codes)
    while part := list(islice(left, _AT_ONCE)):
        for row in connection.execute(wanted, {"codes": part}):
            found[row.code] = _known(row)
    return found


def by_either_code(connection: sa.Connection, codes: Iterable[str]) -> dict[str, KnownDossier]:
    """By the portal's code, else by our own."""
    wanted = list(codes)
    found = by_code(connection, wanted)
    own = _ROWS.where(_D.local_code.in_(sa.bindparam("codes", expanding=True)))
    left = iter([code for code in wanted if code not in found])
    while part := list(islice(left, _AT_ONCE)):
        for row in connection.execute(own, {"codes": part}):
            found[row.local_code] = _known(row)
    return found


def received_between(connection: sa.Connection, start: int, end: int) -> list[KnownDossier]:
    wanted = _ROWS.where(_D.arrived_at >= start, _D.arrived_at < end).order_by(_D.arrived_at, _D.id)
    return [_known(row) for row in connection.execute(wanted)]


def overdue_at(connection: sa.Connection, now: int) -> list[KnownDossier]:
    """As the reports count it: while the applicant has a dossier that was sent back in time, its term stands."""
    asked = sa.and_(_D.state == int(DossierState.SUPPLEMENT_REQUESTED), _D.state_changed_at <= _D.due_at)
    late = (sa.text(OPEN), _D.due_at < now, _D.accepted_at.is_not(None), _D.state != int(DossierState.DONE), ~asked)
    return [_known(row) for row in connection.execute(_ROWS.where(*late).order_by(_D.due_at, _D.id))]


def _known(row: Any) -> KnownDossier:
    return KnownDossier(
        id=row.id,
        code=row.code,
        local_code=row.local_code,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        state=DossierState(row.state),
        submitted_at=moment_of(row.submitted_at),
        received_at=from_seconds(row.received_at),
        accepted_at=moment_of(row.accepted_at),
        due_at=moment_of(row.due_at),
        ended_at=moment_of(row.ended_at),
        supplement_count=row.supplement_count,
        reappointed=bool(row.reappointed),
        imported=bool(row.imported),
    )
