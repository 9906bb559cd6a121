"""«Vì sao?» of window and term, each on its printed sheet; run it through `run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.procedure import AfterSupplement
from counter_app.workflow import supplement
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.intake_papers import fresh_dossier
from tests.ui.xvfb import journey_options, picture
from tests.workflow.test_supplement import ask, take_in
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step
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
    office = open_office(folder, clock=clock, person="ha.nt")
    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()

    def rest() -> None:
        for _ in range(3):
            settle(window)
            QTest.qWait(150)
        settle(window)

    one = take_in(office, mode=AfterSupplement.RESTART)
    dossier = fresh_dossier(office)
    window.use_office(office, UseCases(), "intake")
    rest()
    window.open_page("intake", dossier_id=dossier.id)
    rest()
    window.page.go_to(Step.DECISION)
    rest()
    picture(window, options.pictures, f"why-window-{name}")
    window.page.ui.clock.print_link.click()
    rest()
    picture(window, options.pictures, f"sheet-window-{name}")
    window.page.explanations.close()
    clock.advance(days=2)
    ask(office, one)
    window.open_page("intake", dossier_id=one)
    rest()
    picture(window, options.pictures, f"waits-intake-{name}")
    clock.advance(days=5)
    supplement.receive(office, one)
    window.open_page("results", dossier_id=one)
    rest()
    window.page.panel.clock.toggle()
    rest()
    picture(window, options.pictures, f"why-term-{name}")
    window.page.panel.clock.print_link.click()
    rest()
    picture(window, options.pictures, f"sheet-term-{name}")
    window.close()


if __name__ == "__main__":
    main()
