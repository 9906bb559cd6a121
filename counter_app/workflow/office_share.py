"""What all counters of one office go by, whoever changed it: office settings, calendar, marks, trusted authorities.

On one machine these are files of the data folder. With a server the register holds them as well: a counter that changed
one puts it there (`publish`), the others fetch it into their own folder (`fetch`), where everything reads it as ever.
What belongs to one desk stays there: person, theme, scanner, tokens, folders for backups and anchors.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from counter_app.errors import Misuse, Trouble
from counter_app.settings import FILE_NAME as SETTINGS
from counter_app.settings import Settings, load_settings, save_settings
from counter_app.workflow.office import Office
from counter_app.workflow.ports import Store

OF_THE_DESK = frozenset(
    {
        *("database_url", "person", "theme", "language", "scanner_folder"),
        *("token_modules", "drivers_added", "drivers_off", "key_files"),
        *("drivers_added", "drivers_off", "default_keys"),
        *("backup_folder", "evidence_folder", "drive_folder"),
    }
)
_FILES = ("calendar.json", "khoa.json", "marks.toml")
_KNOWN = "may-chu.json"  # which versions this folder has
_LARGEST = 4 << 20


def is_shared(office: Office) -> bool:
    return bool(office.settings.database_url)


def publish(office: Office) -> None:
    """Put what differs into the register. Nothing to do for an office of one machine. Trouble: the server."""
    if not is_shared(office):
        return
    shared, now, login = office.store.shared, office.now(), office.person.login
    wanted = dict(_bodies(office.folder, load_settings(office.folder)))
    for name in {*shared.versions(), *wanted}:
        if shared.body(name) != wanted.get(name):
            shared.put(name, wanted.get(name), login, now)
    _remember(office.folder, shared.versions())


def fetch(folder: Path, store: Store) -> bool:
    """Take over what other counters changed since the last time; True when anything was. Trouble: server, disk."""
    versions = dict(store.shared.versions())
    known = _known(folder)
    newer = [name for name, version in versions.items() if known.get(name) != version]
    for name in newer:
        _write(folder, name, store.shared.body(name))
    if newer:
        _remember(folder, versions)
    return bool(newer)


def join(folder: Path, address: str, store: Store) -> None:
    """Make a data folder for one more counter of the office whose register `store` is, at `address`.

    Refused by the caller when the folder holds something. Misuse `workflow.no_office_there`: the register holds no
    office yet; the counter that moved it there is to be opened first.
    """
    if SETTINGS not in store.shared.versions():
        raise Misuse("workflow.no_office_there")
    folder.mkdir(parents=True, exist_ok=True)
    save_settings(folder, Settings(database_url=address))
    fetch(folder, store)


def _bodies(folder: Path, settings: Settings) -> Iterator[tuple[str, bytes]]:
    common = {key: value for key, value in asdict(settings).items() if key not in OF_THE_DESK}
    yield SETTINGS, json.dumps(common, ensure_ascii=False, sort_keys=True, indent=1).encode()
    trusted = settings.trust_folder or "trust"
    whole = (
        f"{part}/{path.name}" for part in (trusted, "marks", "logo") for path in sorted((folder / part).glob("*.*"))
    )
    names = [*_FILES, *whole]
    for name in names:
        path = folder / name
        try:
            if path.is_file() and path.stat().st_size <= _LARGEST:
                yield name, path.read_bytes()
        except OSError as error:
            raise Trouble("settings.no_access", file=path.name) from error


def _write(folder: Path, name: str, body: bytes | None) -> None:
    if name == SETTINGS:
        if body:
            _adopt_settings(folder, body)
        return
    path = folder / name
    if Path(name).is_absolute() or ".." in Path(name).parts:
        return  # no register of ours names such a file
    try:
        if body is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".new")
        part.write_bytes(body)
        part.replace(path)
    except OSError as error:
        raise Trouble("settings.not_written", file=path.name) from error


def _adopt_settings(folder: Path, body: bytes) -> None:
    """Only what this program knows: a newer program at another counter may share more."""
    told: dict[str, Any] = json.loads(body)
    known = {field.name for field in fields(Settings)} - OF_THE_DESK
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in told.items() if key in known
    }
    save_settings(folder, replace(load_settings(folder), **values))


def _known(folder: Path) -> dict[str, int]:
    try:
        found: dict[str, int] = json.loads((folder / _KNOWN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # everything is fetched again
    return found


def _remember(folder: Path, versions: Any) -> None:
    try:
        (folder / _KNOWN).write_text(json.dumps(dict(versions)), encoding="utf-8")
    except OSError as error:
        raise Trouble("settings.not_written", file=_KNOWN) from error
