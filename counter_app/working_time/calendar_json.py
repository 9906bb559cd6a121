"""The calendar as JSON: an unknown member, a date that does not exist, a wrong type is refused by its place.

What one office exports for another carries a hash (`exported`); without it (a file written by hand, the office's own)
nothing is compared.
"""

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from counter_app.errors import Misuse, Refused
from counter_app.model.procedure import Source
from counter_app.model.values_hash import KEY, values_hash
from counter_app.working_time.days import (
    NO_SOURCE,
    CalendarData,
    Certainty,
    DayOff,
    HoursPeriod,
    MakeupDay,
    Session,
    SpecialDay,
)

FORMAT = 1
ZONES = ("Asia/Ho_Chi_Minh", "Asia/Saigon", "+07:00")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SOURCE_KEYS = ("document", "verified")
_SESSION = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def calendar_from_json(content: bytes, name: str = "calendar.json") -> CalendarData:
    """Misuse with the place of the first mistake. Refused `working_time.changed_on_the_way`: the file is called `name`
    and is not as it was exported."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
        changed = isinstance(found, dict) and KEY in found and found.pop(KEY) != values_hash(found)
    except UnicodeDecodeError as error:
        raise Misuse("working_time.not_utf8") from error
    except json.JSONDecodeError as error:
        raise Misuse("working_time.not_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise Misuse("working_time.not_json", line=1, column=1) from error
    if changed:
        raise Refused("working_time.changed_on_the_way", file=name)
    return _data(_Node(found, ""))


class _Node:
    """A piece of the file that knows its place."""

    def __init__(self, value: Any, place: str) -> None:
        self.value, self.place = value, place

    def fields(self, required: Iterable[str], optional: Iterable[str] = ()) -> dict[str, "_Node"]:
        """The members of an object. Unknown and missing ones are named."""
        if not isinstance(self.value, dict):
            raise Misuse("working_time.wrong_value", place=self.place or "{}", wanted="{…}")
        known = [*required, *optional]
        for key in self.value:
            if key not in known:
                nearest = (difflib.get_close_matches(key, known, n=1, cutoff=0.3) or ["?"])[0]
                raise Misuse("working_time.unknown_key", place=self._member(key), nearest=nearest)
        for key in required:
            if key not in self.value:
                raise Misuse("working_time.missing_key", place=self._member(key))
        return {key: _Node(value, self._member(key)) for key, value in self.value.items()}

    def items(self) -> list["_Node"]:
        if not isinstance(self.value, list):
            raise Misuse("working_time.wrong_value", place=self.place, wanted="[…]")
        return [_Node(value, f"{self.place}[{number}]") for number, value in enumerate(self.value)]

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise Misuse("working_time.wrong_value", place=self.place, wanted="chữ")
        return self.value

    def date(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError as error:
            raise Misuse("working_time.bad_date", place=self.place, text=self.value) from error

    def _member(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key


def _data(root: _Node) -> CalendarData:
    parts = root.fields(("format", "timezone", "covered", "hours"), ("name", "days_off", "makeup_days", "special_days"))
    if parts["format"].value != FORMAT:
        raise Misuse("working_time.format", found=parts["format"].value, wanted=FORMAT)
    if parts["timezone"].value not in ZONES:
        raise Misuse("working_time.time_zone", zone=parts["timezone"].value)
    covered = parts["covered"].fields(("from", "to"))

    def each(key: str) -> list[_Node]:
        return parts[key].items() if key in parts else []

    return CalendarData(
        name=parts["name"].text() if "name" in parts else "",
        covered_from=covered["from"].date(),
        covered_to=covered["to"].date(),
        hours=tuple(map(_hours, each("hours"))),
        days_off=tuple(map(_day_off, each("days_off"))),
        makeup_days=tuple(map(_makeup, each("makeup_days"))),
        special_days=tuple(map(_special, each("special_days"))),
    )


def _hours(node: _Node) -> HoursPeriod:
    parts = node.fields(("from", "week"), ("to", "open_not_counted", *SOURCE_KEYS))
    week: dict[int, list[Session]] = {}
    for key, counted in (("week", True), ("open_not_counted", False)):
        if key in parts:
            for weekday, sessions in parts[key].fields((), WEEKDAYS).items():
                week.setdefault(WEEKDAYS.index(weekday), []).extend(_sessions(sessions, counted))
    return HoursPeriod(
        first=parts["from"].date(),
        last=parts["to"].date() if "to" in parts else None,
        week={weekday: tuple(sorted(found, key=lambda s: s.start)) for weekday, found in week.items() if found},
        source=_source(parts),
    )


def _day_off(node: _Node) -> DayOff:
    parts = node.fields(("from", "name"), ("to", "certainty", *SOURCE_KEYS))
    first = parts["from"].date()
    return DayOff(
        first=first,
        last=parts["to"].date() if "to" in parts else first,
        name=parts["name"].text(),
        source=_source(parts),
        certainty=_certainty(parts),
    )


def _makeup(node: _Node) -> MakeupDay:
    parts = node.fields(("date", "replaces"), ("sessions", "certainty", *SOURCE_KEYS))
    return MakeupDay(
        day=parts["date"].date(),
        replaces=parts["replaces"].date(),
        sessions=tuple(_sessions(parts["sessions"])) if "sessions" in parts else None,
        source=_source(parts),
        certainty=_certainty(parts),
    )


def _special(node: _Node) -> SpecialDay:
    parts = node.fields(("date", "name", "sessions"), ("certainty", *SOURCE_KEYS))
    return SpecialDay(
        day=parts["date"].date(),
        name=parts["name"].text(),
        sessions=tuple(_sessions(parts["sessions"])),
        source=_source(parts),
        certainty=_certainty(parts),
    )


def _sessions(node: _Node, counted: bool = True) -> list[Session]:
    return [session_of(item.text(), item.place, counted) for item in node.items()]


def session_of(text: str, place: str, counted: bool = True) -> Session:
    """«07:30-11:30». Misuse with the place when it is nothing of the kind."""
    match = _SESSION.fullmatch(text.strip())
    if match is None or int(match[2]) > 59 or int(match[4]) > 59:
        raise Misuse("working_time.bad_session", place=place, text=text)
    return Session(int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4]), counted)


def hours_of(text: str, place: str) -> HoursPeriod:
    """One period of hours as `hours_out` writes it."""
    try:
        return _hours(_Node(json.loads(text), place))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Misuse("working_time.wrong_value", place=place, wanted="JSON") from error


def _source(parts: Mapping[str, _Node]) -> Source:
    verified = parts["verified"].value if "verified" in parts else True
    if not isinstance(verified, bool):
        raise Misuse("working_time.wrong_value", place=parts["verified"].place, wanted="true, false")
    return Source(document=parts["document"].text() if "document" in parts else "", verified=verified)


def _certainty(parts: Mapping[str, _Node]) -> Certainty:
    if "certainty" not in parts:
        return Certainty.ANNOUNCED
    try:
        return Certainty(parts["certainty"].value)
    except ValueError as error:
        wanted = ", ".join(Certainty)
        raise Misuse("working_time.wrong_value", place=parts["certainty"].place, wanted=wanted) from error


def to_json(data: CalendarData) -> dict[str, Any]:
    """The file's content; `calendar_from_json` reads it back to an equal value."""
    return {
        "format": FORMAT,
        "name": data.name,
        "timezone": ZONES[0],
        "covered": {"from": data.covered_from.isoformat(), "to": data.covered_to.isoformat()},
        "hours": [hours_out(period) for period in data.hours],
        "days_off": [
            {"from": entry.first.isoformat(), "to": entry.last.isoformat(), "name": entry.name, **_order_out(entry)}
            for entry in data.days_off
        ],
        "makeup_days": [
            {"date": entry.day.isoformat(), "replaces": entry.replaces.isoformat()}
            | ({} if entry.sessions is None else {"sessions": sessions_out(entry.sessions)})
            | _order_out(entry)
            for entry in data.makeup_days
        ],
        "special_days": [
            {"date": entry.day.isoformat(), "name": entry.name, "sessions": sessions_out(entry.sessions)}
            | _order_out(entry)
            for entry in data.special_days
        ],
    }


def exported(data: CalendarData) -> dict[str, Any]:
    """`to_json` for another office: with the hash of everything else in it."""
    told = to_json(data)
    return {KEY: values_hash(told), **told}


def hours_out(period: HoursPeriod) -> dict[str, Any]:
    out: dict[str, Any] = {"from": period.first.isoformat()}
    if period.last is not None:
        out["to"] = period.last.isoformat()
    for key, counted in (("week", True), ("open_not_counted", False)):
        days = {
            WEEKDAYS[weekday]: sessions_out(tuple(s for s in sessions if s.counted is counted))
            for weekday, sessions in sorted(period.week.items())
            if any(s.counted is counted for s in sessions)
        }
        if days or counted:
            out[key] = days
    return out | _source_out(period.source)


def sessions_out(sessions: tuple[Session, ...]) -> list[str]:
    return [session.words().replace("–", "-") for session in sessions]


def _order_out(entry: DayOff | MakeupDay | SpecialDay) -> dict[str, Any]:
    return {"certainty": entry.certainty.value} | _source_out(entry.source)


def _source_out(source: Source) -> dict[str, Any]:
    return {} if source == NO_SOURCE else {"document": source.document, "verified": source.verified}
