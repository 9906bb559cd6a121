"""Thirty files at once: the window goes on answering. Measured by a timer in the window itself."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from tests.pdf.made_files import scan_pdf, scan_picture
from tests.ui.intake_desk import Desk
from ui.presenters.intake import Step

EVERY_MS = 5
LONGEST_MS = 100
FILES = 30


class Beat(QObject):
    """Ticks in the event loop and remembers the most work that the window did itself between two ticks.

    How long a real window stands still by the clock is measured by `bench`, where nothing else runs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.forget()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def forget(self) -> None:
        self.longest, self.ticks, self._last = 0.0, 0, time.thread_time()

    def _tick(self) -> None:
        now = time.thread_time()
        self.longest = max(self.longest, (now - self._last) * 1000)
        self._last = now
        self.ticks += 1

    def stop(self) -> None:
        self._timer.stop()


def _until(done: Callable[[], Any], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QTest.qWait(20)
    assert done()


def test_thirty_files_dropped_at_once_block_the_window_no_longer_than_a_tenth_of_a_second(
    desk: Desk, tmp_path: Path
) -> None:
    pages = [scan_picture(150) for _ in range(2)]
    paths = [scan_pdf(tmp_path / f"quet-{number:02d}.pdf", *pages) for number in range(1, FILES + 1)]
    page = desk.page
    page.go_to(Step.PAPERS)
    desk.settle()
    beat = Beat()
    QTest.qWait(100)
    beat.forget()
    page.files.take_files(None, paths)
    _until(lambda: len(page.ui.match.choices) == FILES)
    QTest.qWait(300)
    beat.stop()
    assert beat.ticks > 20
    assert beat.longest <= LONGEST_MS
    desk.settle()
