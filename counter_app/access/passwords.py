"""Passwords of people: kept as argon2id hashes only, with the library's recommended cost."""

from functools import cache
from typing import TYPE_CHECKING

from counter_app.errors import Refused
from counter_app.model.text import fold

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
FEWEST_LETTERS = 5  # different ones


def check_password(password: str, login: str, name: str) -> None:
    """Refused `access.weak_password` with the one thing to change. Long beats complicated; no forced symbols."""
    reason = None
    plain = fold(password)
    if len(password) < SHORTEST:
        reason = "short"
    elif len(set(plain)) < FEWEST_LETTERS:
        reason = "repeats"
    elif any(word in plain for word in (fold(login), fold(name).replace(" ", "")) if word):
        reason = "name"
    if reason:
        raise Refused(f"access.password_{reason}", shortest=SHORTEST)


def hash_password(password: str) -> str:
    return _hasher().hash(password)


def is_password(password: str, password_hash: str) -> bool:
    """False for a wrong password, and for a hash that is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(password_hash: str) -> bool:
    """The library's recommended cost has grown since this hash was made."""
    return _hasher().check_needs_rehash(password_hash)


@cache
def nobodys_hash() -> str:
    """To compare with when there is no such account: an unknown name must take as long as a wrong password."""
    return hash_password("không của ai cả")


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()
