"""What an open dossier still lacks, as conditions on its row; the same rule as the one for a single row."""

import sqlalchemy as sa

from counter_app.model.dossier import DossierState
from counter_app.model.queue import Missing
from counter_app.store.tables import dossier

_PROCESSED = (DossierState.ACCEPTED, DossierState.PROCESSING)


def lacks(missing: Missing, now: int | sa.BindParameter[int] | None) -> sa.ColumnElement[bool]:
    """A condition on open dossiers. `now` in seconds: a result is missing when the dossier is done, or is past its due
    moment; without `now` only the former is known. While a supplement is awaited, only the applicant is missing."""
    state = dossier.c.state
    waits = state == int(DossierState.SUPPLEMENT_REQUESTED)
    late = sa.false() if now is None else dossier.c.queue_due_at < now
    expected = sa.or_(state == int(DossierState.DONE), sa.and_(state.in_([int(each) for each in _PROCESSED]), late))
    return {
        Missing.UNCHECKED_COMPONENTS: sa.and_(~waits, dossier.c.unchecked > 0),
        Missing.FAILED_COMPONENTS: sa.and_(~waits, dossier.c.failed > 0),
        Missing.UNSIGNED_COMPONENTS: sa.and_(~waits, dossier.c.unsigned > 0),
        Missing.RESULT: sa.and_(dossier.c.result_count == 0, expected),
        Missing.RESULT_SIGNATURE: sa.and_(~waits, dossier.c.unsigned_result_count > 0),
        Missing.APPLICANT: waits,
    }[missing]
