"""From process creation to the first paint: our window on the practice office beside a bare QMainWindow.

Both run offscreen with the same interpreter and print the moment of their first paint as
`first_paint_ns=<time.monotonic_ns()>`; the parent notes the moment before it starts them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Row, ToolMissing, compare, median_pair

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class Window(QMainWindow):
    painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            print(f"first_paint_ns={time.monotonic_ns()}", flush=True)
            QTimer.singleShot(0, QApplication.quit)

app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = Window()
window.setCentralWidget(QTableView())
window.resize(1280, 800)
window.show()
sys.exit(app.exec())
"""


def run(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "practice"
        _child("-m", "counter_app", "--data", str(data), "practice", "load", failure="Không nạp được dữ liệu tập sự.")
        ours = ("-m", "ui.app", "--data", str(data), "--exit-after-first-paint")
        ours_ms, bare_ms = median_pair(
            lambda: first_paint_ms(*ours), lambda: first_paint_ms("-c", BARE), 3 if quick else 15
        )
    return [compare("mở ứng dụng đến lần vẽ đầu", ours_ms, "QMainWindow trống", bare_ms)]


def first_paint_ms(*arguments: str) -> float:
    start = time.monotonic_ns()
    shown = _child(*arguments, failure="Cửa sổ không mở được.")
    found = re.search(r"first_paint_ns=(\d+)", shown)
    if found is None:
        raise ToolMissing("Cửa sổ không báo thời điểm vẽ lần đầu.")
    return (int(found[1]) - start) / 1e6


def _child(*arguments: str, failure: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"}
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8", timeout=300
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise ToolMissing(f"{failure} {last}")
    return done.stdout
