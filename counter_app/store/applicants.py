"""Who has handed in before, and whether the same dossier is open already: out of the office's own dossiers."""

from typing import Any

import sqlalchemy as sa

from counter_app.model.dossier import Applicant, DossierId
from counter_app.model.procedure import base_code
from counter_app.model.text import fold
from counter_app.store import search
from counter_app.store.engine import Database
from counter_app.store.rows import applicant_of
from counter_app.store.sealed_columns import seal_of
from counter_app.store.tables import OPEN, dossier
from counter_app.store.trouble import in_our_words

FEWEST_DIGITS = 4  # fewer would leaf through other people's numbers
_LOOKED_AT = 200


class ApplicantReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def earlier(self, text: str, limit: int = 6) -> tuple[Applicant, ...]:
        """Applicants of known dossiers by the beginning of a number or by words of the name, the newest first.
        Where numbers are sealed the whole number is needed.

        One per number; of those without a number one per name and address. Nothing for very little typed.
        """
        words = text.strip()
        digits = words.replace("-", "").replace(" ", "")
        if len(words) < FEWEST_DIGITS:
            return ()
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            if digits.isdecimal():
                alike = [_numbered(digits, connection.dialect)]
            else:
                alike = search.conditions(words, connection.dialect)
            wanted = sa.select(dossier).where(*alike).order_by(dossier.c.id.desc()).limit(_LOOKED_AT)
            found = [applicant_of(row) for row in connection.execute(wanted).mappings()]
        if not digits.isdecimal():
            asked = fold(words).split()
            found = [one for one in found if all(word in fold(one.name) for word in asked)]
        kept: dict[tuple[str, ...], Applicant] = {}
        for one in found:
            kept.setdefault((one.identity_number,) if one.identity_number else (fold(one.name), fold(one.address)), one)
        return tuple(kept.values())[:limit]

    def open_alike(self, procedure_code: str, applicant: Applicant) -> tuple[DossierId, ...]:
        """Open dossiers of the same applicant and procedure, the newest first.

        The same applicant: the same number; where either side has none, the same name of a person or body.
        """
        rows = sa.select(dossier.c.id, dossier.c.procedure_code, dossier.c.identity_number, dossier.c.applicant_name)
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            by_name = search.conditions(applicant.name, connection.dialect)
            alike = [sa.and_(*by_name)] if by_name else []
            if applicant.identity_number:
                alike.append(dossier.c.identity_number == applicant.identity_number)
            if not alike:
                return ()
            wanted = rows.where(sa.text(OPEN), sa.or_(*alike)).order_by(dossier.c.id.desc())
            found = connection.execute(wanted).all()
        return tuple(
            DossierId(row.id)
            for row in found
            if base_code(row.procedure_code) == base_code(procedure_code) and _same(row, applicant)
        )


def _numbered(digits: str, dialect: sa.Dialect) -> sa.ColumnElement[bool]:
    if seal_of(dialect) is not None:
        return dossier.c.identity_number == digits
    return dossier.c.identity_number.startswith(digits, autoescape=True)


def _same(row: Any, applicant: Applicant) -> bool:
    if row.identity_number and applicant.identity_number:
        return bool(row.identity_number == applicant.identity_number)
    return fold(row.applicant_name) == fold(applicant.name)
