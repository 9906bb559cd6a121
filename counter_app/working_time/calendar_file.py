"""The office's calendar as a file in the data folder: read with every mistake named, written whole or not at all."""

import json
from pathlib import Path

from counter_app.errors import Misuse, Trouble
from counter_app.resources import resource
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_json import calendar_from_json, to_json
from counter_app.working_time.days import CalendarData

FILE_NAME = "calendar.json"
SHIPPED = ("calendar", "vietnam-2023-2027.json")


def shipped_calendar() -> WorkingCalendar:
    """07:30–11:30, 13:00–17:00 from Monday to Friday, with the national days off of 2023–2027."""
    return load_calendar(resource(*SHIPPED))


def office_calendar(folder: Path) -> WorkingCalendar:
    """`folder/calendar.json` when it is there, else the shipped calendar."""
    own = folder / FILE_NAME
    return load_calendar(own) if own.is_file() else shipped_calendar()


def load_calendar(path: Path) -> WorkingCalendar:
    """Trouble: the file cannot be read. Misuse: its content contradicts itself; says where. Refused: an exported
    file that was changed since."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Trouble("working_time.calendar_unreadable", file=path.name, detail=error.strerror or "") from error
    try:
        return WorkingCalendar(calendar_from_json(content, path.name))
    except Misuse as error:
        raise Misuse(
            "working_time.calendar_refused", file=path.name, reason=error.what, what_next=error.advice
        ) from error


def save_calendar(data: CalendarData, path: Path) -> None:
    """Write beside the old file and put it in its place: a power cut keeps one of them."""
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(to_json(data), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise Trouble("working_time.calendar_not_written", file=path.name) from error
