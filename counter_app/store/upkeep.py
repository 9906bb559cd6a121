"""Looking after the register: is its file whole, is everything sealed, what has been kept long enough."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds
from counter_app.model.dossier import DossierState, FileHash
from counter_app.model.retention import ERASED, Kept
from counter_app.store import sealing
from counter_app.store.backup import check_pages
from counter_app.store.column_kinds import metadata
from counter_app.store.engine import Database
from counter_app.store.schema import HEAD
from counter_app.store.sealed_columns import ColumnSeal, seal_of
from counter_app.store.tables import dossier, draft, explanation, feedback, file, listed_paper
from counter_app.store.trouble import in_our_words


class Upkeep:
    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self) -> None:
        """Trouble `store.damaged` when the file's pages do not hang together; a server looks after its own."""
        if self._database.file is not None:
            with in_our_words(self._database.where):
                check_pages(self._database.file)

    def seal_open_text(self) -> int:
        """Rows that a window without the key wrote in open text meanwhile; 0 for an office without a key."""
        seal = seal_of(self._database.writing.dialect)
        if not isinstance(seal, ColumnSeal):
            return 0
        with in_our_words(self._database.where):
            return sealing.seal_open_text(self._database, seal)

    def scrub(self) -> None:
        if self._database.file is not None:
            with in_our_words(self._database.where):
                sealing.scrub(self._database)

    def named_files(self) -> tuple[FileHash, ...]:
        """What an erased dossier names has left the vault; its name is gone from the row as well."""
        names = [sa.select(column).where(file.c.name != "") for column in (file.c.hash, file.c.converted_from)]
        names += [sa.select(file.c.signed_from).where(file.c.name != ""), sa.select(explanation.c.evidence)]
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            found = {one for wanted in names for one in connection.scalars(wanted) if one}
        return tuple(FileHash(one) for one in sorted(found))

    def figures(self) -> Mapping[str, int | str]:
        """Rows by table, the revision, the kind of database and its version: nothing of what is in them."""
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            counts: dict[str, int | str] = {
                table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }
            version = connection.dialect.server_version_info or ()
        kind = self._database.writing.dialect.name
        return counts | {"database": f"{kind} {'.'.join(map(str, version))}", "schema": HEAD}

    def ended_before(self, states: Sequence[DossierState], moment: datetime) -> tuple[Kept, ...]:
        files = sa.select(sa.func.count()).select_from(file).where(file.c.dossier_id == dossier.c.id).scalar_subquery()
        wanted = sa.select(dossier.c.id, dossier.c.ended_at, files).where(
            dossier.c.state.in_([int(state) for state in states]),
            dossier.c.ended_at < to_seconds(moment),
            dossier.c.applicant_name != ERASED,
        )
        return self._kept(wanted.order_by(dossier.c.ended_at, dossier.c.id))

    def answered_before(self, moment: datetime) -> tuple[Kept, ...]:
        told = sa.select(feedback.c.id, feedback.c.answered_at).where(
            feedback.c.answered_at < to_seconds(moment), sa.type_coerce(feedback.c.sender, sa.Text) != ""
        )
        return self._kept(told.order_by(feedback.c.answered_at, feedback.c.id))

    def listed_before(self, moment: datetime) -> tuple[Kept, ...]:
        old = sa.select(listed_paper.c.id, listed_paper.c.listed_at).where(
            listed_paper.c.listed_at < to_seconds(moment)
        )
        return self._kept(old.order_by(listed_paper.c.listed_at, listed_paper.c.id))

    def drafts_before(self, moment: datetime) -> tuple[Kept, ...]:
        old = sa.select(draft.c.dossier_id, draft.c.at).where(draft.c.at < to_seconds(moment))
        return self._kept(old.order_by(draft.c.at, draft.c.dossier_id))

    def _kept(self, wanted: Any) -> tuple[Kept, ...]:
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Kept(key=row[0], since=from_seconds(row[1]), files=row[2] if len(row) > 2 else 0) for row in rows)
