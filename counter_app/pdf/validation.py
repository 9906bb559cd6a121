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

from counter_app.clock import SystemClock
from counter_app.errors import Trouble
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Verdict, Verification
from counter_app.pdf import validation_integrity as integrity
from counter_app.pdf import validation_time as timing
from counter_app.pdf.signature_scan import scan_bytes
from counter_app.pdf.trust import load_crls, load_trust
from counter_app.pdf.validation_chain import Evidence, Fetch
from counter_app.pdf.validation_reading import (
    FoundSignature,
    NeedsPassword,
    end_of_signed_bytes,
    has_usage_rights,
    open_document,
    signature_field_names,
    signatures_of,
)
from counter_app.pdf.validation_signature import Case, judge_one, stamps_document, verdict_of
from counter_app.pdf.validation_store import long_term_evidence

MAX_IN_MEMORY = 200 << 20  # bytes; larger signed parts are not read apart from what follows them
_WORST = (Verdict.INVALID, Verdict.INDETERMINATE, Verdict.VALID, Verdict.UNSIGNED)


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """What was asked: known certificates and lists, the moment, and the network when it is allowed."""

    evidence: Evidence
    at: datetime
    fetch: Fetch | None


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
        if not _reading_failed(lenient) or not _unreadable(first):
            return first if _reading_failed(lenient) else lenient
        if not _unreadable(lenient):
            return lenient
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
        if end_of_signed_bytes(path):
            return undetermined(path, "validation.unreadable")
        # A signature is unthinkable without a byte range, unless it stood in the part that is cut off.
        if not scan_bytes(path).has_end:
            return undetermined(path, "validation.cut_off")
        return Verification(file=path.name, verdict=Verdict.UNSIGNED, signatures=())


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
    stamps = [one for one in found if one.embedded is not None and stamps_document(one)]
    case = Case(
        reader=reader,
        evidence=evidence,
        at=inquiry.at,
        fetch=inquiry.fetch,
        fields=signature_field_names(reader),
        stamps={one.name: one.embedded.signed_revision for one in stamps if one.embedded is not None},
        counting=tuple(timing.counting_time_stamps([one.embedded for one in stamps], evidence, inquiry.at)),
    )
    judged = [judge_one(case, one) for one in found]
    signatures = tuple(info for info, _ in judged)
    findings: tuple[Finding, ...] = ()
    last, changes = embedded[-1] if embedded else None, judged[-1][1]
    if last is not None and changes is not None and integrity.data_after_last(last, changes):
        findings = (Finding("validation.data_after_last", Severity.WARNING),)
    verdicts = {*(info.verdict for info in signatures), verdict_of(findings)}
    worst = next(verdict for verdict in _WORST if verdict in verdicts)
    return Verification(file=path.name, verdict=worst, signatures=signatures, findings=findings)
