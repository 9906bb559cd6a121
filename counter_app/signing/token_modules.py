"""Which PKCS#11 drivers this machine has: the shipped names in the system folders, and what the office added."""

import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PureWindowsPath
from typing import Any

from counter_app.resources import resource
from counter_app.settings import Settings


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resource("trust", "token_modules.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverChoice:
    """`named`: exactly these instead of the installed ones of the shipped list. `off` are known, but never loaded."""

    named: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    off: tuple[str, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> "DriverChoice":
        return cls(named=settings.token_modules, added=settings.drivers_added, off=settings.drivers_off)

    def known(self) -> tuple[str, ...]:
        """Each once. One that was named stays even when its file is missing: its trouble is told."""
        return tuple(dict.fromkeys((*(self.named or installed_drivers()), *self.added)))

    def used(self) -> tuple[str, ...]:
        return tuple(path for path in self.known() if path not in self.off)


def missing_makers(system_root: Path | None = None) -> tuple[str, ...]:
    """Whose drivers of the shipped list were looked for on this machine and not found."""
    there = {driver_maker(path) for path in installed_drivers(system_root)}
    mine = [str(driver["maker"]) for driver in _shipped()["driver"] if driver.get(_platform(), [])]
    return tuple(maker for maker in dict.fromkeys(mine) if maker and maker not in there)


def installed_drivers(system_root: Path | None = None) -> tuple[str, ...]:
    """The drivers of the shipped list that lie in this machine's system folders.

    `system_root`: the Windows folder, where relative folders of the list start.
    """
    platform = _platform()
    root = system_root or Path("C:/Windows")
    found: dict[str, Path] = {}
    for folder in _shipped()["folders"].get(platform, []):
        for driver in _shipped()["driver"]:
            for name in driver.get(platform, []):
                path = root / folder / name  # an absolute folder replaces the root
                if path.is_file():
                    found.setdefault(str(path.resolve()), path)
    return tuple(str(path) for path in found.values())


def _platform() -> str:
    return "windows" if sys.platform == "win32" else sys.platform


def driver_maker(path: str) -> str:
    """Whose driver it is by its file name; empty when the list does not know it."""
    name = PureWindowsPath(path).name.casefold()
    for driver in _shipped()["driver"]:
        known = (one for platform in ("windows", "linux", "darwin") for one in driver.get(platform, []))
        if name in {one.casefold() for one in known}:
            return str(driver["maker"])
    return ""
