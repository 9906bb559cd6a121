"""Changing a calendar: each function answers a new one, checked as a whole, and leaves the old one as it was.

Misuse as `CalendarData` raises it: the contradiction is named and nothing is changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.working_time.days import (
    LONGEST,
    NO_SOURCE,
    ONE_DAY,
    CalendarData,
    Certainty,
    DayKind,
    DayOff,
    HoursPeriod,
    MakeupDay,
    Session,
    SpecialDay,
    day_in,
)

Entry = DayOff | MakeupDay | SpecialDay
E = TypeVar("E", bound=Entry)


def mark_off(
    data: CalendarData,
    days: Iterable[date],
    name: str,
    *,
    source: Source = NO_SOURCE,
    certainty: Certainty = Certainty.ANNOUNCED,
) -> CalendarData:
    """Nothing is counted on these days. Days in a row become one entry."""
    entries = [
        DayOff(first=first, last=last, name=name, source=source, certainty=certainty) for first, last in runs_of(days)
    ]
    return put_entries(data, entries)


def mark_hours(
    data: CalendarData, days: Iterable[date], name: str, sessions: tuple[Session, ...], *, source: Source = NO_SOURCE
) -> CalendarData:
    """These days have hours of their own: half a day, an extra Saturday."""
    return put_entries(data, [SpecialDay(day=day, name=name, sessions=sessions, source=source) for day in days])


def swap(data: CalendarData, off: date, worked: date, *, name: str, source: Source = NO_SOURCE) -> CalendarData:
    """`off` is free and `worked` is worked for it, with the hours of the weekday of `off`.

    An earlier pair of `off` gives way. Misuse: the same day, `off` is no working day, `worked` is one or is a holiday.
    """
    if off == worked:
        raise Misuse("working_time.swap_with_itself", day=f"{off:%d/%m/%Y}")
    if any(pair.replaces == off for pair in data.makeup_days):
        data = usual_again(data, [off])
    freed, taken = day_in(data, off), day_in(data, worked)
    if freed is not None and freed.kind is DayKind.WEEKEND:
        raise Misuse("working_time.swap_not_worked", day=f"{off:%d/%m/%Y}")
    if taken is not None and taken.kind is DayKind.OFF:
        raise Misuse("working_time.works_on_day_off", day=f"{worked:%d/%m/%Y}", name=taken.name)
    if taken is not None and taken.kind is DayKind.WORKING:
        raise Misuse("working_time.swap_works_already", day=f"{worked:%d/%m/%Y}")
    made: list[Entry] = [
        DayOff(first=off, last=off, name=name, source=source),
        MakeupDay(day=worked, replaces=off, source=source),
    ]
    return put_entries(data, made)


def usual_again(data: CalendarData, days: Iterable[date]) -> CalendarData:
    """These days follow the week again. Of a swapped pair both days do, since one without the other makes no sense."""
    wanted = set(days)
    for pair in data.makeup_days:
        if pair.day in wanted or pair.replaces in wanted:
            wanted |= {pair.day, pair.replaces}
    return _without(data, wanted)


def put_entries(data: CalendarData, entries: Iterable[Entry]) -> CalendarData:
    """Add entries; what stood on their days before gives way."""
    added = list(entries)
    kept = _without(data, {day for entry in added for day in days_of(entry)})
    return replace(
        kept,
        days_off=_ordered(kept.days_off, [entry for entry in added if isinstance(entry, DayOff)]),
        makeup_days=_ordered(kept.makeup_days, [entry for entry in added if isinstance(entry, MakeupDay)]),
        special_days=_ordered(kept.special_days, [entry for entry in added if isinstance(entry, SpecialDay)]),
    )


def change_hours(data: CalendarData, period: HoursPeriod) -> CalendarData:
    """`period` is in force from its first day until its last, or until the next known period.

    After its last day the hours from before it are in force again.
    """
    before = [known for known in data.hours if known.first < period.first]
    after = [known for known in data.hours if known.first > period.first]
    if before and before[-1].last is not None and before[-1].last >= period.first:
        before[-1] = replace(before[-1], last=period.first - ONE_DAY)
    resumes = period.last + ONE_DAY if period.last else None
    if resumes and before and resumes <= data.covered_to and not any(known.first <= resumes for known in after):
        after.insert(0, replace(before[-1], first=resumes, last=None))
    return replace(data, hours=(*before, period, *after))


def drop_hours(data: CalendarData, first: date) -> CalendarData:
    """Without the period that begins on `first`: the one before it goes on."""
    kept: list[HoursPeriod] = []
    for period in data.hours:
        if period.first != first:
            kept.append(period)
        elif kept:
            kept[-1] = replace(kept[-1], last=None)
    return replace(data, hours=tuple(kept))


def cover(data: CalendarData, first: date, last: date) -> CalendarData:
    """Another covered range; the first hours reach back to its beginning."""
    hours = list(data.hours)
    if hours and hours[0].first > first:
        hours[0] = replace(hours[0], first=first)
    return replace(data, covered_from=first, covered_to=last, hours=tuple(hours))


def with_document(before: CalendarData, after: CalendarData, document: str) -> CalendarData:
    """Entries and hours that are new in `after`, announced and without a document get the one that ordered them."""
    known: set[object] = {*before.days_off, *before.makeup_days, *before.special_days}
    source = Source(document=document, verified=True)

    def ordered(entry: E) -> E:
        bare = entry not in known and not entry.source.document and entry.certainty is Certainty.ANNOUNCED
        return replace(entry, source=source) if bare else entry

    return replace(
        after,
        days_off=tuple(map(ordered, after.days_off)),
        makeup_days=tuple(map(ordered, after.makeup_days)),
        special_days=tuple(map(ordered, after.special_days)),
        hours=tuple(
            replace(period, source=source) if period not in before.hours and not period.source.document else period
            for period in after.hours
        ),
    )


def days_of(entry: Entry) -> Iterator[date]:
    """The days on which an entry decides."""
    if isinstance(entry, DayOff):
        yield from entry.days()
    else:
        yield entry.day


def runs_of(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last day of each run of days in a row, none longer than one entry may be."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == ONE_DAY and (day - found[-1][0]).days < LONGEST:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def week_groups(week: Mapping[int, tuple[Session, ...]]) -> tuple[tuple[tuple[int, ...], tuple[Session, ...]], ...]:
    """Weekdays with the same sessions together, in the order of the week; weekdays without sessions are left out."""
    groups: dict[tuple[Session, ...], list[int]] = {}
    for weekday in range(7):
        if week.get(weekday):
            groups.setdefault(tuple(week[weekday]), []).append(weekday)
    return tuple((tuple(weekdays), sessions) for sessions, weekdays in groups.items())


def _without(data: CalendarData, days: set[date]) -> CalendarData:
    off: list[DayOff] = []
    for entry in data.days_off:
        kept = [day for day in entry.days() if day not in days]
        off += [replace(entry, first=first, last=last) for first, last in runs_of(kept)]
    return replace(
        data,
        days_off=tuple(off),
        makeup_days=tuple(entry for entry in data.makeup_days if entry.day not in days),
        special_days=tuple(entry for entry in data.special_days if entry.day not in days),
    )


def _ordered(kept: tuple[E, ...], added: list[E]) -> tuple[E, ...]:
    both: list[E] = [*kept, *added]
    return tuple(sorted(both, key=lambda entry: next(days_of(entry))))
