"""«Cài đặt» over the practice office; run it through `tests.ui.xvfb.run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
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
    name = f"{options.theme}-{application.devicePixelRatio():g}"
    window = MainWindow(FixedClock(MORNING))
    window.resize(*options.size)
    window.show()
    window.use_office(open_office(folder, clock=FixedClock(MORNING), person="phuoc.dh"), UseCases(), "settings")

    def look(what: str) -> None:
        for _ in range(3):
            settle(window, 30)
            QTest.qWait(100)
        picture(window, options.pictures, f"{what}-{name}")

    look("office")
    page = window.page
    page.section.fields["office_code"].control.setText("15 H31")
    page.section.save()
    look("office-refused")
    page.section.discard()
    page.open_section("display")
    look("display")
    window.close()


if __name__ == "__main__":
    main()
