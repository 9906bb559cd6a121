"""A verification as the command line prints it: the keys of this value are a contract."""

from typing import Any

from counter_app.model.finding import Finding
from counter_app.model.signature import SignatureInfo, Verification
from counter_app.pdf.validation_criteria import class_of, criteria_of


def verification_as_json(verification: Verification) -> dict[str, Any]:
    """Keys `file`, `verdict`, `signatures`, and `findings` about the file as a whole."""
    return {
        "file": verification.file,
        "verdict": verification.verdict.value,
        "signatures": [_signature(one) for one in verification.signatures],
        "findings": [_finding(one) for one in verification.findings],
    }


def _signature(info: SignatureInfo) -> dict[str, Any]:
    return {
        "signer": info.signer,
        "issuer": info.issuer,
        "signed_at": info.signed_at.isoformat() if info.signed_at else None,
        "time_source": info.time_source,
        "intact": info.intact,
        "trusted": info.trusted,
        "revocation": info.revocation,
        "changes_after": info.changes_after,
        "verdict": info.verdict.value,
        "reasons": [_finding(reason) for reason in info.reasons],
        "class": class_of(info).value,
        "criteria": [
            {"number": one.number, "key": one.key, "met": one.met.value, "words": one.words}
            for one in criteria_of(info)
        ],
        "field": info.field,
        "organisation": info.organisation,
        "purpose": info.purpose,
        "level": info.level,
        "algorithm": info.algorithm,
        "not_after": info.not_after.isoformat() if info.not_after else None,
        "document_time_stamp": info.is_document_timestamp,
        "page": info.page,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity.value, "message": finding.message}
