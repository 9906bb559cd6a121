"""One transaction. Leaving the block without `commit()` rolls everything back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import sqlalchemy as sa

from counter_app.clock import Clock, vietnam
from counter_app.model.dossier import (
    AttachedFile,
    ComponentId,
    Dossier,
    DossierId,
    DossierState,
    Event,
    FileHash,
    NewDossier,
)
from counter_app.model.list_comparison import KnownDossier
from counter_app.model.person import Account, Person, Substitution
from counter_app.model.procedure import Procedure
from counter_app.store import catalogue, events, news, numbers, people
from counter_app.store.assignments import Assignments
from counter_app.store.claims import Claims
from counter_app.store.dossier_rows import DossierRows
from counter_app.store.dossiers import Dossiers
from counter_app.store.engine import Database
from counter_app.store.erasure import Erasure
from counter_app.store.feedback import FeedbackBook
from counter_app.store.imports import Imports
from counter_app.store.life import Life
from counter_app.store.questions import Questions
from counter_app.store.register_book import RegisterBook
from counter_app.store.trouble import in_our_words


class UnitOfWork:
    """See `workflow.ports.UnitOfWork`: values in, values out. Nothing may be called after `commit()`."""

    def __init__(self, connection: sa.Connection, clock: Clock, sender: str) -> None:
        self._sender = sender  # who tells the other counters that something was written
        self._open_connection: sa.Connection | None = connection
        self._clock = clock
        self._dossiers = Dossiers(connection, clock)
        self._events: list[Event] = []  # written at the end, so that the diary is locked for a moment only

    def commit(self) -> None:
        connection = self._connection
        self._dossiers.keep_in_step()
        if connection.dialect.name != "sqlite":  # there PRAGMA data_version tells, and there is one writer at a time
            news.tell(connection, self._sender, [one.dossier_id for one in self._events if one.dossier_id is not None])
        events.append(connection, self._events)
        connection.commit()
        self.close()

    def close(self) -> None:
        self._open_connection = None

    @property
    def _connection(self) -> sa.Connection:
        if self._open_connection is None:
            raise RuntimeError("this unit of work has ended")
        return self._open_connection

    @property
    def _register(self) -> Dossiers:
        assert self._connection
        return self._dossiers

    def add_dossier(self, new: NewDossier) -> DossierId:
        """Refused `store.duplicate_code` when the code is taken. Gives the dossier its own id `TN-<year>-<number>`."""
        return self._register.add(new)

    def add_dossiers(self, new: Sequence[NewDossier]) -> tuple[DossierId, ...]:
        """Many at once, in their order. Refused as `add_dossier`: then none of them is added."""
        return self._register.add_many(new)

    def known_dossiers(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        """Those of these codes, the portal's or our own, that are here; not held against other counters."""
        return self._register.known(codes)

    def dossier(self, dossier_id: DossierId) -> Dossier:
        """Refused `store.no_such_dossier`. On PostgreSQL the dossier is held until the unit ends."""
        return self._register.get(dossier_id)

    def dossier_id_by_code(self, code: str) -> DossierId | None:
        """By the portal's code, else by our own."""
        return self._register.by_code(code)

    def update_dossier(self, dossier: Dossier, **changes: Any) -> None:
        """Change fields of a dossier. Refused `store.changed_meanwhile` when another unit changed it since it was
        read; changes of this unit itself do not count. TypeError for a field that cannot be set."""
        self._register.update(dossier, changes)

    def open_state_before(self, dossier_id: DossierId) -> DossierState | None:
        """The last state in which a dossier was open; None: it came in closed."""
        return self._register.open_state_before(dossier_id)

    def update_component(self, component_id: ComponentId, **changes: Any) -> None:
        """verdict, remark, paper_kind, checked_by, checked_at; `file` replaces the current file, None takes it off.

        Refused `store.no_such_component`.
        """
        self._register.update_component(component_id, changes)

    def add_result(self, dossier_id: DossierId, file: AttachedFile) -> None:
        self._register.touch(dossier_id).add_result(dossier_id, file)

    def replace_result(self, dossier_id: DossierId, old: FileHash, file: AttachedFile) -> None:
        """Refused `store.no_such_result` when `old` is not one of the dossier's results now."""
        self._register.touch(dossier_id).replace_result(dossier_id, old, file)

    def add_form(self, dossier_id: DossierId, kind: str, number: int, file: AttachedFile) -> None:
        self._register.touch(dossier_id).add_form(dossier_id, kind, number, file)

    def replace_form(self, dossier_id: DossierId, old: FileHash, file: AttachedFile) -> None:
        """Refused `store.no_such_result` when `old` is not one of the dossier's forms now."""
        self._register.touch(dossier_id).replace_form(dossier_id, old, file)

    @property
    def assignments(self) -> Assignments:
        return Assignments(self._connection)

    @property
    def claims(self) -> Claims:
        return Claims(self._connection)

    @property
    def imports(self) -> Imports:
        return Imports(self._connection, self._clock)

    @property
    def rows(self) -> DossierRows:
        return DossierRows(self._connection, self._clock)

    @property
    def questions(self) -> Questions:
        return Questions(self._connection)

    @property
    def life(self) -> Life:
        return Life(self._connection)

    @property
    def feedback(self) -> FeedbackBook:
        return FeedbackBook(self._connection)

    @property
    def book(self) -> RegisterBook:
        return RegisterBook(self._connection)

    @property
    def erasure(self) -> Erasure:
        return Erasure(self._connection, self._clock)

    def append_event(self, event: Event) -> None:
        assert self._connection
        self._events.append(event)

    def events(self, dossier_id: DossierId) -> tuple[Event, ...]:
        """In the order in which they were written, those of this unit last."""
        mine = tuple(event for event in self._events if event.dossier_id == dossier_id)
        return events.of_dossier(self._connection, dossier_id) + mine

    def put_procedure(self, procedure: Procedure, *, import_id: int = 0) -> int:
        """Keep a new version and answer with its number; what equals the newest one is not kept twice."""
        return catalogue.put(self._connection, procedure, self._clock.now(), import_id)

    def next_catalogue_import(self) -> int:
        return catalogue.next_import(self._connection)

    def withdraw_catalogue_import(self, import_id: int) -> tuple[str, ...]:
        """Take an import's versions out of use; answers with the codes. Dossiers received under them keep them."""
        return catalogue.withdraw(self._connection, import_id, self._clock.now())

    def changed_after_import(self, import_id: int) -> tuple[str, ...]:
        """Codes of an import's procedures that somebody has changed since."""
        return catalogue.changed_after(self._connection, import_id)

    def procedure(self, code: str) -> Procedure | None:
        """What holds today, by full code, else by the first `d.dddddd`."""
        return catalogue.by_code(self._connection, code, self._today)

    def procedure_version(self, code: str, version: int) -> Procedure | None:
        """One version by number, also one that holds no more; 0: the first that was kept."""
        return catalogue.version(self._connection, code, version)

    def procedure_versions(self, code: str) -> tuple[Procedure, ...]:
        """Those in use, the newest first, also those whose day has not come."""
        return catalogue.versions(self._connection, code)

    def procedures(self, text: str = "") -> tuple[Procedure, ...]:
        """What holds today, in the order of the codes; only those that hold every word of `text`."""
        return catalogue.found(self._connection, text, self._today)

    @property
    def _today(self) -> date:
        return vietnam(self._clock.now()).date()

    def put_person(self, person: Person) -> None:
        people.put(self._connection, person)

    def people(self) -> tuple[Person, ...]:
        return people.everybody(self._connection)

    def account(self, login: str) -> Account | None:
        """None: this person cannot sign in."""
        return people.account_of(self._connection, login)

    def accounts(self) -> Mapping[str, Account]:
        return people.accounts(self._connection)

    def put_account(self, account: Account) -> None:
        people.put_account(self._connection, account)

    def substitutions(self) -> tuple[Substitution, ...]:
        """All of them, the newest first."""
        return people.substitutions(self._connection)

    def add_substitution(self, substitution: Substitution) -> int:
        return people.add_substitution(self._connection, substitution)

    def end_substitution(self, key: int) -> bool:
        """False: there is no such one, or it has ended already."""
        return people.end_substitution(self._connection, key)

    def next_number(self, book: str, year: int) -> int:
        """The next number of a book of a year, from 1, without gaps: it is taken back with the transaction."""
        return numbers.next_number(self._connection, book, year)


@contextmanager
def begin(database: Database, clock: Clock, sender: str) -> Iterator[UnitOfWork]:
    with in_our_words(database.where), database.writing.connect() as connection:
        connection.begin()
        unit = UnitOfWork(connection, clock, sender)
        try:
            yield unit
        finally:
            unit.close()  # and the connection, when it closes, rolls back what was not committed
