"""Authorities that only bear a trusted one's name: chains are built by signatures, never by names."""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from counter_app.model.signature import Verdict
from counter_app.pdf.validation import verify_file
from counter_app.signing.practice_pki import PracticeKey, PracticeKeys
from tests.pdf import signed_files as make


def forged(real: x509.Certificate, issuer_key: rsa.RSAPrivateKey, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """The same names, number, days and purposes for another key, signed by another one."""
    builder = x509.CertificateBuilder(real.issuer, real.subject, key.public_key(), real.serial_number)
    builder = builder.not_valid_before(real.not_valid_before_utc).not_valid_after(real.not_valid_after_utc)
    for one in real.extensions:
        builder = builder.add_extension(one.value, one.critical)  # key identifiers, too: they are only claimed
    return builder.sign(issuer_key, SHA256())


def imitation(pki: PracticeKeys, folder: Path, *, with_authorities: bool) -> PracticeKey:
    """Officer «ha» by name, with authorities of the right names or with none."""
    keys = [rsa.generate_private_key(65537, 2048) for _ in range(3)]
    real = [x509.load_pem_x509_certificate(path.read_bytes()) for path in (pki.root, pki.intermediate)]
    real.append(x509.load_pem_x509_certificate(pki.key("ha").certificate.read_bytes()))
    makers = (keys[0], keys[0], keys[1])
    root, issuing, leaf = (forged(*three) for three in zip(real, makers, keys, strict=True))
    file = folder / "gia.p12"
    authorities = [issuing, root] if with_authorities else None
    secret = BestAvailableEncryption(make.PASSWORD)
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"ha", keys[2], leaf, authorities, secret))
    return replace(pki.key("ha"), p12=file)


@pytest.mark.parametrize("with_authorities", [True, False])
def test_an_authority_of_the_same_name_is_not_the_one_that_is_trusted(
    pki: PracticeKeys, tmp_path: Path, with_authorities: bool
) -> None:
    key = imitation(pki, tmp_path, with_authorities=with_authorities)
    signed = make.sign(make.plain_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key)
    (info,) = verify_file(signed, trust_folders=[pki.trust_folder], crl_folder=pki.crl_folder).signatures
    assert not info.trusted and info.verdict is not Verdict.VALID
    assert (
        verify_file(
            make.sign(make.plain_pdf(tmp_path / "c.pdf"), tmp_path / "d.pdf", pki.key("ha")),
            trust_folders=[pki.trust_folder],
            crl_folder=pki.crl_folder,
        ).verdict
        is Verdict.VALID
    ), "the one it imitates is"
