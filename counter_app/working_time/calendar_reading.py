"""Entries read from a table or a calendar of another program, each with its place, put together into a calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.working_time.calendar_edit import Entry, days_of, put_entries
from counter_app.working_time.days import CalendarData, DayOff, HoursPeriod, MakeupDay, SpecialDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An entry and where it stands: «dòng 5», «sự kiện 3 (dòng 41)»."""

    entry: Entry
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead:
    """What a file makes of the calendar. `whole`: it replaces the old one; else its days are put into it."""

    data: CalendarData
    whole: bool
    notes: tuple[str, ...] = ()


def at_place(place: str, error: Misuse) -> Misuse:
    """The same refusal with the place of the file in front."""
    return Misuse("working_time.at_place", place=place, reason=error.what, what_next=error.advice)


def check_entries(placed: Iterable[Placed]) -> None:
    """Misuse with the place or both places: an entry that contradicts itself, a date that is declared twice."""
    known: dict[date, str] = {}
    for one in placed:
        try:
            _check_alone(one.entry)
        except Misuse as error:
            raise at_place(one.place, error) from error
        for day in days_of(one.entry):
            if day in known:
                raise Misuse("working_time.twice_in_file", day=f"{day:%d/%m/%Y}", first=known[day], second=one.place)
            known[day] = one.place


def whole_calendar(
    name: str, covered: tuple[date, date], hours: tuple[HoursPeriod, ...], placed: Iterable[Placed]
) -> CalendarRead:
    """A calendar of its own: what was before does not matter. Misuse as `CalendarData` raises it."""
    entries = [one.entry for one in placed]
    data = CalendarData(
        covered_from=covered[0],
        covered_to=covered[1],
        hours=hours,
        name=name,
        days_off=tuple(entry for entry in entries if isinstance(entry, DayOff)),
        makeup_days=tuple(entry for entry in entries if isinstance(entry, MakeupDay)),
        special_days=tuple(entry for entry in entries if isinstance(entry, SpecialDay)),
    )
    return CalendarRead(data=data, whole=True)


def put_into(base: CalendarData, placed: Iterable[Placed]) -> CalendarRead:
    """The days of a file put into `base`. A date that is free in both keeps the document that `base` knows."""
    wanted: list[Entry] = []
    outside = known = 0
    for one in placed:
        if isinstance(one.entry, DayOff):
            for day in one.entry.days():
                covered = base.covered_from <= day <= base.covered_to
                free = covered and not base.day(day).sessions and not base.day(day).open_sessions
                outside += not covered
                known += free
                if covered and not free:
                    wanted.append(replace(one.entry, first=day, last=day))
        elif base.covered_from <= one.entry.day <= base.covered_to:
            wanted.append(one.entry)
        else:
            outside += 1
    notes = []
    if outside:
        range_words = {"first": f"{base.covered_from:%d/%m/%Y}", "last": f"{base.covered_to:%d/%m/%Y}"}
        notes.append(sentence("working_time.skipped_outside", count=outside, **range_words).what)
    if known:
        notes.append(sentence("working_time.skipped_known", count=known).what)
    return CalendarRead(data=put_entries(base, wanted), whole=False, notes=tuple(notes))


def _check_alone(entry: Entry) -> None:
    """The checks of the calendar on one entry, so that they name its place."""
    first = entry.first if isinstance(entry, DayOff) else entry.day
    alone: dict[str, tuple[Entry, ...]] = {
        "days_off": (entry,) if isinstance(entry, DayOff) else (),
        "makeup_days": (entry,) if isinstance(entry, MakeupDay) else (),
        "special_days": (entry,) if isinstance(entry, SpecialDay) else (),
    }
    CalendarData(covered_from=first, covered_to=first, hours=(HoursPeriod(first=first, week={}),), **alone)  # type: ignore[arg-type]
