"""Issue (phát hành): number, day, month and the office's seal put on a result that the leader has signed, in one act.

As real offices do it: four signatures by the organisation's key, one after another, each a small mark on a printed
blank; the leader's signature stays as it is. The number is taken from the book only with the record of the act.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused, Trouble
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, DossierId, DossierState, FileHash
from counter_app.model.issue import Blank, Blanks
from counter_app.model.signature import (
    Box,
    FurtherMark,
    KeyRef,
    Level,
    PinAnswer,
    PinRequest,
    Placement,
    SignatureInfo,
    SignItem,
    SignOutcome,
    SignProgress,
    SignStatus,
    StampKind,
    StampText,
    Verdict,
    Verification,
)
from counter_app.signing.mark import FIELD_NAMES, SEAL_SIDE
from counter_app.workflow import clock_trust, marks
from counter_app.workflow.keys import keep_offer
from counter_app.workflow.office import Office
from counter_app.workflow.ports import UnitOfWork
from counter_app.workflow.sign_in import still_held

BOOK = "VBDI"  # sổ văn bản đi
COVERED = 1 / 3  # of the leader's signature, on its left (NĐ 30/2020, annex I)
SEAL_WORDS = (165.0, 102.0)  # points; a seal without a picture, its words wrapped and shrunk into this
ISSUABLE = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)
SEAL, NUMBER, DAY, MONTH = FIELD_NAMES[StampKind.SEAL], "DienSo", "DienNgay", "DienThang"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePlan:
    """What will be put where. A part without a place is not on the page: the clerk gives it one or leaves it out."""

    dossier_id: DossierId
    dossier_code: str
    file: AttachedFile
    number: int  # the next one of the book
    day: date
    blanks: Blanks
    seal: Placement
    seal_on_signature: bool  # the leader's visible signature was found and the seal lies over its left third
    signers: tuple[str, ...]
    seal_image: str = ""  # path of the office's PNG; empty: the seal is text


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    number: int
    outcome: SignOutcome
    verification: Verification
    changes: Changes


def plan(office: Office, dossier_id: DossierId, file_hash: FileHash) -> IssuePlan:
    """Refused: not the records clerk, no signature of the leader, a broken one, issued before."""
    require(office.person, Act.SEAL_RESULT)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        number = unit.next_number(BOOK, office.now().year)  # given back when the block is left
    if dossier.state not in ISSUABLE:
        raise Refused("workflow.result_in_wrong_state", code=dossier.display_code)
    file = next((one for one in dossier.results if one.hash == file_hash), None)
    if file is None:
        raise Refused("store.changed_meanwhile")
    path, picture = office.vault.path(file.hash), _seal_picture(office)
    found = office.signing.verify(path)
    _check_signed(found, file)
    seal, on_signature = seal_place(office, found.signatures)
    return IssuePlan(
        dossier_id=dossier_id,
        dossier_code=dossier.display_code,
        file=file,
        number=number,
        day=office.now().date(),
        blanks=office.reader.blanks(path),
        seal=seal,
        seal_on_signature=on_signature,
        signers=tuple(one.signer for one in found.signatures if not one.is_document_timestamp),
        seal_image=str(picture) if picture else "",
    )


def is_issued(found: Verification) -> bool:
    return any(one.field.partition("_")[0] == SEAL for one in found.signatures)


def seal_place(office: Office, signatures: Sequence[SignatureInfo]) -> tuple[Placement, bool]:
    """Where the seal goes, and whether over the leader's signature: a seal of words stands beside it, to be read."""
    box, page = leaders_box(signatures)
    if box is None:
        return Placement(page=-1, corner="bottom_right"), False
    if _seal_picture(office) is None:
        return Placement(page=page, corner="bottom_left", room=SEAL_WORDS), False
    return Placement(page=page, box=seal_box(box)), True


def _seal_picture(office: Office) -> Path | None:
    return marks.image_for(office, marks.profiles(office.folder)["seal"])


def seal_box(signature: Box, side: float = SEAL_SIDE) -> Box:
    """The seal's right edge lies a third into the signature; both are centred on one line."""
    right = signature.x + signature.width * COVERED
    return Box(
        x=max(right - side, 0.0), y=max(signature.y + (signature.height - side) / 2, 0.0), width=side, height=side
    )


def two_digits(number: int, least: int) -> str:
    """With a leading zero below `least` (NĐ 30/2020: numbers and days below 10, months 1 and 2)."""
    return f"{number:02d}" if number < least else str(number)


def item(office: Office, wanted: IssuePlan) -> SignItem:
    """The plan as one item of a batch: the blanks first, the seal last. Refused when not even the seal has a place."""
    profile = marks.profiles(office.folder)["seal"]
    texts = (
        (NUMBER, wanted.blanks.number, two_digits(wanted.number, 10), "Điền số văn bản"),
        (DAY, wanted.blanks.day, two_digits(wanted.day.day, 10), "Điền ngày"),
        (MONTH, wanted.blanks.month, two_digits(wanted.day.month, 3), "Điền tháng"),
    )
    parts = [
        FurtherMark(field_name=name, stamp=_filled(blank, text), placement=_on(blank), reason=reason)
        for name, blank, text, reason in texts
        if blank is not None and not blank.filled
    ]
    stamp = marks.stamp(office, profile, document=two_digits(wanted.number, 10))
    parts.append(FurtherMark(field_name=SEAL, stamp=stamp, placement=wanted.seal, reason=marks.reason(office, profile)))
    first, folder = parts[0], office.folder_for("signed", str(wanted.dossier_id))
    return SignItem(
        source=str(office.vault.path(wanted.file.hash)),
        output=str(folder / f"{Path(wanted.file.name).stem[:80]}_ph{wanted.number}_{wanted.file.hash[:8]}.pdf"),
        sha256=str(wanted.file.hash),
        stamp=first.stamp,
        placement=first.placement,
        reason=first.reason,
        field_name=first.field_name,
        more=tuple(parts[1:]),
    )


