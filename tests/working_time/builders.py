"""Small calendars and a slow, obvious minute walk that the fast arithmetic is held to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from counter_app.clock import VIETNAM
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.days import CalendarData, DayOff, HoursPeriod, MakeupDay, Session, SpecialDay, same_hours

MINUTE = timedelta(minutes=1)
FULL_DAY_A = (Session(450, 690), Session(780, 1020))  # 07:30–11:30, 13:00–17:00
FULL_DAY_B = (Session(450, 690), Session(810, 1050))  # 07:30–11:30, 13:30–17:30


def at(text: str) -> datetime:
    """`2026-11-20 10:15` in Viet Nam time."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def day(text: str) -> date:
    return date.fromisoformat(text)


def sessions(text: str) -> tuple[Session, ...]:
    """`07:30-11:30 13:00-17:00`; a leading `~` marks a session that is open but not counted."""
    found = []
    for part in text.split():
        begin, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in part.lstrip("~").split("-"))
        found.append(Session(begin, end, not part.startswith("~")))
    return tuple(found)


def office(
    hours: tuple[Session, ...] = FULL_DAY_A,
    *,
    covered: tuple[str, str] = ("2024-01-01", "2025-12-31"),
    off: Mapping[str, str] | None = None,
    makeup: Mapping[str, str] | None = None,
    special: Mapping[str, str] | None = None,
    saturday: str = "",
) -> WorkingCalendar:
    """Monday to Friday with `hours`; `off` date -> name, `makeup` date -> replaced date, `special` date -> sessions."""
    week = same_hours(hours)
    if saturday:
        week[5] = sessions(saturday)
    return WorkingCalendar(
        CalendarData(
            covered_from=day(covered[0]),
            covered_to=day(covered[1]),
            hours=(HoursPeriod(first=day(covered[0]), week=week),),
            days_off=tuple(DayOff(first=day(on), last=day(on), name=name) for on, name in (off or {}).items()),
            makeup_days=tuple(MakeupDay(day=day(on), replaces=day(old)) for on, old in (makeup or {}).items()),
            special_days=tuple(
                SpecialDay(day=day(on), name="nửa ngày", sessions=sessions(text))
                for on, text in (special or {}).items()
            ),
        )
    )


Hours = Mapping[date, tuple[tuple[int, int], ...]]  # the sessions of each covered date, in minutes of the day


def is_working(hours: Hours, moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    return any(begin <= minute < end for begin, end in hours[moment.date()])


def walk_worked(hours: Hours, begin: datetime, end: datetime) -> int:
    """Working minutes between two whole minutes, counted one by one."""
    count = 0
    while begin < end:
        count += is_working(hours, begin)
        begin += MINUTE
    return count


def walk_add(hours: Hours, start: datetime, minutes: int) -> datetime | None:
    """The end of the `minutes`-th working minute from `start` on; None when the calendar ends before."""
    moment = start
    while moment.date() in hours:
        minutes -= is_working(hours, moment)
        moment += MINUTE
        if not minutes:
            return moment
    return None
