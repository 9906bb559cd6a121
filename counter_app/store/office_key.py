"""The office's key: opens the vault and the backups. Kept in the system's key store; its recovery key lies on paper.

The format is age (age-encryption.org/v1, X25519 and ChaCha20-Poly1305): whoever has the recovery key opens every file
with any age program, also when this one is gone. The data folder holds the public half only (`khoa.json`), so that
files can be sealed by everybody and opened by those who have the key.
"""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from counter_app.errors import Refused, Trouble
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.opened import Source, Target

FILE_NAME = "khoa.json"
SERVICE = "quay-mot-cua"
BEGINNING = b"age-encryption.org/v1\n"  # how a sealed file begins


@dataclass(frozen=True, slots=True)
class OfficeKey:
    """`office` is a random name, so that two offices on one machine keep their keys apart."""

    office: str
    public: str
    recovery: str = field(repr=False)  # «AGE-SECRET-KEY-1…»: letters and digits with a checksum of their own

    def open_stream(self, source: Source, target: Target) -> None:
        """Trouble `store.sealed_damaged`: changed, cut off, or sealed for another key. What came out is worthless.

        An OSError of source or target (disk full, unplugged) comes out as it is.
        """
        import pyrage

        with _sealing(source, target) as (reading, writing):
            pyrage.decrypt_io(reading, writing, [pyrage.x25519.Identity.from_str(self.recovery)])


def seal_stream(public: str, source: Source, target: Target) -> None:
    """Needs the public half only. An OSError of source or target comes out as it is."""
    import pyrage

    with _sealing(source, target) as (reading, writing):
        pyrage.encrypt_io(reading, writing, [pyrage.x25519.Recipient.from_str(public)])


def new_key() -> OfficeKey:
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    return OfficeKey(office=uuid.uuid4().hex, public=str(identity.to_public()), recovery=str(identity))


def from_recovery(folder: Path, recovery: str) -> OfficeKey:
    """The key from what stands on the paper. Refused `store.recovery_wrong` for a slip of the pen or another office."""
    known, found = public_half(folder), from_paper(recovery)
    if known is None or found.public != known.public:
        raise Refused("store.recovery_other")
    return replace(found, office=known.office)


def from_paper(recovery: str) -> OfficeKey:
    """The key alone, without the folder that it belongs to. Refused `store.recovery_wrong`."""
    import pyrage

    text = "".join(recovery.split()).upper()
    try:
        identity = pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise Refused("store.recovery_wrong") from error
    return OfficeKey(office=uuid.uuid4().hex, public=str(identity.to_public()), recovery=text)


@dataclass(frozen=True, slots=True)
class PublicHalf:
    office: str
    public: str


def public_half(folder: Path) -> PublicHalf | None:
    """What the data folder knows; None: this office has no key."""
    try:
        found = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return PublicHalf(office=str(found["office"]), public=str(found["public"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise of_file_system(error, FILE_NAME) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Trouble("store.key_file_damaged", file=FILE_NAME) from error


def write_public_half(folder: Path, key: OfficeKey) -> None:
    temporary = folder / (FILE_NAME + ".new")
    try:
        temporary.write_text(json.dumps({"office": key.office, "public": key.public}), encoding="utf-8")
        temporary.replace(folder / FILE_NAME)
    except OSError as error:
        raise of_file_system(error, FILE_NAME) from error


def keep_in_system(key: OfficeKey) -> None:
    """Trouble `store.no_key_store` where the system has none that is open."""
    import keyring

    with _key_store():
        keyring.set_password(SERVICE, key.office, key.recovery)


def from_system(folder: Path) -> OfficeKey:
    """Trouble `store.key_not_here`: the key store is gone or does not know the key; the paper helps."""
    import keyring

    known = public_half(folder)
    if known is None:
        raise Trouble("store.key_not_here")
    try:
        with _key_store():
            recovery = keyring.get_password(SERVICE, known.office)
    except Trouble as error:
        raise Trouble("store.key_not_here") from error
    if not recovery:
        raise Trouble("store.key_not_here")
    return from_recovery(folder, recovery)


def kept_secret(service: str, name: str) -> str:
    """A password that the administrator gave to the system's key store. Trouble `store.no_key_store`,
    `store.no_secret` when it knows none."""
    import keyring

    with _key_store():
        secret = keyring.get_password(service, name)
    if not secret:
        raise Trouble("store.no_secret", name=name)
    return secret


def keep_secret(service: str, name: str, secret: str) -> None:
    import keyring

    with _key_store():
        keyring.set_password(service, name, secret)


def forget_in_system(key: OfficeKey) -> None:
    import keyring

    with _key_store():
        keyring.delete_password(SERVICE, key.office)


@contextmanager
def _key_store() -> Iterator[None]:
    from keyring.errors import KeyringError

    try:
        yield
    except (KeyringError, RuntimeError, OSError) as error:  # backends talk to the desktop in their own ways
        raise Trouble("store.no_key_store") from error


class _Remembering:
    """A file whose own failure is not lost when the library turns it into one of its exceptions."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.failure: OSError | None = None

    def read(self, size: int = -1, /) -> bytes:
        with self._remember():
            data: bytes = self._file.read(size)
            return data

    def write(self, data: bytes, /) -> int:
        with self._remember():
            written: int = self._file.write(data)
            return written

    def flush(self) -> None:
        with self._remember():
            self._file.flush()

    @contextmanager
    def _remember(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.failure = error
            raise


@contextmanager
def _sealing(source: Source, target: Target) -> Iterator[tuple[_Remembering, _Remembering]]:
    import pyrage

    reading, writing = _Remembering(source), _Remembering(target)
    try:
        yield reading, writing
    except (pyrage.DecryptError, pyrage.EncryptError, OSError) as error:
        failure = reading.failure or writing.failure
        if failure is not None:
            raise failure from error
        raise Trouble("store.sealed_damaged") from error
