"""Judges a certificate: whose it is, why it can or cannot sign (TT 15/2025, annex II 1.1-1.4; key sizes annex I)."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter_app.clock import VIETNAM
from counter_app.model.finding import Finding, Severity
from counter_app.model.signature import CertificateInfo, KeyRef
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.revocation_lists import Revoked

if TYPE_CHECKING:
    from cryptography import x509

Judge = Callable[[FoundCertificate, datetime], CertificateInfo]
MIN_RSA_BITS = 2048
MIN_EC_BITS = 256


def fingerprint(der: bytes) -> str:
    return hashlib.sha256(der).hexdigest()


def certificate_info(
    found: FoundCertificate, moment: datetime, *, revoked: Revoked | None = None, had_no_key: bool = False
) -> CertificateInfo:
    """Readable facts and verdict. `usable` is False when a reason of severity error is there.

    `revoked`: by a revocation list of this machine. `had_no_key`: the last login found no key for it.
    """
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    try:
        certificate = x509.load_der_x509_certificate(found.der)
        reasons = _reasons(certificate, moment, revoked) + _key_reasons(found, had_no_key)
        return CertificateInfo(
            key=found.key,
            subject=_word(certificate.subject, NameOID.COMMON_NAME),
            organisation=_word(certificate.subject, NameOID.ORGANIZATION_NAME),
            issuer=_word(certificate.issuer, NameOID.COMMON_NAME),
            serial=f"{certificate.serial_number:x}",
            not_before=certificate.not_valid_before_utc.astimezone(VIETNAM),
            not_after=certificate.not_valid_after_utc.astimezone(VIETNAM),
            usable=not any(reason.severity is Severity.ERROR for reason in reasons),
            reasons=reasons,
        )
    except ValueError:
        return _unknown(found.key, "", moment, Finding("signing.certificate_unreadable", Severity.ERROR))


def unopened_file(key: KeyRef, name: str, moment: datetime) -> CertificateInfo:
    """A key file before its password: the certificate inside is not visible."""
    return _unknown(key, name, moment, Finding("signing.certificate_after_password", Severity.INFO))


def _unknown(key: KeyRef, subject: str, moment: datetime, reason: Finding) -> CertificateInfo:
    return CertificateInfo(
        key=key,
        subject=subject,
        organisation="",
        issuer="",
        serial="",
        not_before=moment,
        not_after=moment,
        usable=reason.severity is not Severity.ERROR,
        reasons=(reason,),
    )


def _word(name: "x509.Name", oid: "x509.ObjectIdentifier") -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _reasons(certificate: "x509.Certificate", moment: datetime, revoked: Revoked | None) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if revoked is not None:
        code = "signing.certificate_on_hold" if revoked.on_hold else "signing.certificate_on_list"
        found.append(_dated(code, revoked.at))
    if moment > certificate.not_valid_after_utc:
        found.append(_dated("signing.certificate_expired", certificate.not_valid_after_utc))
    if moment < certificate.not_valid_before_utc:
        found.append(_dated("signing.certificate_not_yet_valid", certificate.not_valid_before_utc))
    purpose = _purpose(certificate)
    if purpose:
        found.append(Finding(purpose, Severity.ERROR))
    if _weak(certificate.public_key()):
        found.append(Finding("signing.certificate_weak_key", Severity.ERROR))
    return tuple(found)


def _key_reasons(found: FoundCertificate, had_no_key: bool) -> tuple[Finding, ...]:
    """What is known of the private key without a PIN."""
    if found.key.kind != "pkcs11" or found.has_key:
        return ()
    if found.has_key is False:
        return (Finding("signing.certificate_key_missing", Severity.ERROR),)
    if had_no_key:  # may have been mended since: a warning, and the next login tells
        return (Finding("signing.certificate_key_was_missing", Severity.WARNING),)
    return (Finding("signing.certificate_key_after_login", Severity.INFO),)


def _dated(code: str, moment: datetime) -> Finding:
    return Finding(code, Severity.ERROR, {"date": moment.astimezone(VIETNAM).strftime("%d/%m/%Y")})


def _extension(certificate: "x509.Certificate", kind: Any) -> Any:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _purpose(certificate: "x509.Certificate") -> str:
    """The code of what forbids signing documents, or an empty text (regulation 10.F11)."""
    from cryptography import x509
    from cryptography.x509.oid import ExtendedKeyUsageOID

    constraints = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    # An authority says so in its usage; a self-made certificate is often marked as one by its tool and says nothing.
    if constraints is not None and constraints.ca and usage is not None and not usage.content_commitment:
        return "signing.certificate_is_authority"
    if usage is None or usage.content_commitment:
        return ""
    if not usage.digital_signature:
        return "signing.certificate_no_signing"
    # Only digitalSignature: a log-in certificate says so in its extended usage.
    extended = _extension(certificate, x509.ExtendedKeyUsage)
    login = {ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.SMARTCARD_LOGON}
    if extended is not None and set(extended) <= login:
        return "signing.certificate_login_only"
    return ""


def _weak(public: object) -> bool:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    if isinstance(public, rsa.RSAPublicKey):
        return public.key_size < MIN_RSA_BITS
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.curve.key_size < MIN_EC_BITS
    return True
