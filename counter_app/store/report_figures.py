"""What reports count, and the dossiers behind each number: one condition serves both, so they cannot disagree.

A figure belongs to a family that says which dossiers are looked at (by one of the indexes over moments), and has a
condition of its own. `Span` is in UTC seconds; a period that is not over ends with the second that is now.
"""

import array
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa

from counter_app.model.dossier import Channel, DossierState, FileSource
from counter_app.model.life import FeedbackKind
from counter_app.store.tables import (
    TOLD_ELSEWHERE,
    component,
    dossier,
    event,
    feedback,
    file,
    history,
    rating,
    reappointment,
)

Condition = sa.ColumnElement[bool]
_LOCAL = 7 * 3600  # Viet Nam time: days are counted in it
_DAY = 86_400
_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0
_D = dossier.c
_KNOWN = dossier.alias("known")
_PROMISE = sa.and_(reappointment.c.dossier_id == _D.id, reappointment.c.ordinal == 1)
_FROM = dossier.outerjoin(reappointment, _PROMISE)  # at most one row each


class Span(NamedTuple):
    start: int
    end: int  # exclusive; not beyond the second after now
    now: int  # the moment at which «in time» is judged: the end of the period, or now
    # Procedures whose result is no paper: they are not asked for a result file.
    no_paper: tuple[str, ...] = ()


_START, _END, _NOW = (sa.bindparam(name, type_=sa.BigInteger) for name in ("start", "end", "now"))


# «1.001786» of «1.001786.000.00.00.H31»: systems write the same procedure with and without its tail.
_PROCEDURE = sa.case(
    (_D.procedure_code.like("_.______%"), sa.func.substr(_D.procedure_code, 1, 8)), else_=_D.procedure_code
)
_YIELDS_PAPER = _PROCEDURE.not_in(sa.bindparam("no_paper", type_=sa.Text, expanding=True))


def _day_of(moment: Any) -> Any:
    return (moment + _LOCAL) // _DAY


def _within(moment: Any) -> Condition:
    return sa.and_(moment >= _START, moment < _END)


def _in_hand(moments: Any, before: Any, not_closed_before: Any) -> tuple[Condition, Condition]:
    """Accepted before a moment and not closed before another: one of these. `moments`: columns of a dossier."""
    return (
        sa.and_(moments.closed_at.is_(None), moments.accepted_at < before),
        sa.and_(moments.closed_at >= not_closed_before, moments.accepted_at < before),
    )


def _known(*any_of: Condition) -> Condition:
    """Told by indexes over the moments alone, so that an archive of any size costs no look at its rows."""
    return _D.id.in_(sa.union_all(*(sa.select(_KNOWN.c.id).where(one) for one in any_of)))


def _ended(moments: Any) -> Condition:
    return sa.and_(_within(moments.closed_at), moments.accepted_at.is_not(None))


def _component_file(*conditions: Condition) -> Condition:
    return sa.exists().where(
        file.c.dossier_id == _D.id, file.c.component_id.is_not(None), file.c.replaced_at.is_(None), *conditions
    )


def _unsigned_component() -> Condition:
    """A required component that must be signed and is not: without file, or with one that carries no signature."""
    signed = sa.exists().where(
        file.c.dossier_id == component.c.dossier_id,
        file.c.component_id == component.c.id,
        file.c.replaced_at.is_(None),
        file.c.signed_from.is_not(None),
    )
    return sa.exists().where(
        component.c.dossier_id == _D.id, component.c.required.is_(True), component.c.must_sign.is_(True), ~signed
    )


def _rated(*answers: int) -> Condition:
    return sa.exists().where(rating.c.dossier_id == _D.id, rating.c.satisfaction.in_(answers))


