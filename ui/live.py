"""What other programs change in register, settings and calendar shows in an open window within seconds."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from ui.refresh import Refresh
from ui.server_news import ServerNews
from ui.tasks import Lane, TaskRunner

LOOK_MS = 3000


class LiveRefresh(QObject):
    """Asks the store for its version now and then; a new one that is not our own doing refreshes the lists. On a
    server of several counters their commits are heard at once, and the asking shows whether it still answers.

    `lost(error)`: the server does not answer; `back()`: it does again, and every list is read anew."""

    lost = Signal(object)
    back = Signal()

    def __init__(self, tasks: TaskRunner, refresh: Refresh, adopt: Callable[[Any], None], parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._refresh, self._adopt = tasks, refresh, adopt
        self._office: Any = None
        self._seen: tuple[int, Any] | None = None
        self._looking = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._news = ServerNews(tasks, self)
        self._news.heard.connect(self._heard)
        self._news.lost.connect(self.lost)
        self._news.back.connect(self._is_back)
        # Our own acts have told their pages already: the version after them is only taken note of.
        refresh.changed.connect(self._take_note)

    def watch(self, office: Any) -> None:
        self._office, self._seen = office, None
        self._timer.start()
        self._news.watch(office)

    def stop(self) -> None:
        self._timer.stop()
        self._news.stop()
        self._office = None

    @property
    def connected(self) -> bool:
        """Other counters' commits are heard at once."""
        return self._news.connected

    def look(self) -> None:
        if self._office is None or self._looking or self._tasks.busy:
            return
        self._looking = True
        office = self._office
        self._tasks.run(
            Lane.READING,
            lambda: (office.store.readings.data_version(), _files().look(office)),
            owner=self,
            on_done=self._found,
            on_error=self._silent,
            on_end=self._looked,
        )

    def _found(self, seen: tuple[int, Any]) -> None:
        known, self._seen = self._seen, seen
        if known is None or seen == known:
            return
        if seen[1] != known[1]:
            self._reread()
        if seen[0] != known[0]:
            self._refresh.publish(Changes(queue=True, files=True))
            self._seen = seen

    def _reread(self) -> None:
        """Settings or calendar were written elsewhere: every page goes by them from now on."""
        office = self._office
        self._tasks.run(Lane.READING, lambda: _files().reread(office), owner=self, on_done=self._changed)

    def _changed(self, office: Any) -> None:
        if office is not None and self._office is not None:
            self._adopt(office)
            self._refresh.publish(Changes(queue=True, settings=True))

    def _heard(self, dossiers: "frozenset[DossierId] | None") -> None:
        """Other counters wrote; the version that the timer will see is theirs, and shown already."""
        self._refresh.publish(Changes(dossiers=dossiers or frozenset(), queue=True, files=True))

    def _is_back(self) -> None:
        self.back.emit()
        self._refresh.publish(Changes(queue=True, files=True, catalogue=True))

    def _silent(self, error: CounterError) -> None:
        """A file that does not answer is told by the next act; every three seconds would be noise. A server is
        different: its window goes on when it is there again."""
        if error.code == "store.unreachable":
            self._news.missed(error)

    def _looked(self) -> None:
        self._looking = False

    def _take_note(self, _changes: Changes) -> None:
        self._seen = None


def _files() -> ModuleType:
    """In the lane: the first touch imports it."""
    from counter_app.workflow import office_files

    return office_files
