"""Terms, days, sessions and the limits of the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.errors import Misuse, OutsideCalendar
from counter_app.model.procedure import TermUnit
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import CalendarData, Certainty, DayKind, HoursPeriod, Session, same_hours
from tests.working_time.builders import FULL_DAY_A, at, day, office, sessions

SHIPPED = shipped_calendar()


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-06-01 09:00", 5, TermUnit.DAY, "2026-06-08 17:00"),  # ends on a Saturday: rolls forward
        ("2026-06-01 09:00", 10, TermUnit.DAY, "2026-06-11 17:00"),
        ("2026-01-30 09:00", 1, TermUnit.MONTH, "2026-03-02 17:00"),  # 28 February is a Saturday
        ("2026-10-24 09:00", 1, TermUnit.MONTH, "2026-11-25 17:00"),  # 24 November is a holiday
        ("2025-12-15 09:00", 2, TermUnit.MONTH, "2026-02-23 17:00"),  # into Tết, over the year
        ("2026-06-06 09:00", 1, TermUnit.WORKING_DAY, "2026-06-08 17:00"),  # handed in on a Saturday
    ],
)
def test_a_term_in_days_or_months_ends_at_closing_time(start: str, amount: int, unit: TermUnit, due: str) -> None:
    assert SHIPPED.due_for(at(start), amount, unit) == at(due)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-06-01 15:00", "2026-06-02 17:00"),  # exactly 15:00 is not after it
        ("2026-06-01 15:01", "2026-06-03 17:00"),
        ("2026-06-05 16:00", "2026-06-09 17:00"),  # Friday: day 0 becomes Monday
    ],
)
def test_receipt_after_15_belongs_to_the_next_working_day(start: str, due: str) -> None:
    assert SHIPPED.due_for(at(start), 1, TermUnit.WORKING_DAY, after_15_rule=True) == at(due)


def test_after_15_a_term_in_hours_begins_at_the_next_opening() -> None:
    assert SHIPPED.due_for(at("2026-06-05 15:30"), 4, TermUnit.WORKING_HOUR, after_15_rule=True) == at(
        "2026-06-08 11:30"
    )


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-20 16:14:00", 1),
        ("2026-11-20 16:14:30", 0),
        ("2026-11-20 16:15:00", 0),
        ("2026-11-20 16:15:01", -1),
        ("2026-11-20 16:16:00", -1),
        ("2026-11-20 16:16:01", -2),
        ("2026-11-23 08:00:00", -75),
    ],
)
def test_remaining_minutes_are_rounded_down_and_negative_when_late(now: str, left: int) -> None:
    assert SHIPPED.remaining_minutes(at(now), at("2026-11-20 16:15")) == left


def test_two_working_days_back_skip_the_weekend() -> None:
    assert SHIPPED.subtract_minutes(at("2026-11-23 08:00"), 960) == at("2026-11-19 08:00")
    assert SHIPPED.subtract_minutes(at("2026-11-23 08:00"), 30) == at("2026-11-23 07:30")
    with pytest.raises(OutsideCalendar):
        SHIPPED.subtract_minutes(at("2023-01-03 08:00"), 60)


def test_late_at_night_no_working_minute_has_passed() -> None:
    assert SHIPPED.remaining_minutes(at("2026-11-20 22:00"), at("2026-11-20 17:00")) == 0


def test_a_moment_in_another_zone_or_without_one_means_the_same() -> None:
    due = at("2026-11-24 10:00")
    now = at("2026-11-23 08:00")
    assert SHIPPED.remaining_minutes(now.astimezone(UTC), due.astimezone(UTC)) == SHIPPED.remaining_minutes(now, due)
    assert SHIPPED.add_minutes(datetime(2026, 11, 20, 10, 15), 480) == at("2026-11-23 10:15")
    assert SHIPPED.add_minutes(now, 1).utcoffset() == timedelta(hours=7)


def test_marks_give_the_same_minutes_as_one_by_one() -> None:
    now = at("2026-11-23 08:12:34")
    dues = [now + timedelta(minutes=37 * n, seconds=n) for n in range(-200, 200)]
    marks = SHIPPED.marks(int(due.timestamp()) for due in dues)
    assert SHIPPED.remaining_of(now, marks) == [SHIPPED.remaining_minutes(now, due) for due in dues]


def test_the_band_bound_is_exclusive() -> None:
    now = at("2026-11-23 08:00")
    bound = SHIPPED.first_moment_beyond(now, 240)
    assert SHIPPED.remaining_minutes(now, bound) == 241
    assert SHIPPED.remaining_minutes(now, bound - timedelta(seconds=1)) == 240


def test_at_the_end_of_the_calendar_every_covered_due_moment_lies_below_the_bound() -> None:
    now = at("2027-12-31 16:00")
    assert SHIPPED.first_moment_beyond(now, 240) > at("2027-12-31 23:59:59")


@pytest.mark.parametrize(
    "question",
    [
        lambda c: c.add_minutes(at("2027-12-31 16:00"), 480),
        lambda c: c.add_minutes(at("2028-01-03 08:00"), 10),
        lambda c: c.add_minutes(at("2022-12-31 23:59"), 10),
        lambda c: c.worked_minutes(at("2022-12-01 08:00"), at("2023-02-01 08:00")),
        lambda c: c.remaining_minutes(at("2027-12-01 08:00"), at("2028-01-05 08:00")),
        lambda c: c.first_moment_beyond(at("2028-01-05 08:00"), 240),
        lambda c: c.add_working_days(date(2027, 12, 31), 1),
        lambda c: c.add_working_days(date(2028, 1, 5), 1),
        lambda c: c.due_for(at("2027-12-01 08:00"), 1, TermUnit.MONTH),
        lambda c: c.due_for(at("2027-12-01 08:00"), 60, TermUnit.DAY),
        lambda c: c.due_for(at("2027-12-01 08:00"), 10**12, TermUnit.DAY),
        lambda c: c.due_for(at("2027-12-01 08:00"), 10**12, TermUnit.MONTH),
        lambda c: c.due_for(at("2027-12-01 08:00"), 10**12, TermUnit.WORKING_HOUR),
        lambda c: c.due_for(at("2027-12-01 08:00"), 10**12, TermUnit.WORKING_DAY),
        lambda c: c.add_minutes(datetime.min, 10),
        lambda c: c.add_minutes(datetime.max, 10),
        lambda c: c.is_working_day(date(2022, 12, 31)),
        lambda c: c.previous_working_day(date(2023, 1, 3)),
        lambda c: c.next_working_day(date(2027, 12, 31)),
        lambda c: c.session_at(at("2028-01-03 08:00")),
        lambda c: c.next_session(at("2027-12-31 17:00")),
        lambda c: c.start_of_count(at("2027-12-31 17:00")),
        lambda c: c.same_clock_next_working_day(at("2027-12-31 10:00")),
    ],
)
def test_outside_the_covered_range_is_refused_never_guessed(question) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutsideCalendar) as refused:
        question(SHIPPED)
    assert "01/01/2023" in str(refused.value)
    assert "31/12/2027" in str(refused.value)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_term_must_be_positive(amount: int) -> None:
    for unit in TermUnit:
        with pytest.raises(Misuse, match="lớn hơn 0"):
            SHIPPED.due_for(at("2026-06-01 09:00"), amount, unit)
    with pytest.raises(Misuse):
        SHIPPED.add_minutes(at("2026-06-01 09:00"), amount)
    with pytest.raises(Misuse):
        SHIPPED.add_working_days(day("2026-06-01"), amount)


def test_what_a_day_is_and_why() -> None:
    tet = SHIPPED.day(day("2026-02-17"))
    assert (tet.kind, tet.name, tet.minutes) == (DayKind.OFF, "Tết Nguyên đán", 0)
    makeup = SHIPPED.day(day("2026-08-22"))
    assert (makeup.kind, makeup.replaces, makeup.minutes) == (DayKind.MAKEUP, day("2026-08-31"), 480)
    assert SHIPPED.day(day("2026-11-21")).kind is DayKind.WEEKEND
    assert SHIPPED.day(day("2026-11-23")).kind is DayKind.WORKING
    assert SHIPPED.day(day("2027-02-04")).certainty is Certainty.ANNOUNCED


def test_every_day_off_names_its_document() -> None:
    for entry in (*SHIPPED.data.days_off, *SHIPPED.data.makeup_days):
        assert entry.source.document
        assert entry.certainty is Certainty.ANNOUNCED
    unread = [entry.first for entry in SHIPPED.data.days_off if not entry.source.verified]
    assert unread == [day("2027-02-04"), day("2027-09-03")]  # told by public pages, the letter itself was not at hand


def test_working_days_around_a_holiday() -> None:
    assert SHIPPED.previous_working_day(day("2026-11-25")) == day("2026-11-23")
    assert SHIPPED.next_working_day(day("2026-11-23")) == day("2026-11-25")
    assert SHIPPED.previous_working_day(day("2026-08-24")) == day("2026-08-22")
    assert SHIPPED.is_working_day(day("2026-08-22"))
    assert not SHIPPED.is_working_day(day("2026-08-29"))


def test_a_half_day_counts_its_one_session() -> None:
    calendar = office(special={"2024-06-05": "07:30-11:30"})
    assert calendar.working_minutes_of(day("2024-06-05")) == 240
    assert calendar.add_minutes(at("2024-06-05 09:00"), 480) == at("2024-06-06 14:30")
    assert calendar.add_working_days(day("2024-06-04"), 1) == at("2024-06-05 11:30")


def test_an_open_saturday_that_does_not_count() -> None:
    calendar = office(saturday="~07:30-11:30")
    assert not calendar.is_working_day(day("2024-06-08"))
    assert calendar.add_minutes(at("2024-06-08 10:00"), 480) == at("2024-06-10 17:00")
    span = calendar.session_at(at("2024-06-08 10:00"))
    assert span is not None
    assert not span.counted


def test_hours_change_with_the_season() -> None:
    summer = sessions("07:00-11:30 13:30-17:00")
    calendar = WorkingCalendar(
        CalendarData(
            covered_from=day("2024-01-01"),
            covered_to=day("2024-12-31"),
            hours=(
                HoursPeriod(first=day("2024-01-01"), last=day("2024-04-15"), week=same_hours(FULL_DAY_A)),
                HoursPeriod(first=day("2024-04-16"), week=same_hours(summer)),
                HoursPeriod(first=day("2024-10-16"), week=same_hours(FULL_DAY_A)),
            ),
        )
    )
    assert calendar.add_minutes(at("2024-04-15 16:00"), 480) == at("2024-04-16 16:00")
    assert calendar.add_minutes(at("2024-10-15 16:00"), 480) == at("2024-10-16 16:00")
    assert calendar.opening(day("2024-04-16")) == at("2024-04-16 07:00")
    assert calendar.opening(day("2024-10-16")) == at("2024-10-16 07:30")


@pytest.mark.parametrize(
    ("start", "other"),
    [
        ("2026-11-20 10:15", "2026-11-23 10:15"),
        ("2026-11-20 07:30", "2026-11-23 07:30"),  # the strict reading ends the same day at 17:00
        ("2026-11-20 12:15", "2026-11-23 13:00"),
        ("2026-11-20 17:00", "2026-11-25 07:30"),  # begins on Monday 07:30; Tuesday is a holiday
        ("2026-11-23 10:00", "2026-11-25 10:00"),
    ],
)
def test_the_other_reading_is_the_same_clock_time_on_the_next_working_day(start: str, other: str) -> None:
    assert SHIPPED.same_clock_next_working_day(at(start)) == at(other)


def test_the_other_reading_stays_inside_the_hours_of_that_day() -> None:
    calendar = office(special={"2024-06-05": "08:00-11:00", "2024-06-06": "08:00-11:00 14:00-15:00"})
    assert calendar.same_clock_next_working_day(at("2024-06-04 07:45")) == at("2024-06-05 08:00")
    assert calendar.same_clock_next_working_day(at("2024-06-04 16:00")) == at("2024-06-05 11:00")
    assert calendar.same_clock_next_working_day(at("2024-06-05 10:00")) == at("2024-06-06 10:00")
    assert office(sessions("07:30-12:00 13:30-17:30")).same_clock_next_working_day(at("2024-06-03 09:17")) == at(
        "2024-06-04 09:17"
    )


def test_sessions_by_the_clock() -> None:
    span = SHIPPED.session_at(at("2026-11-23 07:30"))
    assert span is not None
    assert (span.begin, span.end) == (at("2026-11-23 07:30"), at("2026-11-23 11:30"))
    assert SHIPPED.session_at(at("2026-11-23 11:30")) is None
    assert SHIPPED.next_session(at("2026-11-23 11:30")).begin == at("2026-11-23 13:00")
    assert SHIPPED.next_session(at("2026-11-23 17:00")).begin == at("2026-11-25 07:30")


def test_opening_of_a_day_off_is_refused() -> None:
    with pytest.raises(Misuse, match="24/11/2026"):
        SHIPPED.opening(day("2026-11-24"))


def test_a_session_up_to_midnight_touches_the_next_day() -> None:
    calendar = office((Session(0, 1440),))
    assert calendar.add_minutes(at("2024-06-03 23:00"), 120) == at("2024-06-04 01:00")
    assert calendar.working_minutes_of(day("2024-06-03")) == 1440


# Weekdays off and Saturdays worked, year by year, as the table of regulation.md §3 lists them.
DAYS_OFF = {
    2023: "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9",
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
    2027: "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11",
}
WORKED = {2023: "", 2024: "4/5", 2025: "26/4", 2026: "10/1 22/8", 2027: ""}


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_shipped_calendar_is_the_table_of_the_law(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365 + (year == 2024))]
    off = [one for one in days if one.weekday() < 5 and not SHIPPED.is_working_day(one)]
    worked = [one for one in days if one.weekday() >= 5 and SHIPPED.is_working_day(one)]
    assert " ".join(f"{one.day}/{one.month}" for one in off) == DAYS_OFF[year]
    assert " ".join(f"{one.day}/{one.month}" for one in worked) == WORKED[year]
