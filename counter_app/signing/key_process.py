"""The key process: the only place that sees a PIN or password. One driver, one thread, one queue, at most one login.

It ends with the batch; by itself when nothing was asked of its key for a while, when the time of a kept login is over
or when the token of the login is pulled out. The PIN of a kept login is not kept: the token's own session is.
"""

import time
from multiprocessing.connection import Connection

from counter_app.errors import Refused, Trouble
from counter_app.model.signature import KeyRef
from counter_app.signing.child import Ask, Child, Handlers, serve
from counter_app.signing.key_files import FileKey
from counter_app.signing.keys import FoundCertificate, Presence
from counter_app.signing.token_key import TokenKey
from counter_app.signing.tokens import find_certificates, find_one, present, slots

LIST_SECONDS = 20.0
LOOK_SECONDS = 5.0  # the look once a second; a driver that is silent this long hangs
CLOSE_SECONDS = 5.0  # what it did not log out of ends with its process
LOGIN_SECONDS = 90.0  # a PIN on a pad is typed by hand
SIGN_SECONDS = 60.0  # slow tokens need 1-2 s; a driver that is silent this long hangs
IDLE_SECONDS = 600.0  # an open key that is asked for nothing so long; longer than any one file takes


class KeyRoom:
    """The handlers of the process."""

    def __init__(self) -> None:
        self._key: TokenKey | FileKey | None = None
        self._public: object = None
        self._until = 0.0  # end of the open login, in seconds of the machine's running clock

    def present(self, path: str) -> Presence:
        """What is plugged in. A login whose token is out is given up at once."""
        gone = isinstance(self._key, TokenKey) and not self._key.is_plugged_in()
        if gone:
            self.close()
        return Presence(tokens=present(path), open_key_gone=gone)

    def open_token(self, found: FoundCertificate, pin: str) -> bool:
        """True when the key wants its PIN again for every signature."""
        self._only_once()
        self._key = key = TokenKey(found, pin)
        self._remember(found.der)
        return key.asks_each_time

    def open_file(self, key: KeyRef, password: str) -> FoundCertificate:
        self._only_once()
        opened = FileKey(key, password)
        self._key = opened
        self._remember(opened.found.der)
        return opened.found

    def keep(self, seconds: float) -> None:
        """The login may stay that long; the process ends by itself then, whatever becomes of the parent."""
        self._until = time.monotonic() + seconds

    def may_stay(self) -> bool:
        return self._key is None or time.monotonic() < self._until

    def sign(self, data: bytes, pin: str | None = None) -> bytes:
        """A raw signature that has been verified with the certificate's public key."""
        assert self._key is not None
        self._until = max(self._until, time.monotonic() + IDLE_SECONDS)
        signature = self._key.sign(data, pin) if isinstance(self._key, TokenKey) else self._key.sign(data)
        _verify(self._public, signature, data)
        return signature

    def close(self) -> None:
        if self._key is not None:
            self._key.close()
            self._key = None

    def _only_once(self) -> None:
        if self._key is not None:
            raise AssertionError("a key process opens one key")
        self._until = time.monotonic() + IDLE_SECONDS

    def _remember(self, der: bytes) -> None:
        from cryptography import x509

        self._public = x509.load_der_x509_certificate(der).public_key()


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
    room = KeyRoom()

    def handlers(_ask: Ask) -> Handlers:
        return {
            "present": room.present,
            "slots": slots,
            "list": find_certificates,
            "find": find_one,
            "open_token": room.open_token,
            "open_file": room.open_file,
            "keep": room.keep,
            "sign": room.sign,
            "close": room.close,
        }

    serve(pipe, handlers, may_stay=room.may_stay)


def key_child() -> Child:
    return Child(run, name="key", ended_code="signing.key_process_ended", hangs_code="signing.token_hangs")
