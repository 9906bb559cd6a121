"""PKCS#12 key files, old and new encryptions. A visible mode that an administrator turns on; never a token's equal."""

from pathlib import Path
from typing import Any

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import KeyRef
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.tokens import issuer_chain


class FileKey:
    """The opened file: certificate, issuers and the private key, parsed once for the whole batch."""

    def __init__(self, key: KeyRef, password: str) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec, rsa
        from cryptography.hazmat.primitives.serialization import Encoding

        loaded = _load(Path(key.path), password)
        if loaded.key is None or loaded.cert is None:
            raise Refused("signing.key_file_incomplete")
        certificate = loaded.cert.certificate
        if not isinstance(loaded.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise Refused("signing.key_kind_unknown")
        if loaded.key.public_key() != certificate.public_key():
            raise Refused("signing.no_matching_key")
        self._key: Any = loaded.key
        der = certificate.public_bytes(Encoding.DER)
        others = [one.certificate.public_bytes(Encoding.DER) for one in loaded.additional_certs]
        self.found = FoundCertificate(key=key, der=der, chain=issuer_chain(der, others))

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of `data` in the form CMS wants."""
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.hashes import SHA256

        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), SHA256())
        signature: bytes = self._key.sign(data, ec.ECDSA(SHA256()))
        return signature

    def close(self) -> None:
        self._key = None


def check_key_file(path: Path) -> None:
    """Trouble when the file cannot be read or is no PKCS#12. What is inside shows only after its password."""
    try:
        _load(path, "")
    except Refused:  # a password is wanted: it is a key file
        return


def _load(path: Path, password: str) -> Any:
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble("signing.key_file_unreadable", file=path.name) from error
    try:
        return pkcs12.load_pkcs12(data, password.encode("utf-8"))
    except ValueError as error:
        # cryptography tells the two apart by words only; a test holds it to them.
        if "password" in str(error).lower():
            raise Refused("signing.wrong_password") from error
        raise Trouble("signing.key_file_broken", file=path.name) from error
    except Exception as error:
        raise Trouble("signing.key_file_broken", file=path.name) from error
