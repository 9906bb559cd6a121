"""Open copies of sealed files, for this process only; and streams that tell the hash of what went through."""

import contextlib
import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from counter_app.store.disk_trouble import of_file_system


class OpenedFiles:
    """`folder/<process>/<hash>`, readable by this user alone. Copies of processes that have ended are taken away."""

    def __init__(self, folder: Path) -> None:
        self._all = folder
        self._own = folder / str(os.getpid())
        self._lock = threading.Lock()
        self._swept = False

    def path(self, name: str, open_into: Callable[[BinaryIO], None]) -> Path:
        """The open copy, made when it is not there yet. Trouble: the disk's, or what `open_into` says."""
        place = self._own / name
        with self._lock:
            if place.is_file():
                return place
            try:
                self._make_folder()
                handle, part = tempfile.mkstemp(dir=self._own)
                try:
                    with os.fdopen(handle, "wb") as target:
                        open_into(target)
                    Path(part).chmod(0o400)
                    Path(part).replace(place)
                finally:
                    Path(part).unlink(missing_ok=True)
            except OSError as error:
                raise of_file_system(error, name[:12]) from error
        return place

    def close(self) -> None:
        shutil.rmtree(self._own, ignore_errors=True)
        with contextlib.suppress(OSError):
            self._all.rmdir()  # when it was the last

    def _make_folder(self) -> None:
        self._own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._swept:
            return
        self._swept = True
        for left in self._all.iterdir():
            if left.name.isdecimal() and not _runs(int(left.name)):
                shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    if os.name == "nt":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _runs_on_windows(process: int) -> bool:
    import ctypes

    query = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
    handle = ctypes.windll.kernel32.OpenProcess(query, False, process)  # type: ignore[attr-defined]
    if handle:
        ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined]
    return bool(handle)


class Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Target(Protocol):
    def write(self, data: bytes, /) -> int: ...

    def flush(self) -> None: ...


class Hashed:
    """A file for reading that keeps the SHA-256 of what was read from it."""

    def __init__(self, source: Source) -> None:
        self._source, self._hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._hash.update(data)
        return data

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


class HashSink:
    """A file for writing that keeps nothing but the SHA-256 of what was written to it."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()
