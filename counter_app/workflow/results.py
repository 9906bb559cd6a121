"""The result (kết quả): attached, signed on the file itself, returned. Nothing closes without a valid signature."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, Dossier, DossierId, DossierState
from counter_app.model.file_facts import FileKind
from counter_app.model.finding import Finding, Severity
from counter_app.model.life import ReturnWay
from counter_app.model.signature import Verdict, Verification
from counter_app.model.text import mask, nfc
from counter_app.supervision.clocks import iso
from counter_app.workflow import papers
from counter_app.workflow.office import Office

_SEARCHED_PAGES = 5
_COMMON_LETTERS = "nth"  # some text has at least one of them
IN_WORK = (DossierState.ACCEPTED, DossierState.PROCESSING, DossierState.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedResult:
    file: AttachedFile
    findings: tuple[Finding, ...]
    verification: Verification  # who has signed it already, and with what
    changes: Changes


def attach_result(office: Office, dossier_id: DossierId, path: Path) -> AttachedResult:
    """Attach the result file. Refused: not a readable PDF or image, the dossier is not being processed."""
    require(office.person, Act.ATTACH_RESULT)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    if dossier.state not in IN_WORK:
        raise Refused("workflow.result_in_wrong_state", code=dossier.display_code)
    inspected = papers.inspect(office, path)
    if not inspected.facts.readable or inspected.facts.kind not in (FileKind.PDF, *papers.IMAGES):
        raise papers.refuse(inspected)
    file = papers.keep(office, path, inspected.facts)
    found = office.signing.verify(office.vault.path(file.hash))
    with office.store.unit_of_work() as unit:
        if unit.dossier(dossier_id).state not in IN_WORK:
            raise Refused("workflow.result_in_wrong_state", code=dossier.display_code)
        unit.add_result(dossier_id, file)
        signed_at = iso(_signed_at(found))
        unit.append_event(
            office.event("attach_result", dossier_id, file=file.name, sha256=str(file.hash), signed_at=signed_at)
        )
        unit.commit()
    return AttachedResult(
        file=file,
        findings=(*inspected.findings, *match_result(office, dossier, file)),
        verification=found,
        changes=Changes(dossiers=frozenset({dossier_id}), queue=True, files=True),
    )


def _signed_at(found: Verification) -> datetime | None:
    """When the last whole signature was put on it, elsewhere; None: it came unsigned."""
    moments = [one.signed_at for one in found.signatures if one.intact and one.signed_at is not None]
    return max(moments, default=None)


def check_results(office: Office, dossier: Dossier) -> tuple[Verification, ...]:
    """Who has signed each result file of the dossier, and whether it is whole; read from the vault, in their order."""
    return tuple(office.signing.verify(office.vault.path(file.hash)) for file in dossier.results)


def return_result(
    office: Office,
    dossier_id: DossierId,
    *,
    receiver: str = "",
    way: str = "in_person",
    identity: str = "",
    tracking: str = "",
    note: str = "",
) -> Changes:
    """Hand the result to the applicant and close the dossier.

    `receiver`: empty at the desk means the applicant; `identity`: the receiver's number as shown at the desk, kept
    masked; `tracking`: the parcel's number; `note`: for a result sent electronically, where to and by what. Refused
    (letters 001, 002; regulation.md R6.4): there is no result file, one is unsigned, or a signature on it is broken; a
    parcel has no number. The files are read again from the vault: what is recorded as signed is not taken on trust.
    """
    require(office.person, Act.RETURN_RESULT)
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
    _check_results(office, dossier)
    if way == ReturnWay.POSTAL and not tracking.strip():
        raise Refused("workflow.return_without_tracking")
    taken_by = nfc(receiver) or (dossier.applicant.name if way == ReturnWay.IN_PERSON else "")
    now = office.now()
    with office.store.unit_of_work() as unit:
        if unit.dossier(dossier_id) != dossier:
            raise Refused("store.changed_meanwhile")  # the files that were read above may not be the ones now
        procedure = unit.procedure(dossier.procedure_code)
        unit.update_dossier(dossier, state=DossierState.RETURNED, ended_at=dossier.ended_at or now)
        unit.append_event(
            office.event(
                "return_result",
                dossier_id,
                way=way,
                receiver=taken_by or None,
                identity=mask(identity.strip()) or None,
                tracking=nfc(tracking) or None,
                note=nfc(note) or None,
                result_code=(procedure.result_code if procedure else "") or None,  # MaKetQua of the index
                files=len(dossier.results),
            )
        )
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True)


def match_result(office: Office, dossier: Dossier, file: AttachedFile) -> tuple[Finding, ...]:
    """A warning when a result names neither this dossier's code nor its applicant; a scan has no text to look in."""
    path = office.vault.path(file.hash)
    facts = office.reader.inspect(path)
    if not facts.readable or facts.kind is not FileKind.PDF:
        return ()
    wanted = tuple(words for words in (dossier.code, dossier.applicant.name) if words)
    pages = range(1, min(facts.page_count, _SEARCHED_PAGES) + 1)
    if any(office.reader.find_text(path, page, words) for page in pages for words in wanted):
        return ()
    values: dict[str, str | int | float] = {"code": dossier.display_code, "file": file.name}
    if not any(office.reader.find_text(path, page, letter) for page in pages for letter in _COMMON_LETTERS):
        return (Finding("workflow.result_without_text", Severity.INFO, values),)
    return (Finding("workflow.result_names_nobody", Severity.WARNING, values),)


def _check_results(office: Office, dossier: Dossier) -> None:
    if dossier.state not in IN_WORK:
        raise Refused("workflow.result_in_wrong_state", code=dossier.display_code)
    if not dossier.results:
        raise Refused("workflow.close_without_result", code=dossier.display_code)
    for file in dossier.results:
        if file.signed_from is None:
            raise Refused("workflow.close_unsigned_result", file=file.name)
        verification = office.signing.verify(office.vault.path(file.hash))
        broken = not verification.signatures or any(not signature.intact for signature in verification.signatures)
        if broken or verification.verdict is Verdict.INVALID:
            raise Refused("workflow.close_broken_result", file=file.name)
