"""Qt objects that lie in cycles are taken away on the GUI thread, whatever the lanes allocate meanwhile."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.garbage import GarbageRound


def test_a_lane_takes_no_qt_object_apart(qtbot: QtBot) -> None:
    where: list[threading.Thread] = []
    parent = QObject()
    gc.enable()
    GarbageRound(parent)
    one = QObject()
    one.itself = one  # type: ignore[attr-defined]
    weakref.finalize(one, lambda: where.append(threading.current_thread()))
    del one
    kept: list[list[object]] = []
    lane = threading.Thread(target=lambda: kept.extend([] for _ in range(5 * gc.get_threshold()[0])))
    lane.start()
    lane.join()
    assert where == []
    qtbot.waitUntil(lambda: bool(where), timeout=60_000)
    assert where == [threading.main_thread()]
