"""What other windows, counters and scheduled imports change in the register shows here within seconds."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from ui.refresh import Refresh
from ui.tasks import Lane, TaskRunner

LOOK_MS = 3000


class LiveRefresh(QObject):
    """Asks the store for its version now and then; a new one that is not our own doing refreshes the lists."""

    def __init__(self, tasks: TaskRunner, refresh: Refresh, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._refresh = tasks, refresh
        self._office: Any = None
        self._seen: int | None = None
        self._looking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        # Our own acts have told their pages already: the version after them is only taken note of.
        refresh.changed.connect(self._take_note)

    def watch(self, office: Any) -> None:
        self._office, self._seen = office, None
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._office = None

    def look(self) -> None:
        if self._office is None or self._looking or self._tasks.busy:
            return
        self._looking = True
        self._tasks.run(
            Lane.READING,
            self._office.store.readings.data_version,
            owner=self,
            on_done=self._found,
            on_error=self._silent,
            on_end=self._looked,
        )

    def _found(self, version: int) -> None:
        known, self._seen = self._seen, version
        if known is not None and version != known:
            self._refresh.publish(Changes(queue=True, files=True))
            self._seen = version

    def _silent(self, _error: CounterError) -> None:
        """A register that does not answer is told by the next act; every three seconds would be noise."""

    def _looked(self) -> None:
        self._looking = False

    def _take_note(self, _changes: Changes) -> None:
        self._seen = None
