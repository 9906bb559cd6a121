"""`backup create|verify|restore`: the whole data folder in one sealed file, and the drill of restoring it."""

import argparse
import sys
import tempfile
from pathlib import Path

from counter_app.bootstrap import data_folder, open_office
from counter_app.cli.output import DONE, PARTLY, REFUSED, Output, iso
from counter_app.errors import Misuse
from counter_app.messages import sentence
from counter_app.settings import environment_value
from counter_app.workflow import backup as backups


def backup(given: argparse.Namespace, output: Output) -> int:
    """Exit 1 when a backup is not what it was, 3 when it lacks files that the shared vault has lost."""
    recovery = _recovery(given)
    if given.act == "create":
        return _create(given, output, recovery)
    if given.file is None:
        raise Misuse("cli.backup_needs_file")
    if not given.file.is_file():
        raise Misuse("cli.no_such_file", file=given.file.name)
    if given.act == "restore" and given.to is None:
        raise Misuse("cli.restore_needs_folder")
    key = backups.key_of(data_folder(given.data), recovery)
    if given.act == "restore":
        return _tell(backups.restore(given.file, key, given.to), given.to, output)
    with tempfile.TemporaryDirectory(dir=given.file.parent) as scratch:
        return _tell(backups.try_restoring(given.file, key, Path(scratch)), given.file, output)


def _create(given: argparse.Namespace, output: Output, recovery: str) -> int:
    office = open_office(data_folder(given.data), recovery=recovery)
    try:
        made = backups.create(office, given.file)
    finally:
        office.close()
    values = {"output": str(made.path), "ok": True, "files": made.contents.files, "removed": made.removed}
    output.line(values | {"missing": list(made.missing)}, str(made.path))
    lack = made.lack()
    if lack is not None:
        output.note(str(lack))
    return DONE if lack is None else PARTLY


def _tell(tried: backups.Tried, what: Path, output: Output) -> int:
    values = {
        "output": str(what),
        "ok": tried.ok,
        "at": iso(tried.made_at),
        "files": tried.contents.files,
        "dossiers": tried.dossiers,
        "rows": tried.diary_rows,
    }
    told = {"at": f"{tried.made_at:%H:%M %d/%m/%Y}", "files": tried.contents.files, "dossiers": tried.dossiers}
    output.line(values, str(sentence("cli.backup_whole" if tried.ok else "cli.backup_not_whole", **told)))
    return DONE if tried.ok else REFUSED


def _recovery(given: argparse.Namespace) -> str:
    if given.key_stdin:
        return sys.stdin.readline().strip()
    return (environment_value(given.key_env) or "") if given.key_env else ""
