"""The supervisor's board: the day's queue of all officers, each figure with the dossiers behind it."""

import array
from dataclasses import replace
from datetime import datetime, timedelta

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import DossierState
from counter_app.model.queue import Band, Board, BoardCounts, Earlier, GroupBy, GroupLoad, Missing, QueueFilter
from counter_app.supervision import board as assembling
from counter_app.supervision.limits import limits
from counter_app.workflow import late_record, queue
from counter_app.workflow.office import Office
from counter_app.workflow.raising import levels_in_debt

OVERDUE_ROWS = 50  # more than a board can show; the figure opens them all
# Whose intake window is running: the states from which an intake decision is still to come.
AWAITING = tuple(state for state in DossierState if state.awaits_intake)
_SIGNATURES = (Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE)


def board(office: Office, *, next_rows: int = 8) -> Board:
    """`next_rows`: how many of those that are overdue next are wanted at most."""
    now = office.now()
    readings = office.store.readings
    return assembling.assemble(
        now=now,
        counts=counts(office, now),
        before=_earlier(office, assembling.previous_moment(office.calendar, now)),
        week=_earlier(office, assembling.week_before(office.calendar, now)),
        late=queue.rows(office, readings.queue_ids(QueueFilter(due_before=now))[:OVERDUE_ROWS]),
        ahead=queue.rows(office, readings.queue_ids(QueueFilter(due_from=now))[:next_rows]),
        groups={by: groups(office, by) for by in GroupBy},
        more={
            "timestamp_debt": len(dossiers_behind(office, "timestamp_debt")),
            "recorded_late": late_record.count(office),
        },
        limits=limits(office.settings),
    )


def counts(office: Office, now: datetime) -> BoardCounts:
    asked = now - timedelta(days=limits(office.settings).waiting_days)
    limit = queue.due_soon_before(office, now)
    return office.store.readings.board.counts(now, limit, still_since(office, now), asked)


def dossiers_behind(office: Office, figure: str, group: str = "", *, at: datetime | None = None) -> "array.array[int]":
    """Ids of the dossiers behind any number of the board, in the order of their due moment.

    `figure`: one of the four, a key of `standing_still`, `open` (everything open), or a `GroupBy` with the key of its
    `group` (nobody, no field: empty). `at`: one of the four as it was at an earlier moment. The dossiers of signatures
    without a time-stamp come newest first.
    """
    readings = office.store.readings
    if at is not None:
        return office.store.readings.board.dossiers_at(figure, at, queue.due_soon_before(office, at))
    if figure == "timestamp_debt":
        return array.array("q", readings.signed_dossiers(levels=levels_in_debt(office)))
    if figure in set(GroupBy):
        return group_ids(office, GroupBy(figure), group, None)
    if figure == "missing_signature":
        any_of = set().union(*(readings.queue_ids(QueueFilter(missing=missing)) for missing in _SIGNATURES))
        return array.array("q", (one for one in readings.queue_ids(QueueFilter()) if one in any_of))
    return readings.queue_ids(_filter(office, figure))


def groups(office: Office, by: GroupBy) -> tuple[GroupLoad, ...]:
    now = office.now()
    return office.store.readings.board.groups(by, now, queue.due_soon_before(office, now))


def group_ids(office: Office, by: GroupBy, key: str | None, band: Band | None) -> "array.array[int]":
    """The queue of one group, or of all (`key` None), in one band or all, by the working time that is left."""
    wanted = queue.band_filter(office, band) if band is not None else QueueFilter()
    return office.store.readings.queue_ids(_of_group(wanted, by, key))


def _of_group(wanted: QueueFilter, by: GroupBy, key: str | None) -> QueueFilter:
    if key is None:
        return wanted
    if by is GroupBy.HOLDER:
        return replace(wanted, holder=key, unheld=not key)
    if by is GroupBy.FIELD:
        return replace(wanted, field=key)
    return replace(wanted, states=(DossierState(int(key)),))


def still_since(office: Office, now: datetime) -> datetime:
    """The moment that lies the office's working hours back; beyond the calendar as many hours of the clock."""
    hours = limits(office.settings).still_hours
    try:
        return office.calendar.subtract_minutes(now, hours * 60)
    except OutsideCalendar:
        return now - timedelta(hours=3 * hours)  # a working day of eight hours is one of the clock's


def _filter(office: Office, figure: str) -> QueueFilter:
    now = office.now()
    limit = queue.due_soon_before(office, now)
    asked = now - timedelta(days=limits(office.settings).waiting_days)
    return {
        "open": QueueFilter(),
        "awaiting_intake": QueueFilter(states=AWAITING),
        "intake_due_soon": QueueFilter(states=AWAITING, due_from=now, due_before=limit),
        "overdue": QueueFilter(due_before=now),
        "no_state_change": QueueFilter(unmoved_since=still_since(office, now)),
        "missing_result": QueueFilter(missing=Missing.RESULT, now=now),
        "waits_for_applicant": QueueFilter(states=(DossierState.SUPPLEMENT_REQUESTED,), unmoved_since=asked),
        "unsigned_components": QueueFilter(missing=Missing.UNSIGNED_COMPONENTS),
        "unsigned_result": QueueFilter(missing=Missing.RESULT_SIGNATURE),
    }[figure]


def _earlier(office: Office, at: datetime | None) -> Earlier | None:
    if at is None:
        return None
    return Earlier(at=at, figures=office.store.readings.board.figures_at(at, queue.due_soon_before(office, at)))
