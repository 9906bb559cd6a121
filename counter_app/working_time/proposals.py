"""Days that the public `holidays` package knows otherwise. It only proposes: its names are never printed, a person
accepts each day, and what is accepted is «dự kiến» until a document orders it (regulation.md §3)."""

from dataclasses import dataclass
from datetime import date

from counter_app.working_time.days import MONDAY_TO_FRIDAY, ONE_DAY, CalendarData, DayKind, day_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A date on which the package and the calendar disagree. `off`: the package says that it is free."""

    on: date
    off: bool
    hint: str  # the package's own word, for the person who decides


def proposals(data: CalendarData, first: date, last: date) -> tuple[Proposal, ...]:
    """Between two dates, both inclusive; dates that the calendar does not cover are looked at as usual weekdays."""
    import holidays

    package = holidays.country_holidays("VN", years=range(first.year, last.year + 1), language="vi")
    found = []
    day = first
    while day <= last:
        ours = day_in(data, day)
        works = bool(ours.sessions) if ours else day.weekday() in MONDAY_TO_FRIDAY
        told = bool(package.is_working_day(day))
        if works != told and (day in package or not _own_week(data, day)):
            found.append(Proposal(on=day, off=not told, hint=package.get(day, "")))
        day += ONE_DAY
    return tuple(found)


def _own_week(data: CalendarData, day: date) -> bool:
    """A Saturday that the office opens or a weekday that it keeps shut, by its week alone."""
    ours = day_in(data, day)
    return (
        ours is not None
        and ours.kind in (DayKind.WORKING, DayKind.WEEKEND)
        and bool(ours.sessions) != (day.weekday() in MONDAY_TO_FRIDAY)
    )
