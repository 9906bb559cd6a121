"""Which PKCS#11 drivers this machine has: the settings' own list, else the shipped names in the system folders."""

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.resources import resource


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resource("trust", "token_modules.toml").read_text(encoding="utf-8"))


def token_modules(configured: tuple[str, ...] = (), system_root: Path | None = None) -> tuple[str, ...]:
    """Paths of drivers to load, each once. A configured path is kept even when it is missing: its trouble is told.

    `system_root`: the Windows folder, where relative folders of the list start.
    """
    if configured:
        return tuple(dict.fromkeys(configured))
    platform = "windows" if sys.platform == "win32" else sys.platform
    entry = _shipped().get(platform, {"folders": [], "names": []})
    root = system_root or Path("C:/Windows")
    found: dict[str, Path] = {}
    for folder in entry["folders"]:
        for name in entry["names"]:
            path = root / folder / name  # an absolute folder replaces the root
            if path.is_file():
                found.setdefault(str(path.resolve()), path)
    return tuple(str(path) for path in found.values())
