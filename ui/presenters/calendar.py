"""The office's calendar as a month, a year and a day: each date told by a word and a mark, never by colour alone."""

import calendar as months
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from counter_app.working_time.calendar_differences import (
    HALF_DAY,
    ChangeRun,
    DayChange,
    change_runs,
    kind_words,
    run_words,
    sessions_words,
)
from counter_app.working_time.calendar_edit import week_groups
from counter_app.working_time.days import (
    WEEKDAY_MARKS,
    CalendarData,
    Certainty,
    Day,
    DayKind,
    HoursPeriod,
    Session,
    day_in,
)
from counter_app.working_time.words import day_words, hours_minutes

ROWS, COLUMNS = 6, 7
NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One date as it is painted. `look`: a key of `LOOKS`; `name` stands under the word of the kind."""

    on: date
    look: str
    word: str = ""
    name: str = ""
    expected: bool = False
    changed: bool = False
    today: bool = False
    inside: bool = True  # of the month shown
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Ground, colour of the figure and icon of a kind of day, by names of the theme."""

    ground: str
    figure: str
    icon: str = ""
    token: str = "text2"
    words: str = ""  # in the legend


LOOKS = {
    "working": Look(ground="surface", figure="text", words="Làm việc"),
    "weekend": Look(ground="surface2", figure="text3", words="Cuối tuần"),
    "off": Look(ground="bad_ground", figure="bad", icon="circle-x", token="bad", words="Nghỉ"),
    "makeup": Look(ground="good_ground", figure="good", icon="arrow-left-right", token="good", words="Làm bù"),
    "special": Look(ground="warn_ground", figure="warn", icon="timer", token="warn", words="Giờ riêng"),
    NONE: Look(ground="bg", figure="text3", words="Chưa có lịch"),
}
LEGEND = ("working", "weekend", "off", "makeup", "special")


def month_cells(
    data: CalendarData, year: int, month: int, today: date, changed: Collection[date] = ()
) -> tuple[DayCell, ...]:
    """Six weeks from the Monday on or before the first of the month."""
    first = date(year, month, 1)
    begin = first - timedelta(days=first.weekday())
    days = (begin + timedelta(days=number) for number in range(ROWS * COLUMNS))
    return tuple(_cell(data, day, today, changed, inside=day.month == month) for day in days)


def year_cells(
    data: CalendarData, year: int, today: date, changed: Collection[date] = ()
) -> tuple[tuple[DayCell, ...], ...]:
    """The days of each month, without those of its neighbours."""
    return tuple(
        tuple(
            _cell(data, date(year, month, number), today, changed, inside=True)
            for number in range(1, months.monthrange(year, month)[1] + 1)
        )
        for month in range(1, 13)
    )


def _cell(data: CalendarData, day: date, today: date, changed: Collection[date], *, inside: bool) -> DayCell:
    found = day_in(data, day)
    expected = found is not None and found.certainty is Certainty.EXPECTED
    plain = found is None or found.kind in (DayKind.WORKING, DayKind.WEEKEND)
    word = "" if plain else kind_words(found).capitalize()
    if found is not None and found.open_sessions and not found.sessions:
        word = "Mở, không tính"
    parts = [day_words(day, year=True), kind_words(found), *(day_lines(found)[:3] if found else [])]
    if day in changed:
        parts.append("vừa sửa, chưa lưu")
    return DayCell(
        on=day,
        look=NONE if found is None else str(found.kind),
        word=word,
        name=_under(found),
        expected=expected,
        changed=day in changed,
        today=day == today,
        inside=inside,
        spoken=", ".join(dict.fromkeys(part for part in parts if part)),
    )


def _under(day: Day | None) -> str:
    if day is None:
        return ""
    if day.replaces:
        return f"cho {day.replaces:%d/%m}"
    if day.kind is DayKind.SPECIAL:
        return sessions_words(day.sessions)
    if day.open_sessions and not day.sessions:
        return sessions_words(day.open_sessions)
    return day.name


def month_words(year: int, month: int) -> str:
    return f"Tháng {month} năm {year}"


def covered_words(data: CalendarData) -> str:
    return f"có lịch từ {data.covered_from:%d/%m/%Y} đến {data.covered_to:%d/%m/%Y}"


def year_note(data: CalendarData, year: int) -> tuple[str, str]:
    """(words, tone): what is certain of a year, and whether there is a calendar at all."""
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(366 if months.isleap(year) else 365)]
    known = [found for day in days if (found := day_in(data, day)) is not None]
    if not known:
        return f"Năm {year} chưa có lịch: hạn rơi vào năm này chưa tính được. Thêm năm ở thẻ Đề xuất.", "bad"
    expected = sum(day.certainty is Certainty.EXPECTED for day in known if day.kind is not DayKind.WEEKEND)
    working = sum(bool(day.sessions) for day in known)
    said = f"Năm {year}: {working} ngày làm việc"
    if len(known) < len(days):
        return f"{said}, chỉ có lịch {len(known)} trên {len(days)} ngày.", "warn"
    if expected:
        return f"{said}; {expected} ngày nghỉ mới là dự kiến, chưa có văn bản.", "warn"
    unread = sum(not day.source.verified for day in known)
    if unread:
        return f"{said}; mọi ngày nghỉ đã công bố, {unread} ngày chưa đối chiếu với văn bản.", "good"
    return f"{said}; mọi ngày nghỉ đã công bố.", "good"


