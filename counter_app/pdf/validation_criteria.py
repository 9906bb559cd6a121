"""The criteria of annex II of the circular on signature software, one by one (regulation.md 10.F6), and the class.

Nothing is judged anew here: what `validation` found about a signature is put beside each criterion. A criterion that
could not be checked is never met.
"""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.messages import sentence
from counter_app.model.finding import Severity
from counter_app.model.signature import SignatureInfo


class Met(StrEnum):
    YES = "met"
    NO = "not_met"
    UNKNOWN = "unknown"  # could not be checked here


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    number: str  # as the annex counts: 1.1 … 2.4
    key: str
    met: Met

    @property
    def words(self) -> str:
        return sentence(f"verification.criterion.{self.key}").what.rstrip(".")

    @property
    def note(self) -> str:
        """Where the criterion comes from or why it stays open."""
        return sentence(f"verification.criterion.{self.key}").advice


class SignatureClass(StrEnum):
    """What an officer is told of one signature; the first that applies, in this order."""

    @property
    def words(self) -> str:
        return sentence(f"verification.class.{self.value}").what

    BROKEN = "broken"
    FORM_CHANGED = "form_changed"
    REVOKED = "revoked"
    CERTIFICATE = "certificate"  # out of its period, not for signing, weak
    UNKNOWN_ISSUER = "unknown_issuer"
    REVOCATION_OPEN = "revocation_open"
    FORMAT = "format"
    VALID = "valid"


_PERIOD_NO = {"certificate_expired", "certificate_not_yet_valid"}
_PERIOD_OPEN = {"certificate_expired_since", "chain_out_of_period"}
_WEAK = {"weak_algorithm", "weak_certificate"}
_UNREAD = {"unsupported_format", "unreadable_signature", "signature_lost"}
_CHAIN = {"unknown_issuer", "chain_broken", "chain_out_of_period", "time_stamp_untrusted", "time_stamp_refused"}
_CLASSES = (
    (SignatureClass.FORM_CHANGED, {"form_filled"}),
    (SignatureClass.REVOKED, {"revoked", "revoked_later"}),
    (SignatureClass.CERTIFICATE, _PERIOD_NO | {"certificate_expired_since", "not_for_signing"} | _WEAK),
    (SignatureClass.UNKNOWN_ISSUER, _CHAIN),
    (SignatureClass.REVOCATION_OPEN, {"revocation_not_checked", "revocation_unknown"}),
)


def class_of(one: SignatureInfo) -> SignatureClass:
    """Reasons that only tell (severity info) do not count; an unforeseen warning is a matter of format."""
    said = _codes(one, Severity.ERROR, Severity.WARNING)
    if _codes(one, Severity.ERROR) - {"revoked"}:
        return SignatureClass.BROKEN
    for kind, codes in _CLASSES:
        if said & codes:
            return kind
    return SignatureClass.FORMAT if said else SignatureClass.VALID


def criteria_of(one: SignatureInfo) -> tuple[Criterion, ...]:
    """Nine lines in the annex's order; none for a document time-stamp, which is nobody's signature."""
    if one.is_document_timestamp:
        return ()
    said = _codes(one, Severity.ERROR, Severity.WARNING)
    unread = bool(said & _UNREAD)
    own = {
        "period": _period(one, said, unread),
        "revocation": _revocation(one),
        "algorithm": Met.UNKNOWN if unread else _no(said & _WEAK),
        "purpose": Met.UNKNOWN if unread else _no(said & {"not_for_signing"}),
        "policy": Met.UNKNOWN,
        "subject": Met.YES if one.trusted else Met.UNKNOWN,
        "key": Met.UNKNOWN if unread else _no(said & {"signature_broken"} or not one.intact),
        "hash": Met.UNKNOWN if unread else _no(said & {"content_changed"}),
    }
    if own["hash"] is Met.NO and "signature_broken" not in said:
        own["key"] = Met.UNKNOWN  # the value was made over other bytes: nothing to compare
    needed = [own[key] for key in ("period", "revocation", "algorithm", "purpose", "subject")]
    own["certificate"] = next((met for met in (Met.NO, Met.UNKNOWN) if met in needed), Met.YES)
    order = ("period", "revocation", "algorithm", "purpose", "policy", "subject", "key", "certificate", "hash")
    numbers = ("1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4")
    return tuple(Criterion(number=at, key=key, met=own[key]) for at, key in zip(numbers, order, strict=True))


def _period(one: SignatureInfo, said: set[str], unread: bool) -> Met:
    if said & _PERIOD_NO:
        return Met.NO
    if unread or said & _PERIOD_OPEN or one.not_after is None or (not one.trusted and one.signed_at is None):
        return Met.UNKNOWN
    return Met.YES if one.trusted or _before_end(one) else Met.UNKNOWN


def _before_end(one: SignatureInfo) -> bool:
    return one.signed_at is not None and one.not_after is not None and one.signed_at <= one.not_after


def _revocation(one: SignatureInfo) -> Met:
    if one.revocation == "revoked":
        return Met.UNKNOWN if "revoked_later" in _codes(one, Severity.WARNING) else Met.NO
    return Met.YES if one.revocation == "good" else Met.UNKNOWN


def _no(found: object) -> Met:
    return Met.NO if found else Met.YES


def _codes(one: SignatureInfo, *severities: Severity) -> set[str]:
    return {reason.code.removeprefix("validation.") for reason in one.reasons if reason.severity in severities}
