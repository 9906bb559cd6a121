"""Read models for lists and the board. Each call reads one consistent state and takes no lock."""

import array
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from counter_app.clock import from_seconds, to_seconds, vietnam
from counter_app.model.dossier import Channel, DossierState, Event
from counter_app.model.evidence import ClockWitnesses
from counter_app.model.queue import QueueCounts, QueueFilter, QueueRow
from counter_app.model.text import listed_number
from counter_app.store import catalogue, counts, events, search
from counter_app.store.assignments import AssignmentReadings
from counter_app.store.board_readings import BoardReadings
from counter_app.store.engine import Database, read_ids
from counter_app.store.missing import lacks
from counter_app.store.questions import QuestionReadings
from counter_app.store.reports import ReportReadings
from counter_app.store.tables import NO_TERM, OPEN, WITHOUT_TIME_STAMP, dossier, file, meta, person
from counter_app.store.trouble import in_our_words

_AT_ONCE = 500  # ids in one statement
_INTAKE = frozenset(int(state) for state in DossierState if state.awaits_intake)
_STATES = {int(state): state for state in DossierState}
_CHANNELS = {int(channel): channel for channel in Channel}
_ROWS = (
    sa.select(
        *(dossier.c.id, dossier.c.code, dossier.c.local_code, dossier.c.procedure_code, dossier.c.procedure_name),
        *(dossier.c.term_words, dossier.c.applicant_name, dossier.c.identity_number, dossier.c.channel),
        *(dossier.c.state, dossier.c.supplement_count, dossier.c.received_at, dossier.c.queue_due_at),
        *(dossier.c.holder, dossier.c.unchecked, dossier.c.failed, dossier.c.unsigned, dossier.c.result_count),
        *(dossier.c.unsigned_result_count, dossier.c.state_changed_at, person.c.name),
    )
    .select_from(dossier.outerjoin(person, person.c.login == dossier.c.holder))
    .where(dossier.c.id.in_(sa.bindparam("ids", expanding=True)))
)


class Readings:
    def __init__(self, database: Database) -> None:
        self.reports = ReportReadings(database)
        self._database = database
        self.board = BoardReadings(database)
        self.assignments = AssignmentReadings(database)
        self.questions = QuestionReadings(database)
        self._watch: sa.PoolProxiedConnection | None = None
        self._watching = threading.Lock()

    def queue_ids(self, wanted: QueueFilter) -> "array.array[int]":
        """Ids (array type 'q') in the order of the active due moment, dossiers without one last."""
        with self._reading() as connection:
            statement = sa.select(dossier.c.id).where(*_narrowed(wanted, connection))
            closed_last = [sa.case((sa.text(OPEN), 0), else_=1)] if wanted.include_closed else []
            return read_ids(connection, statement.order_by(*closed_last, dossier.c.queue_due_at, dossier.c.id))

    def search_ids(self, text: str, limit: int = 50) -> "array.array[int]":
        """Ids of the newest dossiers found, open or closed, the newest first. Where more than enough have the words as
        whole words, those with words that only begin so are left out."""
        with self._reading() as connection:
            return _newest(connection, text, limit)

    def queue_rows(self, ids: Sequence[int]) -> list[QueueRow]:
        """Rows in the order of `ids`; ids that are gone are left out. `missing` is left to supervision."""
        found: dict[int, Any] = {}
        with self._reading() as connection:
            for start in range(0, len(ids), _AT_ONCE):
                rows = connection.execute(_ROWS, {"ids": list(ids[start : start + _AT_ONCE])}).all()
                found |= {row[0]: row for row in rows}
            names = catalogue.short_names(connection, {row[3] for row in found.values()})
        return [_queue_row(found[key], names) for key in ids if key in found]

    def counts(self, now: datetime, due_soon_before: datetime, holder: str = "") -> QueueCounts:
        with self._reading() as connection:
            return counts.queue_counts(connection, now, due_soon_before, holder)

    def signed_files_at(self, levels: Sequence[str]) -> int:
        """How many current files we signed are at one of these levels."""
        with self._reading() as connection:
            counted = sa.select(sa.func.count()).select_from(file).where(_current_at(levels))
            return connection.execute(counted).scalar_one()

    def signed_dossiers(self, since: datetime | None = None, *, levels: Sequence[str] = ()) -> list[int]:
        """Ids of dossiers whose current files we signed, since a moment or at one of these levels, newest first."""
        conditions: list[Any] = [file.c.signed_from.is_not(None), file.c.replaced_at.is_(None)]
        if since is not None:
            conditions.append(file.c.signed_at >= to_seconds(since))
        if levels:
            conditions.append(_current_at(levels))
        # Put in order here: for an order of its own SQLite would read every file there is instead of these few.
        found = sa.select(file.c.id, file.c.dossier_id).where(*conditions)
        with self._reading() as connection:
            newest = sorted(map(tuple, connection.execute(found)), reverse=True)
        return list(dict.fromkeys(dossier_id for _, dossier_id in newest))

    def last_office_event(self, kind: str) -> Event | None:
        """The newest event of a kind among those that belong to no dossier."""
        with self._reading() as connection:
            return events.last_of_office(connection, kind)

    def clock_witnesses(self) -> ClockWitnesses:
        """What the diary's newest entries and the database server say of the time."""
        with self._reading() as connection:
            server = None if self._database.is_sqlite else connection.scalar(sa.select(sa.func.now()))
            return events.clock_witnesses(connection, None if server is None else vietnam(server))

    def data_version(self) -> int:
        """Changes whenever another connection has committed, those of this process included. Cheap enough to poll."""
        if not self._database.is_sqlite:
            with self._reading() as connection:
                counted = sa.select(meta.c.value).where(meta.c.name == "data_version")
                version: int = connection.execute(counted).scalar_one()
                return version
        with self._watching, in_our_words(self._database.where):
            if self._watch is None:  # the pragma compares with what this one connection saw before
                self._watch = self._database.reading.raw_connection()
            cursor = self._watch.cursor()
            cursor.execute("PRAGMA data_version")
            (version,) = cursor.fetchone() or (0,)
            return int(version)

    def close(self) -> None:
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with in_our_words(self._database.where), self._database.reading.connect() as connection:
            yield connection


