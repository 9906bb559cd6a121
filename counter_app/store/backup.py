"""A copy of the register while it is in use, by the database's own means: a file copy would miss what is in the log."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.settings import child_environment
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.engine import Database
from counter_app.store.trouble import in_our_words


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


def check_sqlite(path: Path) -> int:
    """How many dossiers are in it. Trouble `store.damaged` when the file is not whole: all of it is read."""
    with in_our_words(path.name), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        if opened.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Trouble("store.damaged", where=path.name)
        count: int = opened.execute("SELECT count(*) FROM dossier").fetchone()[0]
        return count


def check_pages(path: Path) -> None:
    """The quick one: pages and rows, not each index against its table. Trouble `store.damaged`."""
    with in_our_words(path.name), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
        if opened.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise Trouble("store.damaged", where=path.name)


def dump_postgres(database: Database, target: Path) -> Path:
    """pg_dump's own format, of one moment. Trouble `store.no_pg_tools`, `store.pg_tool_failed`."""
    _run_pg("pg_dump", database, ["--format=custom", "--no-owner", f"--file={target}"])
    return target


def restore_postgres(database: Database, dump: Path) -> None:
    """Into an empty database, whole or not at all."""
    _run_pg("pg_restore", database, ["--single-transaction", "--exit-on-error", "--no-owner", str(dump)])


def _run_pg(program: str, database: Database, options: list[str]) -> None:
    url = database.writing.url
    found = _pg_tool(program)
    parts = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database, **url.query}
    target = " ".join(f"{name}={_quoted(str(value))}" for name, value in parts.items() if value)
    secret = {"PGPASSWORD": url.password} if url.password else {}
    command = [found, f"--dbname={target}", *options]
    ended = subprocess.run(command, env=child_environment(**secret), capture_output=True, text=True, check=False)
    if ended.returncode:
        raise Trouble("store.pg_tool_failed", program=program, detail=_last_line(ended.stderr))


def _pg_tool(program: str) -> str:
    """On the path, else the newest of Debian's versions."""
    known = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(program) or (str(known[-1]) if known else None)
    if found is None:
        raise Trouble("store.no_pg_tools", program=program)
    return found


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:200] if lines else ""
