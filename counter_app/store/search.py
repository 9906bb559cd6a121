"""What an officer types into a search box, as a condition on dossiers. The same answer on both databases.

Every word typed must begin a word of the folded text (codes, applicant, address); a word with a digit in it may also
be any part of a code, since people know dossiers by their last digits. Where the register is sealed, an identity or
telephone number is found when all of it is typed.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from counter_app.model.text import fold
from counter_app.store.sealed_columns import Seal, seal_of
from counter_app.store.tables import HAS_CODE, dossier

SHORTEST_NUMBER = 7
_WORD = re.compile(r"[^\W_]+")
_INDEX = sa.table("dossier_search", sa.column("rowid", sa.Integer))


class Phrase(NamedTuple):
    words: tuple[str, ...]  # letters and digits only: `h31.15-26` is the phrase h31 15 26
    written: str  # as typed, folded

    @property
    def has_digit(self) -> bool:
        return any(letter.isdigit() for letter in self.written)

    @property
    def may_be_number(self) -> bool:
        """Of a person or a telephone; passports carry letters."""
        return self.has_digit and len("".join(self.words)) >= SHORTEST_NUMBER

    @property
    def for_fts(self) -> str:
        return '"' + " ".join(self.words) + '"*'

    @property
    def for_postgres(self) -> str:
        return r"\m" + "[^[:alnum:]]+".join(self.words)


def phrases(text: str) -> tuple[Phrase, ...]:
    found = (Phrase(tuple(_WORD.findall(part)), part) for part in fold(text).split())
    return tuple(phrase for phrase in found if phrase.words)


def searchable(*parts: str) -> str:
    """The text that a dossier is found by."""
    return fold(" ".join(part for part in parts if part))


def conditions(text: str, dialect: sa.Dialect) -> list[sa.ColumnElement[bool]]:
    """All of them must hold; none when nothing was typed."""
    found, seal = phrases(text), seal_of(dialect)
    if dialect.name != "sqlite":
        return [_or_token(_on_postgres(phrase), phrase, seal, _token_on_postgres) for phrase in found]
    words = [phrase for phrase in found if not phrase.has_digit]
    wanted: list[sa.ColumnElement[bool]] = [dossier.c.id.in_(_matching(*words))] if words else []
    return wanted + [
        _or_token(dossier.c.id.in_(_matching_or_part_of_code(phrase)), phrase, seal, _token_on_sqlite)
        for phrase in found
        if phrase.has_digit
    ]


def newest(text: str, dialect: sa.Dialect, limit: int) -> sa.Select[int]:
    """Ids of the newest dossiers found, open or not. Not by rank: ranking reads every match (62 ms at 100 000)."""
    found = phrases(text)
    if dialect.name == "sqlite" and found and not any(phrase.has_digit for phrase in found):
        return _matching(*found).order_by(_INDEX.c.rowid.desc()).limit(limit)
    return sa.select(dossier.c.id).where(*conditions(text, dialect)).order_by(dossier.c.id.desc()).limit(limit)


def _or_token(
    condition: sa.ColumnElement[bool],
    phrase: Phrase,
    seal: Seal | None,
    holds: Callable[[str], sa.ColumnElement[bool]],
) -> sa.ColumnElement[bool]:
    """A number may be typed; in a sealed register something else stands for it among the words."""
    if seal is None or not phrase.may_be_number:
        return condition
    return sa.or_(condition, holds(seal.token("".join(phrase.words))))


def _token_on_sqlite(token: str) -> sa.ColumnElement[bool]:
    return dossier.c.id.in_(_matching(Phrase((token,), token)))


def _token_on_postgres(token: str) -> sa.ColumnElement[bool]:
    return dossier.c.folded.contains(token)


def _matching(*found: Phrase) -> sa.Select[int]:
    query = " ".join(phrase.for_fts for phrase in found)
    return sa.select(_INDEX.c.rowid).where(sa.literal_column("dossier_search").op("MATCH")(query))


def _matching_or_part_of_code(phrase: Phrase) -> sa.CompoundSelect[int]:
    """Two reads of the codes, not one with OR: each is then answered by the index of its code alone."""
    part = "%" + re.sub(r"([\\%_])", r"\\\1", phrase.written) + "%"
    codes = sa.select(dossier.c.id).where(dossier.c.code.like(part, escape="\\"), sa.text(HAS_CODE))
    local_codes = sa.select(dossier.c.id).where(dossier.c.local_code.like(part, escape="\\"))
    return sa.union(_matching(phrase), codes, local_codes)


def _on_postgres(phrase: Phrase) -> sa.ColumnElement[bool]:
    begins = dossier.c.folded.regexp_match(phrase.for_postgres)
    if not phrase.has_digit:
        return begins
    # The folded text holds the codes: its index narrows the rows down before the codes themselves are read.
    codes = (dossier.c.code, dossier.c.local_code)
    part = [sa.func.lower(code).contains(phrase.written, autoescape=True) for code in codes]
    return sa.or_(begins, sa.and_(dossier.c.folded.contains(phrase.written, autoescape=True), sa.or_(*part)))
