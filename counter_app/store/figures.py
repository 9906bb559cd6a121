"""The board's four figures as they were at an earlier moment.

State and due moment come from `dossier_history`, which the unit of work writes with every change: exact for whatever
happened while the dossier was kept here. A dossier that came in with a past is taken as it came, from the moment of
its last known change. A missing signature is exact while nobody gave a component a new verdict afterwards: only the
last verdict's moment is kept.
"""

import sqlalchemy as sa

from counter_app.model.dossier import ComponentVerdict, DossierState
from counter_app.store.tables import NO_TERM, OPEN, SIGNED_NOW, component, dossier, file, history

_AWAITING = [int(state) for state in DossierState if state.awaits_intake]
_OPEN_STATES = [int(state) for state in DossierState if state.open]


def at_moment(connection: sa.Connection, moment: int, soon: int) -> dict[str, int]:
    """Keys: awaiting_intake, intake_due_soon (due from `moment` to before `soon`), overdue, missing_signature."""
    then = _open_then(moment)
    columns = [sa.func.count().filter(held).label(key) for key, held in _conditions(then, moment, soon).items()]
    row = connection.execute(sa.select(*columns).select_from(then)).mappings().one()
    return {key: int(row[key]) for key in row}


def behind(figure: str, moment: int, soon: int) -> sa.Select[int]:
    """Ids of the dossiers that `figure` of `at_moment` counts, in the order of their due moment then."""
    then = _open_then(moment)
    wanted = sa.select(then.c.dossier_id).where(_conditions(then, moment, soon)[figure])
    return wanted.order_by(then.c.queue_due_at, then.c.dossier_id)


def _conditions(then: sa.Subquery, moment: int, soon: int) -> dict[str, sa.ColumnElement[bool]]:
    awaiting, due = then.c.state.in_(_AWAITING), then.c.queue_due_at
    return {
        "awaiting_intake": awaiting,
        "intake_due_soon": sa.and_(awaiting, due >= moment, due < soon, due < NO_TERM),
        "overdue": due < moment,
        "missing_signature": sa.and_(
            then.c.state != int(DossierState.SUPPLEMENT_REQUESTED),
            sa.or_(_unsigned_component(then.c.dossier_id, moment), _unsigned_result(then.c.dossier_id, moment)),
        ),
    }


def _open_then(moment: int) -> sa.Subquery:
    """dossier_id, state, queue_due_at of what was open: it is still open, or has changed its state since."""
    candidates = sa.union(
        sa.select(dossier.c.id).where(sa.text(OPEN)),
        sa.select(dossier.c.id).where(dossier.c.state_changed_at > moment),
    ).subquery()
    earlier = history.alias()
    last = (
        sa.select(earlier.c.id)
        .where(earlier.c.dossier_id == candidates.c.id, earlier.c.at <= moment)
        .order_by(earlier.c.at.desc(), earlier.c.id.desc())
        .limit(1)
        .correlate(candidates)
        .scalar_subquery()
    )
    return (
        sa.select(history.c.dossier_id, history.c.state, history.c.queue_due_at)
        .select_from(candidates.join(history, history.c.id == last))
        .where(history.c.state.in_(_OPEN_STATES))
        .subquery()
    )


def _unsigned_component(dossier_id: sa.ColumnElement[int], moment: int) -> sa.ColumnElement[bool]:
    signed = sa.exists().where(
        file.c.dossier_id == component.c.dossier_id,  # the index that replaced files are found by
        file.c.component_id == component.c.id,
        file.c.signed_from.is_not(None),
        file.c.signed_at <= moment,
        _not_replaced(moment),
    )
    missing = sa.exists().where(
        component.c.dossier_id == dossier_id,
        component.c.must_sign,
        component.c.verdict == int(ComponentVerdict.PASS),
        component.c.checked_at <= moment,
        ~signed,
    )
    return sa.and_(dossier_id.in_(_perhaps_unsigned(moment)), missing)


def _perhaps_unsigned(moment: int) -> sa.CompoundSelect[int]:
    """Of what was open then: what lacks a component's signature now or was signed since. Told by indexes alone, so
    that papers are looked at one by one only there."""
    known, later = dossier.alias("known"), file.alias("later")
    return sa.union_all(
        sa.select(known.c.id).where(sa.text(OPEN), known.c.unsigned > 0),
        sa.select(known.c.id).where(known.c.state_changed_at > moment),
        sa.select(later.c.dossier_id).where(sa.text(SIGNED_NOW), later.c.signed_at > moment),
    )


def _unsigned_result(dossier_id: sa.ColumnElement[int], moment: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        file.c.dossier_id == dossier_id,
        file.c.component_id.is_(None),
        file.c.form == "",
        file.c.signed_from.is_(None),
        file.c.attached_at <= moment,
        _not_replaced(moment),
    )


def _not_replaced(moment: int) -> sa.ColumnElement[bool]:
    return sa.or_(file.c.replaced_at.is_(None), file.c.replaced_at > moment)
