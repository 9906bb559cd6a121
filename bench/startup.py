"""From process creation to the first paint: our window beside a bare QMainWindow.

Both run offscreen with the same interpreter, paint once and leave; the time is that of the whole process, so that each
pays for its own imports, its first paint and its leaving.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Row, compare, median_pair
from counter_app.settings import Settings, save_settings

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

app = QApplication(sys.argv[:1])
app.setStyle("Fusion")
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1280, 800)
window.show()
app.processEvents()
QTimer.singleShot(0, window.close)
sys.exit(app.exec())
"""


def run(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        save_settings(Path(folder), Settings(practice=True, office_name="Cơ quan tập sự"))
        ours = ("-m", "ui.app", "--data", folder, "--exit-after-first-paint")
        for each in (ours, ("-c", BARE)):  # compiled once, as any installed program is
            _show(folder, *each)
        ours_ms, bare_ms = median_pair(
            lambda: _show(folder, *ours), lambda: _show(folder, "-c", BARE), 3 if quick else 15
        )
    return [compare("mở cửa sổ, vẽ lần đầu, đóng", ours_ms, "QMainWindow trống", bare_ms)]


def _show(compiled: str, *arguments: str) -> None:
    """A window that does not open is a bug of ours, not a missing tool: RuntimeError with its words."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": f"{compiled}/compiled"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, check=False, encoding="utf-8", timeout=60
    )
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}\n{done.stderr}")
