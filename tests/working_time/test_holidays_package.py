"""The public `holidays` package only proposes days. This keeps the list of where it differs from the office's table."""

from datetime import date, timedelta

import holidays

from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import Certainty, DayKind


def test_the_known_differences_are_the_only_ones() -> None:
    """A new one means that a year was announced or that a table is wrong: look at both."""
    calendar = shipped_calendar()
    package = holidays.country_holidays("VN", years=range(2023, 2028))
    different = []
    day = calendar.covered_from
    while day <= calendar.covered_to:
        ours = calendar.is_working_day(day)
        if ours != package.is_working_day(day):
            different.append((day, ours))
        day += timedelta(days=1)
    assert different == [
        (date(2026, 1, 2), False),  # swapped by 12729/VPCP-KGVX of 25/12/2025, unknown to the package
        (date(2026, 1, 10), True),
    ]


def test_what_the_package_only_estimates_is_marked_as_expected_here() -> None:
    calendar = shipped_calendar()
    expected = [
        day
        for number in range(365)
        if (day := date(2027, 1, 1) + timedelta(days=number)).weekday() < 5
        and calendar.day(day).kind is DayKind.OFF
        and calendar.day(day).certainty is Certainty.EXPECTED
    ]
    assert expected == [
        date(2027, 2, 4),
        date(2027, 2, 5),
        date(2027, 2, 8),
        date(2027, 2, 9),
        date(2027, 2, 10),
        date(2027, 9, 3),
    ]
