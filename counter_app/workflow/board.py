"""The supervisor's board: the day's queue of all officers, each figure with the dossiers behind it."""

import array
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import DossierState
from counter_app.model.queue import Board, Missing, QueueFilter, QueueRow
from counter_app.supervision import board as assembling
from counter_app.supervision.board import AWAITING_INTAKE, MISSING_SIGNATURE
from counter_app.workflow import late_record, queue
from counter_app.workflow.office import Office
from counter_app.workflow.raising import levels_in_debt

OVERDUE_ROWS = 50  # more than a board can show; the figure opens them all
STILL_MINUTES = 2 * 8 * 60  # «không đổi trạng thái quá 2 ngày làm việc»
WAITING_DAYS = 10  # «chờ người nộp bổ sung quá 10 ngày»
# Whose intake window is running: the states from which an intake decision is still to come.
AWAITING = tuple(state for state in DossierState if state.awaits_intake)


def board(office: Office, *, next_rows: int = 8) -> Board:
    """`next_rows`: how many of those that are overdue next are wanted at most."""
    now = office.now()
    readings = office.store.readings
    limit = queue.due_soon_before(office, now)
    late = readings.queue_ids(QueueFilter(due_before=now))[:OVERDUE_ROWS]
    ahead = readings.queue_ids(QueueFilter(due_from=now))[:next_rows]
    counted = {*dossiers_behind(office, AWAITING_INTAKE), *dossiers_behind(office, MISSING_SIGNATURE)}
    before_at = assembling.previous_moment(office.calendar, now)
    return assembling.assemble(
        now=now,
        figures=readings.figures_at(now, limit),
        before=_before(office, before_at),
        before_at=before_at,
        rows=queue.rows(office, late + ahead),
        loads=readings.loads(now, limit),
        standing_still={
            "no_state_change": readings.state_unchanged_since(_still_since(office, now)),
            "waits_for_applicant": readings.waiting_for_applicant_since(now - timedelta(days=WAITING_DAYS)),
            "timestamp_debt": len(dossiers_behind(office, "timestamp_debt")),
            "missing_result": queue.counts(office).by_missing.get(Missing.RESULT, 0),
            "recorded_late": late_record.count(office),
        },
        open_total=len(readings.queue_ids(QueueFilter())),
        details=assembling.details_of(queue.rows(office, sorted(counted)), now),
        next_rows=next_rows,
        overdue_rows=OVERDUE_ROWS,
    )


def behind(office: Office, figure: str) -> tuple[QueueFilter, ...]:
    """The filters that together show the dossiers behind a figure of the board."""
    now = office.now()
    limit = queue.due_soon_before(office, now)
    return {
        "awaiting_intake": (QueueFilter(states=AWAITING),),
        "intake_due_soon": (QueueFilter(states=AWAITING, due_from=now, due_before=limit),),
        "overdue": (QueueFilter(due_before=now),),
        "missing_signature": (
            QueueFilter(missing=Missing.UNSIGNED_COMPONENTS),
            QueueFilter(missing=Missing.RESULT_SIGNATURE),
        ),
        "missing_result": (QueueFilter(missing=Missing.RESULT, now=now),),
        "waits_for_applicant": (QueueFilter(states=(DossierState.SUPPLEMENT_REQUESTED,)),),
    }[figure]


def dossiers_behind(office: Office, figure: str, holder: str = "") -> "array.array[int]":
    """Ids of the dossiers behind any number of the board, in the order of their due moment.

    `figure`: one of the four, a key of `standing_still`, `open` (everything open) or `load` (what `holder` holds;
    the empty login is what nobody holds). The dossiers of signatures without a time-stamp come newest first.
    """
    now, readings = office.now(), office.store.readings
    if figure == "open":
        return readings.queue_ids(QueueFilter())
    if figure == "load":
        if holder:
            return readings.queue_ids(QueueFilter(holder=holder))
        return _where(office, QueueFilter(), lambda row: not row.holder)
    if figure == "timestamp_debt":
        return array.array("q", readings.signed_dossiers(levels=levels_in_debt(office)))
    if figure == "no_state_change":
        since = _still_since(office, now)
        return _where(office, QueueFilter(), lambda row: row.state_changed_at <= since)
    if figure == "waits_for_applicant":
        asked = now - timedelta(days=WAITING_DAYS)
        return _where(office, behind(office, figure)[0], lambda row: row.state_changed_at <= asked)
    found = [readings.queue_ids(wanted) for wanted in behind(office, figure)]
    if len(found) == 1:
        return found[0]
    any_of = set().union(*found)
    return array.array("q", (one for one in readings.queue_ids(QueueFilter()) if one in any_of))


def _where(office: Office, wanted: QueueFilter, keep: Callable[[QueueRow], bool]) -> "array.array[int]":
    rows = office.store.readings.queue_rows(office.store.readings.queue_ids(wanted))
    return array.array("q", (row.id for row in rows if keep(row)))


def _before(office: Office, at: datetime | None) -> Mapping[str, int] | None:
    if at is None:
        return None
    return office.store.readings.figures_at(at, queue.due_soon_before(office, at))


def _still_since(office: Office, now: datetime) -> datetime:
    """The moment that lies STILL_MINUTES working minutes back; beyond the calendar simply two days."""
    try:
        return office.calendar.subtract_minutes(now, STILL_MINUTES)
    except OutsideCalendar:
        return now - timedelta(days=2)
