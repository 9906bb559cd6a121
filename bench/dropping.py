"""Thirty files dropped on the intake page of a real window: the longest time in which its event loop did not turn.

A timer of 5 ms in the window itself notes the longest gap, from the drop until every file has its proposal, then while
those that have a component are attached and looked at. Beside it stands the bound of 100 ms. The second figure is what
the window's own thread worked in its longest stretch: on a busy machine the first also holds waiting for a processor.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import Row, ToolMissing

FILES, EVERY_MS, BOUND_MS = 30, 5, 100.0


def run(quick: bool) -> list[Row]:
    if shutil.which("Xvfb") is None:
        raise ToolMissing("Cần Xvfb để đo trên cửa sổ thật.")
    from counter_app.bootstrap import load_practice

    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        load_practice(folder / "office")
        found = [_measured(folder) for _ in range(1 if quick else 3)]
    rows = []
    for place, what in (("drop", f"thả {FILES} tệp"), ("attach", "đính và xem các tệp đã có chỗ")):
        for kind, words in (("longest", "lần đứng lâu nhất"), ("own", "riêng việc của cửa sổ")):
            worst = max(one[place][kind] for one in found)
            rows.append(Row(f"{what}, {words}", round(worst, 1), "giới hạn", BOUND_MS, round(worst / BOUND_MS, 3)))
    return rows


def _measured(folder: Path) -> Any:
    """One run in a window of its own on a screen of its own."""
    reader, writer = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=(writer,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as news:
            display = f":{news.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-m", "bench.dropping", str(folder)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, encoding="utf-8", timeout=300)
    finally:
        screen.terminate()
        screen.wait(10)
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _in_the_window(folder: Path) -> dict[str, Any]:
    from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from counter_app.bootstrap import open_office
    from counter_app.pdf.practice_pages import draw_paper
    from ui.app import UseCases
    from ui.main_window import MainWindow
    from ui.presenters.intake import Step
    from ui.theme import apply_theme

    application = QApplication([])
    apply_theme(application, "light")
    office = open_office(folder / "office")
    window = MainWindow(office.clock)
    window.resize(1366, 768)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    window.use_office(office, UseCases(), "intake")
    page: Any = window.page
    paths = [folder / f"{number:02d}_giay-to.pdf" for number in range(1, FILES + 1)]
    for path in paths:
        if not path.exists():
            draw_paper(path, f"Giấy tờ {path.stem}", pages=2, seed=int(path.stem[:2]))

    def until(done: Callable[[], Any]) -> None:
        limit = time.monotonic() + 120
        while not done() and time.monotonic() < limit:
            QTest.qWait(20)
        assert done()

    def still() -> bool:
        return not window.tasks.busy

    dossier = _fresh(office)
    page.open_dossier(dossier.id)
    until(lambda: page.view is not None and still())
    page.go_to(Step.PAPERS)
    QTest.qWait(500)
    beat = _beat(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    match, place, copy = page.ui.match, QPoint(20, 20), Qt.DropAction.CopyAction
    hand = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    beat.forget()
    QApplication.sendEvent(match, QDragEnterEvent(place, copy, *hand))
    QApplication.sendEvent(match, QDropEvent(QPointF(place), copy, *hand))
    until(lambda: len(match.choices) == FILES and still())
    QTest.qWait(300)
    found = {"drop": beat.figures}
    for (_, choice), part in zip(match.choices, dossier.components, strict=False):
        choice.set_value(part.id)
    for _, choice in match.choices[len(dossier.components) :]:
        choice.set_value(None)
    beat.forget()
    match.confirm.click()
    until(still)
    QTest.qWait(300)
    found["attach"] = beat.figures
    beat.stop()
    window.close()
    window.tasks.close()
    office.close()
    return found


def _fresh(office: Any) -> Any:
    """A dossier that waits, of several papers."""
    from counter_app.model.dossier import DossierState
    from counter_app.model.queue import QueueFilter
    from counter_app.workflow import queue

    waiting = [queue.dossier(office, one) for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,)))]
    return max(waiting, key=lambda dossier: len(dossier.components))


def _beat(window: Any) -> Any:
    from PySide6.QtCore import QObject, QTimer

    class Beat(QObject):
        """Turns with the event loop and remembers the longest time between two turns."""

        def __init__(self) -> None:
            super().__init__(window)
            self.forget()
            self._timer = QTimer(self, interval=EVERY_MS)
            self._timer.timeout.connect(self._turn)
            self._timer.start()

        @property
        def figures(self) -> dict[str, float]:
            return {"longest": self._longest, "own": self._own_longest, "turns": self._turns}

        def forget(self) -> None:
            self._longest = self._own_longest = 0.0
            self._turns = 0
            self._last, self._own = time.perf_counter(), time.thread_time()

        def _turn(self) -> None:
            now, own = time.perf_counter(), time.thread_time()
            self._longest = max(self._longest, (now - self._last) * 1000)
            self._own_longest = max(self._own_longest, (own - self._own) * 1000)
            self._last, self._own, self._turns = now, own, self._turns + 1

        def stop(self) -> None:
            self._timer.stop()

    return Beat()


if __name__ == "__main__":
    print(json.dumps(_in_the_window(Path(sys.argv[1]))))
