"""A window of its own that begins a new dossier and waits to be killed: `python -m tests.ui.half_begun FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.workflow import begun
from tests.practice import MORNING
from tests.ui.pages.test_intake_new import CARD, Counter
from ui.app import UseCases
from ui.main_window import MainWindow


def main(folder: Path) -> None:
    application = QApplication([])
    office = open_office(folder, clock=FixedClock(MORNING))
    window = MainWindow(office.clock)
    window.show()
    window.use_office(office, UseCases(), "intake")
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    counter = Counter(window, office)
    counter.settle()
    counter.at_applicant()
    counter.sheet.cards.take_text(CARD)
    counter.settle()
    QTest.keyClicks(counter.line("phone"), "09123")

    def kept() -> bool:
        found = begun.find(office)
        return found is not None and found.values.get("phone") == "09123"

    counter.until(kept)
    print("kept", flush=True)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
