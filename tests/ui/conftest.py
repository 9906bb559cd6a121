"""Shared by the window's tests: one application, one theme, a window over an office in memory, nothing left behind."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.fakes import FakeOffice, use_cases
from ui.main_window import MainWindow
from ui.theme import apply_theme


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["counter-app"]


@pytest.fixture(autouse=True)
def _clean_window(qapp: QApplication) -> Iterator[None]:
    """Light theme and no hand on keys or mouse before each test; afterwards no lane thread and no widget is left."""
    apply_theme(qapp, "light")
    QCursor.setPos(0, 0)  # where an earlier test left it, it would lie on this one's list as a hand does
    nowhere = QWidget()
    QTest.keyRelease(nowhere, Qt.Key.Key_Control)  # after Ctrl with a key Qt takes it for held: a choice would toggle
    QTest.mouseRelease(nowhere, Qt.MouseButton.LeftButton)
    assert QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("lane-")]
    assert not left, f"threads left behind: {left}"


@pytest.fixture
def make_window(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """A shown 1366×768 window over an office in memory. `cases`: from `fakes.use_cases`; `first`: the page to open."""
    made: list[MainWindow] = []

    def make(cases: Any = None, first: str = "", office: Any = None, size: tuple[int, int] = (1366, 768)) -> MainWindow:
        office = office or FakeOffice(folder=tmp_path)
        window = MainWindow(office.clock)
        made.append(window)
        window.resize(*size)
        window.show()
        window.use_office(office, cases or use_cases(), first)
        settle(window)
        return window

    yield make
    for window in made:
        window.close()
        window.tasks.close()


def settle(window: MainWindow, seconds: float = 120.0) -> None:
    """Let lanes finish and their answers be painted."""
    from PySide6.QtCore import QDeadlineTimer

    limit = QDeadlineTimer(int(seconds * 1000))
    quiet = 0
    while quiet < 3 and not limit.hasExpired():
        QCoreApplication.processEvents()
        quiet = 0 if window.tasks.busy else quiet + 1
        if not quiet:
            time.sleep(0.001)  # the lanes work meanwhile, instead of a core that only asks
    assert not limit.hasExpired(), "the lanes did not come to rest"
