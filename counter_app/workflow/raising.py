"""Signed files that are below the level the office wants, raised later without any key: nợ dấu thời gian.

The raised file takes the place of the signed one in the register; the signature, its signer and its time stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, DossierId
from counter_app.model.signature import Level, RaiseItem, SignOutcome, SignProgress, SignStatus
from counter_app.workflow import clock_trust
from counter_app.workflow.office import Office

ORDER = (Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseReport:
    outcomes: tuple[SignOutcome, ...]
    changes: Changes

    @property
    def raised(self) -> int:
        """How many files reached the level and are recorded."""
        return sum(one.status is SignStatus.SIGNED and not one.debt for one in self.outcomes)


def wanted_level(office: Office) -> Level:
    """At least with a time-stamp: without one a signature proves its time by the signer's own clock only."""
    return max(Level.B_T, Level(office.settings.signature_level), key=ORDER.index)


def levels_in_debt(office: Office) -> tuple[Level, ...]:
    return ORDER[: ORDER.index(wanted_level(office))]


def raise_level(
    office: Office,
    files: Sequence[tuple[DossierId, AttachedFile]],
    *,
    level: Level | None = None,
    progress: Callable[[SignProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> RaiseReport:
    """Raise signed files of dossiers; each one is recorded as soon as it was read back. No key, no PIN."""
    require(office.person, Act.RAISE_LEVEL)
    changed = Changes()
    lost: dict[int, SignOutcome] = {}
    with office.scratch() as folder:
        items, places = _items(office, files, folder, lost)

        def record(step: SignProgress) -> None:
            nonlocal changed
            place, outcome = places[step.index], step.outcome
            if outcome is not None and outcome.status is SignStatus.SIGNED:
                try:
                    changed |= _record(office, *files[place], outcome)
                except CounterError as error:
                    outcome = lost[place] = _not_done(outcome, error)
            progress(replace(step, index=place, total=len(files), outcome=outcome))

        done = office.signing.raise_level(items, level or wanted_level(office), progress=record, stop=stop)
    outcomes = dict(zip(places, done, strict=True)) | lost
    return RaiseReport(outcomes=tuple(outcomes[place] for place in range(len(files))), changes=changed)


def _items(
    office: Office, files: Sequence[tuple[DossierId, AttachedFile]], folder: Path, lost: dict[int, SignOutcome]
) -> tuple[list[RaiseItem], list[int]]:
    """The plans and their places; what the vault does not hold any more goes to `lost`."""
    items, places = [], []
    for place, (_, file) in enumerate(files):
        try:
            source = str(office.vault.path(file.hash))
        except CounterError as error:
            lost[place] = _not_done(SignOutcome(file=file.name, status=SignStatus.FAILED), error)
            continue
        items.append(RaiseItem(source=source, output=str(folder / f"{place}.pdf"), sha256=str(file.hash)))
        places.append(place)
    return items, places


def _not_done(outcome: SignOutcome, error: CounterError) -> SignOutcome:
    status = SignStatus.REFUSED if isinstance(error, Refused) else SignStatus.FAILED
    return replace(outcome, status=status, code=error.code, message=str(error))


def _record(office: Office, dossier_id: DossierId, file: AttachedFile, outcome: SignOutcome) -> Changes:
    output = Path(outcome.output)
    raised = replace(file, hash=office.vault.put(output), size=output.stat().st_size, signature_level=outcome.level)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        part = next((one for one in dossier.components if one.file is not None and one.file.hash == file.hash), None)
        if part is not None:
            unit.update_component(part.id, file=raised)
        elif any(one.hash == file.hash for one in dossier.results):
            unit.replace_result(dossier_id, file.hash, raised)
        else:
            raise Refused("store.changed_meanwhile")
        number = part.number if part is not None else None
        details = {"sha256": str(raised.hash), "level": outcome.level, "component": number}
        unit.append_event(office.event("raise_level", dossier_id, **details, **clock_trust.witness(outcome)))
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), files=True)
