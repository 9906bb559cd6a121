"""Private copies beside their target: named when they are finished, gone after any failure."""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.signing import disk

PIECE = 1 << 20
MARK = b"/ByteRange"


@dataclass(frozen=True, slots=True)
class Copy:
    path: Path
    sha256: str  # of the source
    byte_ranges: bool  # the bytes speak of a signature
    hashed: Any = None  # a running SHA-256 over the first `hashed_size` bytes
    hashed_size: int = 0

    def running_digest(self) -> Any:
        """SHA-256 that has seen the first `hashed_size` bytes."""
        return self.hashed.copy() if self.hashed is not None else hashlib.sha256()


def make_copy(source: Path, output: Path) -> Copy:
    """A private copy in the target's folder, read once. Nothing is left after a failure."""
    path: Path | None = None
    try:
        with boundary():
            handle, name = tempfile.mkstemp(prefix=disk.copy_prefix(), suffix=disk.SUFFIX, dir=output.parent)
            path = Path(name)
            with source.open("rb") as old, os.fdopen(handle, "wb", buffering=0) as new:
                digest, byte_ranges = _copied(old, new)
                size = new.tell()
            path.chmod(source.stat().st_mode & 0o777 | 0o600)  # a private copy would stay private on a share
            return Copy(path, digest.hexdigest(), byte_ranges, digest, size)
    except BaseException:
        if path is not None:
            path.unlink(missing_ok=True)
        raise


def _copied(old: BinaryIO, new: FileIO) -> tuple[Any, bool]:
    """In pieces: a mapped file would count as memory of this process. A large file is hashed while it is written."""
    digest, found, before = hashlib.sha256(), False, b""
    with ThreadPoolExecutor(1) as aside:
        while piece := old.read(PIECE):
            hashing = aside.submit(digest.update, piece) if len(piece) == PIECE else None
            if new.write(piece) != len(piece):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            found = found or piece.rfind(MARK) >= 0 or MARK in before + piece[: len(MARK)]  # backwards is faster
            before = piece[-len(MARK) :]
            if hashing is not None:
                hashing.result()
            else:
                digest.update(piece)
    return digest, found


@contextmanager
def copy_of(source: Path, output: Path) -> Iterator[Copy]:
    """`make_copy`; the copy is gone when the block is left by an exception."""
    copy = make_copy(source, output)
    try:
        yield copy
    except BaseException:
        copy.path.unlink(missing_ok=True)
        raise


@contextmanager
def boundary() -> Iterator[None]:
    """pyHanko, Pillow, pdfium and the disk: any exception becomes ours."""
    try:
        yield
    except CounterError:
        raise
    except FileNotFoundError as error:
        raise Trouble("signing.file_gone") from error
    except OSError as error:
        disk.raise_if_full(error)
        raise Trouble("signing.disk_trouble", detail=os.strerror(error.errno or 0)) from error
    except Exception as error:
        raise Refused("signing.unreadable") from error
