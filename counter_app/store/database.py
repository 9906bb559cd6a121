"""The register of one data folder: units of work to write, readings for lists, a copy for the safe."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.clock import Clock, SystemClock
from counter_app.store import sealing, unit_of_work
from counter_app.store.applicants import ApplicantReadings
from counter_app.store.backup import copy_sqlite, dump_postgres
from counter_app.store.catalogue_readings import CatalogueReadings
from counter_app.store.desk import Desk
from counter_app.store.disk_trouble import of_file_system
from counter_app.store.engine import Database, open_database
from counter_app.store.events import Diary
from counter_app.store.network_drive import expect_local
from counter_app.store.news import News, listen
from counter_app.store.readings import Readings
from counter_app.store.schema import bring_up_to_date
from counter_app.store.sealed_columns import ColumnSeal, seal_of, use
from counter_app.store.shared_files import SharedFiles
from counter_app.store.shelf import Shelf
from counter_app.store.transfer import expect_not_moved, move
from counter_app.store.trouble import in_our_words
from counter_app.store.upkeep import Upkeep


class Store:
    """May be used from several threads; each has at most one unit of work open at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.readings = Readings(database)
        self.diary = Diary(database)
        self.catalogue = CatalogueReadings(database)
        self.applicants = ApplicantReadings(database)
        self.desk = Desk(database)
        self.shelf = Shelf(database)
        self.upkeep = Upkeep(database)
        self.shared = SharedFiles(database)
        self._database = database
        self._clock = clock
        self._thread = threading.local()
        self._name = uuid.uuid4().hex  # by which this program knows its own commits among the news

    @contextmanager
    def unit_of_work(self) -> Iterator[unit_of_work.UnitOfWork]:
        """One transaction; leaving the block without `commit()` rolls it back. RuntimeError when one is open already
        in this thread: on SQLite the inner one would wait for the outer one for ever."""
        if getattr(self._thread, "busy", False):
            raise RuntimeError("a unit of work is open in this thread already")
        self._thread.busy = True
        try:
            with unit_of_work.begin(self._database, self._clock, self._name) as unit:
                yield unit
        finally:
            self._thread.busy = False

    def listen(self) -> News | None:
        """What other counters commit on the same server; None for a file. Trouble `store.unreachable`."""
        return listen(self._database, self._name)

    def backup(self, folder: Path) -> Path:
        """A checked copy of the register in `folder`, made while others work: a SQLite file, or what pg_dump makes.

        Refused `store.backup_exists`; Trouble: disk, `store.no_pg_tools`, `store.pg_tool_failed`.
        """
        if self._database.file is not None:
            target = folder / self._database.file.name
            copy_sqlite(self._database.file, target)
            return target
        return dump_postgres(self._database, folder / "database.dump")

    @property
    def where(self) -> str:
        """File name, or host and database: what sentences call it."""
        return self._database.where

    def move_to(
        self,
        target: "Store",
        *,
        progress: Callable[[int, int], object] = lambda _done, _all: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> int | None:
        """Every row of this file into an empty register on a server, see `transfer.move`."""
        use(target._database, seal_of(self._database.writing.dialect))  # never open text on the way or over there
        return move(self._database, target._database, progress=progress, stopped=stopped)

    @property
    def locked(self) -> bool:
        """The register is sealed and was opened without its key."""
        return sealing.is_locked(self._database)

    def unlock(self, seal: ColumnSeal) -> None:
        """Personal columns go through this seal from now on. Trouble `store.sealed_for_other`."""
        with in_our_words(self._database.where):
            sealing.settle(self._database, seal)

    def close(self) -> None:
        self.readings.close()
        self._database.writing.dispose()


def open_store(address: str | Path, clock: Clock | None = None, seal: ColumnSeal | None = None) -> Store:
    """Open a SQLite file (made when it is not there) or a PostgreSQL database by URL, and bring it up to date.

    `clock` says when states changed and files were replaced; `seal` is that of the office's key, see `sealing`. Refused
    `store.network_drive`. Trouble when it cannot be opened, belongs to a newer program or another key, or is not ours;
    Misuse `store.bad_url`.
    """
    database = open_database(address)
    try:
        if database.file is not None:
            expect_local(database.file)
            database.file.parent.mkdir(parents=True, exist_ok=True)
        with in_our_words(database.where):
            bring_up_to_date(database)
            expect_not_moved(database)
            sealing.settle(database, seal)
    except OSError as error:
        raise of_file_system(error, database.where) from error
    except BaseException:
        database.writing.dispose()
        raise
    return Store(database, clock or SystemClock())
