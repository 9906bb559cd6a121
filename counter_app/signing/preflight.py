"""What would happen to a file, judged from facts before any PIN is asked. Pure: no file is opened here."""

from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import PreflightVerdict, SignItem

IMAGES = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF, FileKind.HEIC)
TROUBLES = {
    "needs_password": "signing.needs_password",
    "truncated": "signing.truncated",
    "too_big": "signing.too_big",
    "timeout": "signing.paper_hangs_file",
}


def judge_facts(facts: FileFacts, item: SignItem) -> tuple[Finding, ...]:
    """Findings of what the file is; severity error means it cannot be signed as it lies there."""
    if facts.kind in IMAGES:
        return (_error("signing.convert_first"),)
    if facts.kind is not FileKind.PDF:
        return (_error("signing.not_a_pdf"),)
    if facts.trouble or not facts.readable:
        return (_error(TROUBLES.get(facts.trouble, "signing.unreadable")),)
    if item.sha256 and facts.sha256 != item.sha256:
        return (_error("signing.file_changed"),)
    if facts.page_count == 0:
        return (_error("signing.no_pages"),)
    return (*_locks(facts, item), *_structure(facts))


def _locks(facts: FileFacts, item: SignItem) -> list[Finding]:
    found = []
    if facts.encrypted:
        allowed = facts.may_sign
        found.append(_warning("signing.opens_without_password") if allowed else _error("signing.permission_denied"))
    if facts.certification == 1:
        found.append(_error("signing.certified_no_changes"))
    elif facts.certification and item.stamp is not None and not item.field_name:
        found.append(_warning("signing.certified_invisible"))
    if facts.locked:
        found.append(_error("signing.locked_by_signer"))
    return found


def _structure(facts: FileFacts) -> list[Finding]:
    found = []
    if facts.repaired:
        found.append(_error("signing.unreadable") if facts.signature_count else _warning("signing.will_be_repaired"))
    if facts.has_xfa:
        found.append(_warning("signing.has_xfa"))
    if facts.hybrid_xref:
        found.append(Finding("signing.hybrid_xref", Severity.INFO))
    if facts.signature_count:
        found.append(Finding("signing.has_signatures", Severity.INFO, {"count": facts.signature_count}))
    return found


def verdict_of(findings: tuple[Finding, ...]) -> PreflightVerdict:
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return PreflightVerdict.CANNOT
    return PreflightVerdict.WARNING if Severity.WARNING in severities else PreflightVerdict.READY


def _error(code: str) -> Finding:
    return Finding(code, Severity.ERROR)


def _warning(code: str) -> Finding:
    return Finding(code, Severity.WARNING)
