"""A copy of a SQLite register while it is in use, by SQLite's own backup call: a file copy would miss the log."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.store.trouble import in_our_words, of_file_system


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy, check the copy, then give it its name. An existing target is refused; a failed copy leaves nothing."""
    if target.exists():
        raise Refused("store.backup_exists", file=target.name)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with in_our_words(target.name):
            _copy(source, part)
        part.rename(target)
    except OSError as error:
        raise of_file_system(error, target.name) from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(part)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Trouble("store.damaged", where=source.name)
    with part.open("rb+") as written:
        os.fsync(written.fileno())
