"""Which tokens are plugged in, looked at once a second in a lane of its own; a kept login ends with its person."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.signature import CertificateInfo
from counter_app.model.token import TokenNews
from ui.refresh import Refresh
from ui.tasks import Lane, TaskRunner

FIRST_LOOK_MS = 1200  # when the first page stands; the drivers are slow to load
LOOK_MS = 1000


class TokenWatch(QObject):
    """`changed(TokenNews, certificates)` when something was plugged, unplugged, kept, ended or came nearer the lock."""

    changed = Signal(object, object)

    def __init__(self, tasks: TaskRunner, refresh: Refresh, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._refresh = tasks, refresh
        self._office: Any = None
        self._looking = False
        self.news: TokenNews | None = None
        self.certificates: Sequence[CertificateInfo] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def watch(self, office: Any) -> None:
        """A login that another person kept ends here."""
        before, self._office = self._office, office
        if before is not None and before.person.login != office.person.login:
            self.news = None
            self.end_kept()  # and looks at once
        if not self._timer.isActive():
            self._timer.start(FIRST_LOOK_MS)

    def forget(self) -> None:
        self._timer.stop()
        self._office = self.news = None
        self.certificates = ()

    def end_kept(self) -> None:
        """At once, also while a driver is slow to answer the look that is under way."""
        if self._office is not None:
            self._tasks.run(Lane.TOKENS, self._office.signing.end_kept_login, owner=self, on_done=self._look_now)

    def look(self) -> None:
        if self._office is None or self._looking:
            return
        self._timer.setInterval(LOOK_MS)
        self._looking = True
        office, before = self._office, self.news

        def work() -> tuple[TokenNews, Sequence[CertificateInfo] | None]:
            news = office.signing.token_news()
            return news, office.signing.certificates() if before is None or news.tokens != before.tokens else None

        self._tasks.run(
            Lane.TOKENS,
            work,
            owner=self,
            on_done=lambda found: self._found(office, *found),
            on_error=self._silent,
            on_end=self._looked,
        )

    def _found(self, office: Any, news: TokenNews, certificates: Sequence[CertificateInfo] | None) -> None:
        if self._office is not office or news == self.news:
            return
        first = self.news is None
        self.news = news
        if certificates is not None:
            self.certificates = certificates
        self.changed.emit(news, self.certificates)
        if not first:
            self._refresh.publish(Changes(keys=True))

    def _look_now(self, _: object) -> None:
        self.look()

    def _silent(self, _error: CounterError) -> None:
        """What is wrong with a driver is told where keys are chosen; every second would be noise."""

    def _looked(self) -> None:
        self._looking = False
