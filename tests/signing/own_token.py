"""A SoftHSM token of the test's own: an elliptic-curve key under ID 07, a certificate without a key under ID 08."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.tools import SOFTHSM

NAME = "Người Thử Đường Cong"


def curve_certificate(name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 7)
    return key, builder.not_valid_before(start).not_valid_after(start + timedelta(days=9)).sign(key, hashes.SHA256())


def make_token(
    folder: Path, monkeypatch: pytest.MonkeyPatch, label: str, pin: str, *, asks_each_time: bool = False
) -> None:
    """In `folder`, and the only one that this process and its children see from now on."""
    conf, tokens = folder / "softhsm2.conf", folder / "tokens"
    tokens.mkdir()
    conf.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\n")
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(conf))
    key, certificate = curve_certificate(NAME)
    _, other = curve_certificate("Người Khác")
    files = {"ky.der": certificate.public_bytes(Encoding.DER), "khac.der": other.public_bytes(Encoding.DER)}
    files["khoa.der"] = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    for name, data in files.items():
        (folder / name).write_bytes(data)
    make = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", pin]
    subprocess.run(make, check=True, capture_output=True)
    fill = [sys.executable, str(Path(__file__).with_name("ec_token.py")), str(SOFTHSM), label, pin]
    fill += [str(folder / name) for name in ("ky.der", "khoa.der", "khac.der")]
    subprocess.run([*fill, *(["asks-each-time"] if asks_each_time else [])], check=True)
