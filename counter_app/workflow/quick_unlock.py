"""A short code that opens the locked window of somebody who is signed in: chosen anew at each sitting, kept nowhere.

Only its argon2 hash is in the memory of this one window, until the person signs out or has missed it three times; then
the password is asked for again. Six digits on a disk could be tried through in a night, in memory they cannot.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from counter_app.access.passwords import hash_password, is_password
from counter_app.errors import Refused
from counter_app.workflow.office import Office

SHORTEST, LONGEST = 6, 12
TRIES = 3
FEWEST_DIGITS = 3  # different ones


@dataclass(frozen=True, slots=True)
class QuickCode:
    """`login`: whose window it opens. The code itself is in no `repr`: only its hash is kept."""

    login: str
    code_hash: str
    misses: int = 0

    @property
    def left(self) -> int:
        return TRIES - self.misses


def choose(office: Office, code: str) -> QuickCode:
    """Refused `access.quick_code_weak`: not six to twelve digits, too few different ones, a run like 123456."""
    steps = {ord(after) - ord(before) for before, after in pairwise(code)}
    digits = code.isascii() and code.isdecimal() and SHORTEST <= len(code) <= LONGEST
    if not digits or len(set(code)) < FEWEST_DIGITS or steps in ({1}, {-1}):
        raise Refused("access.quick_code_weak", shortest=SHORTEST, longest=LONGEST)
    _note(office, "choose_quick_code")
    return QuickCode(office.person.login, hash_password(code))


def unlock(office: Office, known: QuickCode, typed: str) -> QuickCode | None:
    """The code as it is to be kept after this try; None: it was right.

    A wrong one is in the diary. When no try is left the caller forgets the code and asks for the password.
    """
    if known.login == office.person.login and known.left > 0 and is_password(typed, known.code_hash):
        _note(office, "unlock_quick")
        return None
    _note(office, "unlock_failed")
    return replace(known, misses=known.misses + 1)


def _note(office: Office, kind: str) -> None:
    with office.store.unit_of_work() as unit:
        unit.append_event(office.event(kind, None))
        unit.commit()
