"""The visible countdown: a window with the queue at 100 000 dossiers, its clock a minute further at each tick.

CPU time of the whole process (all its threads, painting included) for one tick, beside the minute that it has: the
ratio is the share of one core.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import Row
from bench.register import NOW, fill

MINUTE_MS = 60_000.0


def run(quick: bool) -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from counter_app.bootstrap import open_office
    from counter_app.clock import FixedClock
    from counter_app.settings import Settings, save_settings

    count = 20_000 if quick else 100_000
    with tempfile.TemporaryDirectory() as folder:
        save_settings(Path(folder), Settings(practice=True, office_name="Cơ quan tập sự"))
        fill(Path(folder) / "counter.db", count)
        clock = FixedClock(NOW)
        office = open_office(Path(folder), clock=clock)
        try:
            each = _ticks(office, clock, 5 if quick else 30)
        finally:
            office.close()
    name = f"a minute's tick of the queue, {count} dossiers, CPU"
    return [Row(name, round(each, 3), "the minute", MINUTE_MS, round(each / MINUTE_MS, 6))]


def _ticks(office: Any, clock: Any, ticks: int) -> float:
    """Median CPU milliseconds of a tick, until nothing is left to do."""
    from PySide6.QtWidgets import QApplication

    from ui.app import UseCases
    from ui.main_window import MainWindow
    from ui.theme import apply_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    window = MainWindow(clock)
    window.resize(1366, 768)
    window.show()
    window.use_office(office, UseCases(), "today")
    _rest(application, window)
    found = []
    for _ in range(ticks):
        clock.advance(minutes=1)
        start = time.process_time()
        window.ticker.tick()
        _rest(application, window)
        found.append((time.process_time() - start) * 1000)
    window.close()
    window.tasks.close()
    return statistics.median(found)


def _rest(application: Any, window: Any) -> None:
    quiet = 0
    while quiet < 5:
        application.processEvents()
        quiet = 0 if window.tasks.busy else quiet + 1
        time.sleep(0.005)
