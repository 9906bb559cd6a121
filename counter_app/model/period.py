"""The span that a report is about: whole days in Viet Nam time, mostly a month, a quarter or a year."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from counter_app.clock import VIETNAM

_MONTH, _QUARTER, _YEAR = (
    re.compile(r"(\d{4})-(\d{2})"),
    re.compile(r"(\d{4})-Q([1-4])", re.IGNORECASE),
    re.compile(r"\d{4}"),
)
_QUARTER_NAMES = ("I", "II", "III", "IV")
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `first` to `last`, both inclusive."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), VIETNAM)

    @property
    def end(self) -> datetime:
        """Exclusive: the midnight after the last day."""
        return datetime.combine(self.last + timedelta(days=1), time(), VIETNAM)

    @property
    def kind(self) -> str:
        """month, quarter, year or days."""
        for kind, made in (("month", month), ("quarter", quarter), ("year", year)):
            if made(self.first) == self:
                return kind
        return "days"

    @property
    def key(self) -> str:
        """«2026-11», «2026-Q4», «2026» or «2026-11-01_2026-11-23», as file names and the command line write it."""
        made = {
            "month": f"{self.first:%Y-%m}",
            "quarter": f"{self.first.year}-Q{_quarter_of(self.first)}",
            "year": str(self.first.year),
        }
        return made.get(self.kind, f"{self.first:%Y-%m-%d}_{self.last:%Y-%m-%d}")

    def words(self) -> str:
        """«Tháng 11/2026», «Quý IV/2026», «Năm 2026», «Từ 01/11/2026 đến 23/11/2026»."""
        made = {
            "month": f"Tháng {self.first.month}/{self.first.year}",
            "quarter": f"Quý {_QUARTER_NAMES[_quarter_of(self.first) - 1]}/{self.first.year}",
            "year": f"Năm {self.first.year}",
        }
        return made.get(self.kind, f"Từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}")

    def shifted(self, steps: int) -> "Period":
        """The same kind of period so many steps later; earlier when negative."""
        lengths = {"month": 1, "quarter": 3, "year": 12}
        makers = {"month": month, "quarter": quarter, "year": year}
        if self.kind in lengths:
            return makers[self.kind](_months_later(self.first, steps * lengths[self.kind]))
        days = (self.last - self.first + timedelta(days=1)) * steps
        return Period(first=self.first + days, last=self.last + days)


def month(day: date) -> Period:
    return _months(day.year, day.month, 1)


def quarter(day: date) -> Period:
    return _months(day.year, 3 * _quarter_of(day) - 2, 3)


def year(day: date) -> Period:
    return _months(day.year, 1, 12)


def read_period(text: str) -> Period | None:
    """What `Period.key` writes of a month, quarter or year; None: it is none of them."""
    if found := _MONTH.fullmatch(text):
        known = 1 <= int(found[2]) <= 12 and _known_year(found[1])
        return _months(int(found[1]), int(found[2]), 1) if known else None
    if found := _QUARTER.fullmatch(text):
        return _months(int(found[1]), 3 * int(found[2]) - 2, 3) if _known_year(found[1]) else None
    return _months(int(text), 1, 12) if _YEAR.fullmatch(text) and _known_year(text) else None


def _known_year(text: str) -> bool:
    return FIRST_YEAR <= int(text) <= LAST_YEAR


def _quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def _months(first_year: int, first_month: int, count: int) -> Period:
    first = date(first_year, first_month, 1)
    final = _months_later(first, count - 1)
    return Period(first=first, last=final.replace(day=calendar.monthrange(final.year, final.month)[1]))


def _months_later(first: date, count: int) -> date:
    years, months = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(years, months + 1, 1)
