"""The practice office and its people: invented, and visibly so wherever a name is printed."""

import tomllib
from typing import Any

from counter_app.model.person import Person, Role
from counter_app.resources import resource
from counter_app.settings import Settings


def practice_office() -> Settings:
    """Settings of a new practice data folder. TypeError: `office.toml` names a setting that is not there."""
    return Settings(**_read("office.toml"))


def practice_people() -> tuple[Person, ...]:
    """Five officers, the supervisor, the leader who signs results, the seal keeper."""
    return tuple(
        Person(login=entry["login"], name=entry["name"], role=Role(entry["role"]), title=entry["title"])
        for entry in _read("people.toml")["person"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("practice", name).read_text(encoding="utf-8"))
