"""A window of its own that types a reason and waits to be killed: `python -m tests.ui.half_typed FOLDER ID`."""

import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import Decision
from tests.practice import MORNING
from tests.ui.conftest import settle
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step


def main(folder: Path, dossier_id: int) -> None:
    application = QApplication([])
    office = open_office(folder, clock=FixedClock(MORNING))
    window = MainWindow(office.clock)
    window.show()
    window.use_office(office, UseCases(), "intake")
    window.open_page("intake", dossier_id=dossier_id)
    settle(window)
    page = window.page
    page.go_to(Step.DECISION)
    settle(window)
    page.ui.decision.options[Decision.REFUSE].click()
    QTest.keyClicks(page.ui.decision.words.reason, "Khong du dieu kien vi thieu von")
    QTest.keyClicks(page.ui.decision.words.ground, "ND 118/2025")
    print("typed", flush=True)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
