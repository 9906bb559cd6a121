"""The working calendar of an office: due moments and remaining working time, exact to the second.

Moments in and out are aware, Viet Nam time; a moment without an offset is taken as Viet Nam time. Fractions of a second
are cut off, as the database keeps whole seconds. A question outside the covered range raises OutsideCalendar, never a
guess.
"""

import calendar as months
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from counter_app.clock import VIETNAM
from counter_app.errors import Misuse
from counter_app.model.procedure import TermUnit
from counter_app.working_time.days import ONE_DAY, CalendarData, Day, Session
from counter_app.working_time.intervals import Intervals

EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY_SECONDS = 86_400
OFFSET = 7 * 3600
LATE_RECEIPT = time(15, 0)  # regulation.md R2.3; a rule set may name another hour


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """One session of one day. `counted` False: the counter is open but no term runs."""

    begin: datetime
    end: datetime
    counted: bool = True


class WorkingCalendar:
    """Fixed once built; a changed calendar is a new one."""

    def __init__(self, data: CalendarData) -> None:
        self.data = data
        spans: list[tuple[int, int]] = []
        self._days: list[int] = []  # ordinals of working days
        self._opens: list[int] = []
        self._closes: list[int] = []
        for ordinal in range(data.covered_from.toordinal(), data.covered_to.toordinal() + 1):
            sessions = data.day(date.fromordinal(ordinal)).sessions
            if not sessions:
                continue
            midnight = (ordinal - EPOCH_DAY) * DAY_SECONDS - OFFSET
            spans += [(midnight + session.start * 60, midnight + session.end * 60) for session in sessions]
            self._days.append(ordinal)
            self._opens.append(midnight + sessions[0].start * 60)
            self._closes.append(midnight + sessions[-1].end * 60)
        first = (data.covered_from.toordinal() - EPOCH_DAY) * DAY_SECONDS - OFFSET
        last = (data.covered_to.toordinal() + 1 - EPOCH_DAY) * DAY_SECONDS - OFFSET
        self.intervals = Intervals(spans, first, last)

    # Working time between moments

    def worked_minutes(self, begin: datetime, end: datetime) -> int:
        """Whole working minutes from `begin` to `end`, rounded down; negative when `end` is earlier."""
        return self.worked_seconds(begin, end) // 60

    def worked_seconds(self, begin: datetime, end: datetime) -> int:
        worked = self.intervals.worked
        return worked(seconds(end)) - worked(seconds(begin))

    def remaining_minutes(self, now: datetime, due: datetime) -> int:
        """Working minutes left, rounded down: −1 from the first late working second on.

        0 after `due` is possible while no working time has passed since; whether it is late is `now > due`.
        """
        return self.worked_minutes(now, due)

    def marks(self, dues: Iterable[int]) -> list[int]:
        """Working seconds from the calendar's beginning up to each due moment (UTC seconds), to be kept with it."""
        return list(map(self.intervals.worked, dues))

    def remaining_of(self, now: datetime, marks: Iterable[int]) -> list[int]:
        """`remaining_minutes` of many due moments at once, from their `marks`: one search for all of them."""
        at_now = self.intervals.worked(seconds(now))
        return [(mark - at_now) // 60 for mark in marks]

    def first_moment_beyond(self, now: datetime, minutes: int) -> datetime:
        """The earliest due moment that has more than `minutes` working minutes left: exclusive bound of a band.

        When the calendar has no more than that left, the moment just after it: every covered due moment lies below.
        """
        at, needed = seconds(now), (minutes + 1) * 60
        spans = self.intervals
        if spans.after and spans.worked(at) + needed <= spans.after[-1]:
            return moment(spans.add(at, needed))
        if not spans.covers(at):
            raise spans.outside(at)
        return moment(spans.last + 1)

    # Due moments

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """The due moment `minutes` > 0 working minutes after `start`; the end of a session stays there (R1.8)."""
        if minutes <= 0:
            raise Misuse("working_time.not_positive", amount=minutes)
        return moment(self.intervals.add(seconds(start), minutes * 60))

    def add_minutes_many(self, starts: Sequence[int], minutes: int) -> list[int]:
        """`add_minutes` of one amount for many moments at once, UTC seconds in and out, in their order.

        OutsideCalendar when one of them has no answer: which one, `add_minutes` of each tells.
        """
        if minutes <= 0:
            raise Misuse("working_time.not_positive", amount=minutes)
        return self.intervals.add_many(starts, minutes * 60)

    def add_seconds(self, start: datetime, amount: int) -> datetime:
        """`start` itself when nothing is to be added; for what is left of a term."""
        return moment(self.intervals.add(seconds(start), amount)) if amount > 0 else start

    def subtract_minutes(self, end: datetime, minutes: int) -> datetime:
        """The last moment that lies `minutes` > 0 working minutes before `end`: since when something stands still."""
        if minutes <= 0:
            raise Misuse("working_time.not_positive", amount=minutes)
        return moment(self.intervals.subtract(seconds(end), minutes * 60))

    def add_working_days(self, day: date, amount: int) -> datetime:
        """Closing time of the `amount`-th working day after `day` (R2.1). `day` may be a moment: its date counts."""
        if amount <= 0:
            raise Misuse("working_time.not_positive", amount=amount)
        ordinal = _day(day).toordinal()
        self._check_day(ordinal)
        return self._closing(bisect_right(self._days, ordinal) + amount - 1)

    def due_for(
        self,
        start: datetime,
        amount: int,
        unit: TermUnit,
        after_15_rule: bool = False,
        late_after: time = LATE_RECEIPT,
    ) -> datetime:
        """The due moment of a processing term that begins at `start`.

        Days and months count from the day after the receipt, end at closing time and roll forward to a working day
        (Civil Code 2015 art. 147–148, regulation.md R2.1). `after_15_rule`: receipt after 15:00 belongs to the next
        working day (R2.3), for procedures that say so.
        """
        if amount <= 0:
            raise Misuse("working_time.not_positive", amount=amount)
        start = _local(start)
        if after_15_rule and start.time() > late_after:
            start = self.opening(self.next_working_day(start.date()))
        day = start.date()
        if unit is TermUnit.WORKING_HOUR:
            return self.add_minutes(start, amount * 60)
        if unit is TermUnit.WORKING_DAY:
            return self.add_working_days(day, amount)
        return self.closing_on_or_after(self.last_day(day, amount, unit))

    def last_day(self, day: date, amount: int, unit: TermUnit) -> date:
        """The last day of a term in calendar days or months, whatever day of the week that is."""
        try:
            return day + timedelta(days=amount) if unit is TermUnit.DAY else _months_later(day, amount)
        except (OverflowError, ValueError) as error:  # beyond the year 9999
            raise self.intervals.outside(self.intervals.last) from error

    def closing_on_or_after(self, day: date) -> datetime:
        """Closing time of `day`, or of the next working day when it is none."""
        ordinal = day.toordinal()
        self._check_day(ordinal)
        return self._closing(bisect_left(self._days, ordinal))

    def same_clock_next_working_day(self, start: datetime) -> datetime:
        """The other reading of «8 giờ làm việc»: the same clock time on the next working day.

        A receipt outside the hours begins at the next session first, as in the strict reading. When the clock time
        falls outside that day's hours the end of the session before it is taken.
        """
        begin = self.start_of_count(start)
        day = self.next_working_day(begin.date())
        wanted = datetime.combine(day, begin.timetz())
        at, index = seconds(wanted), bisect_left(self._days, day.toordinal())
        if at >= self._closes[index]:
            return moment(self._closes[index])
        found = max(bisect_right(self.intervals.starts, at) - 1, 0)
        return moment(max(min(at, self.intervals.ends[found]), self._opens[index]))

    def start_of_count(self, start: datetime) -> datetime:
        """`start` when it lies in a session, else the beginning of the next one (R1.3)."""
        at, intervals = seconds(start), self.intervals
        if not intervals.covers(at):
            raise intervals.outside(at)
        index = bisect_right(intervals.ends, at)
        if index == len(intervals.ends):
            raise intervals.outside(intervals.last)
        return moment(max(at, intervals.starts[index]))

    # Days

    def day(self, day: date) -> Day:
        """What this date is, and why. OutsideCalendar when it is not covered."""
        day = _day(day)
        self._check_day(day.toordinal())
        return self.data.day(day)

    def is_working_day(self, day: date) -> bool:
        """At least one counted session."""
        return bool(self.day(day).sessions)

    def working_minutes_of(self, day: date) -> int:
        return self.day(day).minutes

    def previous_working_day(self, day: date) -> date:
        ordinal = _day(day).toordinal()
        self._check_day(ordinal)
        index = bisect_left(self._days, ordinal) - 1
        if index < 0:
            raise self.intervals.outside(self.intervals.first)
        return date.fromordinal(self._days[index])

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        ordinal = _day(day).toordinal()
        self._check_day(ordinal)
        index = bisect_right(self._days, ordinal)
        if index == len(self._days):
            raise self.intervals.outside(self.intervals.last)
        return date.fromordinal(self._days[index])

    def working_days_between(self, first: date, last: date) -> int:
        """Working days after `first` up to and with `last`."""
        low, high = _day(first).toordinal(), _day(last).toordinal()
        self._check_day(low)
        self._check_day(high)
        return bisect_right(self._days, high) - bisect_right(self._days, low)

    def opening(self, day: date) -> datetime:
        """The beginning of the first session of a working day. OutsideCalendar when it is not covered."""
        return moment(self._opens[self._index_of(day)])

    def closing(self, day: date) -> datetime:
        return moment(self._closes[self._index_of(day)])

    def session_at(self, at: datetime) -> SessionSpan | None:
        """The session that is open at this moment, counted or not; its end belongs to what follows."""
        return next((span for span in self._spans(_local(at).date()) if span.begin <= at < span.end), None)

    def next_session(self, at: datetime) -> SessionSpan:
        """The first session that begins after this moment. OutsideCalendar when none is covered."""
        at = _local(at)
        day = at.date()
        while True:
            found = next((span for span in self._spans(day) if span.begin > at), None)
            if found is not None:
                return found
            day += ONE_DAY

    @property
    def covered_from(self) -> date:
        return self.data.covered_from

    @property
    def covered_to(self) -> date:
        """Inclusive."""
        return self.data.covered_to

    def covers(self, at: datetime) -> bool:
        return self.intervals.covers(seconds(at))

    def _spans(self, day: date) -> list[SessionSpan]:
        facts = self.day(day)
        midnight = datetime.combine(day, time(), VIETNAM)

        def span(session: Session) -> SessionSpan:
            begin, end = (midnight + timedelta(minutes=minute) for minute in (session.start, session.end))
            return SessionSpan(begin, end, session.counted)

        return sorted(map(span, (*facts.sessions, *facts.open_sessions)), key=lambda found: found.begin)

    def _index_of(self, day: date) -> int:
        ordinal = _day(day).toordinal()
        self._check_day(ordinal)
        index = bisect_left(self._days, ordinal)
        if index == len(self._days) or self._days[index] != ordinal:
            raise Misuse("working_time.not_a_working_day", day=f"{day:%d/%m/%Y}")
        return index

    def _closing(self, index: int) -> datetime:
        if index >= len(self._closes):
            raise self.intervals.outside(self.intervals.last)
        return moment(self._closes[index])

    def _check_day(self, ordinal: int) -> None:
        if not self.data.covered_from.toordinal() <= ordinal <= self.data.covered_to.toordinal():
            raise self.intervals.outside((ordinal - EPOCH_DAY) * DAY_SECONDS - OFFSET)


def seconds(at: datetime) -> int:
    """Whole seconds since 1970 UTC."""
    return int((at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM)).timestamp())


def moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, VIETNAM)


def _local(at: datetime) -> datetime:
    return at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at.astimezone(VIETNAM)


def _day(day: date) -> date:
    return _local(day).date() if isinstance(day, datetime) else day


def _months_later(day: date, amount: int) -> date:
    """The same day of a later month; the last day of that month when it is shorter (Civil Code 2015 art. 148)."""
    count = day.year * 12 + day.month - 1 + amount
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
