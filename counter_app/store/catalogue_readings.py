"""The catalogue as lists show it: found without diacritics, the best match first; and what was done to it."""

from typing import Any

import sqlalchemy as sa

from counter_app.model.dossier import Event
from counter_app.model.procedure import ProcedureFilter, ProcedureLine
from counter_app.model.text import fold
from counter_app.store import catalogue, events
from counter_app.store.engine import Database
from counter_app.store.search import phrases
from counter_app.store.tables import procedure_version
from counter_app.store.trouble import in_our_words

CATALOGUE_ACTS = ("import_catalogue", "change_procedure", "add_procedure", "undo_catalogue_import")
_COLUMNS = (
    *(procedure_version.c.code, procedure_version.c.version, procedure_version.c.name, procedure_version.c.short_name),
    *(procedure_version.c.field, procedure_version.c.unverified, procedure_version.c.unclear),
    *(procedure_version.c.component_count, procedure_version.c.case_count),
    *(procedure_version.c.effective_from, procedure_version.c.effective_to, procedure_version.c.folded),
)


class CatalogueReadings:
    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self, wanted: ProcedureFilter) -> tuple[ProcedureLine, ...]:
        """The best matches first; without words in the order of names."""
        table, day = procedure_version, catalogue.written_day(wanted.day)
        conditions = catalogue.holds_words(wanted.text)
        if wanted.field:
            conditions.append(table.c.field == wanted.field)
        if wanted.unverified:
            conditions.append(sa.or_(table.c.unverified, table.c.unclear))
        if wanted.out_of_force:
            conditions += [table.c.withdrawn_at.is_(None), sa.or_(_ended(day), table.c.effective_from > day)]
        else:
            conditions += [*catalogue.holding(wanted.day), ~_ended(day)]
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(sa.select(*_COLUMNS).where(*conditions)).all()
        ranked = sorted(rows, key=_ranking(wanted.text))
        return tuple(_line(row) for row in (ranked[: wanted.limit] if wanted.limit else ranked))

    def fields(self) -> tuple[str, ...]:
        wanted = sa.select(procedure_version.c.field).where(procedure_version.c.withdrawn_at.is_(None)).distinct()
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return tuple(sorted(filter(None, connection.scalars(wanted)), key=fold))

    def acts(self, limit: int = 40) -> tuple[Event, ...]:
        """What the diary tells of the catalogue, the newest first."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            return events.newest_of_office(connection, CATALOGUE_ACTS, limit)


def _ended(day: str) -> sa.ColumnElement[bool]:
    return sa.and_(procedure_version.c.effective_to != "", procedure_version.c.effective_to < day)


def _ranking(text: str) -> Any:
    """Codes that begin as typed, then words side by side, then words that begin as typed, then parts of words."""
    words = [phrase.written for phrase in phrases(text)]
    whole = " ".join(words)

    def key(row: Any) -> tuple[int, int, str, str]:
        if not words:
            return 0, 0, fold(row[2]), row[0]
        folded = row[11]
        if folded.startswith(whole):
            return 0, 0, folded, row[0]
        spaced = f" {folded}"
        rank = 1 if f" {whole}" in spaced else 2 if all(f" {word}" in spaced for word in words) else 3
        return rank, spaced.find(f" {words[0]}"), folded, row[0]

    return key


def _line(row: Any) -> ProcedureLine:
    return ProcedureLine(
        code=row[0],
        version=row[1],
        name=row[2],
        short_name=row[3],
        field=row[4],
        unverified=row[5],
        unclear=row[6],
        component_count=row[7],
        case_count=row[8],
        effective_from=catalogue.read_day(row[9]),
        effective_to=catalogue.read_day(row[10]),
    )
