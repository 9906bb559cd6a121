"""The supervisor's board: the day's queue of all officers, each figure with the dossiers behind it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import DossierState
from counter_app.model.queue import Board, Missing, QueueFilter
from counter_app.supervision import board as assembling
from counter_app.workflow import queue
from counter_app.workflow.office import Office

ROWS = 300  # enough for what breaches next and everything late in an ordinary office
STILL_MINUTES = 2 * 8 * 60  # «không đổi trạng thái quá 2 ngày làm việc»
WAITING_DAYS = 10  # «chờ người nộp bổ sung quá 10 ngày»
# Whose intake window is running: the states from which an intake decision is still to come.
AWAITING = tuple(state for state in DossierState if state.awaits_intake)


def board(office: Office) -> Board:
    now = office.now()
    readings = office.store.readings
    limit = queue.due_soon_before(office, now)
    rows = queue.rows(office, readings.queue_ids(QueueFilter())[:ROWS])
    before_at = assembling.previous_moment(office.calendar, now)
    return assembling.assemble(
        now=now,
        figures=readings.figures_at(now, limit),
        before=_before(office, before_at),
        before_at=before_at,
        rows=rows,
        loads=readings.loads(now, limit),
        standing_still={
            "no_state_change": readings.state_unchanged_since(_still_since(office, now)),
            "waits_for_applicant": readings.waiting_for_applicant_since(now - timedelta(days=WAITING_DAYS)),
            "timestamp_debt": readings.time_stamp_debts(),
            "missing_result": queue.counts(office).by_missing.get(Missing.RESULT, 0),
        },
        open_total=len(readings.queue_ids(QueueFilter())),
        details=assembling.details_of(rows, now),
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


def _before(office: Office, at: datetime | None) -> Mapping[str, int] | None:
    if at is None:
        return None
    return office.store.readings.figures_at(at, queue.due_soon_before(office, at))


def _still_since(office: Office, now: datetime) -> datetime:
    """The moment that lies STILL_MINUTES working minutes back; on the calendar's edge simply two days."""
    back = now - timedelta(days=2)
    try:
        while office.calendar.worked_minutes(back, now) < STILL_MINUTES:
            back -= timedelta(days=1)
    except OutsideCalendar:
        return now - timedelta(days=2)
    return back
