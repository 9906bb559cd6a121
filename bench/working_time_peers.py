"""The same office calendar told to the libraries that people take for working hours, as far as each can be told.

Two sessions a day with the lunch break between them, days off and weekends. A make-up Saturday belongs to no fixed
week: pandas takes it by working on all Saturdays and calling the others holidays; businesstimedelta and
business-duration cannot be told of one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from bench import ToolMissing
from counter_app.working_time.calendar import WorkingCalendar

MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13), time(17))
HOURS = 8
Add = Callable[[datetime], datetime]


class Peer(NamedTuple):
    name: str
    add: Add  # eight working hours after a moment without an offset


def adding(calendar: WorkingCalendar) -> list[Peer]:
    """ToolMissing without the libraries; AssertionError when the calendar's hours are not the ones told here."""
    return [
        Peer("businesstimedelta, no make-up Saturdays", _businesstimedelta(calendar)),
        Peer("pandas CustomBusinessHour", _pandas(calendar)),
    ]


def minutes_between(calendar: WorkingCalendar) -> Callable[[datetime, datetime], int]:
    """business-duration knows neither a lunch break nor make-up days, and only counts between two moments."""
    duration = _library("business_duration").businessDuration
    off = dict.fromkeys(days_off(calendar), "off")
    return lambda begin, end: int(duration(begin, end, MORNING[0], AFTERNOON[1], holidaylist=off, unit="min"))


def days_off(calendar: WorkingCalendar) -> list[date]:
    return [day for entry in calendar.data.days_off for day in entry.days()]


def _businesstimedelta(calendar: WorkingCalendar) -> Add:
    library = _library("businesstimedelta")
    week = [0, 1, 2, 3, 4]
    work = library.WorkDayRule(start_time=MORNING[0], end_time=AFTERNOON[1], working_days=week)
    lunch = library.LunchTimeRule(start_time=MORNING[1], end_time=AFTERNOON[0], working_days=week)
    rules = library.Rules([work, lunch, library.HolidayRule(dict.fromkeys(days_off(calendar), "off"))])
    wanted = library.BusinessTimeDelta(rules, hours=HOURS)
    return lambda start: (start + wanted).replace(tzinfo=None)


def _pandas(calendar: WorkingCalendar) -> Add:
    library: Any = _library("pandas")
    made_up = {entry.day for entry in calendar.data.makeup_days}
    every_day = (
        calendar.covered_from + timedelta(n) for n in range((calendar.covered_to - calendar.covered_from).days)
    )
    saturdays = [day for day in every_day if day.weekday() == 5 and day not in made_up]
    hours = library.offsets.CustomBusinessHour(
        start=[f"{MORNING[0]:%H:%M}", f"{AFTERNOON[0]:%H:%M}"],
        end=[f"{MORNING[1]:%H:%M}", f"{AFTERNOON[1]:%H:%M}"],
        weekmask="Mon Tue Wed Thu Fri Sat",
        holidays=[*days_off(calendar), *saturdays],
    )
    wanted = hours * HOURS
    return lambda start: (library.Timestamp(start) + wanted).to_pydatetime()


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise ToolMissing(f"Chưa cài thư viện {name} để so sánh.") from error
