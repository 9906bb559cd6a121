"""PKCS#11 tokens through python-pkcs11. Runs only in the key process, on its one thread.

A token is chosen by serial, then label, never by slot number; a certificate by CKA_ID and public key, never by label,
because real tokens carry two certificates of the same name. One process loads one driver.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import KeyRef
from counter_app.signing.keys import FoundCertificate

# DER of DigestInfo{sha256, …}: what CKM_RSA_PKCS expects before the 32 bytes.
SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


@contextmanager
def driver_boundary() -> Iterator[None]:
    """Every exception of the driver becomes ours. After one, the state of the token counts as unknown."""
    import pkcs11.exceptions as p11

    try:
        yield
    except CounterError:
        raise
    except (p11.DeviceRemoved, p11.TokenNotPresent, p11.NoSuchToken, p11.SessionHandleInvalid) as error:
        raise Trouble("signing.token_removed") from error
    except Exception as error:  # drivers raise nearly anything
        raise Trouble("signing.token_error", detail=type(error).__name__) from error


def load(path: str) -> Any:
    """The driver. Trouble when the file is no usable PKCS#11 library."""
    import pkcs11

    try:
        return pkcs11.lib(path)
    except Exception as error:
        raise Trouble("signing.module_unusable", path=path) from error


def find_certificates(path: str) -> list[FoundCertificate]:
    """All X.509 certificates of all initialised tokens behind one driver. Needs no PIN."""
    library = load(path)
    found: list[FoundCertificate] = []
    with driver_boundary():
        for token in _tokens(library):
            found += _certificates_of(token, path)
    return found


def find_one(key: KeyRef) -> list[FoundCertificate]:
    """The certificates of the token that `key` names; only the named one when `key.cert_id` is given."""
    library = load(key.path)
    with driver_boundary():
        found = _certificates_of(_token(library, key), key.path)
    if not key.cert_id:
        return found
    wanted = [one for one in found if one.key.cert_id == key.cert_id.lower()]
    if not wanted:
        raise Trouble("signing.certificate_not_on_token")
    return wanted


def _tokens(library: Any) -> list[Any]:
    from pkcs11 import TokenFlag

    tokens = [slot.get_token() for slot in library.get_slots(token_present=True)]
    return [token for token in tokens if TokenFlag.TOKEN_INITIALIZED in token.flags]


def _token(library: Any, key: KeyRef) -> Any:
    tokens = _tokens(library)
    if key.token_serial:
        tokens = [token for token in tokens if _serial(token) == key.token_serial]
    elif key.token:
        tokens = [token for token in tokens if _words(token.label) == key.token]
    if not tokens:
        raise Trouble("signing.token_not_found", token=key.token or key.token_serial or "?")
    if len(tokens) > 1:
        raise Refused("signing.several_tokens")
    return tokens[0]


def _words(value: str | bytes) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return text.strip("\0 ")


def _serial(token: Any) -> str:
    return _words(token.serial)


def _pin_state(token: Any) -> str:
    from pkcs11 import TokenFlag

    flags = token.slot.get_token().flags  # a Token object keeps the flags of its birth
    if TokenFlag.USER_PIN_LOCKED in flags:
        return "locked"
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        return "final_try"
    return "count_low" if TokenFlag.USER_PIN_COUNT_LOW in flags else "normal"