def issue(
    office: Office,
    wanted: IssuePlan,
    key: KeyRef,
    *,
    pin: Callable[[PinRequest], PinAnswer | None],
    level: Level | None = None,
    progress: Callable[[SignProgress], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Issued:
    """Place everything with one PIN, read the file again, record number and file together.

    Refused: what `plan` refuses, a number that was used meanwhile, what the signing room refuses, `issue_stopped` by
    `stop`, also between two of the marks. Trouble: the key, the disk. Until it is recorded, no number is used and the
    result stays as the leader signed it.
    """
    require(office.person, Act.SEAL_RESULT)
    still_held(office)
    before = office.signing.verify(office.vault.path(wanted.file.hash))
    _check_signed(before, wanted.file)
    _check_number(office, wanted)
    chosen = level or Level(office.settings.signature_level)
    (outcome,) = office.signing.sign(
        [item(office, wanted)], key, level=chosen, pin=pin, progress=progress, stop=stop, keep=keep_offer(office)
    )
    if outcome.status not in (SignStatus.SIGNED, SignStatus.SKIPPED) or outcome.output == str(
        office.vault.path(wanted.file.hash)
    ):
        raise _as_error(outcome, wanted.file.name)
    after = office.signing.verify(Path(outcome.output))
    _check_kept(before, after)
    return Issued(
        number=wanted.number, outcome=outcome, verification=after, changes=_record(office, wanted, outcome, before)
    )


def _check_signed(found: Verification, file: AttachedFile) -> None:
    people = [one for one in found.signatures if not one.is_document_timestamp]
    if not people or file.signed_from is None:
        raise Refused("workflow.issue_unsigned", file=file.name)
    if found.verdict is Verdict.INVALID or not all(one.intact for one in people):
        raise Refused("workflow.issue_broken", file=file.name)
    if is_issued(found):
        raise Refused("workflow.issued_already", file=file.name)


def _check_kept(before: Verification, after: Verification) -> None:
    """The paper process compares, too; this is the whole verdict, chain and all, on the finished file."""
    kept = {one.field: one for one in after.signatures}
    for old in before.signatures:
        new = kept.get(old.field)
        if new is None or (old.intact and not new.intact) or new.verdict is Verdict.INVALID:
            raise Refused("signing.would_break_earlier")


def _check_number(office: Office, wanted: IssuePlan) -> None:
    with office.store.unit_of_work() as unit:
        if unit.next_number(BOOK, wanted.day.year) != wanted.number:
            raise Refused("workflow.number_used", number=wanted.number)


def _record(office: Office, wanted: IssuePlan, outcome: SignOutcome, before: Verification) -> Changes:
    new_hash = office.vault.put(Path(outcome.output))
    issued = replace(
        wanted.file,
        hash=new_hash,
        size=Path(outcome.output).stat().st_size,
        signed_from=wanted.file.hash,
        signature_level=outcome.level,
        signed_by=outcome.signer,
        signed_at=outcome.signed_at or office.now(),
        attached_at=office.now(),
        attached_by=office.person.login,
    )
    with office.store.unit_of_work() as unit:
        _replace(unit, wanted, issued)
        if unit.next_number(BOOK, wanted.day.year) != wanted.number:
            raise Refused("workflow.number_used", number=wanted.number)
        unit.append_event(
            office.event(
                "issue_result",
                wanted.dossier_id,
                number=wanted.number,
                day=wanted.day.isoformat(),
                sha256=str(new_hash),
                signer=outcome.signer,
                level=outcome.level,
                earlier=len(before.signatures),
                time_stamp_debt=int(outcome.debt),
                **clock_trust.witness(outcome),
            )
        )
        unit.commit()
    return Changes(dossiers=frozenset({wanted.dossier_id}), queue=True, files=True)


def _replace(unit: UnitOfWork, wanted: IssuePlan, issued: AttachedFile) -> None:
    if all(file.hash != wanted.file.hash for file in unit.dossier(wanted.dossier_id).results):
        raise Refused("store.changed_meanwhile")
    unit.replace_result(wanted.dossier_id, wanted.file.hash, issued)


def _as_error(outcome: SignOutcome, file: str) -> Refused | Trouble:
    if outcome.code in ("signing.stopped", "signing.pin_cancelled"):
        return Refused("workflow.issue_stopped", file=file)
    values = {"file": file, "reason": outcome.message}
    if outcome.status is SignStatus.FAILED:
        return Trouble("workflow.issue_failed", **values)
    return Refused("workflow.issue_refused", **values)


def leaders_box(signatures: Sequence[SignatureInfo]) -> tuple[Box | None, int]:
    """The last visible signature of a person: the leader's comes after the drafter's initial."""
    for one in reversed(signatures):
        if one.box is not None and one.page is not None and not one.is_document_timestamp:
            return one.box, one.page
    return None, -1


def _filled(blank: Blank, text: str) -> StampText:
    return StampText(kind=StampKind.BLANK, lines=(text,), frame=False, centred=True, font_size=blank.font_size)


def _on(blank: Blank) -> Placement:
    return Placement(page=blank.page, box=blank.box)
