"""Personal data go when they have been kept long enough: planned first, erased by a person with a reason.

What is erased leaves its codes, moments, books and diary: that something was decided, when and by whom can always be
proven, about whom no more. Files leave the vault once no other dossier holds the same content.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId, FileHash
from counter_app.model.retention import ERASED, Kept, KeptKind, RetentionRule
from counter_app.model.text import nfc
from counter_app.rules.retention import retention_rules
from counter_app.workflow.office import Office

BY_REQUEST = "by_request"
COPIES = ("forms", "signed")  # sheets to print and files on their way, by dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """What one rule has found. `before`: who ended earlier has been kept long enough."""

    rule: RetentionRule
    before: datetime
    kept: tuple[Kept, ...]

    @property
    def files(self) -> int:
        return sum(one.files for one in self.kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    rows: int
    files: int  # that left the vault
    left: int  # files that the disk would not let go
    changes: Changes


def plan(office: Office) -> tuple[PlanLine, ...]:
    """The dry run: every rule in force with what it has found, also with nothing."""
    require(office.person, Act.ERASE)
    now = office.now()
    found = []
    for rule in retention_rules(now.date()):
        before = now - timedelta(days=rule.days)
        found.append(PlanLine(rule=rule, before=before, kept=_kept(office, rule, before)))
    return tuple(found)


def apply(
    office: Office,
    lines: Sequence[PlanLine],
    *,
    reason: str,
    stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], object] = lambda _done, _all: None,
) -> Erased:
    """Erase what a plan named, and of that only what is still due. Each dossier is a transaction of its own.

    Refused: the role, no reason (the document that allows it), a clock that is doubted. Stopped: what is erased stays
    so, the rest stays.
    """
    require(office.person, Act.ERASE)
    _expect_reason(reason)
    _expect_clock(office)
    changed: set[DossierId] = set()
    rows = gone = left = done = 0
    total = sum(len(line.kept) for line in lines)
    for line in lines:
        due = {one.key for one in _kept(office, line.rule, line.before)}
        keys = [one.key for one in line.kept if one.key in due]
        if line.rule.what is not KeptKind.DOSSIER:
            rows += _erase_rows(office, line, keys, reason)
            done += len(line.kept)
            progress(done, total)
            continue
        for key in keys:
            if stopped():
                break
            removed, stayed = _erase_dossier(office, DossierId(key), line.rule.id, reason)
            rows, gone, left, done = rows + 1, gone + removed, left + stayed, done + 1
            changed.add(DossierId(key))
            progress(done, total)
    if rows:
        office.store.upkeep.scrub()
    return Erased(rows=rows, files=gone, left=left, changes=Changes(dossiers=frozenset(changed), queue=bool(changed)))


def erase(office: Office, dossier_id: DossierId, *, reason: str) -> Erased:
    """One ended dossier before its time: the law or the person it is about demands it.

    Refused: the role, no reason, a dossier that is still open, one that was erased already.
    """
    require(office.person, Act.ERASE)
    _expect_reason(reason)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    if dossier.state.open:
        raise Refused("workflow.erase_open", code=dossier.display_code)
    if dossier.applicant.name == ERASED:
        raise Refused("workflow.erased_already", code=dossier.display_code)
    removed, left = _erase_dossier(office, dossier_id, BY_REQUEST, reason)
    office.store.upkeep.scrub()
    changes = Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)
    return Erased(rows=1, files=removed, left=left, changes=changes)


def _kept(office: Office, rule: RetentionRule, before: datetime) -> tuple[Kept, ...]:
    upkeep = office.store.upkeep
    if rule.what is KeptKind.DOSSIER:
        return upkeep.ended_before(rule.states, before)
    if rule.what is KeptKind.FEEDBACK:
        return upkeep.answered_before(before)
    return upkeep.listed_before(before) if rule.what is KeptKind.LISTED_PAPER else upkeep.drafts_before(before)


def _erase_dossier(office: Office, dossier_id: DossierId, rule: str, reason: str) -> tuple[int, int]:
    """The register first: a file that stays behind is named by nothing and is no loss; the other way round would be."""
    with office.store.unit_of_work() as unit:
        taken = unit.erasure.dossier(dossier_id)
        told: dict[str, str | int | None] = {"rule": rule, "files": len(taken.files), "reason": nfc(reason)}
        if taken.remains:
            told["remains"] = taken.remains
        unit.append_event(office.event("erase_dossier", dossier_id, **told))
        unit.commit()
    for name in COPIES:
        shutil.rmtree(office.folder / name / str(dossier_id), ignore_errors=True)
    return _remove(office, taken.files)


def _erase_rows(office: Office, line: PlanLine, keys: Sequence[int], reason: str) -> int:
    if not keys:
        return 0
    with office.store.unit_of_work() as unit:
        if line.rule.what is KeptKind.FEEDBACK:
            unit.erasure.feedback(keys)
        elif line.rule.what is KeptKind.LISTED_PAPER:
            unit.erasure.listed_papers(keys)
        else:
            unit.erasure.drafts(keys, line.before)
        unit.append_event(office.event("erase_rows", None, rule=line.rule.id, rows=len(keys), reason=nfc(reason)))
        unit.commit()
    return len(keys)


def _remove(office: Office, files: Sequence[FileHash]) -> tuple[int, int]:
    """How many left the vault, and how many could not be taken away now."""
    gone = left = 0
    for one in files:
        try:
            gone += office.vault.remove(one)
        except CounterError:
            left += 1
    return gone, left


def _expect_clock(office: Office) -> None:
    """A machine whose clock stands in the future would call everything old."""
    trust = office.clock_seen.trust
    if trust is not None and trust.doubted:
        raise Refused("workflow.erase_clock")


def _expect_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("workflow.erase_needs_reason")
