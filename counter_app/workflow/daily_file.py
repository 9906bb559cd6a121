"""A counter without a server hands what changed at it to another one: one file, signed, sealed where there is a key."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.access.people import Act, require
from counter_app.errors import Misuse, Refused, Trouble
from counter_app.exchange import daily_file
from counter_app.exchange.daily_file import ASIDE, HANDED, TAKEN
from counter_app.model.dossier import DossierId, Event, FileHash
from counter_app.model.signature import KeyRef, Level, PinAnswer, PinRequest, SignItem, SignStatus
from counter_app.store import office_key
from counter_app.store.disk_trouble import of_file_system
from counter_app.workflow.exports import expect_reason
from counter_app.workflow.office import Office
from counter_app.workflow.verification import digest_of

SUFFIX = ".goi"
# Told apart by these from every other paper that an officer signs: both are written by the signing itself.
FIELD, PURPOSE = "GoiTraoDoi", "Goi trao doi giua cac quay"
Pin = Callable[[PinRequest], PinAnswer | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    path: Path
    dossiers: tuple[DossierId, ...]
    files: int
    sealed: bool
    sha256: str  # of the file


def waiting(office: Office, since: datetime | None = None) -> tuple[DossierId, ...]:
    """Dossiers with an act since the last file was handed over (or since a moment); at first every one."""
    with office.store.unit_of_work() as unit:
        return unit.rows.worked_on(_last(office), since, ASIDE)


def hand(
    office: Office,
    target: Path,
    key: KeyRef,
    *,
    pin: Pin,
    reason: str,
    since: datetime | None = None,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Handed | None:
    """Write `target`, whole or not at all; the diary keeps the reason and the file's hash. None: stopped.

    Refused: the role, no reason, nothing has changed, the key did not sign; Misuse `workflow.output_exists`; Trouble:
    the disk, the token, a file that the vault has not got.
    """
    require(office.person, Act.EXPORT_PACKAGE)
    reason = expect_reason(reason)
    if target.exists():
        raise Misuse("workflow.output_exists", file=target.name)
    with office.store.unit_of_work() as unit:
        upto = unit.rows.last_event()
        wanted = unit.rows.worked_on(_last(office), since, ASIDE)
        told = [_told(unit.rows.of(one), unit.events(one)) for one in wanted]
    if not wanted:
        raise Refused("exchange.nothing_to_hand")
    with office.scratch() as folder:
        files = _files(office, told, progress, stopped)
        if files is None:
            return None
        made = folder / "goi.zip"
        try:
            digest = daily_file.write_parts(made, _facts(office), told, files)
            daily_file.add_cover(made, _signed_cover(office, folder, digest, key, pin))
            sealed = _place(office, made, target)
        except OSError as error:
            raise of_file_system(error, target.name) from error
    handed = Handed(path=target, dossiers=wanted, files=len(files), sealed=sealed, sha256=digest_of(target))
    _note(office, handed, reason, upto)
    return handed


def _last(office: Office) -> int:
    found = office.store.diary.office_events(HANDED, 1)
    return int(found[0].details.get("upto") or 0) if found else 0


def _told(rows: Mapping[str, Any], events: Sequence[Event]) -> dict[str, Any]:
    return {"rows": rows, "acts": daily_file.acts_of(events), "settled": settled(events)}


def settled(events: Sequence[Event]) -> list[str]:
    """What the other counter knew when a person decided here that ours stays."""
    found = (one.details.get("settled") for one in events if one.kind == TAKEN)
    return sorted({str(one) for one in found if one})


def _files(
    office: Office,
    told: Sequence[Mapping[str, Any]],
    progress: Callable[[int, int], object],
    stopped: Callable[[], bool],
) -> dict[str, Path] | None:
    """Of the vault, opened. What is shown now must be there; what was replaced comes along where it still is."""
    found: dict[str, Path] = {}
    for number, one in enumerate(told):
        if stopped():
            return None
        found |= {digest: office.vault.path(FileHash(digest)) for digest in daily_file.needed(one["rows"])}
        for digest in daily_file.earlier(one["rows"]):
            try:
                found[digest] = office.vault.path(FileHash(digest))
            except Trouble as error:
                if error.code != "store.file_missing":
                    raise
        progress(number + 1, len(told))
    return found


def _facts(office: Office) -> dict[str, Any]:
    from counter_app.store.schema import HEAD

    since = office.store.diary.office_events(HANDED, 1)
    return {
        "schema": HEAD,
        "office": office.settings.office_name,
        "office_code": office.settings.office_code,
        "counter": office.settings.counter_name,
        "by": office.person.name,
        "since": since[0].at.isoformat(timespec="seconds") if since else "",
        "at": office.now().isoformat(timespec="seconds"),
    }


def _signed_cover(office: Office, folder: Path, digest: str, key: KeyRef, pin: Pin) -> Path:
    from counter_app.pdf.challenge import write_challenge

    cover, signed = folder / "bia.pdf", folder / "bia-da-ky.pdf"
    write_challenge(cover, digest)
    item = SignItem(source=str(cover), output=str(signed), sha256=digest_of(cover), reason=PURPOSE, field_name=FIELD)
    (outcome,) = office.signing.sign([item], key, level=Level.B_B, pin=pin)
    if outcome.status is not SignStatus.SIGNED:
        raise Refused("exchange.daily_not_signed", why=outcome.message)
    return signed


def _place(office: Office, made: Path, target: Path) -> bool:
    """True: sealed for the office, so that only who has its key can open it."""
    known = office_key.public_half(office.folder)
    part = target.with_name(target.name + ".dang-lap")
    try:
        with made.open("rb") as source, part.open("wb") as written:
            if known is None:
                shutil.copyfileobj(source, written)
            else:
                office_key.seal_stream(known.public, source, written)
            written.flush()
            os.fsync(written.fileno())
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return known is not None


def _note(office: Office, handed: Handed, reason: str, upto: int) -> None:
    with office.store.unit_of_work() as unit:
        for one in handed.dossiers:
            unit.append_event(office.event(HANDED, one, package=handed.sha256, reason=reason))
        count = len(handed.dossiers)
        told: dict[str, str | int | None] = {"list": handed.path.name, "count": count, "sealed": int(handed.sealed)}
        unit.append_event(office.event(HANDED, None, package=handed.sha256, upto=upto, reason=reason, **told))
        unit.commit()
