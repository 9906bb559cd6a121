"""Looks each minute whether something is to be said: a note in the corner, and the system's tray where the window lies
behind others."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from counter_app.errors import CounterError
from counter_app.model.alert import Alert, AlertKind
from ui.presenters.alerts import act_of
from ui.tasks import Lane, TaskRunner
from ui.theme import icon
from ui.widgets.toast import AlertNote

OpenPage = Callable[..., None]


class AlertWatch(QObject):
    """`note` shows one alert after the other, each until it is closed. Nothing is asked while the window is covered."""

    def __init__(self, window: QWidget, place: QWidget, tasks: TaskRunner, open_page: OpenPage) -> None:
        super().__init__(window)
        self._window, self._place, self._tasks, self._open_page = window, place, tasks, open_page
        self._office: Any = None
        self._cases: Any = None
        self._busy = False
        self._waiting: list[Alert] = []
        self._tray: QSystemTrayIcon | None = None
        self.note = AlertNote(place)
        self.note.closed.connect(self._next)

    def begin(self, office: Any, use_cases: Any) -> None:
        """Somebody sits down; what the one before was told goes away."""
        self.stop()
        self._office, self._cases = office, use_cases

    def adopt(self, office: Any) -> None:
        if self._office is not None:
            self._office = office

    def stop(self) -> None:
        self._office = None
        self._waiting.clear()
        self.note.hide()

    def minute(self, _now: datetime) -> None:
        office, cases = self._office, self._cases
        if office is None or self._busy or not self._place.isVisible():
            return
        self._busy = True
        self._tasks.run(
            Lane.STORE,
            lambda: cases.alerts.take(office),
            owner=self,
            on_done=lambda found: self._told(office, found),
            on_error=self._silent,
            on_end=self._ended,
        )

    def _told(self, office: Any, found: tuple[Alert, ...]) -> None:
        if self._office is None or office.person != self._office.person:
            return
        self._waiting += found
        if found and not self._window.isActiveWindow():
            self._tell_outside(found)
        if not self.note.isVisible():
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        alert = self._waiting.pop(0)
        words, page, arguments = act_of(alert)
        self.note.tell(alert.words, lambda: self._open_page(page, **arguments), words)
        self.note.set_urgent(alert.kind is AlertKind.SOON)

    def _tell_outside(self, found: tuple[Alert, ...]) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icon("clock-alert", "warn", 16), self)
            self._tray.messageClicked.connect(self._window.activateWindow)
        self._tray.show()
        self._tray.showMessage("Quầy Một cửa", "\n".join(alert.words for alert in found))

    def _silent(self, _error: CounterError) -> None:
        """A register that does not answer is told by the next act; it is asked again in a minute."""

    def _ended(self) -> None:
        self._busy = False
