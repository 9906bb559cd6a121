"""What this machine knows of a token's PIN beside the token's own flags: possible misses, keys that ask each time.

Some tokens answer a miss with a general error and never move their flags; then only our own count stands between the
officer and a locked token. A try is written down before it is sent and taken back when it was surely no miss, so that
a crash in between counts too. Kept per token serial; no PIN, no name.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError
from counter_app.model.token import PIN_STATES
from counter_app.resources import resource
from counter_app.signing.disk import in_words

FILE_NAME = "tokens.json"
# Answers to a login that no wrong PIN gives.
NO_MISS = {
    "signing.token_removed",
    "signing.token_not_found",
    "signing.token_busy",
    "signing.pin_expired",
    "signing.pin_not_set",
    "signing.pad_cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRules:
    warn_after: int  # possible misses
    last_after: int
    shortest_pin: int  # a shorter one cannot be right, but would cost a try


@cache
def pin_rules() -> PinRules:
    found = tomllib.loads(resource("trust", "pin_guard.toml").read_text(encoding="utf-8"))
    return PinRules(**{name: int(found[name]) for name in ("warn_after", "last_after", "shortest_pin")})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNote:
    misses: int = 0  # possible ones since the last good login
    flags_move: bool = False  # the token's own flags were seen to follow a miss
    each_time: tuple[str, ...] = ()  # CKA_IDs of certificates whose key wants the PIN for every signature
    no_key: tuple[str, ...] = ()  # CKA_IDs of certificates that had no key at the last login


class TokenNotes:
    """The notes of all tokens that were used on this machine. Read anew each time: two windows share the file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def of(self, serial: str) -> TokenNote:
        entry = self._read().get(_name(serial), {})
        try:
            return TokenNote(
                misses=int(entry.get("misses", 0)),
                flags_move=bool(entry.get("flags_move", False)),
                each_time=tuple(map(str, entry.get("each_time", ()))),
                no_key=tuple(map(str, entry.get("no_key", ()))),
            )
        except (AttributeError, TypeError, ValueError):  # damaged by hand: nothing is known
            return TokenNote()

    def try_begins(self, serial: str) -> None:
        """Budgeted before it is sent."""
        self._change(serial, lambda note: replace(note, misses=note.misses + 1))

    def answered(self, serial: str, error: CounterError | None, *, flags_moved: bool = False) -> None:
        """Take the try back when the answer was no miss: the token was gone, or said something that no miss says.

        `flags_moved`: the token's own flags were seen to follow this miss.
        """
        no_miss = error is None or error.code in NO_MISS

        def how(note: TokenNote) -> TokenNote:
            misses = max(0, note.misses - 1) if no_miss else note.misses
            return replace(note, misses=misses, flags_move=note.flags_move or flags_moved)

        self._change(serial, how)

    def logged_in(self, serial: str, cert_id: str, *, asks_each_time: bool, has_key: bool) -> None:
        self._change(
            serial,
            lambda note: replace(
                note,
                misses=0,
                each_time=_with(note.each_time, cert_id, asks_each_time),
                no_key=_with(note.no_key, cert_id, not has_key),
            ),
        )

    def _change(self, serial: str, how: Callable[[TokenNote], TokenNote]) -> None:
        """On the disk before it returns, so that no power cut forgets a try. Trouble when the disk does not take it."""
        every = self._read()
        every[_name(serial)] = asdict(how(self.of(serial)))
        fresh = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(every, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            raise in_words(error) from error

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def guarded(flags_say: str, note: TokenNote) -> str:
    """How near the lock the token must be taken to be: its flags, and our own count where those do not move."""
    rules = pin_rules()
    counted = "normal"
    if note.misses >= rules.last_after and not note.flags_move:
        counted = "final_try"
    elif note.misses >= rules.warn_after:
        counted = "count_low"
    return max(flags_say, counted, key=PIN_STATES.index)


def _name(serial: str) -> str:
    return hashlib.sha256(serial.encode("utf-8", "replace")).hexdigest()[:16]


def _with(known: tuple[str, ...], cert_id: str, wanted: bool) -> tuple[str, ...]:
    others = tuple(one for one in known if one != cert_id)
    return (*others, cert_id) if wanted else others