# The day in hand


def selection_words(days: Iterable[date]) -> str:
    """«thứ Ba 24/11/2026», «3 ngày, 24/11 – 26/11/2026»."""
    chosen = sorted(days)
    if not chosen:
        return ""
    if len(chosen) == 1:
        said = day_words(chosen[0], year=True)
        return said[:1].upper() + said[1:]
    return f"{len(chosen)} ngày, {chosen[0]:%d/%m} – {chosen[-1]:%d/%m/%Y}"


def kind_tag(day: Day | None) -> tuple[str, str, str]:
    """(words, icon, tone of a tag): how the kind of a day is shown beside its date."""
    words = kind_words(day).capitalize()
    if day is None:
        return words, "circle-dashed", "unknown"
    tones = {DayKind.OFF: "bad", DayKind.MAKEUP: "good", DayKind.SPECIAL: "warn"}
    look = LOOKS[str(day.kind)]
    return words, look.icon or "calendar-days", tones.get(day.kind, "unknown")


def day_lines(day: Day | None) -> list[str]:
    """Name, hours with their sum, what is not counted, what ordered it and how sure that is."""
    if day is None:
        return ["Lịch của cơ quan chưa có ngày này."]
    lines = [day.name]
    if day.replaces:
        lines.append(f"Làm bù cho {day_words(day.replaces, year=True)}")
    if day.sessions:
        lines.append(f"{sessions_words(day.sessions)}: {hours_minutes(day.minutes)}")
    elif day.kind is not DayKind.OFF:
        lines.append("Không tính giờ làm việc")
    if day.open_sessions:
        lines.append(f"Mở cửa {sessions_words(day.open_sessions)}, không tính giờ")
    if day.certainty is Certainty.EXPECTED:
        lines.append("Dự kiến: chưa có văn bản công bố")
    if day.source.document:
        lines.append(day.source.document + ("" if day.source.verified else " (chưa xác minh)"))
    return [line for line in lines if line]


HALVES = {"morning": "Nửa ngày, buổi sáng", "afternoon": "Nửa ngày, buổi chiều"}
MARKS = (
    ("Theo giờ tuần", "usual"),
    ("Nghỉ", "off"),
    ("Nghỉ, làm bù ngày khác", "swap"),
    (HALVES["morning"], "morning"),
    (HALVES["afternoon"], "afternoon"),
    ("Giờ riêng", "own"),
)


def mark_of(day: Day | None) -> str:
    """The choice of `MARKS` that a day already is."""
    if day is None or day.kind in (DayKind.WORKING, DayKind.WEEKEND):
        return "usual"
    if day.kind is DayKind.SPECIAL:
        if 0 < day.minutes <= HALF_DAY and len(day.sessions) == 1:
            return "morning" if day.sessions[0].start < 12 * 60 else "afternoon"
        return "own"
    return "off" if day.kind is DayKind.OFF else "usual"


def half_of(data: CalendarData, day: date, half: str) -> tuple[Session, ...]:
    """The morning or the afternoon of the hours in force; on a day without hours those of the Monday of its week."""
    week = data.hours_on(day).week
    usual = [one for one in week.get(day.weekday()) or week.get(0, ()) if one.counted]
    return tuple(one for one in usual if (one.start < 12 * 60) is (half == "morning"))


# Weeks by season


def period_title(period: HoursPeriod) -> str:
    said = f"Từ {period.first:%d/%m/%Y}"
    return f"{said} đến {period.last:%d/%m/%Y}" if period.last else said


def period_lines(period: HoursPeriod) -> list[str]:
    """«T2–T6: 07:30–11:30, 13:00–17:00», a Saturday counter with what it counts."""
    lines = []
    for weekdays, sessions in week_groups(period.week):
        counted = sessions_words(one for one in sessions if one.counted)
        opened = sessions_words(one for one in sessions if not one.counted)
        said = [counted, f"{opened} không tính giờ" if opened else ""]
        lines.append(f"{_weekday_words(weekdays)}: {', '.join(part for part in said if part)}")
    lines.append(period.source.document)
    return [line for line in lines if line]


def _weekday_words(weekdays: tuple[int, ...]) -> str:
    marks = [WEEKDAY_MARKS[one] for one in weekdays]
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{marks[0]}–{marks[-1]}"
    return ", ".join(marks)


# Differences


def difference_rows(changes: Iterable[DayChange]) -> list[tuple[str, str]]:
    """(dates, before → after) of each stretch that changes in the same way."""
    return [(_capital(run_words(run)), _arrow(run)) for run in change_runs(changes)]


def _arrow(run: ChangeRun) -> str:
    return f"{run.before} → {run.after}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
