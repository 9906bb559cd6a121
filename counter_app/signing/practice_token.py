"""SoftHSM2 tokens for the practice office: the same keys as in the key files, so that practising feels like work.

Everything runs in a child process: SoftHSM reads where its tokens are only once, when the library is loaded.
"""

import ctypes
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counter_app.errors import Trouble
from counter_app.pdf.child_end import end_process

_LABEL_LENGTH = 32  # CK_TOKEN_INFO.label is blank padded


@dataclass(frozen=True, slots=True)
class TokenEntry:
    """One key with its certificate on a token. `cert_id` is CKA_ID in hex, the same for both."""

    token_label: str
    cert_id: str
    name: str  # CKA_LABEL
    p12: Path


def point_softhsm_at(configuration: Path) -> None:
    """Make a SoftHSM library that is loaded later in this process use these tokens."""
    os.putenv("SOFTHSM2_CONF", str(configuration))


def make_tokens(
    folder: Path, library: Path, entries: Sequence[TokenEntry], *, password: str, pin: str, timeout: float = 60
) -> Path:
    """Make `folder/softhsm2.conf` and the tokens of `entries`; returns the configuration file.

    Trouble `signing.practice_token`: the library could not make them.
    """
    (folder / "tokens").mkdir(parents=True, exist_ok=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n",
        encoding="utf-8",
    )
    child = multiprocessing.get_context("spawn").Process(
        target=_fill, args=(configuration, library, tuple(entries), password, pin), daemon=True
    )
    child.start()
    if end_process(child, patience=timeout) != 0:
        raise Trouble("signing.practice_token", library=library.name)
    return configuration


def _fill(configuration: Path, library: Path, entries: Sequence[TokenEntry], password: str, pin: str) -> None:
    point_softhsm_at(configuration)
    labels = list(dict.fromkeys(entry.token_label for entry in entries))
    _initialise(library, labels, pin)
    import pkcs11

    module = pkcs11.lib(str(library))
    for label in labels:
        token = module.get_token(token_label=label)
        with token.open(rw=True, so_pin=pin) as session:
            session.init_pin(pin)
        with token.open(rw=True, user_pin=pin) as session:
            authorities: dict[bytes, bytes] = {}
            for entry in entries:
                if entry.token_label == label:
                    authorities |= _put_entry(session, entry, password)
            for identifier, certificate in authorities.items():
                _put_certificate(session, certificate, identifier, "CA")


def _initialise(library: Path, labels: Sequence[str], pin: str) -> None:
    """C_InitToken, which python-pkcs11 0.9 does not offer. The PIN stays off every command line."""
    module = ctypes.CDLL(str(library))
    _expect_ok(module.C_Initialize(None))
    secret = pin.encode()
    for label in labels:
        count = ctypes.c_ulong(0)
        _expect_ok(module.C_GetSlotList(ctypes.c_ubyte(0), None, ctypes.byref(count)))
        slots = (ctypes.c_ulong * count.value)()
        _expect_ok(module.C_GetSlotList(ctypes.c_ubyte(0), slots, ctypes.byref(count)))
        padded = label.encode().ljust(_LABEL_LENGTH)[:_LABEL_LENGTH]
        # SoftHSM keeps exactly one empty slot, always the last one.
        _expect_ok(module.C_InitToken(ctypes.c_ulong(slots[-1]), secret, ctypes.c_ulong(len(secret)), padded))
    _expect_ok(module.C_Finalize(None))


def _expect_ok(code: int) -> None:
    if code:
        raise OSError(f"PKCS#11 call failed with 0x{code:x}")


def _put_entry(session: object, entry: TokenEntry, password: str) -> dict[bytes, bytes]:
    """Key and certificate; returns the issuing authorities' certificates by an id of their own."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
    from pkcs11 import Attribute
    from pkcs11.util.rsa import decode_rsa_private_key

    key, certificate, others = pkcs12.load_key_and_certificates(entry.p12.read_bytes(), password.encode())
    assert key is not None and certificate is not None
    identifier = bytes.fromhex(entry.cert_id)
    _put_certificate(session, certificate.public_bytes(Encoding.DER), identifier, entry.name)
    parts = decode_rsa_private_key(key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    parts.update(
        {
            Attribute.TOKEN: True,
            Attribute.LABEL: entry.name,
            Attribute.ID: identifier,
            Attribute.SIGN: True,
            Attribute.SENSITIVE: True,
            Attribute.EXTRACTABLE: False,
        }
    )
    session.create_object(parts)  # type: ignore[attr-defined]
    return {
        b"\xca" + other.fingerprint(hashes.SHA256())[:8]: other.public_bytes(Encoding.DER)
        for other in others
        if other.subject != other.issuer
    }


def _put_certificate(session: object, certificate: bytes, identifier: bytes, label: str) -> None:
    from pkcs11 import Attribute
    from pkcs11.util.x509 import decode_x509_certificate

    parts = decode_x509_certificate(certificate, extended_set=True)
    parts.update({Attribute.TOKEN: True, Attribute.LABEL: label, Attribute.ID: identifier})
    session.create_object(parts)  # type: ignore[attr-defined]
