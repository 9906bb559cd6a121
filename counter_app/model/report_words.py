"""How a report's values are said: the same on the page, on paper and in messages."""

from datetime import date, datetime
from itertools import pairwise

from counter_app.clock import vietnam
from counter_app.model.report import BarLine, Cell, Heat, Kind, Value

NONE = "—"


def value_words(value: Value, kind: Kind) -> str:
    """«1.234», «62,5 %», «16,80», «4 giờ 15 phút», «23/11/2026», «10:15 23/11/2026»; nothing known: «—»."""
    if value is None:
        return "" if kind is Kind.TEXT else NONE
    if isinstance(value, datetime):
        return f"{vietnam(value):%H:%M %d/%m/%Y}" if kind is Kind.MOMENT else f"{vietnam(value):%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return value
    return _number_words(value, kind)


def _number_words(value: float, kind: Kind) -> str:
    if kind is Kind.SHARE:
        return f"{_decimal(value * 100, 1)} %"
    if kind is Kind.POINTS:
        return _decimal(value, 2)
    if kind is Kind.MINUTES:
        hours, minutes = divmod(round(value), 60)
        return f"{_decimal(hours, 0)} giờ {minutes:02d} phút"
    return _decimal(value, 0)


def _decimal(value: float, places: int) -> str:
    """A Vietnamese number: points between thousands, a comma before the fraction."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def number_of(cell: Cell) -> float:
    """The number of a cell that a chart draws; nothing known draws nothing."""
    return float(cell.value) if isinstance(cell.value, int | float) else 0.0


def bar_total(line: BarLine) -> float:
    return sum(map(number_of, line.parts))


def heat_limits(heat: Heat) -> tuple[int, ...]:
    """The least count of each step of a heat map, four at most, by its greatest count."""
    most = max((int(number_of(one)) for line in heat.cells for one in line), default=0)
    return tuple(sorted({1, *(max(1, -(-most * part // 100)) for part in (25, 50, 80))}))


def step_of(count: int, limits: tuple[int, ...]) -> int:
    """Which step a count belongs to; −1: none."""
    return sum(count >= least for least in limits) - 1


def step_words(limits: tuple[int, ...]) -> tuple[str, ...]:
    """«1–2», «3», «từ 4»: what the steps of a heat map stand for."""
    ends = pairwise(limits)
    return (*(str(low) if low + 1 == high else f"{low}–{high - 1}" for low, high in ends), f"từ {limits[-1]}")
