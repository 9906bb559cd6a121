"""Signing what was checked: components by the officer, results by the leader or with the organisation's seal.

Every file that is read back intact is put in the vault and written down at once, before the next one is signed:
a kill in the middle of a batch loses nothing that was shown as signed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.people import Act, may, require
from counter_app.errors import CounterError, Refused
from counter_app.intake.component_files import component_file_name
from counter_app.model.changes import Changes
from counter_app.model.dossier import (
    AttachedFile,
    DossierId,
    DossierState,
    FileHash,
)
from counter_app.model.finding import Finding, Severity
from counter_app.model.form import FormKind
from counter_app.model.queue import Missing, QueueFilter
from counter_app.model.signature import (
    CertificateInfo,
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    Placement,
    Preflight,
    PreflightVerdict,
    SignItem,
    SignOutcome,
    SignProgress,
    SignStatus,
    StampKind,
    Verification,
)
from counter_app.signing.mark import FIELD_NAMES
from counter_app.workflow import clock_trust, mark_choice, marks
from counter_app.workflow.issue import seal_place
from counter_app.workflow.keys import keep_offer
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.sign_in import still_held
from counter_app.workflow.sign_rows import FORM_ROOM, LEADERS_FORMS, SIGNED_FORMS, SignRow, rows_of, to_seal

MOST_ROWS = 500  # more than an officer signs in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class SignReport:
    rows: tuple[SignRow, ...]
    outcomes: tuple[SignOutcome, ...]
    changes: Changes

    def count(self, status: SignStatus) -> int:
        return sum(outcome.status is status for outcome in self.outcomes)


def waiting(office: Office, *, dossier_id: DossierId | None = None, holder: str = "") -> tuple[SignRow, ...]:
    """Passed components without our signature, unsigned results and forms; of one dossier or of everything open."""
    wanted: list[int] = []
    if dossier_id is not None:
        wanted = [dossier_id]
    else:
        for missing in (Missing.UNSIGNED_COMPONENTS, Missing.RESULT_SIGNATURE):
            found = office.store.readings.queue_ids(QueueFilter(missing=missing, holder=holder))
            wanted += [one for one in found if one not in wanted]
    rows: list[SignRow] = []
    with office.store.unit_of_work() as unit:
        unsealed = unit.life.unsealed_forms(LEADERS_FORMS) if may(office.person, Act.SEAL_RESULT) else {}
        if dossier_id is None:
            forms = [*unsealed, *unit.life.with_unsigned_forms(tuple(SIGNED_FORMS), holder)]
            wanted += [one for one in dict.fromkeys(forms) if one not in wanted]
        for one in wanted:
            dossier = unit.dossier(DossierId(one))
            rows += rows_of(dossier) + to_seal(dossier, unsealed.get(dossier.id, frozenset()))
            if len(rows) >= MOST_ROWS:
                break
    return tuple(rows[:MOST_ROWS])


def certificates(office: Office) -> tuple[CertificateInfo, ...]:
    return office.signing.certificates()


def look_ahead(office: Office) -> tuple[Finding, ...]:
    """What stands in the way of the office's level right now; asks the time-stamp service."""
    return office.signing.look_ahead(Level(office.settings.signature_level))


def preflight(
    office: Office,
    rows: Sequence[SignRow],
    *,
    signer: str = "",
    placements: Mapping[FileHash, Placement] | None = None,
    profiles: Mapping[FileHash, str] | None = None,
) -> tuple[Preflight, ...]:
    """What would happen to each file; no key is needed."""
    items, lost = _items(office, rows, signer, placements or {}, profiles or {})
    plans = iter(office.signing.preflight(list(items.values())) if items else ())
    return tuple(_lost_plan(row, lost[index]) if index in lost else next(plans) for index, row in enumerate(rows))


def item_for(
    office: Office, row: SignRow, signer: str = "", placement: Placement | None = None, profile_key: str = ""
) -> SignItem:
    """The plan for one file. The output's name depends only on what is signed, so that a batch can be resumed.

    Refused `workflow.profile_not_here`.
    """
    folder = office.folder_for("signed", str(row.dossier_id))
    stem = Path(component_file_name(row.dossier_code, row.number, row.form or ("KQ" if row.is_result else ""))).stem
    profile = mark_choice.chosen(office, profile_key, is_result=row.is_result, may_initial=row.may_initial)
    if profile.kind is StampKind.INITIAL:
        stem += "_nhay"
    stamp = marks.stamp(office, profile, signer=signer, dossier=row.dossier_code)
    return SignItem(
        source=str(office.vault.path(row.file.hash)),
        output=str(folder / f"{stem}_{row.file.hash[:8]}.pdf"),
        sha256=str(row.file.hash),
        stamp=stamp,
        placement=placement or _usual_place(office, row, profile),
        reason=marks.reason(office, profile),
        field_name=FIELD_NAMES[profile.kind],
    )


