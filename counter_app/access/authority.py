"""By what authority a person signs in a colleague's place, and how that is written (NĐ 30/2020, annex I)."""

import tomllib
from dataclasses import dataclass
from functools import cache

from counter_app.model.person import Person
from counter_app.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    key: str  # what a substitution holds
    prefix: str  # KT., TL., TUQ.
    name: str
    needs_document: bool


@cache
def authorities() -> dict[str, Authority]:
    found = tomllib.loads(resource("signing", "authority.toml").read_text(encoding="utf-8"))
    return {key: Authority(key=key, **values) for key, values in found.items() if isinstance(values, dict)}


def written(person: Person) -> tuple[str, str]:
    """(«KT. GIÁM ĐỐC», «PHÓ GIÁM ĐỐC»): over a signature in a colleague's place; empty where nothing is written."""
    known = authorities().get(person.authority)
    if known is None or not person.title:
        return "", ""
    return f"{known.prefix} {person.title.upper()}", person.own_title.upper()


def reason(person: Person) -> str:
    """The same for the signature's own dictionary, with the order it goes by; empty in one's own role."""
    if not person.acting_for:
        return ""
    line, _ = written(person)
    said = line or f"làm thay {person.title}".strip()
    return f"{said}, theo {person.order}" if person.order else said
