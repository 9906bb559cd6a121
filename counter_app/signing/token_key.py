"""A private key on a token: one login, then raw signatures. Runs only in the key process, on its one thread."""

import hashlib
from contextlib import suppress
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.signing.keys import FoundCertificate
from counter_app.signing.tokens import KeyFacts, driver_boundary, load, pin_state, present, serial_of, token_of

# DER of DigestInfo{sha256, …}: what CKM_RSA_PKCS expects before the 32 bytes.
SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


class TokenKey:
    """One logged-in session and one private key. The constructor sends the PIN once; there is no second try here.

    A token with a pad gets no PIN: the driver waits until it is typed there.
    """

    def __init__(self, found: FoundCertificate, pin: str) -> None:
        self._library = load(found.key.path)
        self._path = found.key.path
        self._pad = found.pad
        with driver_boundary():
            token = token_of(self._library, found.key)
            self._serial = serial_of(token)
            if pin_state(token) == "locked":
                raise Refused("signing.pin_locked")
        self._session = self._login(token, pin)
        with driver_boundary():
            self._key, self.asks_each_time = self._private_key(found)
            self._mechanisms = token.slot.get_mechanisms()

    def _login(self, token: Any, pin: str) -> Any:
        from pkcs11 import PROTECTED_AUTH

        try:
            return token.open(user_pin=PROTECTED_AUTH if self._pad else pin)
        except Exception as error:
            failure = login_failure(error)
            failure.__cause__ = error
        with suppress(Exception):  # python-pkcs11 leaves the session of a failed login open
            self._library.reinitialize()
        raise failure

    def _private_key(self, found: FoundCertificate) -> tuple[Any, bool]:
        from pkcs11 import Attribute, ObjectClass

        # Not filtered by CKA_SIGN: some drivers do not set it on keys that sign well.
        keys = [
            (KeyFacts.of(key), key) for key in self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})
        ]
        fitting = [(facts, key) for facts, key in keys if facts.fits(found.key.cert_id, found.der)]
        if not fitting:
            raise Refused("signing.no_matching_key")
        facts, key = min(fitting, key=lambda one: one[0].cert_id != found.key.cert_id)
        if facts.asks_each_time and self._pad:
            raise Refused("signing.key_asks_each_time")
        return key, facts.asks_each_time

    def is_plugged_in(self) -> bool:
        """False when the token of this login is out, or was out since the last look: the login went with it."""
        from pkcs11 import Attribute

        if all(one.serial != self._serial for one in present(self._path)):
            return False
        try:
            self._key[Attribute.ID]  # only a live session answers
        except Exception:
            return False
        return True

    def sign(self, data: bytes, pin: str | None = None) -> bytes:
        """The signature over SHA-256 of `data` in the form CMS wants (PKCS#1 v1.5, or DER of r and s).

        `pin`: only for a key that asks each time; it goes to the token once.
        """
        import pkcs11.exceptions as p11

        try:
            with driver_boundary():
                return self._sign(data, pin)
        except Trouble as trouble:
            cause = trouble.__cause__
            if pin is not None and isinstance(cause, p11.PinIncorrect | p11.PinInvalid | p11.PinLenRange):
                raise Refused("signing.wrong_pin_midway") from cause
            if pin is not None and isinstance(cause, p11.PinLocked):
                raise Refused("signing.pin_locked_midway") from cause
            raise

    def _sign(self, data: bytes, pin: str | None) -> bytes:
        from pkcs11 import KeyType, Mechanism

        digest = hashlib.sha256(data).digest()
        if self._key.key_type == KeyType.RSA:
            if Mechanism.RSA_PKCS in self._mechanisms:
                return bytes(self._key.sign(SHA256_DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS, pin=pin))
            return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS, pin=pin))
        return _der_of(bytes(self._key.sign(digest, mechanism=Mechanism.ECDSA, pin=pin)))

    def close(self) -> None:
        with suppress(Exception):  # a token that was pulled out raises here too
            self._session.close()


def login_failure(error: Exception) -> CounterError:
    """What a failed login means. Only a clear answer is worded as a wrong PIN; whatever is unclear stays unclear."""
    import pkcs11.exceptions as p11

    if isinstance(error, p11.PinIncorrect | p11.PinInvalid | p11.PinLenRange):
        return Refused("signing.wrong_pin")
    if isinstance(error, p11.PinLocked):
        return Refused("signing.pin_locked")
    if isinstance(error, p11.PinExpired):
        return Refused("signing.pin_expired")
    if isinstance(error, p11.UserPinNotInitialized):
        return Refused("signing.pin_not_set")
    if isinstance(error, p11.UserAlreadyLoggedIn | p11.AnotherUserAlreadyLoggedIn | p11.SessionCount):
        return Trouble("signing.token_busy")
    if isinstance(error, p11.FunctionCancelled):
        return Refused("signing.pad_cancelled")
    if isinstance(error, p11.DeviceRemoved | p11.TokenNotPresent):
        return Trouble("signing.token_removed")
    return Trouble("signing.login_unclear", detail=type(error).__name__)


def _der_of(raw: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import utils

    half = len(raw) // 2
    return utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
