"""Papers that are written for one dossier, such as its application form: dated data (resources/rules)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.model.text import fold
from counter_app.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnew:
    effective_from: date
    source: Source
    beginnings: tuple[str, ...]  # of names, folded

    def holds(self, name: str) -> bool:
        """Whether a paper of this name begins with one of the words, whole words only."""
        return f"{fold(name)} ".startswith(tuple(f"{one} " for one in self.beginnings))


def written_anew(day: date) -> WrittenAnew:
    """The set in force on `day`; before the first one, the first."""
    known = _sets()
    return next((one for one in reversed(known) if one.effective_from <= day), known[0])


@cache
def _sets() -> tuple[WrittenAnew, ...]:
    path = resource("rules", "written_anew.toml")
    try:
        found = [_set(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["set"]]
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error
    return tuple(sorted(found, key=lambda one: one.effective_from))


def _set(row: dict[str, Any]) -> WrittenAnew:
    return WrittenAnew(
        effective_from=row["effective_from"],
        source=Source(document=row["source"], verified=row["verified"]),
        beginnings=tuple(fold(one) for one in row["beginnings"]),
    )
