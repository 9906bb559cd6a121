"""A dossier's intake in a real window over a practice office: nothing in hand, each step, the printed receipt.

`--office FOLDER`: a practice office that this run may change. `--paper FILE`: what is put to the second component.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, Decision
from counter_app.workflow import intake
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.intake_papers import fresh_dossier, list_with_a_bad_row, scan_with_blank_page
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    more = argparse.ArgumentParser()
    more.add_argument("--office", type=Path, required=True)
    more.add_argument("--paper", type=Path)
    mine, _ = more.parse_known_args()
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    office = open_office(mine.office, clock=FixedClock(MORNING))
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "intake")
    name = f"{options.theme}-{application.devicePixelRatio():g}"

    def take(what: str) -> None:
        for _ in range(2):
            settle(window)
            QTest.qWait(200)
        picture(window, options.pictures, f"{what}-{name}")

    take("start")
    page = window.page
    assert page is not None
    page.ui.start.search("khong co ho so nay")
    take("empty")
    page.ui.start.search("")
    page.lists.begin(list_with_a_bad_row(mine.office / "danh-sach-moi.xlsx"))
    take("list")
    page.lists.sheet.show_preview(page.lists.sheet.shown, chip="columns")
    take("list-columns")
    page.lists.take()
    take("import")
    walk(window, office, mine.paper or scan_with_blank_page(mine.office / "phuong-an.pdf"), take)
    window.close()
    window.tasks.close()
    office.close()


def walk(window: MainWindow, office: Office, paper: Path, take: Callable[[str], None]) -> None:
    """One dossier from the check to the receipt, with a picture of each step."""
    dossier = fresh_dossier(office)
    first, second, third = dossier.components[:3]
    intake.check_component(office, dossier.id, first.id, ComponentVerdict.PASS)
    intake.attach_file(office, dossier.id, second.id, paper)
    fail = ComponentVerdict.FAIL
    intake.check_component(office, dossier.id, third.id, fail, remark="Bản chụp thiếu trang cuối, chụp lại đủ trang")
    window.open_page("intake", dossier_id=dossier.id)
    take("check")
    page = window.page
    assert page is not None
    for step in (Step.PROCEDURE, Step.APPLICANT, Step.PAPERS, Step.DECISION):
        page.go_to(step)
        take(step.name.lower())
    for part in dossier.components:
        remark = "Đã đối chiếu bản gốc"
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.PASS, remark=remark)
    page.reload()
    settle(window)
    page.ui.decision.options[Decision.REFUSE].click()
    take("refuse")
    page.ui.decision.options[Decision.ACCEPT].click()
    page.primary()
    settle(window)
    page.work.print_receipt()
    take("finish")


if __name__ == "__main__":
    main()
