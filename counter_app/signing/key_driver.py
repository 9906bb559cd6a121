"""Token drivers, each in a process of its own: asked without waiting, given another chance after one failed.

Every call is made under the desk's lock, from one thread at a time.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Any

from counter_app.errors import CounterError, Trouble
from counter_app.model.token import SlotSeen, TokenSeen
from counter_app.signing.child import Child, ChildBug
from counter_app.signing.driver_file import driver_trouble
from counter_app.signing.key_process import LIST_SECONDS, LOOK_SECONDS, key_child
from counter_app.signing.keys import FoundCertificate, Presence

FIRST_REST = 2.0  # seconds that a driver that crashed or hung is left alone while somebody only watches
LONGEST_REST = 600.0
PATIENCE = 0.4  # seconds that one look waits for all drivers together; who is slower is told the next time


class Driver:
    """`trouble` is what kept it from its last answer; None when it gave one."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.trouble: CounterError | None = None
        self._child: Child | None = None
        self._asked: tuple[str, float, float] | None = None  # what is under way, how long it may take, by when it hangs
        self._rest, self._rested_at = FIRST_REST, 0.0

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.pid is not None

    @property
    def rests(self) -> bool:
        return self.trouble is not None and time.monotonic() < self._rested_at

    def post(self, what: str, seconds: float) -> None:
        """Ask without waiting. Nothing is asked while another question is under way; trouble is kept, not raised."""
        if self._asked is not None:
            return
        self.trouble = driver_trouble(self.path)
        if self.trouble is not None:
            return
        if self._child is None:
            self._child = key_child()
        try:
            self._child.post(what, self.path)
        except Trouble as trouble:
            self._failed(trouble)
        else:
            self._asked = what, seconds, time.monotonic() + seconds

    def answer(self, patience: float) -> tuple[str, Any] | None:
        """(question, answer) when there is one within `patience` seconds; None: not yet, or trouble."""
        if self._asked is None or self._child is None:
            return None
        what, seconds, limit = self._asked
        left = max(0.0, limit - time.monotonic())
        if not self._child.ready(min(patience, left)):
            if patience >= left:
                self._failed(Trouble("signing.token_hangs", seconds=round(seconds)))
            return None
        self._asked = None
        try:
            value = self._child.wait(timeout=seconds)
        except ChildBug:
            logging.getLogger(__name__).exception("asking a driver")
            self._failed(Trouble("signing.module_unusable", path=self.path))
        except CounterError as error:
            self._failed(error)
        else:
            self.trouble, self._rest = None, FIRST_REST
            return what, value
        return None

    def settle(self) -> tuple[str, Any] | None:
        """Wait for what is under way, however long it may take."""
        return self.answer(float("inf"))

    def take(self) -> Child | None:
        """The process for a batch; it is the batch's from now on."""
        self.settle()
        child, self._child = self._child, None
        return child if child is not None and child.pid is not None else None

    def put(self, child: Child) -> None:
        self.end()
        self._child = child

    def end(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = self._asked = None

    def _failed(self, error: CounterError) -> None:
        if self._child is not None:
            self._child.stop()
        self._child = self._asked = None
        self.trouble = error
        self._rested_at = time.monotonic() + self._rest
        self._rest = min(self._rest * 2, LONGEST_REST)


class Drivers:
    """All drivers of this machine and what each told last. `login_lost(path)` is called when the login that a driver's
    process held is gone: its token is out, or the process.

    `stay`: the processes live on between questions, because somebody watches.
    """

    def __init__(self, login_lost: Callable[[str], object]) -> None:
        self._login_lost = login_lost
        self._drivers: dict[str, Driver] = {}
        self._in_use: set[str] = set()
        self._holding: set[str] = set()  # whose process holds a kept login
        self._tokens: dict[str, tuple[TokenSeen, ...]] = {}
        self._slots: dict[str, tuple[SlotSeen, ...]] = {}
        self._found: dict[str, list[FoundCertificate]] = {}
        self.stay = False

    def look(self, paths: Sequence[str]) -> None:
        """Once a second: what is plugged in, without waiting for a driver that is slow, hangs or serves a batch."""
        self.stay = True
        for path in [one for one in self._drivers if one not in paths and one not in self._in_use]:
            self.end(path)  # taken off the list
        free = [self._driver(path) for path in paths if path not in self._in_use]
        for driver in free:
            if not driver.rests:
                driver.post("present", LOOK_SECONDS)
        limit = time.monotonic() + PATIENCE
        for driver in free:
            self._note(driver, driver.answer(max(0.0, limit - time.monotonic())))

    def ask(self, paths: Sequence[str], *questions: str, anew: bool = False) -> None:
        """Asked of all at once and waited for; who serves a batch is left alone, and who failed a moment ago.

        `anew`: everyone gets another chance; a driver that shows no token begins again, since some look for readers
        only when they begin.
        """
        free = [self._driver(path) for path in paths if path not in self._in_use]
        free = [driver for driver in free if anew or not driver.rests]
        for driver in free:
            self._note(driver, driver.settle())
            driver.trouble = None
            if anew and not self._tokens.get(driver.path) and driver.path not in self._holding:
                driver.end()
        for question in questions:
            for driver in free:
                if driver.trouble is None:
                    driver.post(question, LIST_SECONDS)
            for driver in free:
                self._note(driver, driver.settle())
        for driver in free:
            if not self.stay and driver.path not in self._holding:
                driver.end()

    def take(self, path: str) -> Child | None:
        """The driver's process for a batch; it is not asked anything else until `release`."""
        driver = self._driver(path)
        self._note(driver, driver.settle())
        self._in_use.add(path)
        self._holding.discard(path)
        return driver.take()

    def release(self, path: str, holding: Child | None = None) -> None:
        """The batch is over. `holding`: its process, which keeps a login open."""
        self._in_use.discard(path)
        if holding is not None:
            self._driver(path).put(holding)
            self._holding.add(path)

    def end(self, path: str) -> None:
        self._holding.discard(path)
        driver = self._drivers.pop(path, None)
        if driver is not None:
            driver.end()

    def close(self) -> None:
        self.stay = False
        for path in list(self._drivers):
            self.end(path)

    def busy(self, path: str) -> bool:
        return path in self._in_use

    def tokens(self, path: str) -> tuple[TokenSeen, ...]:
        return self._tokens.get(path, ())

    def heard(self, path: str) -> bool:
        """Whether it has ever answered, be it with its trouble."""
        return path in self._tokens

    def slots(self, path: str) -> tuple[SlotSeen, ...]:
        return self._slots.get(path, ())

    def found(self, path: str) -> Sequence[FoundCertificate]:
        return self._found.get(path, ())

    def trouble(self, path: str) -> CounterError | None:
        return self._driver(path).trouble

    def _driver(self, path: str) -> Driver:
        return self._drivers.setdefault(path, Driver(path))

    def _note(self, driver: Driver, answered: tuple[str, Any] | None) -> None:
        path = driver.path
        gone = path in self._holding and not driver.alive
        if answered is not None:
            what, value = answered
            if what == "present":
                presence: Presence = value
                self._tokens[path] = presence.tokens
                gone = gone or presence.open_key_gone
            elif what == "slots":
                self._slots[path] = value
            else:
                self._found[path] = value
        elif driver.trouble is not None:
            self._tokens[path], self._slots[path], self._found[path] = (), (), []
        if gone and path in self._holding:
            self.end(path)
            self._login_lost(path)
