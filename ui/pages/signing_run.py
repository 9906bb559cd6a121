"""One batch under way: the lane, the question for the PIN, the steps as they come, and the stop that keeps what is
signed. Lives as long as its page; when the page goes, the batch stops after the file in hand."""

import threading
import time
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.errors import CounterError
from counter_app.model.signature import CertificateInfo, SignProgress
from ui.dialogs.pin import PinBridge, PinDialog, PinQuestion
from ui.pages.base import PageContext
from ui.presenters.signing import SignLine
from ui.tasks import Lane, stop_with


class SignRun(QObject):
    """`progressed(SignProgress)`, then exactly one of `ended(SignReport)` and `failed(CounterError)`.

    `pad_waits`: the PIN is to be typed on the token's own pad now.
    """

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    pad_waits = Signal()

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._stop = threading.Event()
        self._bridge = PinBridge(self._stop)
        self._bridge.asked.connect(self._ask)
        self._first_step = 0.0
        self._done = 0
        self.dialog: PinDialog | None = None
        self.at_pad = False
        stop_with(self, self._stop)

    def start(self, lines: Sequence[SignLine], batch: Sequence[int], certificate: CertificateInfo, signer: str) -> None:
        """Sign the lines whose numbers are in `batch`, as the officer has set them up."""
        office, cases, bridge, stop = self._context.office, self._context.use_cases, self._bridge, self._stop
        rows = [lines[number].row for number in batch]
        placements = {line.row.file.hash: line.placement for line in lines if line.placement is not None}
        repairs = {line.row.file.hash for line in lines if line.repair_agreed}
        profiles = {line.row.file.hash: line.profile for line in lines}

        def work(report: Any) -> Any:
            return cases.signing.sign(
                office,
                rows,
                certificate.key,
                pin=bridge.ask,
                signer=signer,
                placements=placements,
                profiles=profiles,
                repairs=repairs,
                progress=report,
                stop=stop.is_set,
            )

        self._context.tasks.run(
            Lane.SIGNING,
            work,
            owner=self,
            on_done=self.ended.emit,
            on_error=self._fail,
            progress=self._step,
            stop=stop,
        )

    def stop(self) -> None:
        """After the file in hand; a question for the PIN is answered with no."""
        self._stop.set()
        self.close_question()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    @property
    def seconds_per_file(self) -> float:
        """Measured in this batch; 0 before the second file is done."""
        return (time.monotonic() - self._first_step) / self._done if self._done >= 2 else 0.0

    def close_question(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _ask(self, question: PinQuestion) -> None:
        if self.stopping:
            question.answer(None)
            return
        self.dialog = PinDialog(question, self._page.window(), practice=self._context.office.settings.practice)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.accepted.connect(lambda: self._asked(question.request.pad))
        self.dialog.open()

    def _asked(self, pad: bool) -> None:
        self.at_pad = pad
        if pad:
            self.pad_waits.emit()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _step(self, progress: SignProgress) -> None:
        self.at_pad = False
        if progress.step == "done":
            self._done += 1
        elif not self._first_step:
            self._first_step = time.monotonic()
        self.progressed.emit(progress)

    def _fail(self, error: CounterError) -> None:
        self.close_question()
        self.failed.emit(error)
