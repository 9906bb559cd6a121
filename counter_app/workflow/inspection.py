"""An inspection (thanh tra, kiểm tra) looks at the diary: of a dossier or of a person, and takes a copy with its proof.

Nothing here changes anything but the diary itself, which tells who looked at whom and who took a copy, and why.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import DossierId
from counter_app.model.evidence import DiaryQuery, DiaryRow, Exported
from counter_app.model.report import Report
from counter_app.model.text import nfc
from counter_app.report.inspection import Proof, inspection_report
from counter_app.workflow import evidence, reports
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.office import Office

MOST_SHOWN = 2_000  # rows on the page; a copy has them all
MOST_PRINTED = 20_000  # of a table; more go out as .jsonl
RAW = ".jsonl"
SUFFIXES = (".pdf", ".xlsx", ".json", RAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    rows: tuple[DiaryRow, ...]  # in the order in which they were written; the newest when there are more
    total: int


def look(office: Office, wanted: DiaryQuery) -> Looked:
    """What the diary tells. Whose acts or which dossier were looked at is written down."""
    require(office.person, Act.INSPECT)
    _note(office, wanted)
    diary = office.store.diary
    return Looked(rows=diary.looked_at(wanted, MOST_SHOWN, newest=True), total=diary.count(wanted))


def export(office: Office, wanted: DiaryQuery, output: Path, *, reason: str, over: bool = False) -> Exported:
    """A copy with its proof: .pdf and .xlsx to read, .json for programs, .jsonl the rows as they are hashed.

    Refused: nobody's role, no reason, too many rows for a sheet; Misuse: another suffix; Trouble: disk.
    """
    require(office.person, Act.INSPECT)
    reason = expect_reason(reason)
    if output.suffix.casefold() not in SUFFIXES:
        raise Misuse("report.unknown_suffix", file=output.name, known=", ".join(SUFFIXES))
    proof = prove(office, wanted)
    if output.suffix.casefold() == RAW:
        if output.exists() and not over:
            raise Refused("forms.output_exists", file=output.name)
        evidence.write_rows(office.store.diary.raw(wanted), output)
    else:
        if proof.count > MOST_PRINTED:
            raise Refused("workflow.too_many_rows", count=proof.count, most=MOST_PRINTED)
        reports.save(office, made(office, wanted, proof, reason), output, over=over)
    digest = evidence.digest_of(output)
    with office.store.unit_of_work() as unit:
        unit.append_event(
            office.event(
                "export_diary",
                wanted.dossier_id,
                rows=proof.count,
                sha256=str(digest),
                reason=nfc(reason),
                login=wanted.login or None,
            )
        )
        unit.commit()
    return Exported(rows=proof.count, head=proof.examined.head, sha256=digest)


def prove(office: Office, wanted: DiaryQuery) -> Proof:
    """The whole diary read again and compared with its anchors; the chosen rows under one digest of their hashes."""
    require(office.person, Act.INSPECT)
    examined = evidence.examine(office)
    anchors = evidence.anchors(office)
    digest, count, first, last = hashlib.sha256(), 0, None, None
    for row in office.store.diary.raw(wanted):
        digest.update(str(row["hash"]).encode())
        count, last = count + 1, (int(row["id"]), str(row["hash"]))
        first = first or last
    return Proof(
        examined=examined,
        last_anchor=anchors[-1] if anchors else None,
        count=count,
        first=first,
        last=last,
        digest=digest.hexdigest(),
    )


def made(office: Office, wanted: DiaryQuery, proof: Proof, reason: str) -> Report:
    rows = office.store.diary.looked_at(wanted, MOST_PRINTED)
    return inspection_report(
        rows, proof, at=office.now(), subject=subject(office, wanted), reason=nfc(reason), name_of=office.name_of
    )


def subject(office: Office, wanted: DiaryQuery) -> str:
    """«Hồ sơ H31.15-…», «Nguyễn Thu Hà, từ 01/11/2026 đến 23/11/2026», «Toàn bộ nhật ký»."""
    parts = []
    if wanted.dossier_id is not None:
        with office.store.unit_of_work() as unit:
            parts.append(f"Hồ sơ {unit.dossier(wanted.dossier_id).display_code}")
    if wanted.login:
        parts.append(office.name_of(wanted.login))
    if wanted.start is not None:
        parts.append(f"từ {wanted.start:%H:%M %d/%m/%Y}")
    if wanted.end is not None:
        parts.append(f"đến trước {wanted.end:%H:%M %d/%m/%Y}")
    if wanted.kinds:
        parts.append("một số loại việc")
    return ", ".join(parts) or "Toàn bộ nhật ký"


def _note(office: Office, wanted: DiaryQuery) -> None:
    if wanted.dossier_id is not None:
        evidence.record_view(office, wanted.dossier_id)
    if wanted.login:
        _note_person(office, wanted.login)


def _note_person(office: Office, login: str) -> None:
    """Once in half an hour, as a look at a dossier."""
    key, now = (f"{office.person.login} → {login}", DossierId(0)), office.now()
    before = office.views.get(key)
    if before is not None and now - before < evidence.LOOKED_AGAIN:
        return
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event("inspect_person", None, login=login))
        unit.commit()
    office.views[key] = now
