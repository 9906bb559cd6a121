"""A calendar as a file of any of the three formats, chosen by the ending of its name."""

import json
from datetime import datetime

from counter_app.errors import Misuse
from counter_app.model.values_hash import KEY
from counter_app.working_time.calendar_json import calendar_from_json, exported
from counter_app.working_time.calendar_reading import CalendarRead
from counter_app.working_time.days import CalendarData

ENDINGS = (".ics", ".csv", ".json")


def read_calendar(content: bytes, name: str, base: CalendarData) -> CalendarRead:
    """`base`: the calendar that days alone are put into. Misuse: the file's name with the place of the mistake.

    Refused `working_time.changed_on_the_way`: an exported JSON file that is not as it was.
    """
    ending = _ending(name)
    try:
        if ending == ".json":
            return CalendarRead(data=calendar_from_json(content, name), whole=True)
        if ending == ".csv":
            from counter_app.working_time.calendar_csv import calendar_from_csv

            return calendar_from_csv(content, base)
        from counter_app.working_time.calendar_ics import calendar_from_ics

        return calendar_from_ics(content, base)
    except Misuse as error:
        raise Misuse("working_time.calendar_refused", file=name, reason=error.what, what_next=error.advice) from error


def write_calendar(data: CalendarData, name: str, stamp: datetime) -> bytes:
    """The content of a file called `name`. Misuse `working_time.not_a_format`."""
    ending = _ending(name)
    if ending == ".json":
        return (json.dumps(exported(data), ensure_ascii=False, indent=1) + "\n").encode()
    if ending == ".csv":
        from counter_app.working_time.calendar_csv import to_csv

        return to_csv(data)
    from counter_app.working_time.calendar_ics import to_ics

    return to_ics(data, stamp)


def hash_in(data: CalendarData, name: str) -> str:
    """The SHA-256 that `write_calendar` puts into the file, in hexadecimal digits; empty: the format has none."""
    return str(exported(data)[KEY]) if _ending(name) == ".json" else ""


def _ending(name: str) -> str:
    ending = next((known for known in ENDINGS if name.casefold().endswith(known)), "")
    if not ending:
        raise Misuse("working_time.not_a_format", file=name, known=", ".join(ENDINGS))
    return ending
