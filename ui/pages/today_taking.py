"""Taking the next dossier of the common pile from the queue's page: opened at once, put back by undo."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from counter_app.access.people import Act, may
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from ui.pages.base import Command
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.today import TodayPage


class TakeNext(QObject):
    KEYS = "Ctrl+J"

    def __init__(self, page: "TodayPage") -> None:
        super().__init__(page)
        self._page = page
        keys = QShortcut(QKeySequence(self.KEYS), page, self.take)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def commands(self) -> list[Command]:
        words = "Nhận việc gấp nhất chưa ai giữ"
        return [Command(words=words, act=self.take, icon="inbox", hint=self.KEYS)] if self._may else []

    def take(self) -> None:
        """The most urgent dossier that nobody holds becomes this person's."""
        if self._may:
            self._run("take_next", self._taken)

    @property
    def _may(self) -> bool:
        return may(self._page.context.office.person, Act.DECIDE_INTAKE)

    def _taken(self, dossier: Any) -> None:
        context = self._page.context
        if dossier is None:
            context.toast("Không còn hồ sơ mới nào chưa có người giữ")
            return
        self._publish(dossier.id)
        context.open_page("intake", dossier_id=dossier.id)
        context.toast(f"Đã nhận hồ sơ {dossier.display_code}", lambda: self._put_back(dossier.id))

    def _put_back(self, dossier_id: DossierId) -> None:
        self._run("put_back", lambda _: self._publish(dossier_id), dossier_id)

    def _publish(self, dossier_id: DossierId) -> None:
        self._page.context.refresh.publish(Changes(dossiers=frozenset({dossier_id}), queue=True))

    def _run(self, act: str, done: Any, *arguments: Any) -> None:
        office, cases = self._page.context.office, self._page.context.use_cases
        self._page.context.tasks.run(
            Lane.STORE,
            lambda: getattr(cases.claim, act)(office, *arguments),
            owner=self,
            on_done=done,
            on_error=self._page.notice.tell_error,
        )
