"""Days, hours and sessions in words, as every page, form and explanation says them."""

from datetime import date, datetime

from counter_app.errors import OutsideCalendar
from counter_app.messages import sentence
from counter_app.working_time.calendar import WorkingCalendar

NOON, EVENING = 12, 18  # hours at which the name of a session changes


def words(code: str, /, **values: object) -> str:
    return sentence("working_time." + code, **values).what


def weekday_words(day: date) -> str:
    """«thứ Hai» … «Chủ nhật»."""
    return words(f"weekday.{day.weekday()}")


def day_words(day: date, *, year: bool = False) -> str:
    """«thứ Hai 23/11», with the year «thứ Hai 23/11/2026»."""
    shown = f"{day.day:02d}/{day.month:02d}/{day.year}" if year else f"{day.day:02d}/{day.month:02d}"
    return words("day", weekday=weekday_words(day), date=shown)


def moment_words(at: datetime, now: datetime) -> str:
    """«10:15 thứ Hai 23/11»; the year only when it is another one than now."""
    return f"{at.hour:02d}:{at.minute:02d} {day_words(at, year=at.year != now.year)}"


def part_of_day(begin: datetime) -> str:
    """morning, afternoon or evening, by the hour at which a session begins."""
    if begin.hour < NOON:
        return "morning"
    return "afternoon" if begin.hour < EVENING else "evening"


def hours_words(begin: datetime, end: datetime) -> str:
    """«07:30–11:30»; seconds are shown only where they matter."""
    return f"{_clock(begin)}–{_clock(end)}"


def hours_minutes(minutes: int) -> str:
    """«4 giờ 00 phút», as the column of an explanation shows it."""
    return words("hours_minutes", hours=minutes // 60, minutes=minutes % 60)


def session_words(calendar: WorkingCalendar, now: datetime) -> str:
    """«buổi sáng 07:30–11:30» or «ngoài giờ làm việc», for the head of a page. Never an exception."""
    try:
        span = calendar.session_at(now)
    except OutsideCalendar:
        return words("not_covered")
    if span is None:
        return words("outside_hours")
    name = words(f"session.{part_of_day(span.begin)}")
    return words("session_now", session=name, hours=hours_words(span.begin, span.end))


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
