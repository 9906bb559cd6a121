"""A journey over a folder of the practice office, in a real window, with a picture of whatever is worth a look.

Scripts that use it are run through `tests.ui.xvfb.run_in_window`; `--office` is made by `bootstrap.load_practice`.
"""

import argparse
import sys
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import end_with_traceback, journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme


class Journey:
    def __init__(self, person: str, page: str) -> None:
        options = journey_options()
        parser = argparse.ArgumentParser()
        parser.add_argument("--office", type=Path, required=True)
        self.folder: Path = parser.parse_known_args()[0].office
        self.application = QApplication([])
        sys.excepthook = end_with_traceback
        apply_theme(self.application, options.theme)
        QCursor.setPos(2, 2)
        self.pictures = options.pictures
        self.name = f"{options.theme}-{self.application.devicePixelRatio():g}"
        self.clock = FixedClock(MORNING)
        self.office = open_office(self.folder, clock=self.clock, person=person)
        self.window = MainWindow(self.clock)
        self.window.resize(*options.size)
        self.window.show()
        self.window.use_office(self.office, UseCases(), page)
        self.rest()

    def rest(self, wait_ms: int = 40) -> None:
        """Until the lanes are quiet and short waits (a search while typing) are over."""
        settle(self.window)
        QTest.qWait(wait_ms)
        settle(self.window)

    def look(self, what: str) -> None:
        self.rest()
        picture(self.window, self.pictures, f"{what}-{self.name}")

    def close(self) -> None:
        self.window.close()
