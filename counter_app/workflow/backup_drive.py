"""The copy of the newest backup on a drive that lies in a drawer: what is plugged in can be burnt, stolen, encrypted.

The settings name a folder on the drive. Whenever it is there, the newest backup is copied onto it once a day; when it
was not seen for some days, the office is reminded to plug it in.
"""

import contextlib
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from counter_app.clock import vietnam
from counter_app.errors import Trouble
from counter_app.store.disk_trouble import of_file_system
from counter_app.workflow import backup
from counter_app.workflow.office import Office
from counter_app.workflow.verification import digest_of

COPIED = "copy_backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveState:
    """`last`: when a backup was last copied onto the drive; None: never. `due`: that is longer ago than was agreed."""

    plugged_in: bool
    last: datetime | None
    due: bool


def drive_state(office: Office) -> DriveState | None:
    """None: the settings name no drive."""
    if not office.settings.drive_folder:
        return None
    event = office.store.readings.last_office_event(COPIED)
    last = event.at if event is not None else None
    late = last is None or office.now() - last >= timedelta(days=office.settings.drive_remind_days)
    return DriveState(plugged_in=Path(office.settings.drive_folder).is_dir(), last=last, due=late)


def copy_daily(office: Office) -> Path | None:
    """Copy the newest backup onto the drive when it is there and today's copy is not. None: nothing was to be done.

    Trouble: the drive is full or broken; what was half written goes away.
    """
    state = drive_state(office)
    if state is None or not state.plugged_in:
        return None
    if state.last is not None and vietnam(state.last).date() >= office.now().date():
        return None
    newest = _newest(office)
    return None if newest is None else _copy(office, newest)


def _newest(office: Office) -> Path | None:
    place = Path(office.settings.backup_folder) if office.settings.backup_folder else None
    made = backup.backups_in(office, place) if place is not None and place.is_dir() else []
    return made[-1] if made else None


def _copy(office: Office, source: Path) -> Path:
    place = Path(office.settings.drive_folder)
    target = place / source.name
    if not target.exists():
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            with source.open("rb") as reading, part.open("wb") as writing:
                shutil.copyfileobj(reading, writing, 1 << 20)
                writing.flush()
                os.fsync(writing.fileno())
            if digest_of(part) != digest_of(source):
                raise Trouble("store.disk_error", where=place.name)
            part.replace(target)
        except OSError as error:
            raise of_file_system(error, place.name) from error
        finally:
            with contextlib.suppress(OSError):  # a drive that was pulled out is told above
                part.unlink(missing_ok=True)
    backup.take_old_away(office, place)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event(COPIED, None, file=target.name))
        unit.commit()
    return target
