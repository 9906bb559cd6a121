"""Other readings of a time limit that offices meet elsewhere: which of them warn is dated data."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.resources import resource

SAME_CLOCK, AFTER_SUPPLEMENT = "same_clock", "after_supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    id: str
    effective_from: date
    warns: bool  # where it ends earlier, the officer is warned of it
    source: Source


def reading(name: str, day: date) -> Reading | None:
    """The entry of this reading in force on `day`, the newest when several are. None: it is not told of then."""
    found = [one for one in readings() if one.id == name and one.effective_from <= day]
    return max(found, key=lambda one: one.effective_from, default=None)


@cache
def readings() -> tuple[Reading, ...]:
    path = resource("rules", "readings.toml")
    try:
        return tuple(_reading(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["reading"])
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error


def _reading(row: dict[str, Any]) -> Reading:
    return Reading(
        id=row["id"],
        effective_from=row["effective_from"],
        warns=row["warns"],
        source=Source(document=row["source"], verified=row["verified"]),
    )
