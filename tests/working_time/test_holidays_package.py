"""The public `holidays` package only proposes days. This keeps the list of where it differs from the office's table."""

from datetime import date, timedelta

import holidays

from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import DayKind


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


def test_what_the_package_only_estimates_has_its_document_here() -> None:
    """For 2027 the package guesses; letter 10065/VPCP-KGVX of 02/10/2026 came to the same days."""
    calendar = shipped_calendar()
    days = [date(2027, 2, number) for number in (4, 5, 8, 9, 10)] + [date(2027, 9, 3)]
    assert {calendar.day(day).kind for day in days} == {DayKind.OFF}
    assert all("10065/VPCP-KGVX" in calendar.day(day).source.document for day in days)
