"""Preflight by doing it: after the facts are judged, the file is signed in a private folder with a throwaway key.

So whatever the real signing would refuse is known before the PIN. Runs in the paper process.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from counter_app.errors import CounterError
from counter_app.model.file_facts import FileFacts
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import CertificateInfo, KeyRef, Preflight, PreflightVerdict, SignItem, StampKind
from counter_app.signing import disk
from counter_app.signing.certificates import unopened_file
from counter_app.signing.cms import CmsMaker
from counter_app.signing.earlier import standings
from counter_app.signing.job import NO_SERVICES, Job, SignedPaper
from counter_app.signing.levels import Levels
from counter_app.signing.mark import FIELD_NAMES, named, named_all
from counter_app.signing.paper import finish_paper, prepare_paper
from counter_app.signing.preflight import judge_facts, verdict_of

REPAIR = "signing.will_be_repaired"
DOUBTFUL = {"signing.unreadable", "signing.no_pages"}  # what one reader says another may see otherwise
READABLE = 7.0  # points: smaller letters of a mark cannot be read on paper
ON_PRINT = (StampKind.SEAL, StampKind.BLANK)
ROOM_FOR_SIGNATURE = 200_000  # bytes a signature with its letters and image may add


def examine(item: SignItem, moment: datetime) -> Preflight:
    """The verdict on one file. Never raises for what the file or the target is."""
    from counter_app.pdf.facts import LookLimits, gather_facts

    source = Path(item.source)
    try:
        facts = gather_facts(source, LookLimits(rendered_pages=0))  # pages may be heavy
    except OSError:
        return _result(item, None, (Finding("signing.file_gone", Severity.ERROR),))
    findings = (*judge_facts(facts, item), *_target(Path(item.output), facts.size))
    errors = {one.code for one in findings if one.severity is Severity.ERROR}
    doubtful = bool(errors) and errors <= DOUBTFUL
    if verdict_of(findings) is PreflightVerdict.CANNOT and not doubtful:
        return _result(item, facts, findings)
    if facts.signature_count:
        findings += _same_purpose(source, item)
    try:
        paper = _rehearse(item, moment)
    except CounterError as error:
        if doubtful:
            return _result(item, facts, findings)
        values = {key: value for key, value in error.values.items() if isinstance(value, str | int | float)}
        return _result(item, facts, (*findings, Finding(error.code, Severity.ERROR, values)))
    if doubtful:  # one reader gave up on it, but it can be signed
        findings = tuple(one for one in findings if one.code not in DOUBTFUL)
        findings += (Finding("signing.odd_structure", Severity.WARNING),)
    findings = tuple(one for one in findings if one.code != REPAIR or paper.repaired)  # tried: it can be read after all
    if paper.repaired and REPAIR not in {one.code for one in findings}:
        findings += (Finding(REPAIR, Severity.WARNING),)
    return _result(item, facts, (*findings, *_about_place(item, paper)), paper)


def _about_place(item: SignItem, paper: SignedPaper) -> list[Finding]:
    """What a mark covers and whether it can be read. A seal and a filled blank stand on print by intention."""
    found = []
    if not paper.place_free and item.stamp is not None and item.stamp.kind not in ON_PRINT:
        code = "signing.covers_content" if item.placement.box is not None else "signing.no_free_place"
        found.append(Finding(code, Severity.WARNING, page=paper.page))
    elif paper.place_moved:
        found.append(Finding("signing.place_moved", Severity.INFO, page=paper.page))
    if not paper.anchored:  # a result's printed title is tried for by itself: without it the usual corner will do
        usual = item.stamp is not None and item.stamp.kind is StampKind.RESULT
        values: dict[str, str | int | float] = {"anchor": item.placement.anchor}
        severity = Severity.INFO if usual else Severity.WARNING
        found.append(Finding("signing.anchor_not_found", severity, values, page=paper.page))
    if 0 < paper.letters < READABLE:
        found.append(Finding("signing.mark_too_small", Severity.WARNING, {"size": paper.letters}, page=paper.page))
    return found


def _result(
    item: SignItem, facts: FileFacts | None, findings: tuple[Finding, ...], paper: SignedPaper | None = None
) -> Preflight:
    return Preflight(
        file=item.source,
        verdict=verdict_of(findings),
        findings=findings,
        page_count=facts.page_count if facts else 0,
        signature_count=facts.signature_count if facts else 0,
        box=paper.box if paper else None,
        page=paper.page if paper else max(item.placement.page, 1),
    )


def _target(output: Path, size: int) -> tuple[Finding, ...]:
    if not disk.name_fits(output):
        return (Finding("signing.name_too_long", Severity.ERROR),)
    if output.exists():
        return (Finding("signing.output_exists", Severity.ERROR, {"file": output.name}),)
    folder = output.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return (Finding("signing.folder_not_writable", Severity.ERROR, {"folder": folder.name}),)
    if not disk.has_room(folder, size + ROOM_FOR_SIGNATURE):
        return (Finding("signing.disk_full", Severity.ERROR),)
    return ()


def _same_purpose(source: Path, item: SignItem) -> tuple[Finding, ...]:
    """A hint only: whose signature it is, is compared with the key when it signs."""
    base = item.field_name or (FIELD_NAMES[item.stamp.kind] if item.stamp else "")
    if base and any(name == base or name.startswith(base + "_") for name in standings(source)):
        return (Finding("signing.signed_for_purpose", Severity.WARNING),)
    return ()


def _rehearse(item: SignItem, moment: datetime) -> SignedPaper:
    with tempfile.TemporaryDirectory(prefix="quay-mot-cua-") as folder:
        job = Job(
            source=Path(item.source),
            output=Path(folder) / "rehearsal.pdf",
            moment=moment,
            sha256=item.sha256,
            stamp=named(item.stamp, _somebody(item, moment)),
            placement=item.placement,
            reason=item.reason,
            field_name=item.field_name,
            more=named_all(item.more, _somebody(item, moment)),
            may_repair=True,
        )
        maker, key = _throwaway()
        made = prepare_paper(job, maker)
        while not isinstance(made, SignedPaper):
            cms = maker.assemble(made.document_digest, key(maker.to_sign(made.document_digest)))
            made = finish_paper(made, maker, cms, lambda _step: None, Levels(NO_SERVICES))
        return made


def _somebody(item: SignItem, moment: datetime) -> CertificateInfo:
    """Stands in for the signer, who is not known yet: names of a usual width, so that the place is about right."""
    unknown = unopened_file(KeyRef(kind="p12", path=item.source), "Họ và tên của người ký", moment)
    return replace(unknown, organisation="Tên cơ quan, tổ chức của người ký")


@cache
def _throwaway() -> tuple[CmsMaker, Callable[[bytes], bytes]]:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "throwaway")])
    start = datetime.fromisoformat("2020-01-01T00:00:00+00:00")  # nobody looks at its dates
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .sign(key, SHA256())
    )
    maker = CmsMaker(certificate.public_bytes(Encoding.DER), ())
    return maker, lambda data: key.sign(data, padding.PKCS1v15(), SHA256())
