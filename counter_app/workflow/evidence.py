"""The diary as evidence: its head is put outside the database every day, it is examined, and copied for inspections.

The head lies as one line a day in a file of the folder that the settings name (`evidence_folder`: another disk, a share
of the superior office), and can be printed. Whoever rewrites the whole database cannot rewrite those as well.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from counter_app.access.people import Act, require
from counter_app.clock import vietnam
from counter_app.errors import Misuse, Refused, Trouble
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.evidence import Anchor, Examination, Exported
from counter_app.store.chain import examine_rows
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.office import Office

FILE_NAME = "moc-nhat-ky.jsonl"
LOOKED_AGAIN = timedelta(minutes=30)  # one look at a dossier is one row, however often its page is drawn


def record_view(office: Office, dossier_id: DossierId) -> bool:
    """Write down that the person at the desk has opened a dossier with its personal data. False: told already."""
    now, key = office.now(), (office.person.login, dossier_id)
    before = office.views.get(key)
    if before is not None and timedelta() <= now - before < LOOKED_AGAIN:
        return False
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("view_dossier", dossier_id))
        unit.assignments.seen([dossier_id], office.person.login, now)
        unit.commit()
    office.views[key] = now
    return True


def anchor(office: Office) -> Anchor:
    """Put the head of the diary into the folder outside. Refused when none is named; Trouble when it is not there.

    The diary is examined first: a broken one is not anchored (Refused `workflow.diary_broken`).
    """
    path = _place(office)
    found = examine(office)
    if not found.ok:
        raise Refused("workflow.diary_broken", row=found.first_bad or 0)
    made = Anchor(at=office.now(), rows=found.rows, head=found.head)
    line = json.dumps({"at": made.at.isoformat(timespec="seconds"), "rows": made.rows, "head": made.head})
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("workflow.evidence_folder", folder=path.parent.name) from error
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("anchor_diary", None, rows=made.rows, head=made.head))
        unit.commit()
    return made


def anchor_daily(office: Office) -> Anchor | None:
    """`anchor` when this office wants it and the last one is of an earlier day; None when there is nothing to do."""
    if not office.settings.evidence_folder:
        return None
    last = office.store.readings.last_office_event("anchor_diary")
    if last is not None and vietnam(last.at).date() >= office.now().date():
        return None
    return anchor(office)


def anchors(office: Office) -> tuple[Anchor, ...]:
    """What the folder outside holds, the oldest first; none when no folder is named or nothing was written yet."""
    if not office.settings.evidence_folder:
        return ()
    path = _place(office)
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("workflow.evidence_folder", folder=path.parent.name) from error
    return tuple(_anchor(line, number) for number, line in enumerate(lines, start=1) if line.strip())


def examine(office: Office, more: Sequence[Anchor] = ()) -> Examination:
    """Read the diary again from its first row, and compare it with every anchor outside and with those given."""
    return office.store.diary.examine((*anchors(office), *more))


def export(office: Office, output: Path, *, dossier_id: DossierId | None = None, reason: str) -> Exported:
    """Copy diary rows for an inspection, one JSON object per line, with their hashes; the copy itself is recorded.

    The whole diary can be checked again from the copy alone (`check_export`); rows of one dossier show their own hashes
    and the head that they led to. Refused without a reason or for a role that may not; Misuse when the file exists.
    """
    require(office.person, Act.INSPECT)
    reason = expect_reason(reason)
    if output.exists():
        raise Misuse("workflow.output_exists", file=output.name)
    found = examine(office)
    written, digest = write_rows(office.store.diary.rows(dossier_id), output)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("export_diary", dossier_id, rows=written, sha256=str(digest), reason=reason))
        unit.commit()
    return Exported(rows=written, head=found.head, sha256=digest)


def write_rows(rows: Iterable[Mapping[str, Any]], output: Path) -> tuple[int, FileHash]:
    """One JSON object per line, whole or not at all: how many, and the file's SHA-256. Trouble: disk."""
    written = 0
    temporary = output.with_name(output.name + ".part")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            for row in rows:
                if None in row.get("words", {}).values():  # a copy that cannot be examined proves nothing
                    raise Trouble("store.key_not_here")
                file.write(json.dumps(dict(row), ensure_ascii=False, sort_keys=True) + "\n")
                written += 1
            file.flush()
            os.fsync(file.fileno())
        digest = digest_of(temporary)
        temporary.replace(output)
    except OSError as error:
        raise Trouble("workflow.export_failed", file=output.name) from error
    finally:
        temporary.unlink(missing_ok=True)
    return written, digest


def digest_of(path: Path) -> FileHash:
    """SHA-256 of a file that was written, whatever its size."""
    with path.open("rb") as file:
        return FileHash(hashlib.file_digest(file, "sha256").hexdigest())


def check_export(path: Path, more: Sequence[Anchor] = ()) -> Examination:
    """Examine a copy of the whole diary without the database. Refused when the file is not such a copy."""
    try:
        with path.open(encoding="utf-8") as lines:
            return examine_rows(map(_row_of, lines), more)
    except OSError as error:
        raise Misuse("cli.no_such_file", file=path.name) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("workflow.not_an_export", file=path.name) from error


def _row_of(line: str) -> dict[str, Any]:
    """In a copy each word is there or was erased: one that only says that it could be read elsewhere is missing."""
    row: dict[str, Any] = json.loads(line)
    if "words" in row:
        row["words"] = {digest: word for digest, word in row["words"].items() if isinstance(word, str)}
    return row


def _place(office: Office) -> Path:
    if not office.settings.evidence_folder:
        raise Refused("workflow.no_evidence_folder")
    folder = Path(office.settings.evidence_folder)
    if folder.resolve().is_relative_to(office.folder.resolve()):
        raise Refused("workflow.evidence_inside")
    if not folder.is_dir():
        raise Trouble("workflow.evidence_folder", folder=folder.name)
    return folder / FILE_NAME


def _anchor(line: str, number: int) -> Anchor:
    try:
        found = json.loads(line)
        return Anchor(at=vietnam(datetime.fromisoformat(found["at"])), rows=int(found["rows"]), head=str(found["head"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("workflow.anchor_unreadable", file=FILE_NAME, line=number) from error
