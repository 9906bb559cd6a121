"""Real windows: run a script in an Xvfb of a given size and scale, and keep pictures of what stands on the screen.

    from tests.ui.xvfb import run_in_window
    run_in_window("tests/ui/journeys/today.py", folder, size=(1366, 768), scale=1.5, theme="dark")

The script gets `--pictures FOLDER --theme NAME --size 1366x768` and saves with `picture(widget, FOLDER, name)`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Screen:
    """A running Xvfb; `display` is what DISPLAY must say."""

    process: "subprocess.Popen[bytes]"
    display: str

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)


def start_screen(size: tuple[int, int] = (1366, 768)) -> Screen:
    """Xvfb chooses a free number itself, so that parallel tests never meet."""
    reader, writer = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-ac"],
        pass_fds=(writer,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as news:
        number = news.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    return Screen(process, f":{number}")


def run_in_window(
    script: str | Path,
    pictures: Path,
    *,
    size: tuple[int, int] = (1366, 768),
    scale: float = 1.0,
    theme: str = "light",
    arguments: Sequence[str] = (),
    seconds: float = 280,
) -> str:
    """Run a Python script in a real window; answers its standard output. A non-zero end raises with its words."""
    pictures.mkdir(parents=True, exist_ok=True)
    screen = start_screen(size)
    environment = {
        **os.environ,
        "DISPLAY": screen.display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": str(scale),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "XDG_RUNTIME_DIR": tempfile.mkdtemp(prefix="run-"),
    }
    command = [sys.executable, str(script), "--pictures", str(pictures), "--theme", theme]
    command += ["--size", f"{round(size[0] / scale)}x{round(size[1] / scale)}", *arguments]
    try:
        ended = subprocess.run(  # noqa: PLW1510
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds
        )
    finally:
        screen.close()
        shutil.rmtree(environment["XDG_RUNTIME_DIR"], ignore_errors=True)
    if ended.returncode:
        raise AssertionError(f"{script} ended with {ended.returncode}\n{ended.stdout}\n{ended.stderr}")
    return ended.stdout


def journey_options() -> argparse.Namespace:
    """What `run_in_window` hands to its script: pictures (Path), theme, size (width, height) in logical pixels."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="1366x768", type=lambda words: tuple(int(part) for part in words.split("x")))
    options, _ = parser.parse_known_args()
    return options


def end_with_traceback(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    """An exception hook for journeys: what goes wrong in a lane or a slot ends the script instead of passing by."""
    traceback.print_exception(kind, error, place)
    sys.stderr.flush()
    os._exit(1)


def picture(widget: object, folder: Path, name: str) -> Path:
    """What is on the screen inside the window's frame, popups included; the frame buffer's own pixels."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    assert isinstance(widget, QWidget)
    assert QTest.qWaitForWindowExposed(widget.window(), 60_000), "the window was never shown"
    QTest.qWait(120)  # what was asked for is painted and has reached the screen
    path = folder / f"{name}.png"
    corner = widget.mapToGlobal(widget.rect().topLeft())
    grabbed = widget.screen().grabWindow(0, corner.x(), corner.y(), widget.width(), widget.height())
    if grabbed.isNull() or not grabbed.save(str(path)):
        raise AssertionError(f"no picture {name}")
    return path