def _newest(
    connection: sa.Connection, text: str, limit: int, *more: sa.ColumnElement[bool] | sa.TextClause
) -> "array.array[int]":
    dialect = connection.dialect
    nearest = None if more else search.whole_words(text, dialect, limit)
    found = array.array("q") if nearest is None else read_ids(connection, nearest)
    return found if len(found) == limit else read_ids(connection, search.newest(text, dialect, limit, *more))


def _narrowed(wanted: QueueFilter, connection: sa.Connection) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    conditions: list[sa.ColumnElement[bool] | sa.TextClause] = [*_due(wanted), *_whose(wanted)]
    if not wanted.include_closed or wanted.missing is not None:  # a closed dossier lacks nothing
        conditions.append(sa.text(OPEN))
    else:
        conditions.append(dossier.c.arrived_at < NO_TERM)  # what was taken back with its list never arrived
    if wanted.states:
        conditions.append(dossier.c.state.in_([int(state) for state in wanted.states]))
    if wanted.missing is not None:
        now = None if wanted.now is None else to_seconds(wanted.now)
        conditions.append(lacks(wanted.missing, now))
    if wanted.newest and wanted.text:
        return [dossier.c.id.in_(_newest(connection, wanted.text, wanted.newest, *conditions))]
    return conditions + list(search.conditions(wanted.text, connection.dialect))


def _due(wanted: QueueFilter) -> Iterator[sa.ColumnElement[bool]]:
    due = dossier.c.queue_due_at
    if wanted.no_term:
        yield due == NO_TERM
    if wanted.due_from is not None:
        yield sa.and_(due >= to_seconds(wanted.due_from), due < NO_TERM)
    if wanted.due_before is not None:
        yield due < to_seconds(wanted.due_before)
    if wanted.unmoved_since is not None:
        yield dossier.c.state_changed_at <= to_seconds(wanted.unmoved_since)


def _whose(wanted: QueueFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.holder or wanted.unheld:
        yield dossier.c.holder == ("" if wanted.unheld else wanted.holder)
    if wanted.field is not None:
        yield dossier.c.field == wanted.field


def _queue_row(row: Any, names: dict[str, str]) -> QueueRow:
    """One row of `_ROWS`. Unpacked at once: by name it would take twice as long, and a list is made of these."""
    # fmt: off
    (
        key, code, local_code, procedure_code, procedure_name, term_words, applicant_name, number, channel, state,
        supplement_count, received_at, due_at, holder, unchecked, failed, unsigned, results, unsigned_results,
        state_changed_at, holder_name,
    ) = row
    # fmt: on
    return QueueRow(
        id=key,
        code=code or local_code,
        procedure_code=procedure_code,
        procedure_name=names.get(procedure_code) or procedure_name,
        term_words=term_words,
        applicant_name=applicant_name,
        applicant_number=listed_number(number),
        channel=_CHANNELS[channel],
        state=_STATES[state],
        supplement_count=supplement_count,
        awaits_intake=state in _INTAKE,
        received_at=from_seconds(received_at),
        due_at=None if due_at == NO_TERM else from_seconds(due_at),
        holder=holder,
        holder_name=holder_name or holder,
        unchecked=unchecked,
        failed=failed,
        unsigned=unsigned,
        has_result=results > 0,
        result_signed=results > 0 and unsigned_results == 0,
        state_changed_at=from_seconds(state_changed_at),
    )


def _current_at(levels: Sequence[str]) -> Any:
    """The partial index answers for the one level that every office asks for; beside other conditions SQLite takes it
    only within a question of its own."""
    if tuple(levels) == ("B-B",):
        return file.c.id.in_(sa.select(file.alias("indebted").c.id).where(sa.text(WITHOUT_TIME_STAMP)))
    return sa.and_(file.c.signature_level.in_(levels), file.c.replaced_at.is_(None))
