"""The calendar as iCalendar, so that phones and mail programs show it, and days off from other calendars come in.

An entry is an all-day event: a day off by its summary, a make-up day by «làm bù» in its categories or summary. What
iCalendar has no word for stands in properties of our own (`X-QMC-…`: kind, hours, document), and `X-QMC-COVERED` with
`X-QMC-HOURS` makes a file a whole calendar that is read back to an equal value.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.model.procedure import Source
from counter_app.model.text import fold
from counter_app.working_time.calendar_edit import Entry
from counter_app.working_time.calendar_json import ZONES, hours_of, hours_out, session_of
from counter_app.working_time.calendar_reading import (
    CalendarRead,
    Placed,
    at_place,
    check_entries,
    put_into,
    whole_calendar,
)
from counter_app.working_time.days import ONE_DAY, CalendarData, Certainty, DayOff, MakeupDay, Session, SpecialDay
from counter_app.working_time.words import day_words, words

OWN = "X-QMC-"
OFF, MAKEUP, SPECIAL = "off", "makeup", "special"
_CATEGORIES = {OFF: "Nghỉ", MAKEUP: "Làm bù", SPECIAL: "Giờ riêng"}
_REPLACED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_YEARLY = {"FREQ", "INTERVAL", "WKST", "BYMONTH", "BYMONTHDAY", "UNTIL", "COUNT"}


def to_ics(data: CalendarData, stamp: datetime) -> bytes:
    """`stamp`: when it was written, which iCalendar wants in every event."""
    from icalendar import Calendar

    made = Calendar()
    made.add("PRODID", "-//Quầy Một cửa//Lịch làm việc//VI")
    made.add("VERSION", "2.0")
    _text(made, "X-WR-CALNAME", data.name)
    _text(made, "X-WR-TIMEZONE", ZONES[0])
    _text(made, OWN + "COVERED", f"{data.covered_from.isoformat()}/{data.covered_to.isoformat()}")
    for period in data.hours:
        _text(made, OWN + "HOURS", json.dumps(hours_out(period), ensure_ascii=False))
    entries: list[Entry] = [*data.days_off, *data.makeup_days, *data.special_days]
    for entry in entries:
        made.add_component(_event(entry, stamp))
    written: bytes = made.to_ical()
    return written


def calendar_from_ics(content: bytes, base: CalendarData) -> CalendarRead:
    """Misuse with the event and its line. Events with hours of the day are left out and counted in the notes."""
    from icalendar import Calendar

    try:
        found = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError, AttributeError) as error:  # whatever the parser meets in a broken file
        raise Misuse("working_time.not_ics") from error
    whole = OWN + "HOURS" in found or OWN + "COVERED" in found
    _check_zone(found, whole)
    lines = [at for at, line in enumerate(content.splitlines(), 1) if line.strip().upper() == b"BEGIN:VEVENT"]
    placed: list[Placed] = []
    timed = 0
    for number, event in enumerate(found.walk("VEVENT")):
        where = f" (dòng {lines[number]})" if number < len(lines) else ""
        place = f"sự kiện {number + 1}{where}"
        if _value(event, "STATUS").upper() == "CANCELLED":
            continue
        entries = list(_entries(event, place, base))
        timed += not entries
        placed += [Placed(entry=entry, place=place) for entry in entries]
    check_entries(placed)
    if not whole:
        read = put_into(base, placed)
        notes = (sentence("working_time.skipped_timed", count=timed).what,) if timed else ()
        return CalendarRead(data=read.data, whole=False, notes=read.notes + notes)
    hours = tuple(hours_of(text, f"{OWN}HOURS") for text in _values(found, OWN + "HOURS"))
    return whole_calendar(_value(found, "X-WR-CALNAME"), _covered(found), hours, placed)


def _event(entry: Entry, stamp: datetime) -> Any:
    from icalendar import Event

    kind = OFF if isinstance(entry, DayOff) else MAKEUP if isinstance(entry, MakeupDay) else SPECIAL
    first, last = (entry.first, entry.last) if isinstance(entry, DayOff) else (entry.day, entry.day)
    made = Event()
    made.add("UID", f"{kind}-{first.isoformat()}@quay-mot-cua")
    made.add("DTSTAMP", stamp)
    made.add("DTSTART", first)
    made.add("DTEND", last + ONE_DAY)
    made.add("TRANSP", "TRANSPARENT")
    made.add("STATUS", "TENTATIVE" if entry.certainty is Certainty.EXPECTED else "CONFIRMED")
    made.add("CATEGORIES", [_CATEGORIES[kind]])
    summary = _makeup_words(entry) if isinstance(entry, MakeupDay) else entry.name
    _text(made, "SUMMARY", summary)
    if entry.source.document:
        _text(made, "DESCRIPTION", entry.source.document)
    _text(made, OWN + "KIND", kind)
    _text(made, OWN + "DOCUMENT", entry.source.document)
    _text(made, OWN + "VERIFIED", "TRUE" if entry.source.verified else "FALSE")
    if isinstance(entry, MakeupDay):
        _text(made, OWN + "REPLACES", entry.replaces.isoformat())
    if isinstance(entry, MakeupDay | SpecialDay) and entry.sessions is not None:
        told = " ".join(("" if one.counted else "~") + one.words().replace("–", "-") for one in entry.sessions)
        _text(made, OWN + "SESSIONS", told)
    return made


def _makeup_words(entry: MakeupDay) -> str:
    return words("calendar.makeup_summary", day=day_words(entry.replaces, year=True))


def _entries(event: Any, place: str, base: CalendarData) -> Iterator[Entry]:
    """The entries of one event: none when it has hours of the day, several when it repeats every year."""
    try:
        start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
    except (KeyError, AttributeError, ValueError) as error:
        raise at_place(place, Misuse("working_time.ics_date")) from error
    if isinstance(start, datetime):
        return
    if event.errors or isinstance(end, datetime):
        raise at_place(place, Misuse("working_time.ics_date"))
    last = max(end - ONE_DAY, start) if end is not None and end >= start else (start if end is None else end)
    for first in _repeated(event, start, place, base):
        try:
            yield _entry(event, first, first + (last - start), place)
        except ValueError as error:
            raise at_place(place, Misuse("working_time.ics_date")) from error


def _entry(event: Any, first: date, last: date, place: str) -> Entry:
    summary = _value(event, "SUMMARY")
    certainty = Certainty.EXPECTED if _value(event, "STATUS").upper() == "TENTATIVE" else Certainty.ANNOUNCED
    verified = _value(event, OWN + "VERIFIED").upper() != "FALSE"
    source = Source(document=_value(event, OWN + "DOCUMENT"), verified=verified)
    kind = _value(event, OWN + "KIND").casefold() or _kind_by_words(event, summary)
    if kind == MAKEUP:
        replaces = _replaced(event, summary, first, place)
        return MakeupDay(
            day=first, replaces=replaces, sessions=_sessions(event, place), source=source, certainty=certainty
        )
    if kind == SPECIAL:
        own = _sessions(event, place) or ()
        return SpecialDay(day=first, name=summary, sessions=own, source=source, certainty=certainty)
    return DayOff(first=first, last=last, name=summary, source=source, certainty=certainty)


def _kind_by_words(event: Any, summary: str) -> str:
    held = event.get("CATEGORIES", [])
    named = [str(word) for one in (held if isinstance(held, list) else [held]) for word in one.cats]
    said = fold(" ".join([summary, *named]))
    return MAKEUP if "lam bu" in said or "make up" in said or "makeup" in said else OFF


def _replaced(event: Any, summary: str, day: date, place: str) -> date:
    """The day that is free instead: our own property, else a date in the summary, in the year of the event."""
    told = _value(event, OWN + "REPLACES")
    found = _REPLACED.search(summary)
    try:
        if told:
            return date.fromisoformat(told)
        if found is not None:
            return date(int(found[3] or day.year), int(found[2]), int(found[1]))
    except ValueError as error:
        raise at_place(place, Misuse("working_time.bad_date", place=OWN + "REPLACES", text=told or summary)) from error
    raise at_place(place, Misuse("working_time.makeup_for_nothing"))


def _sessions(event: Any, place: str) -> tuple[Session, ...] | None:
    if OWN + "SESSIONS" not in event:
        return None
    parts = _value(event, OWN + "SESSIONS").replace(",", " ").split()
    return tuple(session_of(part.removeprefix("~"), place, not part.startswith("~")) for part in parts)


def _repeated(event: Any, start: date, place: str, base: CalendarData) -> Iterator[date]:
    """`start` alone, or each year of the covered range when the event repeats on its own date every year."""
    rule = event.get("RRULE")
    if "EXDATE" in event or "RDATE" in event or isinstance(rule, list):
        raise at_place(place, Misuse("working_time.ics_repeats"))
    if rule is None:
        yield start
        return
    told = {key.upper(): [str(value) for value in rule[key]] for key in rule}
    same_day = told.get("BYMONTH", [str(start.month)]) == [str(start.month)] and told.get(
        "BYMONTHDAY", [str(start.day)]
    ) == [str(start.day)]
    if told.get("FREQ") != ["YEARLY"] or told.get("INTERVAL", ["1"]) != ["1"] or set(told) - _YEARLY or not same_day:
        raise at_place(place, Misuse("working_time.ics_repeats"))
    until = rule["UNTIL"][0] if "UNTIL" in rule else None
    last = until.date() if isinstance(until, datetime) else until or base.covered_to
    years = int(told["COUNT"][0]) if "COUNT" in told else base.covered_to.year - start.year + 1
    for year in range(max(start.year, base.covered_from.year), min(start.year + years, base.covered_to.year + 1)):
        if (start.month, start.day) == (2, 29) and not _leap(year):
            continue
        again = start.replace(year=year)
        if again <= last:
            yield again


def _leap(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29


def _check_zone(found: Any, whole: bool) -> None:
    """Days have no zone, but a calendar that names one must name one that there is; ours goes by Viet Nam time."""
    from zoneinfo import available_timezones

    named = [_value(found, "X-WR-TIMEZONE"), *(_value(zone, "TZID") for zone in found.walk("VTIMEZONE"))]
    for zone in filter(None, named):
        if zone not in ZONES and (whole or zone not in available_timezones()):
            raise Misuse("working_time.time_zone", zone=zone)


def _covered(found: Any) -> tuple[date, date]:
    text = _value(found, OWN + "COVERED")
    first, _, last = text.partition("/")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError as error:
        raise Misuse("working_time.bad_date", place=OWN + "COVERED", text=text) from error


def _text(component: Any, name: str, text: str) -> None:
    from icalendar import vText

    component.add(name, vText(text))


def _values(component: Any, name: str) -> list[str]:
    """All values of a property. The parser leaves the escapes of RFC 5545 3.3.11 in properties it does not know."""
    held = component.get(name, [])
    told = [str(one) for one in (held if isinstance(held, list) else [held])]
    return [_ESCAPED.sub(_unescaped, one) for one in told] if name.startswith("X-") else told


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _value(component: Any, name: str) -> str:
    return next(iter(_values(component, name)), "")
