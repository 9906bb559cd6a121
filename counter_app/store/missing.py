"""What an open dossier still lacks, as conditions on its row; the same rule as the one for a single row."""

import sqlalchemy as sa

from counter_app.model.dossier import DossierState
from counter_app.model.queue import Missing
from counter_app.store.tables import dossier

_CHECKING = (DossierState.NEW, DossierState.PAYMENT_REQUESTED, DossierState.ACCEPTED)


def lacks(missing: Missing, now: int | None) -> sa.ColumnElement[bool]:
    """`now` in seconds: a result is missing when the dossier is done, or is being processed past its due moment.

    Without `now` only the former is known.
    """
    state = dossier.c.state
    checking = state.in_([int(each) for each in _CHECKING])
    late = sa.false() if now is None else dossier.c.queue_due_at < now
    return {
        Missing.UNCHECKED_COMPONENTS: sa.and_(checking, dossier.c.unchecked > 0),
        Missing.FAILED_COMPONENTS: sa.and_(checking, dossier.c.failed > 0),
        Missing.UNSIGNED_COMPONENTS: sa.and_(checking, dossier.c.unsigned > 0),
        Missing.RESULT: sa.and_(
            dossier.c.result_count == 0,
            sa.or_(state == int(DossierState.DONE), sa.and_(state == int(DossierState.PROCESSING), late)),
        ),
        Missing.RESULT_SIGNATURE: dossier.c.unsigned_result_count > 0,
        Missing.APPLICANT: state == int(DossierState.SUPPLEMENT_REQUESTED),
    }[missing]
