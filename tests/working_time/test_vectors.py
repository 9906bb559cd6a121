"""Every published vector of the office's rules (regulation R1, R2.2; the defects of two existing systems)."""

from datetime import date

import pytest

from counter_app.model.procedure import TermUnit
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import CalendarData, HoursPeriod, same_hours
from tests.working_time.builders import FULL_DAY_B, at, office, sessions

A = shipped_calendar()


def _with_hours_b() -> WorkingCalendar:
    data = A.data
    return WorkingCalendar(
        CalendarData(
            covered_from=data.covered_from,
            covered_to=data.covered_to,
            hours=(HoursPeriod(first=data.covered_from, week=same_hours(FULL_DAY_B)),),
            days_off=data.days_off,
            makeup_days=data.makeup_days,
        )
    )


B = _with_hours_b()

INTAKE = [
    ("2024-06-05 09:00", "2024-06-06 09:00", "2024-06-06 09:00"),
    ("2024-06-05 07:30", "2024-06-05 17:00", "2024-06-05 17:30"),
    ("2024-06-05 12:15", "2024-06-06 11:30", "2024-06-06 11:30"),
    ("2024-06-05 17:00", "2024-06-06 17:00", "2024-06-06 17:00"),
    ("2024-06-07 16:00", "2024-06-10 16:00", "2024-06-10 16:00"),
    ("2024-06-08 10:00", "2024-06-10 17:00", "2024-06-10 17:30"),
    ("2024-04-26 15:00", "2024-05-02 15:00", "2024-05-02 15:00"),
    ("2024-05-03 16:30", "2024-05-04 16:30", "2024-05-04 16:30"),
    ("2025-04-25 16:30", "2025-04-26 16:30", "2025-04-26 16:30"),
    ("2026-02-13 14:00", "2026-02-23 14:00", "2026-02-23 14:00"),
    ("2026-08-21 16:00", "2026-08-22 16:00", "2026-08-22 16:00"),
    ("2026-08-28 16:00", "2026-09-03 16:00", "2026-09-03 16:00"),
    ("2026-11-23 10:00", "2026-11-25 10:00", "2026-11-25 10:00"),
    ("2026-11-24 08:00", "2026-11-25 17:00", "2026-11-25 17:30"),
]


@pytest.mark.parametrize(("received", "due_a", "due_b"), INTAKE)
def test_intake_window_of_480_minutes(received: str, due_a: str, due_b: str) -> None:
    assert A.add_minutes(at(received), 480) == at(due_a)
    assert B.add_minutes(at(received), 480) == at(due_b)


def test_all_windows_at_once_are_those_of_one_by_one() -> None:
    """In any order and in their order, many enough for the tables."""
    received = [int(at(one[0]).timestamp()) for one in INTAKE] * 600
    for calendar, due in ((A, 1), (B, 2)):
        expected = [int(at(one[due]).timestamp()) for one in INTAKE] * 600
        assert calendar.add_minutes_many(received, 480) == expected
        assert calendar.add_minutes_many(sorted(received), 480) == sorted(expected)


DAYS = [
    ("2024-04-26", 3, "2024-05-04"),
    ("2024-06-05", 10, "2024-06-19"),
    ("2026-02-13", 5, "2026-02-27"),
    ("2026-08-21", 1, "2026-08-22"),
    ("2026-08-28", 5, "2026-09-09"),
    ("2026-11-20", 3, "2026-11-26"),
    ("2025-04-25", 2, "2025-04-28"),
]


@pytest.mark.parametrize(("received", "amount", "due"), DAYS)
def test_working_days_end_at_closing_time(received: str, amount: int, due: str) -> None:
    assert A.add_working_days(date.fromisoformat(received), amount) == at(f"{due} 17:00")
    assert A.due_for(at(f"{received} 09:00"), amount, TermUnit.WORKING_DAY) == at(f"{due} 17:00")


PLAIN = office()
OTHER_SYSTEMS = [
    ("2024-06-03 07:00", 8, "2024-06-03 17:00", PLAIN),
    ("2024-06-03 07:30", 8, "2024-06-03 17:00", PLAIN),
    ("2024-06-03 09:17", 8, "2024-06-04 09:17", PLAIN),
    ("2024-06-03 11:30", 2, "2024-06-03 15:00", PLAIN),
    ("2024-06-03 11:30", 4, "2024-06-03 17:00", PLAIN),
    ("2024-06-03 11:30", 8, "2024-06-04 11:30", PLAIN),
    ("2024-06-03 12:15", 8, "2024-06-04 11:30", PLAIN),
    ("2024-06-03 13:00", 8, "2024-06-04 11:30", PLAIN),
    ("2024-06-03 16:59", 8, "2024-06-04 16:59", PLAIN),
    ("2024-06-03 17:00", 8, "2024-06-04 17:00", PLAIN),
    ("2024-06-03 20:00", 8, "2024-06-04 17:00", PLAIN),
    ("2024-06-03 17:30", 8, "2024-06-04 17:00", PLAIN),
    ("2024-06-03 20:00", 4, "2024-06-04 11:30", PLAIN),
    ("2024-06-07 15:00", 8, "2024-06-10 15:00", PLAIN),
    ("2024-06-07 22:00", 8, "2024-06-10 17:00", PLAIN),
    ("2024-06-08 09:00", 8, "2024-06-10 17:00", PLAIN),
    ("2024-08-30 15:00", 8, "2024-09-04 15:00", A),
    ("2024-09-02 10:00", 8, "2024-09-04 17:00", A),
    ("2024-04-26 15:00", 8, "2024-05-02 15:00", A),
    ("2024-05-03 15:00", 8, "2024-05-04 15:00", A),
    ("2024-12-31 15:00", 8, "2025-01-02 15:00", A),
    ("2024-06-07 15:00", 8, "2024-06-10 09:30", office(saturday="07:30-11:30")),
    ("2024-06-08 10:00", 8, "2024-06-10 15:30", office(saturday="07:30-11:30")),
    ("2024-06-03 11:00", 4, "2024-06-03 17:00", office(sessions("07:00-11:30 13:30-17:00"))),
    ("2024-06-03 12:00", 8, "2024-06-04 11:30", office(sessions("07:00-11:30 13:30-17:00"))),
    ("2024-06-03 09:17", 8, "2024-06-04 08:47", office(sessions("07:30-12:00 13:30-17:30"))),
]


@pytest.mark.parametrize(("received", "hours", "due", "calendar"), OTHER_SYSTEMS)
def test_where_other_systems_go_wrong(received: str, hours: int, due: str, calendar: WorkingCalendar) -> None:
    assert calendar.add_minutes(at(received), hours * 60) == at(due)
    assert calendar.due_for(at(received), hours, TermUnit.WORKING_HOUR) == at(due)


def test_every_minute_after_hours_counts_from_the_next_morning() -> None:
    """One system is wrong for 419 of 419 minutes between 17:01 and 23:59."""
    for minute in range(17 * 60, 24 * 60):
        received = at(f"2024-06-03 {minute // 60:02d}:{minute % 60:02d}")
        assert PLAIN.add_minutes(received, 240) == at("2024-06-04 11:30")
