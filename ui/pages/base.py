"""What a page is and what it gets. Pages never import pages; they meet in the registry of this package."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from counter_app.clock import Clock
from counter_app.model.changes import Changes
from ui.refresh import Refresh
from ui.tasks import TaskRunner
from ui.widgets.minute import MinuteTicker
from ui.widgets.status_bar import StatusBar
from ui.widgets.table import ColumnMemory


class OpenPage(Protocol):
    def __call__(self, key: str, **arguments: Any) -> None: ...


class ToastCall(Protocol):
    def __call__(self, words: str, undo: Callable[[], object] | None = None) -> None: ...


@dataclass(slots=True, kw_only=True)
class PageContext:
    """All a page may use. Call `use_cases.<module>.<function>` inside a lane only: the first touch imports it.

    `office` is another one after a change of settings or calendar: ask for it when it is needed, do not keep it.
    """

    office: Any  # counter_app.workflow.office.Office
    adopt_office: Callable[[Any], None]  # the office that a use case answered with, for every page
    use_cases: Any  # modules of counter_app.workflow by name
    tasks: TaskRunner
    refresh: Refresh
    clock: Clock
    open_page: OpenPage
    toast: ToastCall
    memory: ColumnMemory
    status: StatusBar
    ticker: MinuteTicker  # `minute(moment)` when the minute changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One line of the command palette (Ctrl+K)."""

    words: str
    act: Callable[[], object]
    icon: str = "chevron-right"
    hint: str = ""


class Page(QWidget):
    """One screen. `activate` comes each time it is shown, `deactivate` when it is left, `refreshed` while it is shown.

    A page that is hidden is told by `stale = True` before its next `activate`, so that it can load again.
    """

    title = ""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self.shown = False
        self.stale = True
        context.refresh.changed.connect(self._changed)

    def activate(self, **arguments: Any) -> None:
        """Shown now. Arguments are those of `open_page`."""

    def deactivate(self) -> None:
        """Left now; work under way may go on."""

    def refreshed(self, changes: Changes) -> None:
        """A use case changed something while this page is on the screen."""

    def may_leave(self) -> bool:
        """False keeps the window on this page (work that would be lost); the page says why itself."""
        return True

    def commands(self) -> list[Command]:
        """What this page adds to the command palette."""
        return []

    def search(self) -> None:
        """Ctrl+F: every dossier is found on «Hôm nay»; a page with a search field of its own goes there instead."""
        self.context.open_page("today", search=True)

    def _changed(self, changes: Changes) -> None:
        if self.shown:
            self.refreshed(changes)
        else:
            self.stale = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A line of the registry. `place` is `module:Class`, imported when the page is first opened."""

    title: str
    icon: str
    place: str
