"""What is shipped with the program and under which licence: lists that are made from the libraries' own metadata."""

import tomllib
from dataclasses import dataclass
from importlib import metadata

from counter_app import __version__
from counter_app.resources import resource

OWN = "Apache-2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """`version`: as it runs now; empty for what is part of something else. `library`: False for fonts, icons, Qt …"""

    name: str
    licence: str
    version: str
    library: bool


def components() -> tuple[Component, ...]:
    """The program itself first, then what is no library, then the libraries in the order of their names."""
    own = Component(name="Quầy Một cửa", licence=OWN, version=__version__, library=False)
    parts = [
        Component(name=row["name"], licence=row["licence"], version="", library=False) for row in _rows("parts", "part")
    ]
    libraries = [
        Component(name=row["name"], licence=row["licence"], version=_version(row["name"]), library=True)
        for row in _rows("libraries", "library")
    ]
    return (own, *parts, *libraries)


def _rows(file: str, table: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads(resource("licences", f"{file}.toml").read_text(encoding="utf-8"))[table]
    return rows


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # a build that carries the library without its metadata
        return ""
