"""The only reader of the time. Everything else gets a moment as an argument."""

from datetime import datetime, timedelta, timezone
from typing import Protocol

# Viet Nam has had no daylight saving since 1975: local time is a fixed offset.
VIETNAM = timezone(timedelta(hours=7), "+07")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in Viet Nam time."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(VIETNAM)


class FixedClock:
    """Stands still until it is moved: for tests and for the pictures that stand beside the mock-ups."""

    def __init__(self, moment: datetime) -> None:
        self.moment = vietnam(moment)

    def now(self) -> datetime:
        return self.moment

    def advance(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


def vietnam(moment: datetime) -> datetime:
    """The same moment in Viet Nam time; a moment without an offset is Viet Nam time already."""
    return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)


def to_seconds(moment: datetime) -> int:
    """Whole seconds since 1970 UTC, as the database keeps it."""
    return int(moment.timestamp())


def from_seconds(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, VIETNAM)
