"""A bundle for whoever helps from afar: what runs here and how it is set up, and nothing about anybody.

Only what is listed here goes in: numbers, yes and no, names of our own kinds. Free text does not, whatever it says; of
paths and addresses it is told whether there is one. Reports of bugs go in line by line, and only lines of their shape.
"""

import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from importlib import metadata
from pathlib import Path
from typing import Any

from counter_app import __version__
from counter_app.clock import Clock
from counter_app.errors import CounterError, Misuse
from counter_app.settings import CHOICES, Settings, load_settings
from counter_app.store.disk_trouble import of_file_system
from counter_app.workflow import backup, evidence
from counter_app.workflow.office import Office

_TOLD = frozenset({*CHOICES, "language"})  # settings whose text is one of ours
_REPORTS = 10
_TAIL = 200  # lines of one report
_KIND = re.compile(r"[A-Za-z_][\w]*(\.[\w<>]+)+")
_FRAME = re.compile(r"  [\w.<>-]+:\d+ [\w<>.]+")


def bundle(folder: Path, clock: Clock, output: Path, office: Office | None = None) -> tuple[str, ...]:
    """Write the ZIP file `output` and answer the names in it. `office`: None when it does not open.

    Misuse `workflow.output_exists`; Trouble: disk. A failed attempt leaves no file.
    """
    if output.exists():
        raise Misuse("workflow.output_exists", file=output.name)
    parts = {
        "may.json": _text(_machine()),
        "cai-dat.json": _text(_settings(folder)),
        "so-lieu.json": _text(_figures(folder, office)),
        **_reports(folder / "logs"),
    }
    part = output.with_name(f"{output.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as made:
            for name, text in parts.items():
                moment = clock.now().timetuple()[:6]
                made.writestr(zipfile.ZipInfo(name, moment), text)
        part.replace(output)
    except OSError as error:
        raise of_file_system(error, output.name) from error
    finally:
        part.unlink(missing_ok=True)
    return tuple(parts)


def _machine() -> Mapping[str, object]:
    """Versions of everything that is shipped; not the machine's name."""
    libraries = {one.metadata["Name"]: one.version for one in metadata.distributions() if one.metadata["Name"]}
    return {
        "app": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "architecture": platform.machine(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "processors": os.cpu_count(),
        "libraries": dict(sorted(libraries.items())),
    }


def _settings(folder: Path) -> Mapping[str, object]:
    try:
        settings = load_settings(folder)
    except CounterError as error:
        return {"error": error.code}
    return {field.name: _told(field.name, getattr(settings, field.name)) for field in fields(Settings)}


def _told(name: str, value: Any) -> object:
    if isinstance(value, bool | int) or name in _TOLD:
        return value
    return len(value) if isinstance(value, tuple) else bool(value)  # how many, or whether there is one


def _figures(folder: Path, office: Office | None) -> Mapping[str, object]:
    sizes = {path.name: path.stat().st_size for path in folder.glob("counter.db*") if path.is_file()}
    found: dict[str, object] = {"files": sizes}
    if office is None:
        return found | {"office": "not open"}
    for name, ask in (
        ("register", office.store.upkeep.figures),
        ("diary", lambda: _diary(office)),
        ("last_backup", lambda: str(backup.last(office))),
    ):
        try:
            found[name] = ask()
        except CounterError as error:
            found[name] = {"error": error.code}
    return found | {"sealed": office.sealed, "role": str(office.person.role)}


def _diary(office: Office) -> Mapping[str, object]:
    seen = evidence.examine(office)
    broken = len(seen.broken_anchors)
    return {"rows": seen.rows, "ok": seen.ok, "first_bad": seen.first_bad, "anchors": seen.anchors, "broken": broken}


def _reports(logs: Path) -> Mapping[str, str]:
    """The newest reports of bugs, each line only when it has the shape of one of ours."""
    made: dict[str, str] = {}
    for path in sorted(logs.glob("loi-*.txt"))[-_REPORTS:]:
        try:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:]
        except OSError:
            continue
        kept = [line for line in lines if not line or _KIND.fullmatch(line) or _FRAME.fullmatch(line)]
        made[f"loi/{len(made) + 1:02d}.txt"] = "\n".join(kept) + "\n"
    return made


def _text(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
