"""A SoftHSM token of the test's own: a key, its certificate under ID 07, a certificate without a key under ID 08."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.tools import SOFTHSM

NAME = "Người Thử Đường Cong"


def _curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def curve_certificate(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = _curve_key()
    return key, certificate_of(key, name)


def certificate_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, name: str) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7)
    return builder.not_valid_before(start).not_valid_after(start + timedelta(days=9)).sign(key, hashes.SHA256())


def make_token(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    label: str,
    pin: str,
    *,
    asks_each_time: bool = False,
    rsa_under_other_id: bool = False,
) -> None:
    """In `folder`, and the only one that this process and its children see from now on. The key is of an elliptic
    curve and has its certificate's ID, unless it is an RSA key under an ID of its own."""
    conf, tokens = folder / "softhsm2.conf", folder / "tokens"
    tokens.mkdir()
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(conf))
    make_key = _rsa_key if rsa_under_other_id else _curve_key
    key = make_key()
    certificate, other = certificate_of(key, NAME), certificate_of(make_key(), "Người Khác")
    files = {"ky.der": certificate.public_bytes(Encoding.DER), "khac.der": other.public_bytes(Encoding.DER)}
    files["khoa.der"] = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    for name, data in files.items():
        (folder / name).write_bytes(data)
    empty_token(label, pin)
    fill = [sys.executable, str(Path(__file__).with_name("fill_token.py")), str(SOFTHSM), label, pin]
    fill += [str(folder / name) for name in ("ky.der", "khoa.der", "khac.der")]
    how = {"asks-each-time": asks_each_time, "rsa-under-other-id": rsa_under_other_id}
    subprocess.run([*fill, *(word for word, wanted in how.items() if wanted)], check=True)


def empty_token(label: str, pin: str) -> None:
    """One more in the store that SOFTHSM2_CONF names."""
    make = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", pin]
    subprocess.run(make, check=True, capture_output=True)
