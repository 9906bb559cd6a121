"""Dates on official papers: leading zeros as NĐ 30/2020, Phụ lục I, asks for them."""

from datetime import UTC, date, datetime

import pytest

from counter_app.forms.words import date_words, moment_words, place_and_date


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_carry_a_leading_zero(day: date, words: str) -> None:
    assert date_words(day) == words


def test_a_moment_is_written_in_viet_nam_time() -> None:
    assert moment_words(datetime(2026, 12, 31, 17, 5, tzinfo=UTC)) == "00 giờ 05 phút, ngày 01 tháng 01 năm 2027"


def test_a_comma_stands_after_the_place() -> None:
    assert place_and_date("Hưng Yên", date(2026, 11, 20)) == "Hưng Yên, ngày 20 tháng 11 năm 2026"
