"""What a kill has left: half-received files, folders of work in progress, half a backup. Taken away once they are old.

Never what another program may still be at: each must have been still for a day, by the clock of the disk itself, and
nothing is touched while the machine's clock is doubted.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from counter_app.workflow import backup
from counter_app.workflow.office import SCRATCH, Office

OLD = 24 * 3600  # seconds


def sweep(office: Office) -> int:
    """How many things went. What cannot be removed stays without a word: it is in nobody's way."""
    if office.clock_seen.trust is not None and office.clock_seen.trust.doubted:
        return 0
    gone = 0
    for path in _left(office):
        with suppress(OSError):
            now = _now_of_disk(path.parent)
            if now - _newest(path) < OLD:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
            gone += 1
    return gone


def _left(office: Office) -> Iterator[Path]:
    places = [(office.folder, SCRATCH + "*"), (office.folder / "vault" / "incoming", "*")]
    if office.settings.backup_folder:
        places.append((Path(office.settings.backup_folder), f"{backup.stem(office)}-*{backup.SUFFIX}.*.part"))
    for folder, pattern in places:
        with suppress(OSError):
            yield from folder.glob(pattern)


def _newest(path: Path) -> float:
    """The last moment that anything in it was written."""
    return max(one.lstat().st_mtime for one in (path, *path.rglob("*")))


def _now_of_disk(folder: Path) -> float:
    """A file server has a clock of its own."""
    with tempfile.NamedTemporaryFile(dir=folder) as probe:
        return os.fstat(probe.fileno()).st_mtime
