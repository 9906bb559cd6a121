"""Two counters of one practice office: each its own folder, one register on a server."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.workflow import office_move
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow


def on_server(folder: Path, address: str, clock: FixedClock) -> None:
    office = open_office(folder, clock=clock, person="phuoc.dh")
    try:
        office_move.move_to_server(office, address)
    finally:
        office.close()


def another_counter(folder: Path, name: str) -> Path:
    made = folder.with_name(name)
    shutil.copytree(folder, made, ignore=shutil.ignore_patterns("*.db*"))
    return made


@contextmanager
def window_at(qtbot: QtBot, folder: Path, clock: FixedClock, person: str, page: str = "today") -> Iterator[MainWindow]:
    window = MainWindow(clock)
    window.show()
    window.use_office(open_office(folder, clock=clock, person=person), UseCases(), page)
    settle(window)
    qtbot.waitUntil(lambda: window.live.connected, timeout=60_000)
    yield window
    window.close()
