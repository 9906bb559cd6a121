"""Puts a finished file in its place: whole or not at all, and never over another one."""

import contextlib
import os
import tempfile
from pathlib import Path

from counter_app.errors import Refused, Trouble


def write_new(data: bytes, output: Path, *, over: bool = False) -> None:
    """Temporary file beside it → fsync → its name. Refused `forms.output_exists`; Trouble `forms.cannot_write`.

    `over`: somebody has said that a file of this name may be replaced.
    """
    if output.exists() and not over:
        raise Refused("forms.output_exists", file=output.name)
    try:
        _write_beside(data, output, over=over)
    except FileExistsError as error:
        raise Refused("forms.output_exists", file=output.name) from error
    except OSError as error:
        raise Trouble("forms.cannot_write", file=output.name, detail=error.strerror or type(error).__name__) from error


def _write_beside(data: bytes, output: Path, *, over: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=output.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if over:
            temporary.replace(output)
        else:
            _take_name(temporary, output)
    finally:
        temporary.unlink(missing_ok=True)


def _take_name(temporary: Path, output: Path) -> None:
    """A hard link fails when the name is taken, on every file system that has links; a rename would overwrite."""
    try:
        os.link(temporary, output)
    except FileExistsError:
        raise
    except OSError:  # FAT sticks, some network shares: reserve the name, then put the file over the reservation
        output.touch(exist_ok=False)
        temporary.replace(output)
    if os.name != "nt":
        with contextlib.suppress(OSError):  # some file systems cannot sync a folder
            folder = os.open(output.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
