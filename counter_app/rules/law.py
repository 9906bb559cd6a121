"""Which documents of law there are and on which days each is in force: dated data (resources/rules/law.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counter_app.errors import Misuse
from counter_app.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class LawDocument:
    """`until` is the first day on which it is no longer in force; None: it still is."""

    number: str
    name: str
    first: date
    until: date | None = None
    replaced_by: str = ""
    verified: bool = False

    def in_force(self, day: date) -> bool:
        return self.first <= day and (self.until is None or day < self.until)


@cache
def law() -> tuple[LawDocument, ...]:
    """Misuse `rules.unreadable` when the file does not hold what it should."""
    path = resource("rules", "law.toml")
    try:
        return tuple(_document(row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["document"])
    except (KeyError, TypeError, ValueError) as error:  # TOML's own mistakes are ValueErrors
        raise Misuse("rules.unreadable", file=path.name, detail=str(error)) from error


def document_name(number: str) -> str:
    """`118/2025/NĐ-CP` -> `Nghị định số 118/2025/NĐ-CP`; a number we do not know stays as it is."""
    return next((document.name for document in law() if document.number == number), number)


def basis_on(day: date, numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The names of those documents that were in force on `day`, in the order given."""
    known = {document.number: document for document in law()}
    return tuple(known[number].name for number in numbers if number in known and known[number].in_force(day))


def _document(row: dict[str, Any]) -> LawDocument:
    return LawDocument(**{"first" if name == "from" else name: value for name, value in row.items()})
