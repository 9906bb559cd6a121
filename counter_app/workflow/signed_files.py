"""What was signed here: today's files and those that still lack a time-stamp; and what a person may sign at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.access.people import Act, may
from counter_app.model.dossier import AttachedFile, Dossier, DossierId
from counter_app.model.person import Person
from counter_app.signing.mark import dated
from counter_app.signing.profiles import Profile
from counter_app.workflow.mark_choice import offered
from counter_app.workflow.office import Office
from counter_app.workflow.raising import levels_in_debt, wanted_level
from counter_app.workflow.sign_rows import SignRow
from counter_app.workflow.signing import item_for

MOST_DOSSIERS = 200  # a list to look at, not an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile:
    """A current file that carries our signature."""

    dossier_id: DossierId
    dossier_code: str
    title: str  # what the paper is
    file: AttachedFile
    wanted: str = ""  # the level that the office wants, when the file is below it: nợ dấu thời gian

    @property
    def in_debt(self) -> bool:
        return bool(self.wanted)


def signed_today(office: Office) -> tuple[SignedFile, ...]:
    """Files signed since midnight by anybody of the office, the newest first."""
    midnight = office.now().replace(hour=0, minute=0, second=0, microsecond=0)
    found = _of(office, office.store.readings.signed_dossiers(midnight))
    return tuple(sorted((one for one in found if _at(one) >= midnight), key=_at, reverse=True))


def in_debt(office: Office) -> tuple[SignedFile, ...]:
    """Files below the level that the office wants, the oldest first: their debt is the most pressing. All of them."""
    found = _of(office, office.store.readings.signed_dossiers(levels=levels_in_debt(office)), most=None)
    return tuple(sorted((one for one in found if one.in_debt), key=_at))


def debts(office: Office) -> int:
    """How many files `in_debt` lists."""
    return office.store.readings.signed_files_at(levels_in_debt(office))


def signable(person: Person, rows: Iterable[SignRow], *, initials: bool = False) -> tuple[SignRow, ...]:
    """The rows this person may sign: components are the officer's, results the leader's or the seal keeper's;
    of the forms that the leader signs only the seal is the seal keeper's.

    `initials`: also the results on which this person may put the drafter's initial. By dossier components stand
    before forms and results, so that a whole dossier is signed in its order; results with an initial come first.
    """
    signs, seals = may(person, Act.SIGN_RESULT), may(person, Act.SEAL_RESULT)
    components, drafter = may(person, Act.SIGN_COMPONENTS), initials and may(person, Act.ATTACH_RESULT)

    def mine(row: SignRow) -> bool:
        if row.form and row.is_result:
            return seals if row.sealing else signs
        return components if not row.is_result else signs or seals or (drafter and row.may_initial)

    found = [row for row in rows if mine(row)]
    places: dict[DossierId, int] = {}
    for row in found:
        places.setdefault(row.dossier_id, len(places))
    ready = {row.dossier_id for row in found if row.is_result and row.file.initialled_by}
    return tuple(sorted(found, key=lambda row: (row.dossier_id not in ready, places[row.dossier_id], _turn(row))))


def _turn(row: SignRow) -> int:
    """Components, then the officer's forms, then the leader's, then results."""
    return (2 if row.is_result else 1) if row.form else (3 if row.is_result else 0)


def mark_lines(office: Office, row: SignRow, signer: str = "", profile: str = "") -> tuple[str, ...]:
    """What the visible mark on this file would say if it were signed now; nothing for a mark that is an image."""
    return mark_shown(office, row, signer, profile)[0]


def mark_shown(office: Office, row: SignRow, signer: str = "", profile: str = "") -> tuple[tuple[str, ...], str]:
    """(lines, path of the image) of the visible mark. Refused `workflow.profile_not_here`."""
    stamp = item_for(office, row, signer, profile_key=profile).stamp
    assert stamp is not None
    return tuple(dated(line, office.now()) for line in stamp.lines), stamp.image


def profiles_of(office: Office, row: SignRow) -> tuple[Profile, ...]:
    """The marks that this person may choose for this file, the usual one first."""
    return offered(office, is_result=row.is_result, may_initial=row.may_initial)


def _of(office: Office, dossier_ids: Sequence[int], most: int | None = MOST_DOSSIERS) -> list[SignedFile]:
    level, owing = wanted_level(office), levels_in_debt(office)
    with office.store.unit_of_work() as unit:
        found = [one for key in dossier_ids[:most] for one in _signed_in(unit.dossier(DossierId(key)))]
    return [replace(one, wanted=level) if one.file.signature_level in owing else one for one in found]


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
