"""Another counter's file is looked at as a whole and shown; where both have worked on a dossier a person decides; then
it is taken in, in one transaction."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.access.people import Act, require
from counter_app.clock import from_seconds, vietnam
from counter_app.errors import Refused
from counter_app.exchange import daily_file
from counter_app.exchange.daily_file import TAKEN, DailyFile, Relation
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, DossierState, Event, FileHash
from counter_app.model.signature import SignatureInfo
from counter_app.store import office_key
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.vault import is_sealed
from counter_app.workflow.daily_file import FIELD, PURPOSE, settled
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.verification import digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How a dossier stands at one counter. `last`: kind of its last act."""

    state: DossierState
    applicant: str
    due_at: datetime | None
    files: int
    signed: int
    last: str
    last_by: str
    last_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`place`: in the file; `dossier_id`, `here`: None where this counter does not know it."""

    place: int
    code: str
    procedure: str
    relation: Relation
    dossier_id: DossierId | None
    here: Side | None
    there: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Nothing is written yet."""

    path: Path
    sha256: str
    signature: SignatureInfo
    content: DailyFile
    lines: tuple[Line, ...]

    def count(self, relation: Relation) -> int:
        return sum(line.relation is relation for line in self.lines)

    @property
    def conflicts(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.relation is Relation.CONFLICT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    added: tuple[DossierId, ...]
    updated: tuple[DossierId, ...]
    kept: tuple[DossierId, ...]  # conflicts in which ours stays
    changes: Changes


def look(office: Office, path: Path) -> Shown:
    """Signature, hashes, and what taking it in would do.

    Refused: the role; cut off, changed, not such a file; not signed by somebody whose authority this office trusts.
    Trouble: the disk; sealed for another office, or its key is not here.
    """
    from counter_app.store.schema import HEAD

    require(office.person, Act.IMPORT_LIST)
    with _opened(office, path) as (found, folder):
        signature = _signer(office, found, folder)
        content = daily_file.read(found)
        if content.facts.get("schema") != HEAD:
            raise Refused("exchange.daily_newer")
        with office.store.unit_of_work() as unit:
            lines = _plan(unit, content.dossiers)
    return Shown(path=path, sha256=digest_of(path), signature=signature, content=content, lines=lines)


def take(office: Office, shown: Shown, theirs: Mapping[int, bool]) -> Taken:
    """Write what was shown. `theirs`: for each conflict by its place whether the other counter's dossier counts.

    Refused: the role, `exchange.conflict_open` while one is not decided, `exchange.daily_other` when somebody has
    worked on one of these dossiers or the file is another by now. Then nothing is written.
    """
    require(office.person, Act.IMPORT_LIST)
    if any(line.place not in theirs for line in shown.conflicts):
        raise Refused("exchange.conflict_open", count=sum(one.place not in theirs for one in shown.conflicts))
    wanted = [line for line in shown.lines if _counts(line, theirs)]
    with _opened(office, shown.path) as (found, folder):
        _signer(office, found, folder)
        if daily_file.read(found).manifest_hash != shown.content.manifest_hash:
            raise Refused("exchange.daily_other")
        _keep_files(office, found, folder, [shown.content.dossiers[line.place] for line in wanted])
    with office.store.unit_of_work() as unit:
        if _plan(unit, shown.content.dossiers) != shown.lines:
            raise Refused("exchange.daily_other")
        taken = _write(office, unit, shown, wanted)
        unit.commit()
    return taken


def _counts(line: Line, theirs: Mapping[int, bool]) -> bool:
    if line.relation is Relation.CONFLICT:
        return theirs[line.place]
    return line.relation in (Relation.NEW, Relation.NEWER_THERE)


def _write(office: Office, unit: UnitOfWork, shown: Shown, wanted: Sequence[Line]) -> Taken:
    added: list[DossierId] = []
    updated: list[DossierId] = []
    kept: list[DossierId] = []
    signer = {"package": shown.sha256, "signer": shown.signature.signer}
    for line in shown.lines:
        told = shown.content.dossiers[line.place]
        if line in wanted:
            placed = _put(unit, line.dossier_id, told)
            (added if line.dossier_id is None else updated).append(placed)
            unit.append_event(office.event(TAKEN, placed, code=line.code, **signer))
        elif line.relation is Relation.CONFLICT and line.dossier_id is not None:
            kept.append(line.dossier_id)
            decided = daily_file.digest_of_acts(told["acts"])
            unit.append_event(office.event(TAKEN, line.dossier_id, code=line.code, settled=decided, **signer))
    if added or updated or kept:
        counts = {"added": len(added), "changed": len(updated), "kept": len(kept)}
        unit.append_event(office.event(TAKEN, None, list=shown.path.name, **counts, **signer))
    touched = frozenset((*added, *updated))
    changes = Changes(dossiers=touched, queue=bool(touched), files=bool(touched))
    return Taken(added=tuple(added), updated=tuple(updated), kept=tuple(kept), changes=changes)


def _put(unit: UnitOfWork, known: DossierId | None, told: Mapping[str, Any]) -> DossierId:
    acts_here = [] if known is None else daily_file.acts_of(unit.events(known))
    if known is None:
        placed = unit.rows.add(told["rows"])
    else:
        placed = known
        unit.rows.replace(known, told["rows"])
    for one in daily_file.further(told["acts"], acts_here):
        at = vietnam(from_seconds(one["at"]))
        unit.append_event(Event(dossier_id=placed, at=at, by=one["by"], kind=one["kind"], details=dict(one["details"])))
    return placed


def _plan(unit: UnitOfWork, dossiers: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(_line(unit, place, told) for place, told in enumerate(dossiers))


def _line(unit: UnitOfWork, place: int, told: Mapping[str, Any]) -> Line:
    own, acts = told["rows"]["dossier"], told["acts"]
    known = unit.rows.find(own["code"], acts[0] if acts else None)
    here, relation = None, Relation.NEW
    if known is not None:
        events, rows = unit.events(known), unit.rows.of(known)
        mine = daily_file.acts_of(events)
        here = _side(rows, mine)
        relation = daily_file.relation(mine, acts, settled_here=settled(events), settled_there=told["settled"])
    code = own["code"] or told["rows"]["local_code"]
    return Line(
        place=place,
        code=code,
        procedure=own["procedure_name"],
        relation=relation,
        dossier_id=known,
        here=here,
        there=_side(told["rows"], acts),
    )


def _side(rows: Mapping[str, Any], acts: Sequence[Mapping[str, Any]]) -> Side:
    own, current = rows["dossier"], [one for one in rows["file"] if one["replaced_at"] is None]
    last = acts[-1] if acts else None
    return Side(
        state=DossierState(own["state"]),
        applicant=own["applicant_name"],
        due_at=None if own["due_at"] is None else vietnam(from_seconds(own["due_at"])),
        files=len(current),
        signed=sum(one["signed_from"] is not None for one in current),
        last=last["kind"] if last else "",
        last_by=last["by"] if last else "",
        last_at=vietnam(from_seconds(last["at"])) if last else None,
    )


@contextmanager
def _opened(office: Office, path: Path) -> Iterator[tuple[zipfile.ZipFile, Path]]:
    with office.scratch() as folder:
        plain = folder / "goi.zip"
        try:
            source = plain if _unsealed(office, path, plain) else path
            with daily_file.opened(source) as found:
                yield found, folder
        except OSError as error:
            raise of_file_system(error, path.name) from error


def _unsealed(office: Office, path: Path, target: Path) -> bool:
    """False: it is not sealed. Trouble: for another office, damaged, or the key is not here."""
    if not is_sealed(path):
        return False
    key = office.vault.key or office_key.from_system(office.folder)
    with path.open("rb") as source, target.open("wb") as written:
        key.open_stream(source, written)
    return True


def _signer(office: Office, found: zipfile.ZipFile, folder: Path) -> SignatureInfo:
    """Who answers for the manifest. Refused when nobody does whom this office trusts."""
    from counter_app.pdf.challenge import read_challenge

    cover = folder / "bia-da-ky.pdf"
    daily_file.cover_of(found, cover)
    signatures = office.signing.verify(cover).signatures
    if len(signatures) != 1 or read_challenge(cover) != daily_file.manifest_hash(found):
        raise Refused("exchange.daily_changed")
    (signature,) = signatures
    if (signature.field, signature.purpose) != (FIELD, PURPOSE):
        raise Refused("exchange.daily_changed")
    if not (signature.intact and signature.certificate) or signature.changes_after != "none":
        raise Refused("exchange.daily_changed")
    if not signature.trusted or signature.revocation == "revoked":
        raise Refused("exchange.daily_untrusted", signer=signature.signer, issuer=signature.issuer)
    return signature


def _keep_files(office: Office, found: zipfile.ZipFile, folder: Path, wanted: Sequence[Mapping[str, Any]]) -> None:
    """Into the vault before any row names them; what the vault holds it keeps once."""
    there = set(found.namelist())
    for told in wanted:
        needed = daily_file.needed(told["rows"])
        for digest in sorted(needed | daily_file.earlier(told["rows"])):
            if daily_file.FILES + digest in there:
                _keep(office, found, digest, folder / "tep")
            elif digest in needed:
                raise Refused("exchange.daily_damaged", part=daily_file.FILES + digest)


def _keep(office: Office, found: zipfile.ZipFile, digest: str, into: Path) -> None:
    daily_file.extract(found, digest, into)
    try:
        if office.vault.put(into) != FileHash(digest):
            raise Refused("exchange.daily_damaged", part=daily_file.FILES + digest)
    finally:
        into.unlink(missing_ok=True)
