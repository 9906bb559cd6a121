"""Names, space and durability on the disk. A signed copy gets its name only when nothing has that name yet."""

import errno
import hashlib
import os
import platform
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from counter_app.errors import Refused, Trouble

PREFIX = ".sign-"
SUFFIX = ".tmp"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.ENOSYS}
FOREIGN_COPY_SECONDS = 86_400
ROOM = 1 << 20  # bytes that must stay free beyond the copy itself


def in_words(error: OSError) -> Trouble:
    """A file that cannot be read or written, and what to do about it."""
    if error.errno in FULL:
        return Trouble("signing.disk_full")
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return Trouble("signing.file_gone")
    return Trouble("signing.disk_trouble", detail=os.strerror(error.errno or 0))


def name_fits(path: Path) -> bool:
    """False when the file system cannot hold a name that long."""
    try:
        path.lstat()
    except OSError as error:
        return error.errno != errno.ENAMETOOLONG
    return True


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def raise_if_full(error: BaseException) -> None:
    """Trouble `signing.disk_full` when that is what stopped the work, however deep it is wrapped."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in FULL:
            raise Trouble("signing.disk_full") from error
        seen = seen.__cause__ or seen.__context__


def copy_prefix() -> str:
    """Start of a copy's name: which machine and process works on it."""
    return f"{PREFIX}{_machine()}-{os.getpid()}-"


def remove_stale_copies(folders: Iterable[Path], moment: datetime) -> None:
    """Copies that a killed run left behind: of a dead process here, or a day old of another machine on a share."""
    for folder in folders:
        with suppress(OSError):
            for path in folder.glob(f"{PREFIX}*{SUFFIX}"):
                with suppress(OSError):
                    if _is_stale(path, moment):
                        path.unlink()


def _is_stale(path: Path, moment: datetime) -> bool:
    machine, _, rest = path.name.removeprefix(PREFIX).partition("-")
    process = rest.partition("-")[0]
    if machine == _machine() and process.isdigit():
        return not _runs(int(process))
    return moment.timestamp() - path.stat().st_mtime > FOREIGN_COPY_SECONDS


def _machine() -> str:
    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _runs(process: int) -> bool:
    if sys.platform == "win32":
        import ctypes

        query_limited = 0x1000
        handle = ctypes.windll.kernel32.OpenProcess(query_limited, False, process)
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)
        return bool(handle)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Killed, only not yet collected by whoever started it: it writes nothing any more."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return False


def give_name(copy: Path, target: Path, *, sync: bool = True) -> None:
    """Rename without ever overwriting. Refused `signing.output_exists`. Durable when it returns, or after a
    `sync_folder` of the caller's."""
    try:
        _rename_if_free(copy, target)
    except FileExistsError as error:
        raise Refused("signing.output_exists", file=target.name) from error
    except OSError as error:
        raise_if_full(error)
        raise Trouble("signing.disk_trouble", detail=os.strerror(error.errno or 0)) from error
    if sync:
        sync_folder(target.parent)


def _rename_if_free(copy: Path, target: Path) -> None:
    if sys.platform == "win32":
        copy.rename(target)  # fails there when the target exists
        return
    try:
        os.link(copy, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        # A share without hard links: hold the name with an empty file, then put the copy in its place.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))
        copy.replace(target)
        return
    copy.unlink()


def sync_folder(folder: Path) -> None:
    """Make a new name survive a power cut; Windows has no such call."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def has_room(folder: Path, size: int) -> bool:
    with suppress(OSError):
        return shutil.disk_usage(folder).free >= size + ROOM
    return True
