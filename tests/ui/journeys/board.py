"""The supervisor's morning over the practice office; run it through `tests.ui.xvfb.run_in_window`.

`COUNTER_PRACTICE` of the arguments is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, required=True)
    folder = parser.parse_known_args()[0].office
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    office = open_office(folder, clock=FixedClock(MORNING), person="phuoc.dh")
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "board")
    settle(window, 30)
    QTest.qWait(50)
    name = f"{options.theme}-{application.devicePixelRatio():g}"
    picture(window, options.pictures, f"board-{name}")
    window.page.cards[3].click()
    settle(window, 30)
    QTest.qWait(200)
    settle(window, 30)
    picture(window, options.pictures, f"board-behind-{name}")
    window.close()


if __name__ == "__main__":
    main()