def _certificates_of(token: Any, path: str) -> list[FoundCertificate]:
    from pkcs11 import Attribute, ObjectClass

    state = _pin_state(token)
    with token.open() as session:
        objects = [
            (bytes(one[Attribute.ID]), bytes(one[Attribute.VALUE]))
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
    every = [der for _, der in objects]
    return [
        FoundCertificate(
            key=KeyRef(
                kind="pkcs11",
                path=path,
                token=_words(token.label),
                token_serial=_serial(token),
                cert_id=cert_id.hex(),
            ),
            der=der,
            chain=issuer_chain(der, every),
            pin_state=state,
        )
        for cert_id, der in objects
    ]


def issuer_chain(der: bytes, others: list[bytes]) -> tuple[bytes, ...]:
    """The issuers of `der` among `others`, nearest first, without a self-signed root; found by signature."""
    from cryptography import x509

    def parse(data: bytes) -> x509.Certificate | None:
        try:
            return x509.load_der_x509_certificate(data)
        except ValueError:  # one odd certificate of somebody else must not hide the officer's
            return None

    pool = [one for one in map(parse, others) if one is not None]
    chain: list[bytes] = []
    current = parse(der)
    while current is not None and len(chain) < 8:
        current = next((one for one in pool if _issued_by(current, one)), None)
        if current is None or current.issuer == current.subject:
            break
        chain.append(_der(current))
    return tuple(chain)


def _issued_by(certificate: Any, issuer: Any) -> bool:
    if certificate.issuer != issuer.subject or certificate == issuer:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:
        return False
    return True


def _der(certificate: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    data: bytes = certificate.public_bytes(Encoding.DER)
    return data


class TokenKey:
    """One logged-in session and one private key. The constructor sends the PIN once; there is no second try here."""

    def __init__(self, found: FoundCertificate, pin: str) -> None:
        from cryptography import x509

        self._library = load(found.key.path)
        self._public = x509.load_der_x509_certificate(found.der).public_key()
        with driver_boundary():
            token = _token(self._library, found.key)
            if _pin_state(token) == "locked":
                raise Refused("signing.pin_locked")
        self._session = self._login(token, pin)
        with driver_boundary():
            self._key = self._private_key(found.key.cert_id)
            self._mechanisms = token.slot.get_mechanisms()

    def _login(self, token: Any, pin: str) -> Any:
        import pkcs11.exceptions as p11

        try:
            return token.open(user_pin=pin)
        except (p11.PinIncorrect, p11.PinInvalid, p11.PinLenRange) as error:
            failure: CounterError = Refused("signing.wrong_pin")
            failure.__cause__ = error
        except p11.PinLocked as error:
            failure = Refused("signing.pin_locked")
            failure.__cause__ = error
        except p11.PinExpired as error:
            failure = Refused("signing.pin_expired")
            failure.__cause__ = error
        except (p11.DeviceRemoved, p11.TokenNotPresent) as error:
            failure = Trouble("signing.token_removed")
            failure.__cause__ = error
        except Exception as error:  # unclear: may have cost a try, but is not worded as a wrong PIN
            failure = Trouble("signing.login_unclear", detail=type(error).__name__)
            failure.__cause__ = error
        with suppress(Exception):  # python-pkcs11 leaves the session of a failed login open
            self._library.reinitialize()
        raise failure

    def _private_key(self, cert_id: str) -> Any:
        from pkcs11 import Attribute, ObjectClass

        # Not filtered by CKA_SIGN: some drivers do not set it on keys that sign well.
        keys = list(self._session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        same_id = [key for key in keys if cert_id and bytes(_read(key, Attribute.ID) or b"").hex() == cert_id]
        for key in same_id + keys:
            fits = self._fits(key)
            if fits or (fits is None and key in same_id):
                if _read(key, Attribute.ALWAYS_AUTHENTICATE):
                    raise Refused("signing.key_asks_each_time")
                return key
        raise Refused("signing.no_matching_key")

    def _fits(self, key: Any) -> bool | None:
        """Whether the key belongs to the certificate; None: the token does not tell (EC), the first signature will."""
        from cryptography.hazmat.primitives.asymmetric import rsa
        from pkcs11 import Attribute

        if not isinstance(self._public, rsa.RSAPublicKey):
            return None
        modulus = _read(key, Attribute.MODULUS)
        if not modulus:
            return None
        return int.from_bytes(modulus, "big") == self._public.public_numbers().n

    def sign(self, data: bytes) -> bytes:
        """The signature over SHA-256 of `data` in the form CMS wants (PKCS#1 v1.5, or DER of r and s)."""
        from cryptography.hazmat.primitives.asymmetric import rsa, utils
        from pkcs11 import Mechanism

        digest = hashlib.sha256(data).digest()
        with driver_boundary():
            if isinstance(self._public, rsa.RSAPublicKey):
                if Mechanism.RSA_PKCS in self._mechanisms:
                    return bytes(self._key.sign(SHA256_DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS))
                return bytes(self._key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
            raw = bytes(self._key.sign(digest, mechanism=Mechanism.ECDSA))
            half = len(raw) // 2
            return utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))

    def close(self) -> None:
        with suppress(Exception):  # a token that was pulled out raises here too
            self._session.close()


def _read(item: Any, attribute: Any) -> Any:
    try:
        return item[attribute]
    except Exception:  # AttributeTypeInvalid, AttributeSensitive: this driver does not tell
        return None
