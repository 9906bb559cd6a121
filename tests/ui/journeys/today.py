"""The queue of the mock-up in a real window; run it through `tests.ui.xvfb.run_in_window`."""

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import settle
from tests.ui.fakes import FakeOffice, use_cases
from tests.ui.xvfb import journey_options, picture
from ui.main_window import MainWindow
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    with tempfile.TemporaryDirectory() as folder:
        office = FakeOffice(folder=Path(folder))
        window = MainWindow(office.clock)
        window.resize(*options.size)
        window.show()
        window.use_office(office, use_cases())
        settle(window)
        QTest.qWait(50)
        page = window.page
        name = f"{options.theme}-{application.devicePixelRatio():g}"
        page.table.selectRow(3)
        picture(window, options.pictures, f"today-{name}")
        page.table.setFocus()
        QTest.keyClick(page.table, " ")
        picture(window, options.pictures, f"preview-{name}")
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 60_000)
        QTest.keyClick(window, "k", Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(100)
        picture(window, options.pictures, f"palette-{name}")
        application.activeModalWidget().close()
        window.use_office(office, use_cases([]))
        settle(window)
        picture(window, options.pictures, f"empty-{name}")
        window.close()


if __name__ == "__main__":
    main()
