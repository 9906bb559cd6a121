"""Which PKCS#11 drivers this machine has: the settings' own list, else the shipped names in the system folders."""

import sys
import tomllib
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any

from counter_app.resources import resource


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resource("trust", "token_modules.toml").read_text(encoding="utf-8"))


def token_modules(configured: tuple[str, ...] = (), system_root: Path | None = None) -> tuple[str, ...]:
    """Paths of drivers to load, each once. A configured path is kept even when it is missing: its trouble is told.

    `system_root`: the Windows folder, where relative folders of the list start.
    """
    return tuple(dict.fromkeys(configured)) if configured else installed_drivers(system_root)


def installed_drivers(system_root: Path | None = None) -> tuple[str, ...]:
    """The drivers of the shipped list that lie in this machine's system folders."""
    platform = "windows" if sys.platform == "win32" else sys.platform
    root = system_root or Path("C:/Windows")
    found: dict[str, Path] = {}
    for folder in _shipped()["folders"].get(platform, []):
        for driver in _shipped()["driver"]:
            for name in driver.get(platform, []):
                path = root / folder / name  # an absolute folder replaces the root
                if path.is_file():
                    found.setdefault(str(path.resolve()), path)
    return tuple(str(path) for path in found.values())


def driver_maker(path: str) -> str:
    """Whose driver it is by its file name; empty when the list does not know it."""
    name = PureWindowsPath(path).name.casefold()
    for driver in _shipped()["driver"]:
        known = (one for platform in ("windows", "linux", "darwin") for one in driver.get(platform, []))
        if name in {one.casefold() for one in known}:
            return str(driver["maker"])
    return ""
