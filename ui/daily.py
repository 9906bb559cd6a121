"""Once a day, while somebody sits at the window: backup, the diary's head outside, the copy on the drive; reminders."""

import threading
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.tasks import Lane, TaskRunner

LOOK_MINUTES = 30  # how often it is asked whether something is due: the hour may come while the window is open


class DailyWork(QObject):
    """`reminded(short, what, advice)`: something was not done for too long; three empty texts once all is well."""

    reminded = Signal(str, str, str)

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._office: Any = None
        self._cases: Any = None
        self._busy = False
        self._minutes = 0
        self._stop = threading.Event()

    def begin(self, office: Any, use_cases: Any) -> None:
        """Somebody sits down."""
        self._cases = use_cases
        self._office, self._minutes = office, 0
        self._look(first=True)

    def adopt(self, office: Any) -> None:
        """The office goes by other settings now: a folder may be named that was not."""
        if self._office is not None:
            self._office, self._minutes = office, 0
            self._look()

    def stop(self) -> None:
        """A backup under way ends without one; the next opening makes it."""
        self._office = None
        self._stop.set()

    def minute(self, _now: datetime) -> None:
        self._minutes += 1
        if self._minutes >= LOOK_MINUTES:
            self._minutes = 0
            self._look()

    def _look(self, *, first: bool = False) -> None:
        office, cases = self._office, self._cases
        if office is None or self._busy:
            return
        self._busy, self._stop = True, threading.Event()
        stop = self._stop
        # In the lane of readings: a backup takes minutes, and nobody's saving is to wait for it.
        self._tasks.run(
            Lane.READING,
            lambda: cases.daily.do(office, stop.is_set, first=first),
            owner=self,
            on_done=self._done,
            on_end=self._ended,
            stop=stop,
        )

    def _done(self, found: Any) -> None:
        if self._office is None:
            return
        if found.reminders:
            first = found.reminders[0]
            self.reminded.emit(first.short, first.said.what, first.said.advice)
        else:
            self.reminded.emit("", "", "")

    def _ended(self) -> None:
        self._busy = False
