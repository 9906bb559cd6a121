"""The plugged-in token proves who is there: one question for the PIN, in the signing lane."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from counter_app.errors import CounterError, Refused
from counter_app.model.signature import CertificateInfo
from ui.dialogs.pin import PinBridge, PinDialog, PinQuestion
from ui.tasks import Lane, TaskRunner, stop_with


class TokenProof(QObject):
    """Goes away with its owner; a question that waits then is answered with no."""

    def __init__(self, tasks: TaskRunner, owner: QWidget, *, practice: bool = False) -> None:
        super().__init__(owner)
        self._tasks, self._owner, self._practice = tasks, owner, practice
        self._stop = threading.Event()
        self._bridge = PinBridge(self._stop)
        self._bridge.asked.connect(self._ask)
        self.dialog: PinDialog | None = None
        self.menu: QMenu | None = None
        stop_with(self, self._stop)

    def run(
        self,
        office: Any,
        cases: Any,
        work: Callable[[Any, Any], Any],
        done: Callable[[Any], object],
        failed: Callable[[CounterError], object],
    ) -> None:
        """`work(key, pin)` in the lane of keys, with the plugged-in token; of several the person names one."""

        def refused(error: CounterError) -> None:
            if self.dialog is not None:
                self.dialog.reject()
            failed(error)

        def prove(key: Any) -> None:
            self._tasks.run(
                Lane.SIGNING,
                lambda: work(key, self._bridge.ask),
                owner=self,
                on_done=done,
                on_error=refused,
                stop=self._stop,
            )

        def found(tokens: Sequence[CertificateInfo]) -> None:
            if len(tokens) == 1:
                prove(tokens[0].key)
            else:
                self._choose(tokens, prove, failed)

        self._tasks.run(
            Lane.SIGNING,
            lambda: cases.certificate_sign_in.tokens(office),
            owner=self,
            on_done=found,
            on_error=refused,
        )

    def _choose(
        self,
        tokens: Sequence[CertificateInfo],
        prove: Callable[[Any], object],
        failed: Callable[[CounterError], object],
    ) -> None:
        menu = self.menu = QMenu(self._owner)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in tokens:
            line = menu.addAction(f"{one.subject} · {one.key.token}")
            line.triggered.connect(lambda _checked=False, key=one.key: prove(key))
        answered: list[bool] = []
        menu.triggered.connect(lambda _: answered.append(True))
        # Told after the choice, if there was one; left without one, the fields are given back.
        menu.aboutToHide.connect(
            lambda: QTimer.singleShot(0, self, lambda: answered or failed(Refused("access.no_choice")))
        )
        menu.popup(self._owner.mapToGlobal(self._owner.rect().center()))

    def _ask(self, question: PinQuestion) -> None:
        self.dialog = PinDialog(question, self._owner.window(), practice=self._practice)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None
