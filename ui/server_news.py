"""The line to the office's server: what other counters commit is heard at once; a server that goes away is said, and
looked for until it is there again. An office whose register is a file of this machine has no such line."""

from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal

from counter_app.errors import CounterError
from ui.tasks import Lane, TaskRunner

AGAIN_MS = 2000  # between two tries to reach a server that went away
TOGETHER_MS = 30  # what is told within this time is shown once


class ServerNews(QObject):
    """`heard(ids)`: other counters wrote about these dossiers, None: about anything. `lost(error)` once, then `back()`
    once the server answers: what was written meanwhile has to be read anew."""

    heard = Signal(object)
    lost = Signal(object)
    back = Signal()

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._office: Any = None
        self._line: Any = None  # workflow.ports.News
        self._bell: QSocketNotifier | None = None
        self._calling = False
        self.is_lost = False
        self._ids: frozenset[int] | None = frozenset()
        self._together = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._together.timeout.connect(self._tell)
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._call)

    def watch(self, office: Any) -> None:
        if self._office is not None and office.store is self._office.store:
            self._office = office
            return
        self.stop()
        self._office = office
        if office.settings.database_url:
            self._call()

    def stop(self) -> None:
        self._again.stop()
        self._together.stop()
        self._hang_up()
        self._office, self.is_lost = None, False

    @property
    def connected(self) -> bool:
        return self._line is not None

    def missed(self, error: CounterError) -> None:
        """Somebody else noticed that the server does not answer."""
        if self._office is None or not self._office.settings.database_url or self.is_lost:
            return
        self._hang_up()
        self.is_lost = True
        self.lost.emit(error)
        self._again.start()

    def _call(self) -> None:
        if self._office is None or self._calling:
            return
        self._calling = True
        office = self._office
        self._tasks.run(
            Lane.READING,
            office.store.listen,
            owner=self,
            on_done=lambda line: self._reached(office, line),
            on_error=self._not_reached,
        )

    def _reached(self, office: Any, line: Any) -> None:
        self._calling = False
        if line is None:
            return
        if self._office is None or office.store is not self._office.store:
            line.close()
            return
        self._line = line
        self._bell = QSocketNotifier(line.fileno(), QSocketNotifier.Type.Read, self)
        self._bell.activated.connect(self._rung)
        if self.is_lost:
            self.is_lost = False
            self.back.emit()

    def _not_reached(self, error: CounterError) -> None:
        self._calling = False
        self.missed(error)
        if self._office is not None:
            self._again.start()

    def _rung(self) -> None:
        if self._line is None:
            return
        try:
            ids = self._line.take()
        except CounterError as error:
            self.missed(error)
            return
        if ids is None or self._ids is None:
            self._ids = None
        elif not ids:
            return  # our own commits
        else:
            self._ids |= ids
        if not self._together.isActive():
            self._together.start()

    def _tell(self) -> None:
        ids, self._ids = self._ids, frozenset()
        self.heard.emit(ids)

    def _hang_up(self) -> None:
        if self._bell is not None:
            self._bell.setEnabled(False)
            self._bell.deleteLater()
            self._bell = None
        if self._line is not None:
            self._line.close()
            self._line = None
