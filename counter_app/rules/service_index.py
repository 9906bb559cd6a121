"""Decision 766: groups, indicators, points and how each is told from our own counts. Dated data, an estimate only."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGroup:
    key: str
    name: str
    max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """`of` and `missing` are figures of the register: what it is a share of, and what costs points."""

    id: str
    group: str
    name: str
    max: float
    source: Source
    of: str = ""
    missing: str = ""
    full_from: float = 1.0  # the share from which all points are given
    regained: bool = False  # points can be won back within the period
    why: str = ""
    act: str = ""
    unknown: str = ""  # why it cannot be told from what is kept here; empty: it can

    def points(self, part: int, whole: int) -> float:
        """All points from `full_from` on, below it in proportion (regulation.md 7). `whole` is not 0."""
        return min(1.0, part / whole / self.full_from) * self.max


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceIndex:
    id: str
    effective_from: date
    source: Source
    groups: tuple[IndexGroup, ...]
    indicators: tuple[Indicator, ...]

    def of_group(self, key: str) -> tuple[Indicator, ...]:
        return tuple(one for one in self.indicators if one.group == key)

    @property
    def guesses(self) -> tuple[Indicator, ...]:
        """Those whose formula or points nobody has checked against the document itself."""
        return tuple(one for one in self.indicators if not one.source.verified)


def service_index(day: date) -> ServiceIndex:
    """The version in force on `day`; before the first one, the first."""
    held = [one for one in versions() if one.effective_from <= day]
    return max(held, key=lambda one: one.effective_from, default=versions()[0])


@cache
def versions() -> tuple[ServiceIndex, ...]:
    """Misuse `rules.unreadable` when the file does not hold what it should."""
    path = resource("rules", "service_index.toml")
    try:
        return tuple(_version(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["version"])
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error


def _version(row: dict[str, Any]) -> ServiceIndex:
    groups = tuple(IndexGroup(**group) for group in row["group"])
    indicators = tuple(_indicator(one) for one in row["indicator"])
    for group in groups:
        if sum(one.max for one in indicators if one.group == group.key) != group.max:
            raise ValueError(f"points of {group.key}")
    return ServiceIndex(
        id=row["id"],
        effective_from=row["effective_from"],
        source=Source(document=row["document"], verified=row["verified"]),
        groups=groups,
        indicators=indicators,
    )


def _indicator(row: dict[str, Any]) -> Indicator:
    plain = {name: value for name, value in row.items() if name not in ("source", "verified")}
    made = Indicator(**plain, source=Source(document=row["source"], verified=row["verified"]))
    if not made.unknown and not (made.of and made.missing and made.why):
        raise ValueError(made.id)
    return made
