"""Finished copies get their names beside the batch's other work, several together: what waits for the disk waits once.

For each file the order stays: the copy is on the disk, then `verified` in the journal is, then it gets its name.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app.errors import CounterError
from counter_app.model.signature import SignOutcome
from counter_app.signing import disk
from counter_app.signing.journal import ItemKey, Journal


@dataclass(frozen=True, slots=True)
class Nameless:
    """A copy that was read back, and what becomes of its item when it has its name."""

    index: int
    copy: Path
    target: Path
    key: ItemKey
    known: dict[str, Any]  # what `verified` holds
    outcome: SignOutcome


MOST = 4
Named = tuple[Nameless, CounterError | OSError | None]  # with what went wrong; the copy is gone then


class Namer:
    """A context manager: when it is left, whatever was given has its name or is gone."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="namer")
        self._lock = threading.Lock()
        self._waiting: list[Nameless] = []
        self._done: list[Named] = []
        self._under_way: list[Future[None]] = []

    def __enter__(self) -> "Namer":
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.shutdown(wait=True)

    def give(self, one: Nameless) -> None:
        """Waits while many are without a name: after a kill they would be signed again."""
        with self._lock:
            many = len(self._waiting) >= MOST
        if many:
            self.settle()
        with self._lock:
            self._waiting.append(one)
        self._under_way.append(self._aside.submit(self._work))

    def results(self, *, wait: bool = False) -> Sequence[Named]:
        """What was done since they were asked for; `wait`: of everything that was given."""
        if wait:
            self.settle()
        with self._lock:
            done, self._done = self._done, []
        return done

    def settle(self) -> None:
        """Wait until everything that was given is done."""
        given, self._under_way = self._under_way, []
        for one in given:
            one.result()

    def _work(self) -> None:
        with self._lock:
            group, self._waiting = self._waiting, []
        done = self._name(group) if group else []
        with self._lock:
            self._done += done

    def _name(self, group: Sequence[Nameless]) -> list[Named]:
        troubles: dict[int, CounterError | OSError] = {}
        for one in group:
            with _noted(troubles, one):
                _sync(one.copy)
                self._journal.write("verified", one.key, **one.known)
        ready = [one for one in group if one.index not in troubles]
        try:
            self._journal.sync()
        except CounterError as error:
            troubles |= {one.index: error for one in ready}
        for one in ready:
            if one.index not in troubles:
                with _noted(troubles, one):
                    disk.give_name(one.copy, one.target, sync=False)
        for folder in {one.target.parent for one in group}:
            disk.sync_folder(folder)
        for one in group:
            if one.index in troubles:
                with suppress(OSError):  # held by another program: the next run takes it away
                    one.copy.unlink(missing_ok=True)
            else:
                with suppress(CounterError):  # it has its name; a later run finds it by what `verified` says
                    self._journal.write("replaced", one.key)
        return [(one, troubles.get(one.index)) for one in group]


@contextmanager
def _noted(troubles: dict[int, CounterError | OSError], one: Nameless) -> Iterator[None]:
    """What goes wrong inside is this file's trouble alone."""
    try:
        yield
    except (CounterError, OSError) as error:
        troubles[one.index] = error


def _sync(copy: Path) -> None:
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
