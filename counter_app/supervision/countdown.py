"""The one function for label, band and order of a due moment: list, alert, board and report all use it.

Late is `now > due` by the clock; how late, and how much is left, is always working time.
"""

from dataclasses import dataclass
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.messages import sentence
from counter_app.model.queue import Band
from counter_app.working_time.calendar import WorkingCalendar, seconds
from counter_app.working_time.words import moment_words

DAY_MINUTES = 8 * 60  # what the label calls a «ngày»
DAYS_FROM = 2 * DAY_MINUTES  # from here on days and hours, below hours and minutes
LAST = 2**63 - 1  # order of what has no due moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    minutes: int | None  # working minutes left, rounded down, negative when late; None: not countable
    band: Band
    text: str  # «còn 2 giờ 15 phút làm việc»
    due_text: str  # «hạn 10:15 thứ Hai 23/11»; empty without a due moment
    order: int  # sorts like the due moment; what has none comes last


def countdown(calendar: WorkingCalendar, now: datetime, due_at: datetime | None, due_soon_minutes: int) -> Countdown:
    """What to show for `due_at` at `now`. Never raises: what the calendar does not cover is said in words."""
    if due_at is None:
        return Countdown(minutes=None, band=Band.NO_TERM, text=_words("no_term"), due_text="", order=LAST)
    spans = calendar.intervals
    now, due_at = vietnam(now), vietnam(due_at)
    at, due = seconds(now), seconds(due_at)
    due_text = _words("due", moment=moment_words(due_at, now))
    if not (spans.covers(at) and spans.covers(due)):
        late = due < at
        text = _words("overdue_not_covered" if late else "in_time_not_covered")
        band = Band.OVERDUE if late else Band.IN_TIME
        return Countdown(minutes=None, band=band, text=text, due_text=due_text, order=due)
    left = spans.worked(due) - spans.worked(at)
    minutes = left // 60
    if due < at:
        band, text = Band.OVERDUE, _overdue_words(calendar, now, minutes)
    else:
        band = Band.DUE_SOON if minutes <= due_soon_minutes else Band.IN_TIME
        text = _left_words(left)
    return Countdown(minutes=minutes, band=band, text=text, due_text=due_text, order=due)


def _left_words(left: int) -> str:
    if left >= 60:
        return _words("left", amount=amount_words(left // 60))
    return _words("left_under_a_minute" if left else "left_nothing")


def _overdue_words(calendar: WorkingCalendar, now: datetime, minutes: int) -> str:
    if minutes:
        return _words("overdue", amount=amount_words(-minutes))
    return _words("overdue_outside_hours" if calendar.session_at(now) is None else "overdue_just_now")


def amount_words(minutes: int) -> str:
    """«45 phút», «2 giờ 15 phút», from 16 working hours on «2 ngày 7 giờ», rounded down."""
    if minutes >= DAYS_FROM:
        days, hours = minutes // DAY_MINUTES, minutes % DAY_MINUTES // 60
        return _words("days_hours", days=days, hours=hours) if hours else _words("days", days=days)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _words("minutes", minutes=rest)
    return _words("hours_minutes", hours=hours, minutes=rest) if rest else _words("hours", hours=hours)


def _words(code: str, /, **values: object) -> str:
    return sentence("supervision." + code, **values).what