def _usual_place(office: Office, row: SignRow, profile: marks.Profile) -> Placement:
    """A result is signed under the printed title of who signs it (NĐ 30/2020, annex I), else at the usual corner;
    a form where it says who signs; the seal goes over the left third of the leader's mark."""
    usual = profile.placement
    if row.sealing:
        return seal_place(office, office.signing.verify(office.vault.path(row.file.hash)).signatures)[0]
    if row.form and profile.kind in (StampKind.COMPONENT, StampKind.RESULT):
        return replace(usual, page=-1, anchor=SIGNED_FORMS[FormKind(row.form)], room=FORM_ROOM)
    title = office.person.own_title if office.person.authority else office.person.title
    if profile.kind is StampKind.RESULT and title:
        return replace(usual, anchor=title.upper())
    return usual


def sign(
    office: Office,
    rows: Sequence[SignRow],
    key: KeyRef,
    *,
    pin: Callable[[PinRequest], PinAnswer | None],
    signer: str = "",
    level: Level | None = None,
    placements: Mapping[FileHash, Placement] | None = None,
    profiles: Mapping[FileHash, str] | None = None,
    repairs: Collection[FileHash] = (),
    progress: Callable[[SignProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> SignReport:
    """Sign the rows in one batch with one PIN. Counts as signed only what was read back from the disk intact.

    `profiles`: keys of the marks that were chosen; an initial leaves the result waiting for its signature.
    `repairs`: broken files whose pages the officer has seen before and after they are rebuilt.
    Refused: a wrong PIN (sent once), a row whose component is not passed any more. Trouble: the key went away;
    what was signed before stays signed and recorded.
    """
    if not rows:
        raise Refused("workflow.nothing_to_sign")
    _check_role(office, rows, profiles or {})
    still_held(office)
    items, lost = _items(office, rows, signer, placements or {}, profiles or {})
    for index, item in items.items():
        items[index] = replace(item, repair_agreed=rows[index].file.hash in repairs)
    places = list(items)
    outcomes = {
        index: _not_done(SignOutcome(file=rows[index].file.name, status=SignStatus.FAILED), lost[index])
        for index in lost
    }
    changed = Changes()

    def record(step: SignProgress) -> None:
        nonlocal changed
        place, outcome = places[step.index], step.outcome
        if outcome is not None and outcome.status in (SignStatus.SIGNED, SignStatus.SKIPPED):
            try:
                changed |= _record(office, rows[place], outcome, initial=_is_initial(items[place]))
            except CounterError as error:  # signed on the disk, not in the books: running it again writes it down
                outcome = outcomes[place] = _not_done(outcome, error)
        progress(replace(step, index=place, total=len(rows), outcome=outcome))

    for index, outcome in outcomes.items():
        progress(SignProgress(index=index, total=len(rows), step="done", outcome=outcome))
    wanted = level or Level(office.settings.signature_level)
    if items:
        todo, keep = list(items.values()), keep_offer(office)
        done = office.signing.sign(todo, key, level=wanted, pin=pin, progress=record, stop=stop, keep=keep)
        outcomes = dict(zip(places, done, strict=True)) | outcomes
    return SignReport(rows=tuple(rows), outcomes=tuple(outcomes[index] for index in range(len(rows))), changes=changed)


def verify(office: Office, path: Path) -> Verification:
    return office.signing.verify(path)


def _check_role(office: Office, rows: Sequence[SignRow], profiles: Mapping[FileHash, str]) -> None:
    """Components are the officer's, results the leader's or the seal keeper's: each person answers for each step."""
    if any(not row.is_result for row in rows):
        require(office.person, Act.SIGN_COMPONENTS)
    known = marks.profiles(office.folder)
    for row in rows:
        wanted = known.get(profiles.get(row.file.hash, ""))
        if wanted is not None and wanted.kind is StampKind.INITIAL and row.may_initial:
            require(office.person, Act.ATTACH_RESULT)
        elif row.form and row.is_result:
            require(office.person, Act.SEAL_RESULT if row.sealing else Act.SIGN_RESULT)
        elif row.is_result and not may(office.person, Act.SEAL_RESULT):
            require(office.person, Act.SIGN_RESULT)


def _is_initial(item: SignItem) -> bool:
    return item.stamp is not None and item.stamp.kind is StampKind.INITIAL


def _items(
    office: Office,
    rows: Sequence[SignRow],
    signer: str,
    placements: Mapping[FileHash, Placement],
    profiles: Mapping[FileHash, str],
) -> tuple[dict[int, SignItem], dict[int, CounterError]]:
    """By place in `rows`: the plans, and why there is none: not in the vault any more, not to be sealed yet. One such
    file stops no other."""
    items: dict[int, SignItem] = {}
    lost: dict[int, CounterError] = {}
    for index, row in enumerate(rows):
        try:
            file = row.file.hash
            items[index] = item_for(office, row, signer, placements.get(file), profiles.get(file, ""))
            _check_seal(row, items[index])
        except CounterError as error:
            items.pop(index, None)
            lost[index] = error
    return items, lost


def _check_seal(row: SignRow, item: SignItem) -> None:
    """The office's seal follows the leader's signature, with number and date (NĐ 30/2020, art. 13.7): that is to issue.

    Sealed alone, a result would count as signed and issued by nobody.
    """
    sealed = item.stamp is not None and item.stamp.kind is StampKind.SEAL
    if sealed and not row.sealing:
        raise Refused("workflow.seal_before_signature", file=row.file.name)


def _lost_plan(row: SignRow, error: CounterError) -> Preflight:
    finding = Finding(error.code, Severity.ERROR, {name: str(value) for name, value in error.values.items()})
    return Preflight(file=row.file.name, verdict=PreflightVerdict.CANNOT, findings=(finding,))


def _not_done(outcome: SignOutcome, error: CounterError) -> SignOutcome:
    status = SignStatus.REFUSED if isinstance(error, Refused) else SignStatus.FAILED
    return replace(outcome, status=status, code=error.code, message=str(error))


def _record(office: Office, row: SignRow, outcome: SignOutcome, *, initial: bool) -> Changes:
    """The signed file in the place of the unsigned one. A result with an initial only still has no `signed_from`."""
    if not outcome.output or not Path(outcome.output).is_file():
        return Changes()
    signed_hash = office.vault.put(Path(outcome.output))
    signed = replace(
        row.file,
        hash=signed_hash,
        size=Path(outcome.output).stat().st_size,
        signed_from=row.file.hash,
        signature_level=outcome.level,
        signed_by=outcome.signer,
        signed_at=outcome.signed_at or office.now(),
        attached_at=office.now(),
        attached_by=office.person.login,
    )
    if initial:
        signed = replace(signed, signed_from=None, signature_level="", signed_at=None)
    with office.store.unit_of_work() as unit:
        if not _place(unit, row, signed):
            return Changes()  # written down already, by an earlier run of the same batch
        unit.append_event(
            office.event(
                _event_kind(row, initial=initial),
                row.dossier_id,
                component=row.number,
                sha256=str(signed_hash),
                level=outcome.level,
                signer=outcome.signer,
                time_stamp_debt=int(outcome.debt),
                **clock_trust.witness(outcome),
            )
        )
        unit.commit()
    return Changes(dossiers=frozenset({row.dossier_id}), queue=True, files=True)


def _event_kind(row: SignRow, *, initial: bool) -> str:
    if row.form:
        return "seal_form" if row.sealing else "sign_form"
    return "initial_result" if initial else "sign_result" if row.is_result else "sign_component"


def _place(unit: UnitOfWork, row: SignRow, signed: AttachedFile) -> bool:
    """Put the signed file where the unsigned one is. False when it is not there any more."""
    dossier = unit.dossier(row.dossier_id)
    if row.form:
        sheets = [form.file for form in dossier.forms]
        if all(file.hash != row.file.hash for file in sheets):
            return _already_there(row, sheets)
        unit.replace_form(row.dossier_id, row.file.hash, signed)
        return True
    if row.component_id is None:
        if all(file.hash != row.file.hash for file in dossier.results):
            return _already_there(row, dossier.results)
        unit.replace_result(row.dossier_id, row.file.hash, signed)
        if signed.signed_from and dossier.state in (DossierState.ACCEPTED, DossierState.PROCESSING):
            unit.update_dossier(unit.dossier(row.dossier_id), state=DossierState.DONE, ended_at=signed.signed_at)
        return True
    component = next(part for part in dossier.components if part.id == row.component_id)
    if component.file is None or component.file.hash != row.file.hash:
        return _already_there(row, (component.file,) if component.file else ())
    unit.update_component(row.component_id, file=signed)
    return True


def _already_there(row: SignRow, current: Sequence[AttachedFile]) -> bool:
    """False: an earlier run has written it down. Refused: another file took the place of the one that was signed."""
    if any(file.signed_from == row.file.hash for file in current):
        return False
    raise Refused("store.changed_meanwhile")