# The first promise: a new date excuses lateness, it does not undo it.
_FIRST_DUE = sa.func.coalesce(reappointment.c.original_due_at, _D.due_at)
_COMPARABLE = sa.and_(_D.ended_at.is_not(None), _FIRST_DUE.is_not(None))
_LATE = sa.and_(_COMPARABLE, _D.ended_at > _FIRST_DUE)
_EARLY = sa.and_(_COMPARABLE, _day_of(_D.ended_at) < _day_of(_FIRST_DUE))
# The term does not run while the applicant has the dossier; one that was over when it was sent back stays over.
_TERM_STOPPED = sa.and_(
    _D.state == int(DossierState.SUPPLEMENT_REQUESTED), _D.state_changed_at < _END, _D.state_changed_at <= _FIRST_DUE
)
_OPEN_LATE = sa.and_(_FIRST_DUE.is_not(None), _FIRST_DUE < _NOW, sa.not_(_TERM_STOPPED))
_INTAKE_LATE = sa.and_(_D.intake_due_at.is_not(None), _D.decided_at > _D.intake_due_at)
_AWAITS = _D.state.in_([int(state) for state in DossierState if state.awaits_intake])
_LACKS_RESULT = sa.and_(_D.result_count == 0, _YIELDS_PAPER)
_CLOSED_THEN = sa.and_(_D.closed_at.is_not(None), _D.closed_at < _END)
# Two requests for a supplement count as late whatever the dates (regulation.md 2.F7, R2.5).
_OVERDUE = sa.or_(sa.and_(_CLOSED_THEN, _LATE), sa.and_(sa.not_(_CLOSED_THEN), _OPEN_LATE), _D.supplement_count >= 2)
_COMPLAINED = _D.id.in_(
    sa.select(feedback.c.dossier_id).where(
        feedback.c.dossier_id.is_not(None), feedback.c.kind == str(FeedbackKind.COMPLAINT)
    )
)
# The other system's list brought it, or a person saw it there.
_TOLD_ELSEWHERE = sa.exists().where(event.c.dossier_id == _D.id, sa.text(TOLD_ELSEWHERE))
_FINISHED = _D.state.in_([int(DossierState.DONE), int(DossierState.RETURNED)])
_REUSED = [str(one) for one in FileSource if one.reused]
_TRUE = sa.true()
_DONE = int(DossierState.DONE)
_ENDINGS = frozenset({_DONE, *(int(state) for state in DossierState if not state.open)})

_FAMILIES: dict[str, Condition] = {
    "arrived": _within(_D.arrived_at),
    "accepted": _within(_D.accepted_at),
    "carried": _known(*_in_hand(_KNOWN.c, _START, _START)),
    "handled": _known(*_in_hand(_KNOWN.c, _END, _START)),
    "ended": _ended(_D),
    "open": _known(*_in_hand(_KNOWN.c, _END, _END)),
    "rated": _D.id.in_(sa.select(rating.c.dossier_id).where(_within(rating.c.at))),
}
# Several of these are told in one pass over all that any of them looks at.
_TOGETHER: dict[str, Condition] = {
    "accepted": _within(_D.accepted_at),
    "carried": sa.or_(*_in_hand(_D, _START, _START)),
    "handled": sa.or_(*_in_hand(_D, _END, _START)),
    "ended": _ended(_D),
    "open": sa.or_(*_in_hand(_D, _END, _END)),
}
# A list may tell an end before the acceptance, or an acceptance after the period.
_ALL_TOGETHER = _known(
    *_in_hand(_KNOWN.c, _END, _START),
    _within(_KNOWN.c.accepted_at),
    sa.and_(_within(_KNOWN.c.closed_at), _KNOWN.c.accepted_at >= _END),
)
_OWN: dict[str, tuple[str, Condition]] = {
    # to the counter
    "arrived": ("arrived", _TRUE),
    "arrived_online": ("arrived", _D.channel == int(Channel.ONLINE)),
    "arrived_direct": ("arrived", _D.channel == int(Channel.DIRECT)),
    "arrived_postal": ("arrived", _D.channel == int(Channel.POSTAL)),
    "intake_on_time": ("arrived", sa.and_(_D.decided_at.is_not(None), sa.not_(_INTAKE_LATE))),
    "intake_late": ("arrived", sa.and_(_D.decided_at.is_not(None), _INTAKE_LATE)),
    "intake_waiting": ("arrived", sa.and_(_D.decided_at.is_(None), _AWAITS)),
    "asked_supplement": ("arrived", _D.supplement_count >= 1),
    "asked_twice": ("arrived", _D.supplement_count >= 2),
    "refused": ("arrived", _D.state == int(DossierState.REFUSED)),
    "withdrawn": ("arrived", _D.state == int(DossierState.WITHDRAWN)),
    # received, as the official table counts it
    "received": ("accepted", _TRUE),
    "received_online": ("accepted", _D.channel == int(Channel.ONLINE)),
    "received_other": ("accepted", _D.channel != int(Channel.ONLINE)),
    "carried": ("carried", _TRUE),
    "handled": ("handled", _TRUE),
    "resolved": ("ended", _TRUE),
    "early": ("ended", _EARLY),
    "on_time": ("ended", sa.and_(_COMPARABLE, sa.not_(_EARLY), sa.not_(_LATE))),
    "late": ("ended", _LATE),
    "end_unknown": ("ended", sa.not_(_COMPARABLE)),
    "in_progress": ("open", _TRUE),
    "in_time": ("open", sa.not_(_OPEN_LATE)),
    "in_progress_late": ("open", _OPEN_LATE),
    # digitised, signed, used again
    "digitised": ("accepted", _component_file()),
    "not_digitised": ("accepted", ~_component_file()),
    "reused": (
        "accepted",
        _component_file(file.c.source.in_(_REUSED)),
    ),
    "components_signed": ("accepted", sa.and_(_component_file(), ~_unsigned_component())),
    "result_attached": ("ended", _D.result_count > 0),
    "no_result": ("ended", _D.result_count == 0),
    "result_signed": ("ended", sa.and_(_D.result_count > 0, _D.unsigned_result_count == 0)),
    # for the index of Decision 766
    "not_synced": ("accepted", ~_TOLD_ELSEWHERE),
    "index_overdue": ("handled", _OVERDUE),
    "index_not_online": ("accepted", sa.or_(_D.channel != int(Channel.ONLINE), _LACKS_RESULT)),
    "finished": ("ended", _FINISHED),
    "finished_paper": ("ended", sa.and_(_FINISHED, _YIELDS_PAPER)),
    "index_no_result": ("ended", sa.and_(_FINISHED, _LACKS_RESULT)),
    "index_not_digitised": ("ended", sa.and_(_FINISHED, sa.or_(~_component_file(), _LACKS_RESULT))),
    "index_not_reused": ("accepted", ~_component_file(file.c.source.in_(_REUSED))),
    "index_not_from_store": ("accepted", ~_component_file(file.c.source == str(FileSource.PERSONAL_STORE))),
    "index_displeased": ("handled", sa.or_(_OVERDUE, _rated(3), _COMPLAINED)),
    # the duties of the province's letters
    "not_online": ("accepted", _D.channel != int(Channel.ONLINE)),
    "components_unsigned": ("accepted", sa.or_(~_component_file(), _unsigned_component())),
    "result_unsigned": ("ended", sa.and_(_FINISHED, _D.result_count > 0, _D.unsigned_result_count > 0)),
    # how it was liked
    "rated": ("rated", _TRUE),
    "very_satisfied": ("rated", _rated(1)),
    "satisfied": ("rated", _rated(2)),
    "dissatisfied": ("rated", _rated(3)),
}
# When it was handed in, as the portal tells; a list without that column tells when it was received.
HANDED_IN = sa.func.coalesce(_D.submitted_at, _D.arrived_at)


