"""Judge the signatures on a received file: three verdicts, never two, each with reasons an officer can act on.

Nothing here asks the network unless the caller says so and names the hosts. Untrusted files go through
`FileReader.verify`, which runs this in a child process with limits.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from counter_app.clock import SystemClock, vietnam
from counter_app.errors import Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Level, SignatureInfo, Verdict, Verification
from counter_app.pdf import validation_integrity as integrity
from counter_app.pdf import validation_time as timing
from counter_app.pdf.trust import common_name, load_crls, load_trust, organisation
from counter_app.pdf.validation_chain import Evidence, Fetch, judge_signer
from counter_app.pdf.validation_place import place_of
from counter_app.pdf.validation_reading import (
    FoundSignature,
    NeedsPassword,
    end_of_signed_bytes,
    entry,
    has_usage_rights,
    open_document,
    signature_field_names,
    signatures_of,
)
from counter_app.pdf.validation_store import long_term_evidence

MAX_IN_MEMORY = 200 << 20  # bytes; larger signed parts are not read apart from what follows them
_WORST = (Verdict.INVALID, Verdict.INDETERMINATE, Verdict.VALID, Verdict.UNSIGNED)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """What was asked: known certificates and lists, the moment, and the network when it is allowed."""

    evidence: Evidence
    at: datetime
    fetch: Fetch | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What stays the same for all signatures of one file."""

    reader: Any
    evidence: Evidence
    at: datetime
    fetch: Fetch | None
    fields: frozenset[str]
    stamp_fields: frozenset[str]
    counting: tuple[timing.DocumentTimeStamp, ...]


def verify_file(
    path: Path,
    *,
    trust_folders: Sequence[Path],
    crl_folder: Path | None = None,
    online: bool = False,
    allowed_hosts: Sequence[str] = (),
    at: datetime | None = None,
) -> Verification:
    """Judge every signature of a PDF as of `at` (now). Any content gives a verdict; nothing about it raises.

    `online` asks OCSP responders, revocation lists and issuers' addresses in the certificates, only on
    `allowed_hosts`. Trouble `validation.file_gone` when the file cannot be read from the disk.
    """
    from counter_app.pdf.validation_online import online_fetch

    evidence = Evidence(trust=load_trust(trust_folders), crls=load_crls(crl_folder))
    inquiry = _Inquiry(evidence, at or SystemClock().now(), online_fetch(allowed_hosts) if online else None)
    try:
        with _quiet_library():
            return _judge_file(path, inquiry)
    except OSError as error:
        raise Trouble("validation.file_gone", file=path.name) from error


def verdict_of(reasons: Sequence[Finding]) -> Verdict:
    """An error makes a signature invalid, a warning leaves it undetermined, a remark changes nothing."""
    severities = {reason.severity for reason in reasons}
    if Severity.ERROR in severities:
        return Verdict.INVALID
    return Verdict.INDETERMINATE if Severity.WARNING in severities else Verdict.VALID


