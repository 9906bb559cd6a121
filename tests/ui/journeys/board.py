"""Board, search and results over the practice office; run it through `tests.ui.xvfb.run_in_window`.

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
    clock = FixedClock(MORNING)
    name = f"{options.theme}-{application.devicePixelRatio():g}"

    def show(person: str, page: str) -> MainWindow:
        window = MainWindow(clock)
        window.resize(*options.size)
        window.show()
        window.use_office(open_office(folder, clock=clock, person=person), UseCases(), page)
        rest(window)
        return window

    def rest(window: MainWindow) -> None:
        for _ in range(3):
            settle(window)
            QTest.qWait(150)
        settle(window)

    window = show("phuoc.dh", "board")
    picture(window, options.pictures, f"board-{name}")
    window.page.overview.cards[3].click()
    rest(window)
    picture(window, options.pictures, f"behind-{name}")
    window.open_page("search", text="")
    rest(window)
    picture(window, options.pictures, f"search-empty-{name}")
    QTest.keyClicks(window.page.field, "cong ty")
    QTest.qWait(300)
    rest(window)
    picture(window, options.pictures, f"search-{name}")
    window.close()

    window = show("ha.nt", "results")
    window.page._press("to_return")
    rest(window)
    picture(window, options.pictures, f"results-signed-{name}")
    window.page._press("processing")
    rest(window)
    window.page.panel.return_button.click()
    rest(window)
    picture(window, options.pictures, f"results-refused-{name}")
    window.close()


if __name__ == "__main__":
    main()
