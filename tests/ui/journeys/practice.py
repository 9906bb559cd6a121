"""The practice office on the mock-ups' morning, opened as the application opens it, in a real window."""

import argparse
import sys
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import journey_options, picture
from ui.app import Session, make_application, read_options


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    folder = parser.parse_known_args()[0].data
    application = make_application()
    QCursor.setPos(2, 2)
    session = Session(application, read_options(["--data", str(folder), "--theme", options.theme]), FixedClock(MORNING))
    session.window.resize(*options.size)
    session.show()
    for _ in range(600):
        QTest.qWait(50)
        if session.window.page is not None:
            break
    settle(session.window)
    session.window.token_watch.look()
    for _ in range(600):
        QTest.qWait(50)
        if session.window.token_watch.news is not None:
            break
    settle(session.window)
    picture(session.window, options.pictures, f"practice-{options.theme}")
    session.window.close()
    session.close()
    sys.stdout.write(f"{session.window.status.items['token'].accessibleName()}\n")


if __name__ == "__main__":
    main()