@contextmanager
def _quiet_library() -> Iterator[None]:
    """pyHanko logs whole certificates and names of what it doubts: nothing of it may reach a log file."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def verify_job(path: Path, options: dict[str, Any]) -> Verification:
    """`verify_file` with its options as one value, for the pipe of a child process."""
    return verify_file(path, **options)


def undetermined(path: Path, code: str) -> Verification:
    """A file that could not be judged, with the one reason."""
    return Verification(
        file=path.name,
        verdict=Verdict.INDETERMINATE,
        signatures=(),
        findings=(Finding(code, Severity.WARNING),),
    )


def _judge_file(path: Path, inquiry: _Inquiry) -> Verification:
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            return undetermined(path, "validation.not_pdf")
        first = _judge(path, stream, inquiry, strict=True)
        if not _reading_failed(first):
            return first
        lenient = _judge(path, stream, inquiry, strict=False)
        if not _unreadable(lenient):
            return lenient if _unreadable(first) or not _reading_failed(lenient) else first
        return _judge_without_appendix(path, stream, inquiry) or lenient


def _judge_without_appendix(path: Path, stream: BinaryIO, inquiry: _Inquiry) -> Verification | None:
    """What was signed may be readable where the whole file is not: judged without the bytes after it."""
    end = end_of_signed_bytes(path)
    stream.seek(0)
    signed = io.BytesIO(stream.read(end))
    if end > MAX_IN_MEMORY or not stream.read(1):
        return None
    found = _judge(path, signed, inquiry, strict=False)
    if _unreadable(found):
        return None
    findings = (*found.findings, Finding("validation.data_after_last", Severity.WARNING))
    verdict = found.verdict if found.verdict is Verdict.INVALID else Verdict.INDETERMINATE
    return replace(found, verdict=verdict, findings=findings)


def _judge(path: Path, stream: BinaryIO, inquiry: _Inquiry, *, strict: bool) -> Verification:
    try:
        reader = open_document(stream, strict=strict)
        found = signatures_of(reader)
        if not found:
            return _without_signatures(path, reader)
        return _judge_all(path, reader, found, inquiry)
    except NeedsPassword:
        return undetermined(path, "validation.needs_password")
    except MemoryError:
        raise
    except Exception:  # the boundary: parsers of untrusted files raise anything
        if not end_of_signed_bytes(path):  # a signature is unthinkable without a byte range
            return Verification(file=path.name, verdict=Verdict.UNSIGNED, signatures=())
        return undetermined(path, "validation.unreadable")


def _reading_failed(verification: Verification) -> bool:
    """The strict parser stumbled somewhere; the lenient one may not."""
    stumbles = {"validation.unreadable_signature", "validation.changes_unknown"}
    reasons = (reason for one in verification.signatures for reason in one.reasons)
    return _unreadable(verification) or any(reason.code in stumbles for reason in reasons)


def _unreadable(verification: Verification) -> bool:
    return any(finding.code == "validation.unreadable" for finding in verification.findings)


def _without_signatures(path: Path, reader: Any) -> Verification:
    if end_of_signed_bytes(path) and not has_usage_rights(reader):
        return undetermined(path, "validation.signature_unreachable")
    return Verification(file=path.name, verdict=Verdict.UNSIGNED, signatures=())


def _judge_all(path: Path, reader: Any, found: Sequence[FoundSignature], inquiry: _Inquiry) -> Verification:
    embedded = [one.embedded for one in found if one.embedded is not None]
    evidence = inquiry.evidence.with_more(*long_term_evidence(reader, embedded))
    stamps = [one for one in found if one.embedded is not None and _stamps_document(one)]
    case = _Case(
        reader=reader,
        evidence=evidence,
        at=inquiry.at,
        fetch=inquiry.fetch,
        fields=signature_field_names(reader),
        stamp_fields=frozenset(one.name for one in stamps),
        counting=tuple(timing.counting_time_stamps([one.embedded for one in stamps], evidence, inquiry.at)),
    )
    judged = [_judge_one(case, one) for one in found]
    signatures = tuple(info for info, _ in judged)
    findings: tuple[Finding, ...] = ()
    last, changes = embedded[-1] if embedded else None, judged[-1][1]
    if last is not None and changes is not None and integrity.data_after_last(reader, last, changes):
        findings = (Finding("validation.data_after_last", Severity.WARNING),)
    verdicts = {*(info.verdict for info in signatures), verdict_of(findings)}
    worst = next(verdict for verdict in _WORST if verdict in verdicts)
    return Verification(file=path.name, verdict=worst, signatures=signatures, findings=findings)


def _stamps_document(found: FoundSignature) -> bool:
    return found.format == "ETSI.RFC3161"


def _judge_one(case: _Case, found: FoundSignature) -> tuple[SignatureInfo, integrity.Changes | None]:
    if found.embedded is None:
        return _unjudged(case, found, found.problem), None
    try:
        changes = integrity.changes_after(found.embedded, case.fields, case.stamp_fields)
        if _stamps_document(found):
            return _judge_document_stamp(case, found, changes), changes
        return _judge_signature(case, found, changes), changes
    except MemoryError:
        raise
    except Exception:  # the boundary: a signature of unforeseen make is undetermined, not a crash
        return _unjudged(case, found, "unreadable"), None


def _judge_signature(case: _Case, found: FoundSignature, changes: integrity.Changes) -> SignatureInfo:
    embedded = found.embedded
    assert embedded is not None
    certificate = embedded.signer_cert
    intact, oddities = integrity.intactness(found)
    algorithm, weakness = integrity.algorithm_of(embedded)
    evidence = case.evidence.with_more(certificates=embedded.other_embedded_certs)
    time, source, time_reasons = timing.reference_time(embedded, evidence, case.counting, case.at)
    chain = judge_signer(certificate, evidence, time, case.fetch)
    signed_at = time.moment if source == "time_stamp" else time.claimed
    reasons = (*oddities, *changes.reasons, *weakness, *chain.reasons, *time_reasons)
    return SignatureInfo(
        field=found.name,
        signer=common_name(certificate.subject),
        organisation=organisation(certificate.subject),
        issuer=common_name(certificate.issuer),
        signed_at=vietnam(signed_at) if signed_at else None,
        time_source=source,
        intact=intact,
        trusted=chain.trusted,
        revocation=chain.revocation,
        changes_after=changes.kind,
        verdict=verdict_of(reasons),
        reasons=reasons,
        level=_level(case, found, source, chain.revocation),
        algorithm=algorithm,
        not_after=vietnam(certificate.not_valid_after),
        purpose=_text(entry(found.value, "/Reason", "")),
        **place_of(case.reader, found.field),
    )


def _judge_document_stamp(case: _Case, found: FoundSignature, changes: integrity.Changes) -> SignatureInfo:
    embedded = found.embedded
    assert embedded is not None
    token = timing.document_token(embedded)
    until = timing.proven_until(embedded.signed_revision, case.counting, case.at)
    problem = timing.token_problem(token, case.evidence, until)
    reasons = changes.reasons
    if not token.intact:
        reasons = (Finding("validation.content_changed", Severity.ERROR), *reasons)
    elif problem is not None:
        reasons = (*reasons, Finding(problem.code, Severity.WARNING, problem.values))
    return SignatureInfo(
        field=found.name,
        signer=common_name(token.certificate.subject),
        organisation=organisation(token.certificate.subject),
        issuer=common_name(token.certificate.issuer),
        signed_at=token.moment,
        time_source="time_stamp",
        intact=token.intact,
        trusted=problem is None,
        revocation="not_checked",
        changes_after=changes.kind,
        verdict=verdict_of(reasons),
        reasons=reasons,
        is_document_timestamp=True,
        algorithm=integrity.algorithm_of(embedded)[0],
        not_after=vietnam(token.certificate.not_valid_after),
    )


def _unjudged(case: _Case, found: FoundSignature, problem: str) -> SignatureInfo:
    """A signature that is there but cannot be judged: its own words are shown, none is believed."""
    codes = {"lost": "signature_lost", "unsupported": "unsupported_format", "unreadable": "unreadable_signature"}
    values: dict[str, str | int | float] = {"format": found.format or "?"} if problem == "unsupported" else {}
    reasons = (Finding(f"validation.{codes[problem]}", Severity.WARNING, values),)
    certificate = found.certificate
    stated = _text(entry(found.value, "/Name", ""))
    return SignatureInfo(
        field=found.name,
        signer=common_name(certificate.subject) if certificate is not None else stated,
        organisation=organisation(certificate.subject) if certificate is not None else "",
        issuer=common_name(certificate.issuer) if certificate is not None else "",
        signed_at=None,
        time_source="none",
        intact=False,
        trusted=False,
        revocation="not_checked",
        changes_after="unknown",
        verdict=Verdict.INDETERMINATE,
        reasons=reasons,
        is_document_timestamp=_stamps_document(found),
        **place_of(case.reader, found.field),
    )


def _level(case: _Case, found: FoundSignature, source: str, revocation: str) -> str:
    """The PAdES level that is really there; "" for signatures in another format."""
    if found.format != "ETSI.CAdES.detached" or found.embedded is None:
        return ""
    if source != "time_stamp":
        return Level.B_B
    if "/DSS" not in case.reader.root or revocation not in ("good", "revoked"):
        return Level.B_T
    later = any(stamp.revision > found.embedded.signed_revision for stamp in case.counting)
    return Level.B_LTA if later else Level.B_LT


def _text(value: object) -> str:
    return "".join(letter for letter in str(value) if letter.isprintable()).strip()[:500]
