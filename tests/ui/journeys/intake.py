"""A dossier's intake in a real window over a practice office: check, decision, receipt, and nothing in hand."""

import argparse
from pathlib import Path

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.pdf.practice_pages import draw_paper
from counter_app.workflow import intake, queue
from tests.practice import MORNING
from tests.ui.conftest import settle
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
    folder, paper = (lambda said: (said.office, said.paper))(more.parse_known_args()[0])
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    clock = FixedClock(MORNING)
    office = open_office(folder, clock=clock)
    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "intake")
    name = f"{options.theme}-{application.devicePixelRatio():g}"

    def take(what: str) -> None:
        settle(window, 20)
        QTest.qWait(300)
        settle(window, 20)
        picture(window, options.pictures, f"{what}-{name}")

    take("intake-start")
    dossier = _fresh(office)
    parts = dossier.components
    if paper is None:
        paper = folder / "03_quyet-dinh.pdf"
        draw_paper(paper, "Quyết định", pages=2)
    intake.check_component(office, dossier.id, parts[0].id, ComponentVerdict.PASS)
    intake.attach_file(office, dossier.id, parts[1].id, paper)
    fail = parts[2]
    intake.check_component(office, dossier.id, fail.id, ComponentVerdict.FAIL, remark="Bản chụp thiếu trang cuối")
    window.open_page("intake", dossier_id=dossier.id)
    take("intake-check")
    page = window.page
    for step, what in (
        (Step.PROCEDURE, "procedure"),
        (Step.APPLICANT, "applicant"),
        (Step.PAPERS, "papers"),
        (Step.DECISION, "decision"),
    ):
        page.go_to(step)
        take(f"intake-{what}")
    for part in parts:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu bản gốc")
    page.reload()
    take("intake-decision-ready")
    page.ui.decision.options[Decision.REFUSE].setChecked(True)
    page.ui.decision._show_words()
    take("intake-refuse")
    page.ui.decision.options[Decision.ACCEPT].setChecked(True)
    page.ui.decision._show_words()
    page.primary()
    settle(window, 20)
    page.work.print_receipt()
    take("intake-finish")
    window.close()
    window.tasks.close()
    office.close()


def _fresh(office):  # type: ignore[no-untyped-def]
    for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,))):
        dossier = queue.dossier(office, DossierId(one))
        if len(dossier.components) >= 3 and dossier.intake_due_at and dossier.intake_due_at > office.now():
            return dossier
    raise AssertionError


if __name__ == "__main__":
    main()
