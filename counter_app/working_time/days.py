"""What the office knows about its days, as dated data: hours by season, days off, make-up days, days with own hours.

Nothing here is a rule of arithmetic; every entry can carry the document that ordered it. A calendar that contradicts
itself is refused with the place named (Misuse), so that the old one stays.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from counter_app.errors import Misuse
from counter_app.model.procedure import Source

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = 2000, 2099  # years that a calendar may cover: a slip of the pen must not build millennia
LONGEST = 60  # days in one entry of days off
MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)
WEEKDAY_MARKS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class Certainty(StrEnum):
    ANNOUNCED = "announced"
    EXPECTED = "expected"  # follows from custom or from a lunar calendar, not ordered yet: shown as «dự kiến»


class DayKind(StrEnum):
    WORKING = "working"
    WEEKEND = "weekend"  # no hours on this weekday
    OFF = "off"
    MAKEUP = "makeup"
    SPECIAL = "special"  # hours of its own: half a day, an extra Saturday


@dataclass(frozen=True, slots=True)
class Session:
    """A span of the day in minutes since midnight. `counted` False: the counter is open but no term runs (R3.F3)."""

    start: int
    end: int
    counted: bool = True

    def words(self) -> str:
        return f"{clock_words(self.start)}–{clock_words(self.end)}"


def clock_words(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


NO_SOURCE = Source(document="", verified=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPeriod:
    """The hours of a week, in force from `first` until `last`, or until the next period begins."""

    first: date
    week: Mapping[int, tuple[Session, ...]]  # weekday, Monday 0
    last: date | None = None
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """One day or several in a row on which nothing is counted. Weekends inside do no harm."""

    first: date
    last: date
    name: str
    source: Source = NO_SOURCE
    certainty: Certainty = Certainty.ANNOUNCED

    def days(self) -> Iterable[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeupDay:
    """A day worked for a swapped one. Without `sessions` it has the hours of the weekday that it replaces."""

    day: date
    replaces: date
    sessions: tuple[Session, ...] | None = None
    source: Source = NO_SOURCE
    certainty: Certainty = Certainty.ANNOUNCED


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day with hours of its own; they win over the week."""

    day: date
    name: str
    sessions: tuple[Session, ...]
    source: Source = NO_SOURCE
    certainty: Certainty = Certainty.ANNOUNCED


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one date is, and why."""

    on: date
    kind: DayKind
    sessions: tuple[Session, ...]  # counted ones
    open_sessions: tuple[Session, ...] = ()  # the counter is open, nothing is counted
    name: str = ""
    source: Source = NO_SOURCE
    certainty: Certainty = Certainty.ANNOUNCED
    replaces: date | None = None

    @property
    def minutes(self) -> int:
        return sum(session.end - session.start for session in self.sessions)


@dataclass(frozen=True, kw_only=True)
class CalendarData:
    """The whole calendar of an office. Building it checks it."""

    covered_from: date
    covered_to: date  # inclusive
    hours: tuple[HoursPeriod, ...]
    days_off: tuple[DayOff, ...] = ()
    makeup_days: tuple[MakeupDay, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    name: str = ""
    _off: dict[date, DayOff] = field(init=False, repr=False, compare=False, default_factory=dict)
    _own_hours: dict[date, MakeupDay | SpecialDay] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.covered_to < self.covered_from:
            raise Misuse("working_time.covered_reversed", first=self.covered_from, last=self.covered_to)
        if self.covered_from.year < EARLIEST or self.covered_to.year > LATEST:
            raise Misuse("working_time.covered_too_far", first=EARLIEST, last=LATEST)
        self._check_hours()
        self._index_days_off()
        self._index_own_hours()

    def _index_days_off(self) -> None:
        for entry in self.days_off:
            if entry.last < entry.first:
                raise Misuse("working_time.days_off_reversed", first=entry.first, last=entry.last)
            if (entry.last - entry.first).days >= LONGEST:
                raise Misuse("working_time.days_off_too_long", first=entry.first, last=entry.last, days=LONGEST)
            for day in entry.days():
                if day in self._off:
                    raise Misuse("working_time.day_twice", day=f"{day:%d/%m/%Y}")
                self._off[day] = entry

    def _index_own_hours(self) -> None:
        own_hours: tuple[MakeupDay | SpecialDay, ...] = (*self.makeup_days, *self.special_days)
        for own in own_hours:
            if own.day in self._off:
                raise Misuse("working_time.works_on_day_off", day=f"{own.day:%d/%m/%Y}", name=self._off[own.day].name)
            if own.day in self._own_hours:
                raise Misuse("working_time.day_twice", day=f"{own.day:%d/%m/%Y}")
            check_sessions(own.sessions or (), f"{own.day:%d/%m/%Y}")
            self._own_hours[own.day] = own

    def _check_hours(self) -> None:
        if not self.hours or self.hours[0].first > self.covered_from:
            raise Misuse("working_time.hole", day=f"{self.covered_from:%d/%m/%Y}")
        for number, period in enumerate(self.hours):
            for weekday, sessions in period.week.items():
                check_sessions(sessions, f"{period.first:%d/%m/%Y}, {WEEKDAY_MARKS[weekday]}")
            following = self.hours[number + 1].first if number + 1 < len(self.hours) else self.covered_to + ONE_DAY
            if period.last is not None and period.last < min(following, self.covered_to + ONE_DAY) - ONE_DAY:
                raise Misuse("working_time.hole", day=f"{period.last + ONE_DAY:%d/%m/%Y}")
            if number + 1 < len(self.hours) and following <= (period.last or period.first):
                raise Misuse("working_time.hours_overlap", day=f"{following:%d/%m/%Y}")

    def hours_on(self, day: date) -> HoursPeriod:
        index = bisect_right(self.hours, day, key=lambda period: period.first) - 1
        return self.hours[max(index, 0)]

    def day(self, day: date) -> Day:
        """What `day` is. The caller asks inside the covered range only."""
        off = self._off.get(day)
        if off is not None:
            return Day(on=day, kind=DayKind.OFF, sessions=(), name=off.name, source=off.source, certainty=off.certainty)
        own = self._own_hours.get(day)
        week = self.hours_on(day).week
        if own is None:
            counted, uncounted = _split(week.get(day.weekday(), ()))
            kind = DayKind.WORKING if counted else DayKind.WEEKEND
            return Day(on=day, kind=kind, sessions=counted, open_sessions=uncounted)
        makeup = own if isinstance(own, MakeupDay) else None
        sessions = own.sessions
        if makeup is not None and sessions is None:
            sessions = week.get(makeup.replaces.weekday(), ())
        counted, uncounted = _split(sessions or ())
        return Day(
            on=day,
            kind=DayKind.MAKEUP if makeup else DayKind.SPECIAL,
            sessions=counted,
            open_sessions=uncounted,
            name=own.name if isinstance(own, SpecialDay) else "",
            source=own.source,
            certainty=own.certainty,
            replaces=makeup.replaces if makeup else None,
        )


def day_in(data: CalendarData, day: date) -> Day | None:
    """What a date is; None: the calendar does not cover it."""
    return data.day(day) if data.covered_from <= day <= data.covered_to else None


def _split(sessions: tuple[Session, ...]) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    return tuple(s for s in sessions if s.counted), tuple(s for s in sessions if not s.counted)


def check_sessions(sessions: tuple[Session, ...], place: str) -> None:
    """Misuse when a session ends before it begins, leaves its day or overlaps the one before it."""
    before: Session | None = None
    for session in sessions:
        if not 0 <= session.start < session.end <= 24 * 60:
            raise Misuse("working_time.session_reversed", place=place, session=session.words())
        if before is not None and session.start < before.end:
            raise Misuse("working_time.sessions_overlap", place=place, first=before.words(), second=session.words())
        before = session


def same_hours(
    sessions: tuple[Session, ...], weekdays: Iterable[int] = MONDAY_TO_FRIDAY
) -> dict[int, tuple[Session, ...]]:
    """A week in which the given weekdays have the same hours: what the first-run page asks for."""
    return dict.fromkeys(weekdays, sessions)
