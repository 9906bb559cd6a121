"""Which certificates may sign documents, judged from the certificate alone."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from counter_app.model.signature import KeyRef
from counter_app.signing.certificates import certificate_info
from counter_app.signing.keys import FoundCertificate

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
USAGES = ("digital_signature", "content_commitment", "key_cert_sign", "crl_sign")


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def made(key: rsa.RSAPrivateKey, *, ca: bool, usage: tuple[str, ...] | None) -> FoundCertificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nguyễn Thị Thử")])
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=key.public_key(),
        serial_number=7,
        not_valid_before=NOW - timedelta(days=1),
        not_valid_after=NOW + timedelta(days=300),
    ).add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    if usage is not None:
        wanted = {one: one in usage for one in USAGES}
        rest = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        builder = builder.add_extension(x509.KeyUsage(**wanted, **rest), critical=True)
    der = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return FoundCertificate(key=KeyRef(kind="p12", path="khoa.p12"), der=der)


@pytest.mark.parametrize(
    ("ca", "usage", "reason"),
    [
        (False, ("digital_signature", "content_commitment"), ""),
        (False, ("digital_signature",), ""),
        (False, None, ""),
        (True, None, ""),  # self-made: its tool marks it as an authority, its usage says nothing against signing
        (True, ("key_cert_sign", "crl_sign"), "signing.certificate_is_authority"),
        (True, ("digital_signature", "key_cert_sign", "crl_sign"), "signing.certificate_is_authority"),
        (False, ("key_cert_sign",), "signing.certificate_no_signing"),
    ],
)
def test_usage_decides(key: rsa.RSAPrivateKey, ca: bool, usage: tuple[str, ...] | None, reason: str) -> None:
    info = certificate_info(made(key, ca=ca, usage=usage), NOW)
    assert info.usable is (reason == "")
    assert not reason or reason in {one.code for one in info.reasons}
