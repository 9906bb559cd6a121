"""Judge one signature of a file: what was signed, what came after, whose certificate, which time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import Level, SignatureInfo, Verdict
from counter_app.pdf import validation_integrity as integrity
from counter_app.pdf import validation_time as timing
from counter_app.pdf.trust import common_name, organisation
from counter_app.pdf.validation_chain import Evidence, Fetch, judge_signer
from counter_app.pdf.validation_place import place_of
from counter_app.pdf.validation_reading import FoundSignature, entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What stays the same for all signatures of one file."""

    reader: Any
    evidence: Evidence
    at: datetime
    fetch: Fetch | None
    fields: frozenset[str]
    stamps: Mapping[str, int]  # document time-stamps by field name, with their revisions
    counting: tuple[timing.DocumentTimeStamp, ...]


def verdict_of(reasons: Sequence[Finding]) -> Verdict:
    """An error makes a signature invalid, a warning leaves it undetermined, a remark changes nothing."""
    severities = {reason.severity for reason in reasons}
    if Severity.ERROR in severities:
        return Verdict.INVALID
    return Verdict.INDETERMINATE if Severity.WARNING in severities else Verdict.VALID


def stamps_document(found: FoundSignature) -> bool:
    return found.format == "ETSI.RFC3161"


def judge_one(case: Case, found: FoundSignature) -> tuple[SignatureInfo, integrity.Changes | None]:
    if found.embedded is None:
        return _unjudged(case, found, found.problem), None
    try:
        changes = integrity.changes_after(found.embedded, case.fields, case.stamps)
        if stamps_document(found):
            return _judge_document_stamp(case, found, changes), changes
        return _judge_signature(case, found, changes), changes
    except MemoryError:
        raise
    except Exception:  # the boundary: a signature of unforeseen make is undetermined, not a crash
        return _unjudged(case, found, "unreadable"), None


def _judge_signature(case: Case, found: FoundSignature, changes: integrity.Changes) -> SignatureInfo:
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
        certificate=certificate.sha256.hex(),
        purpose=_text(entry(found.value, "/Reason", "")),
        **place_of(case.reader, found.field),
    )


def _judge_document_stamp(case: Case, found: FoundSignature, changes: integrity.Changes) -> SignatureInfo:
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


def _unjudged(case: Case, found: FoundSignature, problem: str) -> SignatureInfo:
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
        is_document_timestamp=stamps_document(found),
        **place_of(case.reader, found.field),
    )


def _level(case: Case, found: FoundSignature, source: str, revocation: str) -> str:
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
