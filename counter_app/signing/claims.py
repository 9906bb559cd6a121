"""Two batches that want the same file: the second one waits for the first, so that no key signs anything twice.

A claim is a locked byte of one file beside the journals, at a place that follows from the output's path. The system
gives it back when a process dies, so that nothing can be left behind. Where a disk knows no locks nobody waits; then
the name on the disk decides, as ever.
"""

import hashlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

FILE = "claims"
PLACES = 1 << 30  # what the lock of Windows can count to
PAUSE = 0.1  # seconds between two looks


class GaveUp(Exception):
    """Waiting was stopped."""


@dataclass(slots=True)
class _Desk:
    """The claims of this process in one folder. The system never refuses a process its own locks, and gives all of
    them back when one handle is closed: so threads are told apart here, and there is one handle."""

    handle: int
    users: int = 0
    held: set[int] = field(default_factory=set)


_desks: dict[str, _Desk] = {}
_guard = threading.Lock()


@contextmanager
def claimed(folder: Path, outputs: Iterable[str], wait: Callable[[], bool]) -> Iterator[None]:
    """Hold every output until the block is left. `wait` is asked while another batch holds one; False: GaveUp.

    They are taken in one order by everybody, so that no two wait for each other.
    """
    places = sorted({_place(output) for output in outputs})
    try:
        desk, taken = _come(folder), []
    except OSError:  # the journal, which goes there too, says what is wrong
        yield
        return
    try:
        for place in places:
            while not _take(desk, place):
                if not wait():
                    raise GaveUp
                time.sleep(PAUSE)
            taken.append(place)
        yield
    finally:
        _leave(folder, desk, taken)


def _place(output: str) -> int:
    digest = hashlib.sha256(os.fsencode(os.path.realpath(output))).digest()
    return int.from_bytes(digest[:8], "big") % PLACES


def _come(folder: Path) -> _Desk:
    with _guard:
        desk = _desks.get(str(folder))
        if desk is None:
            folder.mkdir(parents=True, exist_ok=True)
            desk = _desks[str(folder)] = _Desk(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600))
        desk.users += 1
        return desk


def _take(desk: _Desk, place: int) -> bool:
    with _guard:
        if place in desk.held:
            return False
        try:
            _lock(desk.handle, place)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a share without locks
            pass
        desk.held.add(place)
        return True


def _leave(folder: Path, desk: _Desk, taken: Iterable[int]) -> None:
    with _guard:
        for place in taken:
            desk.held.discard(place)
            with suppress(OSError):
                _unlock(desk.handle, place)
        desk.users -= 1
        if not desk.users:
            del _desks[str(folder)]
            os.close(desk.handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, place: int) -> None:
        os.lseek(handle, place, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int, place: int) -> None:
        os.lseek(handle, place, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)

    def _unlock(handle: int, place: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_UN, 1, place)
