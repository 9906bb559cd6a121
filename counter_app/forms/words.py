"""Dates, hours and place lines as Vietnamese official papers write them (NĐ 30/2020, Phụ lục I)."""

from datetime import date, datetime

from counter_app.clock import vietnam


def date_words(day: date) -> str:
    """`ngày 05 tháng 02 năm 2026`: days below ten and the months one and two carry a leading zero, others do not."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year:04d}"


def moment_words(moment: datetime) -> str:
    """`17 giờ 00 phút, ngày 10 tháng 12 năm 2026`, in Viet Nam time."""
    local = vietnam(moment)
    return f"{local.hour:02d} giờ {local.minute:02d} phút, {date_words(local.date())}"


def place_and_date(place: str, day: date) -> str:
    """`Hưng Yên, ngày 20 tháng 11 năm 2026`."""
    return f"{place}, {date_words(day)}"


def short_moment(moment: datetime) -> str:
    """`09:05 20/11/2026`, for the narrow columns of the register."""
    return f"{vietnam(moment):%H:%M %d/%m/%Y}"
