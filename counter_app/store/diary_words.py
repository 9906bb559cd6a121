"""Words of the diary that may name somebody stand beside it: sealed, and erasable without a change to any row.

A row holds only the digest of such a word with a random salt: the chain covers the word as long as it is kept, and once
it is erased nobody can try names against the digest. Rows written before words were kept apart were hashed with the
word itself, see `chain`.
"""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from counter_app.model.dossier import DossierId, Event
from counter_app.model.retention import ERASED
from counter_app.store.chain import MARK, Details, digest_of, marks_in, remains_of, text_of
from counter_app.store.sealed_columns import Locked, seal_of
from counter_app.store.tables import diary_word, event

# What people write in their own words, who took something away, names of files. Law, units and codes stay in the row.
PERSONAL = frozenset(
    (
        *("reason", "note", "items", "ground", "whom", "receiver", "identity", "tracking"),
        *("file", "evidence_name", "recorded_why"),
    )
)
_NO_WORDS = {("cannot_reuse", "reason"), ("erase_dossier", "reason")}  # a code; by what document it was erased
_SALT = 16
_AT_ONCE = 500  # SQLite takes 32 766 parameters at most


def take_out(each: Event) -> tuple[Details, list[dict[str, Any]]]:
    """The details as the row holds them, and the rows of `diary_word` that belong to it."""
    if each.dossier_id is None:
        return each.details, []
    kept: Details = dict(each.details)
    words = []
    for name, value in each.details.items():
        if isinstance(value, str) and value and (_personal(each.kind, name) or value.startswith(MARK)):
            salted = os.urandom(_SALT).hex() + value
            digest = digest_of(salted)
            kept[name] = MARK + digest
            words.append({"digest": digest, "dossier_id": each.dossier_id, "words": salted})
    return kept, words


def _personal(kind: str, name: str) -> bool:
    return name in PERSONAL and (kind, name) not in _NO_WORDS


def put_back(connection: sa.Connection, rows: Sequence[Details]) -> None:
    """In details of dossiers: each mark becomes the word that it stands for, or says that it was erased."""
    found = kept_words(connection, {digest for details in rows for digest in marks_in(details).values()})
    for details in rows:
        for name, digest in marks_in(details).items():
            salted = found.get(digest)
            details[name] = ERASED if salted is None else text_of(salted)


def kept_words(connection: sa.Connection, digests: Iterable[str]) -> dict[str, str]:
    """Salted words by their digest. Trouble `store.key_not_here` where they are sealed and the key is elsewhere."""
    wanted = sorted(digests)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        mine = diary_word.c.digest.in_(wanted[start : start + _AT_ONCE])
        found |= {row.digest: row.words for row in connection.execute(sa.select(diary_word).where(mine))}
    return found


def proofs(connection: sa.Connection, digests: Iterable[str]) -> dict[str, str | None]:
    """As `kept_words`, for those who examine: None stands for a word that is there and cannot be read here."""
    if not isinstance(seal_of(connection.dialect), Locked):
        return dict(kept_words(connection, digests))
    wanted = sorted(digests)
    found: dict[str, str | None] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        mine = diary_word.c.digest.in_(wanted[start : start + _AT_ONCE])
        found |= dict.fromkeys(connection.scalars(sa.select(diary_word.c.digest).where(mine)))
    return found


def erase(connection: sa.Connection, dossier_id: DossierId) -> str:
    """Take a dossier's words away. Answers what the act must write down: `chain.remains_of` its rows."""
    mine = sa.select(event).where(event.c.dossier_id == dossier_id).order_by(event.c.id)
    remains = remains_of(map(dict, connection.execute(mine).mappings()))
    connection.execute(sa.delete(diary_word).where(diary_word.c.dossier_id == dossier_id))
    return remains
