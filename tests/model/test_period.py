"""Months, quarters and years: their days, names and neighbours."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.clock import VIETNAM
from counter_app.model.period import Period, month, quarter, read_period, year

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(day=DAYS, make=st.sampled_from([month, quarter, year]), steps=st.integers(-8, 8))
def test_periods_follow_one_another_without_gap_and_are_read_as_they_are_written(day, make, steps) -> None:
    period = make(day)
    assert period.first <= day <= period.last
    assert period.kind == make.__name__
    assert read_period(period.key) == period
    assert period.shifted(1).start == period.end
    assert period.shifted(steps).shifted(-steps) == period


def test_the_days_of_a_quarter_and_its_words() -> None:
    found = read_period("2026-q4")
    assert found == Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
    assert found.words() == "Quý IV/2026"
    assert (found.start, found.end) == (datetime(2026, 10, 1, tzinfo=VIETNAM), datetime(2027, 1, 1, tzinfo=VIETNAM))


def test_any_span_of_days_has_a_name_and_neighbours() -> None:
    week = Period(first=date(2026, 11, 16), last=date(2026, 11, 22))
    assert week.words() == "Từ 16/11/2026 đến 22/11/2026"
    assert week.shifted(-1) == Period(first=date(2026, 11, 9), last=date(2026, 11, 15))


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "11/2026", "1999", "2100-01", "20261", "²026-01"]
)
def test_what_is_no_period_is_told_so(text: str) -> None:
    assert read_period(text) is None
