"""Packages out: what the provincial system needs of a dossier, as files for whoever enters it there."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from counter_app.access.people import Act, require
from counter_app.clock import VIETNAM
from counter_app.errors import Misuse, Refused, Trouble
from counter_app.exchange import national_record
from counter_app.exchange.package import DEFAULT_PATTERN, PackedFile, checklist, manifest, packed_files, safe_name
from counter_app.messages import sentence
from counter_app.model.dossier import Dossier, DossierId, Event
from counter_app.resources import resource
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.intake import procedure_of
from counter_app.workflow.office import Office

EXPORTED = "export_package"
RECORD, PROGRESS, MANIFEST, CHECKLIST = "ho-so.json", "tien-do.json", "manifest.json", "viec-can-nhap.txt"
_SCHEMAS = {RECORD: "dong-bo-ho-so.schema.json", PROGRESS: "cap-nhat-tien-do.schema.json"}
STEPS = {
    "receive": "exchange.step_receive",
    "accept": "exchange.step_accept",
    "request_supplement": "exchange.step_supplement",
    "receive_supplement": "exchange.step_supplemented",
    "refuse": "exchange.step_refuse",
    "withdraw": "exchange.step_withdraw",
    "reopen": "exchange.step_reopen",
    "hand_over": "exchange.step_hand_over",
    "sign_result": "exchange.step_result",
    "issue_result": "exchange.step_issue",
    "return_result": "exchange.step_return",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    dossier_id: DossierId
    folder: Path
    files: int
    missing: tuple[str, ...]  # sentences: what this office has no value for
    sha256: str  # of the manifest


def of_day(office: Office, day: date) -> tuple[DossierId, ...]:
    """Dossiers on which a step was taken that day that the provincial system has to know, in the order of their ids."""
    begin = datetime.combine(day, time(), VIETNAM)
    acts = office.store.diary.acts_between(begin, begin + timedelta(days=1), tuple(STEPS))
    return tuple(sorted({act.dossier_id for act in acts if act.dossier_id is not None}))


def export(
    office: Office,
    dossiers: Sequence[DossierId],
    output: Path,
    *,
    reason: str,
    pattern: str = DEFAULT_PATTERN,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Package, ...]:
    """One folder per dossier in `output`, whole or not at all; each is in the diary with the reason. Stopped: those
    made so far.

    Refused: the role, no reason, no dossier, a pattern that is none; Misuse `workflow.output_exists`: its folder is
    there already; Trouble: the disk, a file that the vault has not got.
    """
    require(office.person, Act.EXPORT_PACKAGE)
    if not dossiers:
        raise Refused("exchange.nothing_to_pack")
    reason = expect_reason(reason)
    made = []
    for number, one in enumerate(dossiers):
        if stopped():
            break
        made.append(_export(office, one, output, pattern, reason))
        progress(number + 1, len(dossiers))
    return tuple(made)


def _export(office: Office, dossier_id: DossierId, output: Path, pattern: str, reason: str) -> Package:
    with office.store.unit_of_work() as unit:
        dossier, events = unit.dossier(dossier_id), unit.events(dossier_id)
    files = packed_files(dossier, pattern)
    target = output / safe_name(dossier.display_code)
    if target.exists():
        raise Misuse("workflow.output_exists", file=target.name)
    part = target.with_name(target.name + ".dang-lap")
    try:
        part.mkdir(parents=True)
        missing = _fill(office, dossier, events, files, part)
        digest = hashlib.sha256((part / MANIFEST).read_bytes()).hexdigest()
        part.replace(target)
    except OSError as error:
        raise Trouble("workflow.export_failed", file=target.name) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event(EXPORTED, dossier_id, files=len(files), manifest=digest, reason=reason))
        unit.commit()
    return Package(dossier_id=dossier_id, folder=target, files=len(files), missing=missing, sha256=digest)


def _fill(
    office: Office, dossier: Dossier, events: Sequence[Event], files: Sequence[PackedFile], folder: Path
) -> tuple[str, ...]:
    for one in files:
        shutil.copyfile(office.vault.path(one.file.hash), folder / one.name)
    record = national_record.dossier_record(
        dossier,
        events,
        procedure_of(office, dossier),
        unit=office.settings.office_name,
        receipt=next((int(event.details.get("number") or 0) for event in events if event.kind == "print_receipt"), 0),
        files={one.file.hash: one.name for one in files},
    )
    missing = tuple(dict.fromkeys(_words(one) for one in record.missing))
    _write_json(folder / RECORD, [record.values])
    _write_json(folder / PROGRESS, [_step(office, dossier, event) for event in events if event.kind in STEPS])
    (folder / CHECKLIST).write_text(checklist(dossier, record.values, files, missing), encoding="utf-8")
    listed = [_facts(path) for path in sorted(folder.iterdir())]
    told = manifest(dossier, listed, office.now().isoformat(timespec="seconds"))
    (folder / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return missing


def _step(office: Office, dossier: Dossier, event: Event) -> Any:
    person = office.people.get(event.by)
    return national_record.progress_record(
        dossier,
        event,
        person=office.name_of(event.by),
        title=person.title if person else "",
        unit=office.settings.counter_name or office.settings.office_name,
        words=sentence(STEPS[event.kind]).what,
    ).values


def _words(missing: national_record.Missing) -> str:
    return sentence(missing.code, field=missing.field, what=missing.what).what


def _write_json(path: Path, rows: list[Any]) -> None:
    """Valid by the schema of its kind before it is written; what is not would be a fault of ours."""
    import jsonschema

    schema = json.loads(resource("exchange", _SCHEMAS[path.name]).read_text(encoding="utf-8"))
    jsonschema.validate(rows, schema)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _facts(path: Path) -> tuple[str, str, int]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return path.name, digest, os.fstat(file.fileno()).st_size
