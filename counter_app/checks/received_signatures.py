"""What the signatures on a received file mean for the officer who must check them (NĐ 310/2026). Pure."""

from collections.abc import Iterator

from counter_app.checks.certified_copy import CertifiedCopy
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import SignatureInfo, Verdict, Verification

_CODES = {
    Verdict.VALID: ("checks.signature_intact", Severity.INFO),
    Verdict.INDETERMINATE: ("checks.signature_undetermined", Severity.WARNING),
    Verdict.INVALID: ("checks.signature_broken", Severity.ERROR),
}
NAMED = 4  # signatures told one by one; more are counted


def signature_findings(found: Verification, copy: CertifiedCopy | None) -> Iterator[Finding]:
    """A finding per signature with its place; what could not be checked is said; the file's own findings come last."""
    if copy is not None:
        code = "checks.certified_copy" if copy.certain else "checks.certified_copy_by_signatures"
        yield Finding(code, Severity.INFO, {"body": copy.body, "certifier": copy.certifier})
    told = [one for one in found.signatures if not one.is_document_timestamp]
    for one in sorted(told, key=_gravest_first)[:NAMED]:
        yield _of(one)
    if len(told) > NAMED:
        yield Finding("checks.more_signatures", Severity.INFO, {"count": len(told) - NAMED})
    yield from found.findings


def _of(signature: SignatureInfo) -> Finding:
    code, severity = _CODES.get(signature.verdict, _CODES[Verdict.INDETERMINATE])
    why = next((reason.message for reason in signature.reasons if reason.severity is not Severity.INFO), "")
    when = f" lúc {signature.signed_at:%H:%M %d/%m/%Y}" if signature.signed_at else ""
    values: dict[str, str | int | float] = {"signer": signature.signer or "chưa rõ người ký", "when": when, "why": why}
    return Finding(code, severity, values, page=signature.page, box=signature.box)


def _gravest_first(signature: SignatureInfo) -> int:
    order = [Verdict.INVALID, Verdict.INDETERMINATE, Verdict.VALID]
    return order.index(signature.verdict) if signature.verdict in order else 1
