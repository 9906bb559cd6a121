"""When it was signed, and who says so: time-stamp tokens inside signatures, and time-stamps of the whole document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from counter_app.clock import vietnam
from counter_app.model.finding import Finding, Severity
from counter_app.pdf.validation_chain import Evidence, ReferenceTime, judge_time_stamp_authority


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A time-stamp token as read. `intact`: it belongs to this signature and is as its authority made it."""

    moment: datetime
    certificate: Any
    others: tuple[Any, ...]
    intact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTimeStamp:
    """A whole-document time-stamp that counts: proof that all before `revision` existed at `moment`."""

    revision: int
    moment: datetime


def signature_token(embedded: Any) -> tuple[Token | None, tuple[Finding, ...]]:
    """The time-stamp of a signature, when it has one that can be read."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, message_imprint_checker

    try:
        found = list(extract_tst_data_iter(embedded.signer_info, signed=False))
    except Exception:  # real documents carry unsigned attributes with broken lengths; the signature stays intact
        return None, (Finding("validation.unreadable_attribute", Severity.INFO),)
    if not found:
        return None, (Finding("validation.no_time_stamp", Severity.INFO),)
    try:
        return read_token(found[0], message_imprint_checker(embedded.signer_info)), ()
    except Exception:  # the boundary, as above
        return None, (Finding("validation.unreadable_attribute", Severity.INFO),)


def read_token(signed_data: Any, imprint: Callable[[str], bytes]) -> Token:
    """Raises whatever the ASN.1 parser raises."""
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

    held = signed_data["encap_content_info"]["content"]
    stated = held.parsed["message_imprint"]
    belongs = imprint(stated["hash_algorithm"]["algorithm"].native) == stated["hashed_message"].native
    signer_info = extract_signer_info(signed_data)
    certificates = extract_certs_for_validation(signed_data)
    digest = _digest(signer_info["digest_algorithm"]["algorithm"].native, bytes(held))
    intact, valid = validate_sig_integrity(signer_info, certificates.signer_cert, "tst_info", digest)
    return Token(
        moment=vietnam(held.parsed["gen_time"].native),
        certificate=certificates.signer_cert,
        others=tuple(certificates.other_certs),
        intact=belongs and intact and valid,
    )


def document_token(embedded: Any) -> Token:
    """The token of a document time-stamp. Raises whatever the ASN.1 parser raises."""
    return read_token(embedded.signed_data, lambda algorithm: bytes(embedded.compute_digest(algorithm)))


def token_problem(token: Token, evidence: Evidence, moment: datetime) -> Finding | None:
    """Why the time-stamp does not prove its time at `moment`; None when it does."""
    if not token.intact:
        return Finding("validation.time_stamp_broken", Severity.WARNING)
    with_certificates = evidence.with_more(certificates=(*token.others, token.certificate))
    return judge_time_stamp_authority(token.certificate, with_certificates, moment)


def counting_time_stamps(document_stamps: Sequence[Any], evidence: Evidence, at: datetime) -> list[DocumentTimeStamp]:
    """Document time-stamps that prove their time, newest first: each is judged at the moment of the next one."""
    counting: list[DocumentTimeStamp] = []
    for embedded in sorted(document_stamps, key=lambda one: one.signed_revision, reverse=True):
        token = _readable_token(embedded)
        if token is None:
            continue
        if token_problem(token, evidence, proven_until(embedded.signed_revision, counting, at)) is None:
            counting.append(DocumentTimeStamp(revision=embedded.signed_revision, moment=token.moment))
    return counting


def _readable_token(embedded: Any) -> Token | None:
    try:
        return document_token(embedded)
    except Exception:  # the boundary: an unreadable stamp proves nothing
        return None


def proven_until(revision: int, counting: Sequence[DocumentTimeStamp], at: datetime) -> datetime:
    """The earliest moment at which this revision is proven to have been there; `at` when nothing proves more."""
    return min((stamp.moment for stamp in counting if stamp.revision > revision), default=at)


def reference_time(
    embedded: Any, evidence: Evidence, counting: Sequence[DocumentTimeStamp], at: datetime
) -> tuple[ReferenceTime, str, tuple[Finding, ...]]:
    """The moment to judge the signer's certificate at, the time's source, and what is odd about the time."""
    claimed = _claimed(embedded)
    until = proven_until(embedded.signed_revision, counting, at)
    token, reasons = signature_token(embedded)
    if token is not None:
        problem = token_problem(token, evidence, until)
        if problem is None:
            return ReferenceTime(moment=token.moment, proven=True, claimed=claimed), "time_stamp", ()
        reasons = (problem,)
    if any(stamp.revision > embedded.signed_revision for stamp in counting):
        kept = tuple(reason for reason in reasons if reason.code != "validation.no_time_stamp")
        return ReferenceTime(moment=until, proven=True, claimed=claimed), "time_stamp", kept
    return ReferenceTime(moment=at, proven=False, claimed=claimed), "signer_clock" if claimed else "none", reasons


def _claimed(embedded: Any) -> datetime | None:
    try:
        found = embedded.self_reported_timestamp
    except Exception:  # a date nobody can read is no date
        return None
    return vietnam(found) if found is not None else None


def _digest(algorithm: str, data: bytes) -> bytes:
    from hashlib import new

    return new(algorithm, data).digest()
