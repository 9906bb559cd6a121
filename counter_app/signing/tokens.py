"""PKCS#11 tokens through python-pkcs11. Runs only in the key process, on its one thread.

A token is chosen by serial, then label, never by slot number; a certificate by CKA_ID and public key, never by label,
because real tokens carry two certificates of the same name. One process loads one driver.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.model.signature import KeyRef
from counter_app.model.token import SlotSeen, TokenSeen
from counter_app.signing.keys import FoundCertificate


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
        tokens = _tokens(library)
    for token in tokens:
        with suppress(Trouble), driver_boundary():  # one that is pulled out or unreadable hides no other
            found += _certificates_of(token, path)
    return found


def present(path: str) -> tuple[TokenSeen, ...]:
    """The tokens that are plugged in, with what their flags say. Cheap enough for once a second; needs no PIN.

    Asked for by polling: C_WaitForSlotEvent of python-pkcs11 0.9.5 fails when an event comes.
    """
    from pkcs11 import TokenFlag

    library = load(path)
    with driver_boundary():
        return tuple(
            TokenSeen(
                path=path,
                label=_words(token.label),
                serial=serial_of(token),
                pin_state=pin_state(token),
                pad=TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags,
                model=_words(token.model),
            )
            for token in _tokens(library)
        )


def slots(path: str) -> tuple[SlotSeen, ...]:
    """Every slot or reader of the driver, empty ones too."""
    from pkcs11 import TokenFlag

    library = load(path)
    seen = []
    with driver_boundary():
        tokens = {token.slot.slot_id: token for token in _plugged_in(library)}
        for slot in library.get_slots():
            token = tokens.get(slot.slot_id)
            seen.append(
                SlotSeen(
                    name=_words(slot.slot_description),
                    token=_words(token.label) if token is not None else "",
                    initialised=token is not None and TokenFlag.TOKEN_INITIALIZED in token.flags,
                )
            )
    return tuple(seen)


def find_one(key: KeyRef) -> list[FoundCertificate]:
    """The certificates of the token that `key` names; only the named one when `key.cert_id` is given."""
    library = load(key.path)
    with driver_boundary():
        found = _certificates_of(token_of(library, key), key.path)
    if not key.cert_id:
        return found
    wanted = [one for one in found if one.key.cert_id == key.cert_id.lower()]
    if not wanted:
        raise Trouble("signing.certificate_not_on_token")
    return wanted


def _tokens(library: Any) -> list[Any]:
    from pkcs11 import TokenFlag

    return [token for token in _plugged_in(library) if TokenFlag.TOKEN_INITIALIZED in token.flags]


def _plugged_in(library: Any) -> list[Any]:
    import pkcs11.exceptions as p11

    tokens = []
    for slot in library.get_slots(token_present=True):
        with suppress(p11.TokenNotPresent, p11.TokenNotRecognised, p11.DeviceRemoved):  # an empty or foreign card
            tokens.append(slot.get_token())
    return tokens


def token_of(library: Any, key: KeyRef) -> Any:
    tokens = _tokens(library)
    if key.token_serial:
        tokens = [token for token in tokens if serial_of(token) == key.token_serial]
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


def serial_of(token: Any) -> str:
    return _words(token.serial)


def pin_state(token: Any) -> str:
    from pkcs11 import TokenFlag

    flags = token.slot.get_token().flags  # a Token object keeps the flags of its birth
    if TokenFlag.USER_PIN_LOCKED in flags:
        return "locked"
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        return "final_try"
    return "count_low" if TokenFlag.USER_PIN_COUNT_LOW in flags else "normal"


def _certificates_of(token: Any, path: str) -> list[FoundCertificate]:
    from pkcs11 import Attribute, ObjectClass, TokenFlag

    state = pin_state(token)
    with token.open() as session:
        objects = [
            (bytes(one[Attribute.ID]), bytes(one[Attribute.VALUE]))
            for one in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})
        ]
        # Most tokens show private keys only after the login; what the others show is known before the PIN.
        keys = [KeyFacts.of(one) for one in session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY})]
    every = [der for _, der in objects]
    found = []
    for cert_id, der in objects:
        mine = [one for one in keys if one.fits(cert_id.hex(), der)]
        key = KeyRef(
            kind="pkcs11", path=path, token=_words(token.label), token_serial=serial_of(token), cert_id=cert_id.hex()
        )
        found.append(
            FoundCertificate(
                key=key,
                der=der,
                chain=issuer_chain(der, every),
                pin_state=state,
                pad=TokenFlag.PROTECTED_AUTHENTICATION_PATH in token.flags,
                has_key=bool(mine) if keys else None,
                asks_each_time=any(one.asks_each_time for one in mine),
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """What a token tells about one private key. Its label is no fact: it may differ from the certificate's."""

    cert_id: str
    modulus: bytes
    is_rsa: bool
    asks_each_time: bool

    @classmethod
    def of(cls, key: Any) -> "KeyFacts":
        from pkcs11 import Attribute, KeyType

        return cls(
            cert_id=bytes(read_attribute(key, Attribute.ID) or b"").hex(),
            modulus=bytes(read_attribute(key, Attribute.MODULUS) or b""),
            is_rsa=read_attribute(key, Attribute.KEY_TYPE) == KeyType.RSA,
            asks_each_time=bool(read_attribute(key, Attribute.ALWAYS_AUTHENTICATE)),
        )

    def fits(self, cert_id: str, der: bytes) -> bool:
        """By the public key where the token tells it (RSA); else by CKA_ID where both have one. What does not tell may
        fit: the first signature proves it."""
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import rsa

        try:
            public = x509.load_der_x509_certificate(der).public_key()
        except ValueError:
            return False
        if self.modulus:
            same = isinstance(public, rsa.RSAPublicKey) and public.public_numbers().n
            return int.from_bytes(self.modulus, "big") == same
        if isinstance(public, rsa.RSAPublicKey) is not self.is_rsa:
            return False
        return self.cert_id == cert_id if cert_id and self.cert_id else True


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


def read_attribute(item: Any, attribute: Any) -> Any:
    try:
        return item[attribute]
    except Exception:  # AttributeTypeInvalid, AttributeSensitive: this driver does not tell
        return None
