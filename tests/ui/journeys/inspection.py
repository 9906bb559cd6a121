"""The page of inspections over the practice office; run it through `tests.ui.xvfb.run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
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


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, required=True)
    folder = parser.parse_known_args()[0].office
    application = QApplication([])
    sys.excepthook = end_with_traceback
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    clock = FixedClock(MORNING)
    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()
    window.use_office(open_office(folder, clock=clock, person="an.cm"), UseCases(), "inspection")

    def look(what: str) -> None:
        for _ in range(2):
            settle(window)
            QTest.qWait(60)
        picture(window, options.pictures, f"{what}-{options.theme}-{application.devicePixelRatio():g}")

    page = window.page
    look("inspection-all")
    page.who.set_value("ha.nt")
    page.look()
    look("inspection-person")
    page.code.setText("TN-2026-000050")
    page.who.set_value("")
    page.look()
    settle(window)
    page.prove()
    look("inspection-dossier")
    page.choose(".pdf")
    look("inspection-no-reason")
    page.reason.setText("Kế hoạch thanh tra số 05/KH-TTr")
    page.export(options.pictures / "trich.pdf")
    look("inspection-exported")
    window.close()


if __name__ == "__main__":
    main()
