"""What was signed here: today's files and those that still lack a time-stamp; and what a person may sign at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.access.people import Act, may
from counter_app.model.dossier import AttachedFile, Dossier, DossierId
from counter_app.model.person import Person
from counter_app.model.signature import Level
from counter_app.signing.mark import dated
from counter_app.workflow.office import Office
from counter_app.workflow.signing import SignRow, item_for

MOST_DOSSIERS = 200  # a list to look at, not an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A current file that carries our signature."""

    dossier_id: DossierId
    dossier_code: str
    title: str  # what the paper is
    file: AttachedFile

    @property
    def owes_time_stamp(self) -> bool:
        return self.file.signature_level == Level.B_B


def signed_today(office: Office) -> tuple[SignedFile, ...]:
    """Files signed since midnight by anybody of the office, the newest first."""
    midnight = office.now().replace(hour=0, minute=0, second=0, microsecond=0)
    found = _of(office, office.store.readings.signed_dossiers(midnight))
    return tuple(sorted((one for one in found if _at(one) >= midnight), key=_at, reverse=True))


def without_time_stamp(office: Office) -> tuple[SignedFile, ...]:
    """Files that owe a time-stamp, the oldest first: their debt is the most pressing."""
    found = _of(office, office.store.readings.signed_dossiers(without_time_stamp=True))
    return tuple(sorted((one for one in found if one.owes_time_stamp), key=_at))


def signable(person: Person, rows: Iterable[SignRow]) -> tuple[SignRow, ...]:
    """The rows this person may sign: components are the officer's, results the leader's or the seal keeper's."""
    results = may(person, Act.SIGN_RESULT) or may(person, Act.SEAL_RESULT)
    components = may(person, Act.SIGN_COMPONENTS)
    return tuple(row for row in rows if (results if row.is_result else components))


def mark_lines(office: Office, row: SignRow, signer: str = "") -> tuple[str, ...]:
    """What the visible mark on this file would say if it were signed now."""
    stamp = item_for(office, row, signer).stamp
    assert stamp is not None
    return tuple(dated(line, office.now()) for line in stamp.lines)


def _of(office: Office, dossier_ids: Sequence[int]) -> list[SignedFile]:
    with office.store.unit_of_work() as unit:
        return [one for wanted in dossier_ids[:MOST_DOSSIERS] for one in _signed_in(unit.dossier(DossierId(wanted)))]


def _signed_in(dossier: Dossier) -> list[SignedFile]:
    papers = [(part.name, part.file) for part in dossier.components if part.file is not None]
    papers += [("Kết quả giải quyết", file) for file in dossier.results]
    return [
        SignedFile(dossier_id=dossier.id, dossier_code=dossier.display_code, title=title, file=file)
        for title, file in papers
        if file.signed_from is not None
    ]


def _at(one: SignedFile) -> datetime:
    return one.file.signed_at or one.file.attached_at
