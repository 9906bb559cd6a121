"""Private copies beside their target: named when they are finished, gone after any failure."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.signing import disk


def make_copy(source: Path, output: Path) -> tuple[Path, str]:
    """A private copy in the target's folder and the source's SHA-256. Nothing is left after a failure."""
    path: Path | None = None
    try:
        with boundary():
            handle, name = tempfile.mkstemp(prefix=disk.copy_prefix(), suffix=disk.SUFFIX, dir=output.parent)
            os.close(handle)
            path = Path(name)
            shutil.copyfile(source, path)
            path.chmod(source.stat().st_mode & 0o777 | 0o600)  # a private copy would stay private on a share
            return path, disk.sha256_of(path)
    except BaseException:
        if path is not None:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def copy_of(source: Path, output: Path) -> Iterator[tuple[Path, str]]:
    """`make_copy`; the copy is gone when the block is left by an exception."""
    path, digest = make_copy(source, output)
    try:
        yield path, digest
    except BaseException:
        path.unlink(missing_ok=True)
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
