"""The first start, as it stands and with an answer missing; run it through `tests.ui.xvfb.run_in_window`."""

import sys
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import end_with_traceback, journey_options, picture
from ui.first_run import FirstRun
from ui.main_window import MainWindow
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    application = QApplication([])
    sys.excepthook = end_with_traceback
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    name = f"{options.theme}-{application.devicePixelRatio():g}"
    window = MainWindow(FixedClock(MORNING))
    window.resize(*options.size)
    window.show()
    first = FirstRun(window, Path("/srv/quay-mot-cua"), lambda *_: None, lambda: None)
    first.view.name.setText("Sở Khoa học và Công nghệ")
    first.view.code.setText("H31.15")
    settle(window)
    picture(window, options.pictures, f"first-run-{name}")
    first.view.submit()
    settle(window)
    picture(window, options.pictures, f"first-run-refused-{name}")
    window.close()
    window.tasks.close()


if __name__ == "__main__":
    main()
