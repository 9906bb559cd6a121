"""Tokens that come and go, in the real window: how long until chip and key list know, and what looking costs.

The token is SoftHSM behind the tests' library that can play its removal. What looking costs is CPU time of the window
and of the driver's own process while nothing happens, beside the time that passes: the ratio is the share of one core.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import Row, ToolMissing

SHIM = Path(__file__).resolve().parent.parent / "tests" / "signing" / "token_shim.c"
NOTICED_MS = 2000.0  # what is asked of us


def run(quick: bool) -> list[Row]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from counter_app.bootstrap import load_practice, open_office
    from counter_app.settings import load_settings, save_settings
    from counter_app.signing.token_modules import installed_drivers

    softhsm = next((path for path in installed_drivers() if "softhsm" in path.casefold()), None)
    if softhsm is None or shutil.which("gcc") is None:
        raise ToolMissing("Cần SoftHSM2 và gcc để làm token cắm rút được.")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder, orders = Path(name) / "office", Path(name) / "shim"
        orders.mkdir()
        library = Path(name) / "shim.so"
        subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(SHIM), "-ldl"], check=True)
        os.environ |= {"SHIM_DIR": str(orders), "SHIM_OVER": softhsm}
        load_practice(folder)
        save_settings(folder, replace(load_settings(folder), token_modules=(str(library),), key_files=()))
        return _measure(open_office(folder), orders / "unplugged", rounds=3 if quick else 10, idle=5 if quick else 30)


def _measure(office: Any, unplugged: Path, *, rounds: int, idle: int) -> list[Row]:
    from PySide6.QtWidgets import QApplication

    from ui.app import UseCases
    from ui.main_window import MainWindow
    from ui.theme import apply_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    window = MainWindow(office.clock)
    window.resize(1366, 768)
    window.show()
    window.use_office(office, UseCases(), "signing")
    page: Any = window.page

    def until(there: bool) -> float:
        """Milliseconds until key list and chip both say so."""
        start = time.monotonic()
        while (page.keys.chosen is not None) is not there or ("chưa nhập PIN" in _chip(window)) is not there:
            application.processEvents()
            time.sleep(0.002)
        return (time.monotonic() - start) * 1000

    until(True)
    gone, back = [], []
    for number in range(rounds):
        _wait(application, 0.37 + 0.13 * number)  # at different places of the second
        unplugged.touch()
        gone.append(until(False))
        _wait(application, 0.41)
        unplugged.unlink()
        back.append(until(True))
    cost, memory = _cost(application, idle)
    window.close()
    return [
        Row("rút token đến khi biết, lâu nhất", max(gone), "mức yêu cầu", NOTICED_MS, max(gone) / NOTICED_MS),
        Row("cắm token đến khi biết, lâu nhất", max(back), "mức yêu cầu", NOTICED_MS, max(back) / NOTICED_MS),
        Row(f"CPU trong {idle} s không có gì xảy ra", cost, "thời gian trôi", idle * 1000.0, cost / (idle * 1000.0)),
        Row("bộ nhớ (MB) của tiến trình khóa", memory, "", 0.0, 0.0),
    ]


def _cost(application: Any, seconds: int) -> tuple[float, float]:
    """CPU milliseconds of the window and its children, and the megabytes of the driver's own process."""
    import psutil

    every = [psutil.Process(), *psutil.Process().children(recursive=True)]
    keys = [one for one in every[1:] if "spawn_main" in " ".join(one.cmdline())]
    before = sum(sum(one.cpu_times()[:2]) for one in every)
    _wait(application, seconds)
    spent = (sum(sum(one.cpu_times()[:2]) for one in every) - before) * 1000
    return spent, max((one.memory_info().rss for one in keys), default=0) / 1e6


def _wait(application: Any, seconds: float) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        application.processEvents()
        time.sleep(0.01)


def _chip(window: Any) -> str:
    said: str = window.status.items["token"].accessibleName()
    return said


if __name__ == "__main__":
    for row in run(quick=True):
        print(*row, sep=" · ")
