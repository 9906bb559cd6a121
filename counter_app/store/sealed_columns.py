"""Columns that can be read with the office's key only: numbers, ways to reach people, what they wrote.

AES-256-SIV (RFC 5297) under a key derived from the office's key. The column's name is authenticated with the value, so
that a sealed value moved into another column does not open. An identity number is sealed without a nonce: equal numbers
are equal there too, which is what lets them be found, joined and kept unique; everything else carries a random one.
Names stay open, because they are searched by their beginnings. A register whose office has no key holds open text.
"""

import base64
import hashlib
import os
import re
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa

from counter_app.errors import Trouble
from counter_app.model.text import fold
from counter_app.store.engine import Database
from counter_app.store.office_key import OfficeKey

SEALED = "#qmc1#"  # how a sealed value begins
_PURPOSE = b"quay-mot-cua register columns 1"
_NONCE = 16
_WORD = re.compile(r"[^\W_]+")


class Seal(Protocol):
    def close(self, column: str, text: str, *, findable: bool) -> str: ...

    def open(self, column: str, sealed: str) -> str: ...

    def token(self, number: str) -> str:
        """What stands for a whole number among the words that a dossier is found by."""
        ...


@dataclass(frozen=True, slots=True)
class ColumnSeal:
    """`mark` names the key without telling it: a register remembers by whose key it is sealed."""

    mark: int
    _cipher: Any = field(repr=False)
    _token_key: bytes = field(repr=False)

    def close(self, column: str, text: str, *, findable: bool) -> str:
        nonce = b"" if findable else os.urandom(_NONCE)
        beside = [column.encode(), nonce] if nonce else [column.encode()]
        closed: bytes = self._cipher.encrypt(text.encode("utf-8"), beside)
        return f"{SEALED}{len(nonce):02d}{base64.urlsafe_b64encode(nonce + closed).decode('ascii')}"

    def open(self, column: str, sealed: str) -> str:
        """Trouble `store.sealed_damaged`: changed, moved from another column, or sealed for another key."""
        from cryptography.exceptions import InvalidTag

        try:
            length = int(sealed[len(SEALED) : len(SEALED) + 2])
            raw = base64.urlsafe_b64decode(sealed[len(SEALED) + 2 :].encode("ascii"))
            beside = [column.encode(), raw[:length]] if length else [column.encode()]
            opened: bytes = self._cipher.decrypt(raw[length:], beside)
            return opened.decode("utf-8")
        except (InvalidTag, ValueError) as error:
            raise Trouble("store.sealed_damaged") from error

    def token(self, number: str) -> str:
        return "qz" + hashlib.blake2b(_bare(number).encode(), key=self._token_key, digest_size=12).hexdigest()


class Locked:
    """Stands where a register is sealed and its key is not here: nothing personal is read, nothing written open."""

    def close(self, column: str, text: str, *, findable: bool) -> str:
        raise Trouble("store.key_not_here")

    def open(self, column: str, sealed: str) -> str:
        raise Trouble("store.key_not_here")

    def token(self, number: str) -> str:
        raise Trouble("store.key_not_here")


def seal_of_key(key: OfficeKey) -> ColumnSeal:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(SHA256(), length=96, salt=None, info=_PURPOSE).derive(key.recovery.encode("ascii"))
    mark = int.from_bytes(hashlib.sha256(_PURPOSE + key.public.encode("ascii")).digest()[:7], "big")
    return ColumnSeal(mark=mark, _cipher=AESSIV(derived[:64]), _token_key=derived[64:])


class Sealed(sa.types.TypeDecorator[str]):
    """Text that is sealed on its way in and opened on its way out, by the seal of the database at hand.

    `findable`: equal texts are equal when sealed; comparing for equality works, beginnings and parts do not.
    """

    impl = sa.Text
    cache_ok = True

    def __init__(self, column: str = "", findable: bool = False) -> None:
        super().__init__()
        self.column, self.findable = column, findable

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        seal = seal_of(dialect)
        if seal is None or not value:
            return value
        return seal.close(self.column, value, findable=self.findable)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str | None:
        if not value or not value.startswith(SEALED):
            return value
        seal = seal_of(dialect)
        if seal is None:  # opened before the office had its key; another window has sealed the register since
            raise Trouble("store.sealed_meanwhile")
        return seal.open(self.column, value)


def seal_of(dialect: sa.Dialect) -> Seal | None:
    """None: this register holds open text."""
    found: Seal | None = getattr(dialect, "column_seal", None)
    return found


def use(database: Database, seal: Seal | None) -> None:
    """From now on, for every connection of this database."""
    database.writing.dialect.column_seal = seal  # type: ignore[attr-defined]


def found_by(number: str, seal: Seal | None) -> str:
    """A number as search compares it: itself, or what stands for it where numbers are sealed."""
    return number if seal is None or not number else seal.token(number)


def _bare(number: str) -> str:
    return "".join(_WORD.findall(fold(number)))
