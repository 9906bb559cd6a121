"""What an officer types into a search box, as a condition on dossiers. The same answer on both databases.

Every word typed must begin a word of the folded text (codes, applicant, address); a word of three letters or more with
a digit in it may also be any part of a code, since people know dossiers by their last digits. Where the register is
sealed, an identity or telephone number is found when all of it is typed.
"""

import re
from typing import NamedTuple

import sqlalchemy as sa

from counter_app.model.text import fold
from counter_app.store.sealed_columns import Seal, seal_of
from counter_app.store.tables import dossier

SHORTEST_NUMBER = 7
_WORD = re.compile(r"[^\W_]+")
_INDEX = sa.table("dossier_search", sa.column("rowid", sa.Integer))
_CODES = sa.table("dossier_code_search", sa.column("rowid", sa.Integer))
SHORTEST_PART = 3  # of a code: what the index of their trigrams can find


class Phrase(NamedTuple):
    words: tuple[str, ...]  # letters and digits only: `h31.15-26` is the phrase h31 15 26
    written: str  # as typed, folded

    @property
    def has_digit(self) -> bool:
        return any(letter.isdigit() for letter in self.written)

    @property
    def may_be_code(self) -> bool:
        return self.has_digit and len(self.written) >= SHORTEST_PART

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
        return [_or_token(_on_postgres(phrase), phrase, seal) for phrase in found]
    words = [phrase for phrase in found if not phrase.may_be_code]
    wanted: list[sa.ColumnElement[bool]] = [dossier.c.id.in_(_matching(*words))] if words else []
    return wanted + [
        dossier.c.id.in_(sa.union_all(*(way for way, _ in _ways(phrase, seal))))
        for phrase in found
        if phrase.may_be_code
    ]


def newest(text: str, dialect: sa.Dialect, limit: int, *more: sa.ColumnElement[bool] | sa.TextClause) -> sa.Select[int]:
    """Ids of the newest dossiers found, open or not. Not by rank: ranking reads every match (62 ms at 100 000).

    `more`: conditions on the dossier, without which the indexes of the words answer alone.
    """
    found = [] if more else phrases(text)
    if dialect.name == "sqlite" and found and not any(phrase.may_be_code for phrase in found):
        return _last(_matching(*found), _INDEX, limit)
    if dialect.name == "sqlite" and len(found) == 1:  # each index gives its newest by itself and reads no further
        ways = [_last(way, index, limit).subquery() for way, index in _ways(found[0], seal_of(dialect))]
        together = sa.union(*(sa.select(way.c.rowid) for way in ways)).subquery()
        return sa.select(together.c.rowid).order_by(together.c.rowid.desc()).limit(limit)
    wanted = (*more, *conditions(text, dialect))
    return sa.select(dossier.c.id).where(*wanted).order_by(dossier.c.id.desc()).limit(limit)


def whole_words(text: str, dialect: sa.Dialect, limit: int) -> sa.Select[int] | None:
    """As `newest`, but every word except the last, which may still be being typed, stands there as a whole word.

    With SQLite this reads no further than it must, while many beginnings of words have to be read to their ends: a
    tenth of the time. None: there is nothing to gain.
    """
    found = phrases(text)
    if dialect.name != "sqlite" or len(found) < 2 or any(phrase.may_be_code for phrase in found):
        return None
    query = " ".join([*(phrase.for_fts.removesuffix("*") for phrase in found[:-1]), found[-1].for_fts])
    return _last(_asked(_INDEX, query), _INDEX, limit)


def _last(wanted: sa.Select[int], index: sa.TableClause, limit: int) -> sa.Select[int]:
    return wanted.order_by(index.c.rowid.desc()).limit(limit)


def _ways(phrase: Phrase, seal: Seal | None) -> list[tuple[sa.Select[int], sa.TableClause]]:
    """What finds a word that may be part of a code on SQLite, each with its index."""
    part = '"' + phrase.written.replace('"', '""').replace("\0", "") + '"'
    ways = [(_matching(phrase), _INDEX), (_asked(_CODES, part), _CODES)]
    token = _token(phrase, seal)
    return [*ways, (_matching(Phrase((token,), token)), _INDEX)] if token else ways


def _matching(*found: Phrase) -> sa.Select[int]:
    return _asked(_INDEX, " ".join(phrase.for_fts for phrase in found))


def _asked(index: sa.TableClause, query: str) -> sa.Select[int]:
    return sa.select(index.c.rowid).where(sa.literal_column(index.name).op("MATCH")(query))


def _token(phrase: Phrase, seal: Seal | None) -> str:
    """A number may be typed; in a sealed register something else stands for it among the words. Empty: it is none."""
    return seal.token("".join(phrase.words)) if seal is not None and phrase.may_be_number else ""


def _or_token(condition: sa.ColumnElement[bool], phrase: Phrase, seal: Seal | None) -> sa.ColumnElement[bool]:
    token = _token(phrase, seal)
    return sa.or_(condition, dossier.c.folded.contains(token)) if token else condition


def _on_postgres(phrase: Phrase) -> sa.ColumnElement[bool]:
    begins = dossier.c.folded.regexp_match(phrase.for_postgres)
    if not phrase.may_be_code:
        return begins
    # The folded text holds the codes: its index narrows the rows down before the codes themselves are read.
    codes = (dossier.c.code, dossier.c.local_code)
    part = [sa.func.lower(code).contains(phrase.written, autoescape=True) for code in codes]
    return sa.or_(begins, sa.and_(dossier.c.folded.contains(phrase.written, autoescape=True), sa.or_(*part)))
