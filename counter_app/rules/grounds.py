"""Grounds that a refusal at the counter may rest on: dated data (resources/rules), offered, never forced."""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.resources import resource
from counter_app.rules.law import document_name


class GroundFor(StrEnum):
    REFUSE = "refuse"
    WRONG_AUTHORITY = "wrong_authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`until` is the first day on which it no longer holds; None: it still does."""

    purpose: GroundFor
    clause: str
    article: str
    document: str  # its number
    first: date
    until: date | None
    source: Source

    def words(self) -> str:
        """«khoản 2 Điều 17 Nghị định số 118/2025/NĐ-CP», as a paper cites it."""
        return f"{self.clause} {self.article} {document_name(self.document)}"

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


def grounds_on(day: date, purpose: GroundFor) -> tuple[Ground, ...]:
    """Those that hold on `day`, the verified ones first."""
    found = [ground for ground in _grounds() if ground.purpose is purpose and ground.holds(day)]
    return tuple(sorted(found, key=lambda ground: not ground.source.verified))


@cache
def _grounds() -> tuple[Ground, ...]:
    path = resource("rules", "grounds.toml")
    try:
        return tuple(_ground(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["ground"])
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error


def _ground(row: dict[str, Any]) -> Ground:
    return Ground(
        purpose=GroundFor(row["for"]),
        clause=row["clause"],
        article=row["article"],
        document=row["document"],
        first=row["from"],
        until=row.get("until"),
        source=Source(document=row["source"], verified=row["verified"]),
    )
