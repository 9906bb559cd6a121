"""The key process: the only place that sees a PIN or password. One key, one login, then signatures until the end."""

from multiprocessing.connection import Connection

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import KeyRef
from counter_app.signing.child import Ask, Child, Handlers, serve
from counter_app.signing.key_files import FileKey
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.tokens import TokenKey, find_certificates, find_one

LIST_SECONDS = 20.0
LOGIN_SECONDS = 90.0
SIGN_SECONDS = 60.0  # slow tokens need 1-2 s; a driver that is silent this long hangs


class KeyRoom:
    """The handlers of the process."""

    def __init__(self) -> None:
        self._key: TokenKey | FileKey | None = None
        self._public: object = None

    def open_token(self, found: FoundCertificate, pin: str) -> None:
        self._only_once()
        self._key = TokenKey(found, pin)
        self._remember(found.der)

    def open_file(self, key: KeyRef, password: str) -> FoundCertificate:
        self._only_once()
        opened = FileKey(key, password)
        self._key = opened
        self._remember(opened.found.der)
        return opened.found

    def _only_once(self) -> None:
        if self._key is not None:
            raise AssertionError("a key process opens one key")

    def _remember(self, der: bytes) -> None:
        from cryptography import x509

        self._public = x509.load_der_x509_certificate(der).public_key()

    def sign(self, data: bytes) -> bytes:
        """A raw signature that has been verified with the certificate's public key."""
        assert self._key is not None
        signature = self._key.sign(data)
        _verify(self._public, signature, data)
        return signature

    def close(self) -> None:
        if self._key is not None:
            self._key.close()


def _verify(public: object, signature: bytes, data: bytes) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(SHA256()))
        else:
            raise Refused("signing.key_kind_unknown")
    except InvalidSignature as error:
        raise Trouble("signing.wrong_signature") from error


def run(pipe: Connection) -> None:
    """Entry of the process."""

    def handlers(_ask: Ask) -> Handlers:
        room = KeyRoom()
        return {
            "list": find_certificates,
            "find": find_one,
            "open_token": room.open_token,
            "open_file": room.open_file,
            "sign": room.sign,
            "close": room.close,
        }

    serve(pipe, handlers)


def key_child() -> Child:
    return Child(run, ended_code="signing.key_process_ended", hangs_code="signing.token_hangs")
