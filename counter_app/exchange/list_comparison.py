"""Line by line: our register beside another system's list, each difference with its likely cause. Pure.

A list that tells no states names what is overdue there, as the national portal's does; it is then held beside what is
overdue here. A day without an hour is compared as a day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from counter_app.exchange.columns import Column
from counter_app.exchange.lists import DossierList, ListRow
from counter_app.model.dossier import DossierState
from counter_app.model.list_comparison import Compared, Finding, KnownDossier
from counter_app.model.procedure import Term, TermUnit, base_code
from counter_app.model.text import fold

_RANKS = {
    DossierState.NEW: 0,
    DossierState.PAYMENT_REQUESTED: 0,
    DossierState.SUPPLEMENT_REQUESTED: 1,
    DossierState.ACCEPTED: 2,
    DossierState.PROCESSING: 3,
    DossierState.DONE: 4,
    DossierState.RETURNED: 5,
}
_ENDED = 5  # of what came to another end
_IN_WORK = frozenset({DossierState.ACCEPTED, DossierState.PROCESSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`term`: a dossier's processing term; `last_import`: when a list was taken in last."""

    now: datetime
    term: Callable[[KnownDossier], Term | None]
    last_import: datetime | None = None


def is_whole(read: DossierList) -> bool:
    """A list that tells states is one of everything; one without is of what is overdue."""
    return Column.STATE in read.mapping


def span_of(rows: Iterable[ListRow]) -> tuple[date | None, date | None]:
    """The days from the first receipt to the last."""
    days = [at.date() for row in rows if (at := row.received_at or row.submitted_at)]
    return min(days, default=None), max(days, default=None)


def compared(
    rows: Iterable[ListRow],
    known: Mapping[str, KnownDossier],
    beside: Iterable[KnownDossier],
    around: Surroundings,
    *,
    whole: bool,
) -> list[Finding]:
    """`known`: by the portal's code; `beside`: what the list should name too – of its days, or overdue here."""
    rows = list(rows)
    listed = {row.code for row in rows}
    waiting = _without_code(beside)
    found: list[Finding] = []
    for row in rows:
        mine = known.get(row.code)
        if mine is None:
            found.append(_only_there(row, waiting, around))
        else:
            found += _differences(row, mine, around) if whole else _overdue_there(row, mine, around)
    named = {one.dossier_id for one in found if one.what is Compared.ONLY_THERE}
    found += [_only_here(one, whole=whole) for one in beside if one.code not in listed and one.id not in named]
    return found


def _without_code(beside: Iterable[KnownDossier]) -> dict[tuple[str, str], KnownDossier]:
    """What came in here and whose official number nobody has written down yet, by procedure and applicant."""
    return {(base_code(one.procedure_code), fold(one.applicant_name)): one for one in beside if not one.code}


def _only_there(row: ListRow, waiting: Mapping[tuple[str, str], KnownDossier], around: Surroundings) -> Finding:
    twin = waiting.get((base_code(row.procedure_code), fold(row.applicant_name)))
    arrived = row.submitted_at or row.received_at
    if twin is not None:
        cause = "comparison.without_code"
    elif around.last_import and arrived and arrived > around.last_import:
        cause = "comparison.new_there"
    else:
        cause = "comparison.not_imported"
    return Finding(
        what=Compared.ONLY_THERE,
        code=row.code,
        procedure_name=row.procedure_name or row.procedure_code,
        cause=cause,
        row=row.row,
        dossier_id=twin.id if twin else None,
        there=row.state,
    )


def _only_here(one: KnownDossier, *, whole: bool) -> Finding:
    cause = "comparison.gone_there" if one.imported else "comparison.not_synced"
    if not whole:
        cause = "comparison.late_only_here"
    elif not one.code:
        cause = "comparison.no_code_here"
    return Finding(
        what=Compared.ONLY_HERE,
        code=one.shown_code,
        procedure_name=one.procedure_name,
        cause=cause,
        dossier_id=one.id,
        here=one.state,
    )


def _differences(row: ListRow, mine: KnownDossier, around: Surroundings) -> Iterator[Finding]:
    if row.state is not None and row.state is not mine.state:
        yield _finding(Compared.STATE, row, mine, mine.state, row.state, _state_cause(mine.state, row.state))
    if row.due_at is not None and not _same(mine.due_at, row.due_at):
        yield _finding(Compared.DUE, row, mine, mine.due_at, row.due_at, _due_cause(mine, row.due_at, around))
    if row.received_at is not None and not any(
        _same(at, row.received_at) for at in (mine.accepted_at, mine.received_at)
    ):
        handed_in = _same(mine.submitted_at, row.received_at)
        cause = "comparison.received_is_submitted" if handed_in else "comparison.received_differs"
        here = mine.accepted_at or mine.received_at
        yield _finding(Compared.RECEIVED, row, mine, here, row.received_at, cause)
    if row.submitted_at is not None and mine.submitted_at and not _same(mine.submitted_at, row.submitted_at):
        yield _finding(
            Compared.SUBMITTED, row, mine, mine.submitted_at, row.submitted_at, "comparison.submitted_differs"
        )


def _overdue_there(row: ListRow, mine: KnownDossier, around: Surroundings) -> Iterator[Finding]:
    """The list says that it is overdue; here it may be in time, or done in time."""
    ended = mine.ended_at or around.now
    if mine.due_at is not None and ended > mine.due_at:
        return
    if not mine.state.open or mine.state is DossierState.DONE:
        cause = "comparison.ended_here"
    elif row.due_at is not None and not _same(mine.due_at, row.due_at):
        cause = _due_cause(mine, row.due_at, around)
    elif row.due_at is not None and row.due_at > around.now:
        cause = "comparison.not_due_yet"
    else:
        cause = "comparison.not_late_here"
    yield _finding(Compared.OVERDUE, row, mine, mine.due_at, row.due_at, cause)


def _state_cause(here: DossierState, there: DossierState) -> str:
    mine, theirs = _RANKS.get(here, _ENDED), _RANKS.get(there, _ENDED)
    if here in _IN_WORK and there in _IN_WORK:
        return "comparison.step_words"
    if mine == theirs:
        return "comparison.ends_differ"
    return "comparison.here_ahead" if mine > theirs else "comparison.there_ahead"


def _due_cause(mine: KnownDossier, there: datetime, around: Surroundings) -> str:
    if mine.due_at is None:
        return "comparison.due_unknown_here"
    if mine.due_at.date() == there.date():
        return "comparison.due_hour"
    if mine.reappointed:
        return "comparison.due_reappointed"
    if mine.supplement_count:
        return "comparison.due_supplement"
    term = around.term(mine)
    begun = (mine.accepted_at or mine.received_at).date()
    if term is not None and term.unit is TermUnit.WORKING_DAY and (there.date() - begun).days == term.amount:
        return "comparison.due_unit"
    return "comparison.due_term"


def _finding(
    what: Compared,
    row: ListRow,
    mine: KnownDossier,
    here: DossierState | datetime | None,
    there: DossierState | datetime | None,
    cause: str,
) -> Finding:
    return Finding(
        what=what,
        code=row.code,
        procedure_name=mine.procedure_name,
        cause=cause,
        row=row.row,
        dossier_id=mine.id,
        here=here,
        there=there,
    )


def _same(here: datetime | None, there: datetime) -> bool:
    if here is None:
        return False
    return here.date() == there.date() if there.time() == time() else here == there
