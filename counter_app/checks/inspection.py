"""Facts and findings as `counterctl inspect --json` gives them: keys that stay (design of the command line)."""

from typing import Any

from counter_app.model.file_facts import FileFacts
from counter_app.model.finding import Finding, acceptable


def facts_as_json(facts: FileFacts, findings: tuple[Finding, ...]) -> dict[str, Any]:
    """Plain values only. `pages` is the count, `min_dpi` whole, None when no page is a scan."""
    return {
        "file": facts.name,
        "kind": str(facts.kind),
        "pages": facts.page_count,
        "pdf_version": facts.pdf_version or None,
        "min_dpi": round(facts.min_dpi) if facts.min_dpi is not None else None,
        "colour": str(facts.colour) if facts.colour else None,
        "encrypted": facts.encrypted,
        "signatures": facts.signature_count,
        "blank_pages": list(facts.blank_pages),
        "findings": [_finding(finding) for finding in findings],
        "acceptable": acceptable(findings),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "advice": finding.advice,
        "page": finding.page,
    }
