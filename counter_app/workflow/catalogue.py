"""The catalogue of procedures: found, compared with a file, updated as a whole, undone as a whole, edited by hand."""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.catalogue.comparison import Difference, differences
from counter_app.catalogue.files import looks_like_json, read_catalogue, write_catalogue
from counter_app.catalogue.tables import columns_named, procedures_from_rows
from counter_app.catalogue.told import Told
from counter_app.catalogue.update import ChangeKind, ProcedureChange, planned_changes
from counter_app.catalogue.validation import Fault, faults_of
from counter_app.clock import vietnam
from counter_app.errors import Misuse, Refused
from counter_app.exchange.cells import Unreadable, read_moment
from counter_app.exchange.sheets import read_sheets
from counter_app.messages import sentence
from counter_app.model.changes import Changes
from counter_app.model.problem import Problem
from counter_app.model.procedure import Procedure, ProcedureFilter, ProcedureLine
from counter_app.workflow.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueUpdate:
    """What a file would change. Nothing is changed yet."""

    file: str
    sha256: str
    told: int  # procedures that the file tells
    changes: tuple[ProcedureChange, ...]
    problems: tuple[Problem, ...]  # what could not be read as a figure, and rows that were not taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    import_id: int
    file: str
    added: int
    changed: int
    ended: int
    changes: Changes

    def words(self) -> str:
        counts = {"added": self.added, "changed": self.changed, "ended": self.ended}
        return str(sentence("catalogue.applied", file=self.file, **counts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """`import_id` takes it back: see `undo_update`."""

    code: str
    version: int
    import_id: int
    changes: Changes


def today(office: Office) -> date:
    return vietnam(office.now()).date()


def lines(
    office: Office,
    text: str = "",
    *,
    field: str = "",
    unverified: bool = False,
    out_of_force: bool = False,
    limit: int = 0,
) -> tuple[ProcedureLine, ...]:
    """Found without diacritics, the best match first; without words in the order of names."""
    wanted = ProcedureFilter(
        text=text, field=field, unverified=unverified, out_of_force=out_of_force, day=today(office), limit=limit
    )
    return office.store.catalogue.lines(wanted)


def fields(office: Office) -> tuple[str, ...]:
    return office.store.catalogue.fields()


def procedure(office: Office, code: str, version: int = 0) -> Procedure | None:
    """What holds today, or one version by its number."""
    with office.store.unit_of_work() as unit:
        return unit.procedure_version(code, version) if version else unit.procedure(code)


def procedures(office: Office, text: str = "") -> tuple[Procedure, ...]:
    """What holds today, whole, in the order of the codes."""
    with office.store.unit_of_work() as unit:
        return unit.procedures(text)


def versions(office: Office, code: str) -> tuple[Procedure, ...]:
    """The newest first, also those whose day has not come."""
    with office.store.unit_of_work() as unit:
        return unit.procedure_versions(code)


def read_file(path: Path) -> tuple[tuple[Told, ...], tuple[Problem, ...]]:
    """What a file tells: the national shape, our own JSON, the portal's list, an Excel or CSV table.

    Refused: not a catalogue. Trouble: not readable.
    """
    if looks_like_json(path):
        procedures, problems = read_catalogue(path)
        return tuple(Told(procedure=one) for one in procedures), problems
    told: list[Told] = []
    odd: list[Problem] = []
    for sheet in read_sheets(path, columns_named):
        found, problems = procedures_from_rows(
            sheet.rows,
            path.name,
            lambda cell, epoch=sheet.epoch_1904: _day(cell, epoch),  # type: ignore[misc]
        )
        told += found
        odd += problems
    if not told:
        raise Refused("catalogue.not_json", file=path.name)
    return tuple(told), tuple(odd)


def export(office: Office, path: Path) -> tuple[int, str]:
    """What holds today for another office, with a hash: how many procedures, and their SHA-256. Trouble: the disk."""
    found = procedures(office)
    return len(found), write_catalogue(path, found)


def plan_update(
    office: Office, path: Path, *, progress: Callable[[str], None] = lambda _: None, stop: Callable[[], bool] = bool
) -> CatalogueUpdate:
    """Read a file and compare. Nothing is changed. Refused `catalogue.stopped` when `stop` answers True in between."""
    progress("Đang đọc tệp")
    told, problems = read_file(path)
    if stop():
        raise Refused("catalogue.stopped")
    progress(f"Đang so sánh {len(told)} thủ tục")
    with office.store.unit_of_work() as unit:
        ours = unit.procedures()
    changes = planned_changes(ours, told, today(office))
    if stop():
        raise Refused("catalogue.stopped")
    return CatalogueUpdate(file=path.name, sha256=_sha256(path), told=len(told), changes=changes, problems=problems)


def apply_update(office: Office, update: CatalogueUpdate, chosen: Collection[str]) -> Applied:
    """Write the chosen changes (by code), all or none. Refused when nothing is chosen, or when a procedure has been
    changed since the comparison."""
    require(office.person, Act.CHANGE_CATALOGUE)
    wanted = [change for change in update.changes if change.code in chosen]
    if not wanted:
        raise Refused("catalogue.nothing_chosen")
    with office.store.unit_of_work() as unit:
        moved = [change for change in wanted if unit.procedure(change.code) != change.before]
        if moved:
            raise Refused("catalogue.changed_meanwhile", count=len(moved))
        import_id = unit.next_catalogue_import()
        for change in wanted:
            unit.put_procedure(change.after, import_id=import_id)
        counts = {kind: sum(change.kind is kind for change in wanted) for kind in ChangeKind}
        unit.append_event(
            office.event(
                "import_catalogue",
                None,
                file=update.file,
                sha256=update.sha256,
                import_id=import_id,
                added=counts[ChangeKind.NEW],
                changed=counts[ChangeKind.CHANGED],
                ended=counts[ChangeKind.GONE],
            )
        )
        unit.commit()
    return Applied(
        import_id=import_id,
        file=update.file,
        added=counts[ChangeKind.NEW],
        changed=counts[ChangeKind.CHANGED],
        ended=counts[ChangeKind.GONE],
        changes=Changes(catalogue=True),
    )


def undo_update(office: Office, import_id: int) -> tuple[str, Changes]:
    """Take an import back as a whole, or what `save` kept; answers with what to tell.

    Refused when its procedures were changed since.
    """
    require(office.person, Act.CHANGE_CATALOGUE)
    with office.store.unit_of_work() as unit:
        later = unit.changed_after_import(import_id)
        if later:
            raise Refused("catalogue.changed_since", count=len(later), codes=", ".join(later[:5]))
        codes = unit.withdraw_catalogue_import(import_id)
        if not codes:
            raise Refused("catalogue.no_import")
        unit.append_event(office.event("undo_catalogue_import", None, import_id=import_id, count=len(codes)))
        unit.commit()
    return str(sentence("catalogue.undone", count=len(codes))), Changes(catalogue=True)


def faults(office: Office, wanted: Procedure) -> tuple[Fault, ...]:
    """What keeps a procedure from being saved, each with the field it stands at."""
    return faults_of(wanted, today(office))


def save(
    office: Office, wanted: Procedure, *, effective_from: date | None = None, based_on: int | None = None
) -> Saved:
    """Keep an edited procedure as a new version that holds from a day (default: today); the old one stays.

    `based_on`: the number of the newest version as the editor saw it, 0 for a new procedure.

    Refused: the first fault, as `faults` tells them all; nothing differs; somebody has saved it meanwhile; the code of
    a new procedure is taken; the role may not change the catalogue.
    """
    require(office.person, Act.CHANGE_CATALOGUE)
    start = effective_from or today(office)
    wanted = replace(wanted, effective_from=start)
    first = next(iter(faults(office, wanted)), None)
    if first is not None:
        raise Refused(first.code, **first.values)
    with office.store.unit_of_work() as unit:
        before = next(iter(unit.procedure_versions(wanted.code)), None)
        _check_newest(before, based_on, wanted.code)
        import_id = unit.next_catalogue_import()
        version = unit.put_procedure(wanted, import_id=import_id)
        if before and version == before.version:
            raise Refused("catalogue.nothing_differs", code=wanted.code)
        unit.append_event(
            office.event(
                "change_procedure" if before else "add_procedure",
                None,
                code=wanted.code,
                version=version,
                effective_from=start.isoformat(),
                import_id=import_id,
            )
        )
        unit.commit()
    return Saved(code=wanted.code, version=version, import_id=import_id, changes=Changes(catalogue=True))


def _check_newest(before: Procedure | None, based_on: int | None, code: str) -> None:
    newest = before.version if before else 0
    if based_on is None or based_on == newest:
        return
    if not based_on:
        raise Refused("catalogue.code_taken", code=code)
    raise Refused("catalogue.saved_meanwhile", code=code, version=newest)


def compare(office: Office, path: Path) -> tuple[Difference, ...]:
    """Figures that the file and the catalogue tell differently; what one side does not know is no difference."""
    told, _ = read_file(path)
    with office.store.unit_of_work() as unit:
        ours = unit.procedures()
    return tuple(one for one in differences(ours, _procedures(told)) if one.what != "only_ours")


def _procedures(told: Iterable[Told]) -> list[Procedure]:
    return [one.procedure for one in told]


def _day(cell: object, epoch_1904: bool) -> date | None:
    try:
        moment = read_moment(cell, epoch_1904=epoch_1904)
    except Unreadable as error:
        raise ValueError(error.text) from error
    return moment.date() if moment else None


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise Misuse("catalogue.cannot_read", file=path.name) from error