def _handed_in_at(value: str) -> Condition:
    """«0-4-8-12»: Monday to Friday (both), from 8 until before 12."""
    first_day, last_day, first, end = map(int, value.split("-"))
    local = HANDED_IN + _LOCAL
    weekday, hour = (local // _DAY + _THURSDAY) % 7, local % _DAY // 3600
    return sa.and_(_D.channel == int(Channel.ONLINE), weekday.between(first_day, last_day), hour >= first, hour < end)


# Figures that need a value: which family, and the condition that the value makes.
_VALUED: dict[str, tuple[str, Callable[[str], Condition]]] = {
    "handed_in_at": ("arrived", _handed_in_at),
    "open_since": ("open", lambda value: _D.accepted_at < int(value)),
}
_GROUPS: dict[str, Any] = {"": sa.literal(""), "field": _D.field, "holder": _D.holder, "procedure": _PROCEDURE}


def counted(
    connection: sa.Connection, span: Span, figures: Sequence[str], groups: Sequence[str]
) -> dict[str, dict[str, dict[str, int]]]:
    """Group → its value → figure → count, of several groups in one pass; of the group "" the only value is "".

    Values of which nothing is counted are left out.
    """
    found: dict[str, dict[str, dict[str, int]]] = {group: {} for group in groups}
    columns = [_GROUPS[group] for group in groups]
    for where, mine in _passes(figures):
        counts = [sa.func.count().filter(asked) for asked in mine.values()]
        wanted = sa.select(*columns, *counts).select_from(_FROM).where(where)
        for row in connection.execute(wanted.group_by(*columns) if any(groups) else wanted, span._asdict()):
            told = dict(zip(mine, map(int, row[len(groups) :]), strict=True))
            for group, value in zip(groups, row, strict=False):
                if any(told.values()) or not group:
                    counted_so_far = found[group].setdefault(value, dict.fromkeys(figures, 0))
                    for figure, count in told.items():
                        counted_so_far[figure] += count
    return found


def _passes(figures: Sequence[str]) -> Iterator[tuple[Condition, dict[str, Condition]]]:
    """Which dossiers to look at, and what each figure asks of them."""
    families = dict.fromkeys(_OWN[figure][0] for figure in figures)
    together = [family for family in families if family in _TOGETHER]
    if len(together) > 1:
        mine = [figure for figure in figures if _OWN[figure][0] in together]
        yield _ALL_TOGETHER, {one: sa.and_(_TOGETHER[_OWN[one][0]], _OWN[one][1]) for one in mine}
    for family in families:
        if family not in together or len(together) == 1:
            yield _FAMILIES[family], {one: _OWN[one][1] for one in figures if _OWN[one][0] == family}


def ids_behind(
    connection: sa.Connection, span: Span, figure: str, group: str = "", value: str = ""
) -> "array.array[int]":
    """The dossiers that `counted` counts, the earliest received first."""
    if figure in _VALUED:
        family, made = _VALUED[figure]
        own = made(value)
    else:
        family, own = _OWN[figure]
    conditions = [_FAMILIES[family], own]
    if group:
        conditions.append(_GROUPS[group] == value)
    wanted = sa.select(_D.id).select_from(_FROM).where(*conditions).order_by(_D.arrived_at, _D.id)
    return array.array("q", connection.scalars(wanted, span._asdict()).all())


def marked(connection: sa.Connection, span: Span, figures: Sequence[str]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Of each dossier that one of these figures counts: id, code, and which of them count it.

    The database tells them as the bits of one number: many dossiers share few of those, and the same tuple.
    """
    bits = [
        sa.case((sa.and_((_FAMILIES | _TOGETHER)[_OWN[figure][0]], _OWN[figure][1]), 1 << place), else_=0)
        for place, figure in enumerate(figures)
    ]
    codes = sa.case((_D.code != "", _D.code), else_=_D.local_code)
    wanted = sa.select(_D.id, codes, sum(bits[1:], bits[0])).select_from(_FROM).where(_ALL_TOGETHER)
    meant = _Meant(figures)
    rows = connection.execute(wanted, span._asdict())
    return [(key, code, meant[mask]) for key, code, mask in rows if mask]


class _Meant(dict[int, tuple[str, ...]]):
    """Bits → the figures that they stand for."""

    def __init__(self, figures: Sequence[str]) -> None:
        self._figures = figures

    def __missing__(self, mask: int) -> tuple[str, ...]:
        found = tuple(figure for place, figure in enumerate(self._figures) if mask >> place & 1)
        self[mask] = found
        return found


def feedback_counts(connection: sa.Connection, span: Span) -> dict[str, int]:
    """`feedback` received in the period, `feedback_late` of it: answered after its day, or due and not answered."""
    answered = sa.func.coalesce(feedback.c.answered_at, _NOW)
    late = answered > feedback.c.answer_due_at
    wanted = sa.select(sa.func.count(), sa.func.count().filter(late)).where(_within(feedback.c.received_at))
    whole, overdue = connection.execute(wanted, span._asdict()).one()
    return {"feedback": int(whole), "feedback_late": int(overdue)}


def handed_in_online(connection: sa.Connection, span: Span) -> list[tuple[int, int]]:
    """(id, moment) of what arrived online."""
    wanted = sa.select(_D.id, HANDED_IN).where(_FAMILIES["arrived"], _D.channel == int(Channel.ONLINE))
    return [(key, at) for key, at in connection.execute(wanted, span._asdict())]


def open_before(connection: sa.Connection, span: Span, moments: Sequence[int]) -> list[int]:
    """How many of what is in progress at the end were accepted before each moment."""
    if not moments:
        return []
    counts = [sa.func.count().filter(_D.accepted_at < one) for one in moments]
    wanted = sa.select(*counts).select_from(_FROM).where(_FAMILIES["open"])
    return [int(count) for count in connection.execute(wanted, span._asdict()).one()]


def paths(connection: sa.Connection, span: Span) -> Iterator[tuple[int, str, list[tuple[int, int]]]]:
    """Of each dossier resolved in the period: id, field, and the states it went through, as (moment, state).

    What a list does not tell between receipt, acceptance and end is not invented: those three stand for it.
    """
    wanted = (
        sa.select(_D.id, _D.field, _D.arrived_at, _D.accepted_at, _D.closed_at, _D.state, history.c.at, history.c.state)
        .join(history, history.c.dossier_id == _D.id)
        .where(_FAMILIES["ended"])
        .order_by(_D.id, history.c.at, history.c.id)
    )
    rows = connection.execute(wanted, span._asdict())
    for key, mine in groupby(rows, key=itemgetter(0)):
        all_of_it = list(mine)
        _, field, arrived, accepted, closed, state, _, _ = all_of_it[0]
        last = _DONE if state in (_DONE, int(DossierState.RETURNED)) else state
        points = [(arrived, int(DossierState.NEW)), (accepted, int(DossierState.ACCEPTED)), (closed, last)]
        # A list tells the state as it is, not since when: before the end it had not come to it.
        points += [(row[6], row[7]) for row in all_of_it if row[6] >= closed or row[7] not in _ENDINGS]
        yield key, field, sorted(points, key=itemgetter(0))
