"""Dated data for what comes after intake: causes of lateness, limits for feedback."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.life import FeedbackLimits, OverdueCause
from counter_app.resources import resource


@cache
def overdue_causes() -> tuple[tuple[OverdueCause, str], ...]:
    """(cause, words) in the order in which they are offered."""
    rows = _rows("overdue_causes.toml", "cause")
    return tuple((OverdueCause(row["code"]), str(row["words"])) for row in rows)


def cause_words(cause: OverdueCause) -> str:
    return dict(overdue_causes())[cause]


def feedback_limits(day: date) -> FeedbackLimits:
    """The limits in force on the day of receipt. Misuse when none reach back that far."""
    found = [limits for limits in _limits() if limits.effective_from <= day]
    if not found:
        raise Misuse("rules.unreadable", file="feedback.toml", detail=f"{day:%d/%m/%Y}")
    return max(found, key=lambda limits: limits.effective_from)


@cache
def _limits() -> tuple[FeedbackLimits, ...]:
    return tuple(FeedbackLimits(**row) for row in _rows("feedback.toml", "limits"))


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(resource("rules", name).read_text(encoding="utf-8"))[table]
    except (OSError, KeyError, ValueError) as error:
        raise Misuse("rules.unreadable", file=name, detail=str(error)) from error
    return rows
