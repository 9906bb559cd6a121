"""Five dossiers in a real window: complete, supplemented, refused, with a reused paper, with a certified copy.

`--office FOLDER`: a practice office that this run may change. `--certified FILE`: a copy signed by two certificates.
"""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict, Decision, Dossier, DossierState
from counter_app.workflow import approval, intake, queue, reuse, sitting, supplement
from counter_app.workflow.office import Office
from tests.pdf.made_files import scan_pdf, scan_picture
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.journey_dossiers import EARLIER, NEWCOMER, dossier_of
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.dialogs.pages import PagesDialog
from ui.main_window import MainWindow
from ui.presenters.intake import Step
from ui.theme import apply_theme

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"


class Walk:
    def __init__(self, window: MainWindow, office: Office, take: Callable[[str], None], folder: Path) -> None:
        self.window, self.office, self.take, self.folder = window, office, take, folder

    @property
    def page(self) -> Any:
        return self.window.page

    def open(self, dossier: Dossier) -> None:
        self.window.open_page("intake", dossier_id=dossier.id)
        settle(self.window)

    def go(self, step: Step) -> None:
        self.page.go_to(step)
        settle(self.window)

    def now(self, dossier: Dossier) -> Dossier:
        return queue.dossier(self.office, dossier.id)

    def complete(self) -> None:
        dossier = dossier_of(self.office, self.folder, "H31.15-261123-7401")
        self.open(dossier)
        for _ in dossier.components:
            self.page.work.pass_and_go_on()
            settle(self.window)
        self.take("complete-decision")
        self.page.primary()
        settle(self.window)
        self.page.work.print_receipt()
        settle(self.window)
        self.take("complete-receipt")
        assert self.now(dossier).state is DossierState.ACCEPTED

    def supplemented(self) -> None:
        dossier = dossier_of(self.office, self.folder, "H31.15-261123-7402", applicant=NEWCOMER)
        self.fail_one(dossier, "Thiếu trang cuối có chữ ký; chụp lại đủ trang")
        self.open(dossier)
        self.go(Step.DECISION)
        self.page.ui.decision.options[Decision.REQUEST_SUPPLEMENT].click()
        self.page.primary()
        settle(self.window)
        self.page.primary()
        settle(self.window)
        self.take("supplement-sheet")
        supplement.receive(self.office, dossier.id)
        self.fail_one(dossier, "Trang cuối vẫn thiếu")
        self.page.reload()
        self.go(Step.DECISION)
        self.take("supplement-again")
        approval.ask(self.office, dossier.id, GROUND)
        self.page.reload()
        settle(self.window)
        self.page.approval.approve_here()
        self.take("supplement-approve")
        dialog = QApplication.activeModalWidget()
        dialog.save.click()  # type: ignore[union-attr]
        settle(self.window)
        self.page.reload()
        settle(self.window)
        self.take("supplement-approved")

    def refused(self) -> None:
        dossier = dossier_of(self.office, self.folder, "H31.15-261123-7403")
        self.open(dossier)
        other = self.office.as_person(next(login for login in self.office.people if login != self.office.person.login))
        sitting.sit(other, dossier.id, "ban khac")
        self.page.memory.beat()
        self.go(Step.DECISION)
        sheet = self.page.ui.decision
        sheet.guide.click()
        sheet.words.guidance.setText("Bộ Khoa học và Công nghệ, Cổng Dịch vụ công quốc gia")
        sheet.words.known.setCurrentIndex(1)
        sheet.words.known.activated.emit(1)
        self.take("refuse-words")
        self.page.primary()
        settle(self.window)
        self.page.primary()
        settle(self.window)
        self.take("refuse-sheet")
        assert self.now(dossier).state is DossierState.REFUSED

    def reused(self) -> None:
        earlier = dossier_of(self.office, self.folder, "H31.15-261120-7404", applicant=EARLIER)
        for part in earlier.components:
            intake.check_component(self.office, earlier.id, part.id, ComponentVerdict.PASS, remark="Đã đối chiếu")
        reuse.set_validity(self.office, earlier.id, earlier.components[1].id, date(2026, 11, 20))
        reuse.set_validity(self.office, earlier.id, earlier.components[2].id, date(2027, 6, 30))
        dossier = dossier_of(self.office, self.folder, "H31.15-261123-7405", applicant=EARLIER, files=1)
        self.open(dossier)
        self.go(Step.PAPERS)
        self.take("reuse-offer")
        component = dossier.components[2]
        self.page.files.reuse(component, self.page.view.offers[component.id][0])
        settle(self.window)
        self.take("reuse-taken")
        assert self.now(dossier).components[2].file is not None

    def certified(self, copy: Path) -> None:
        dossier = dossier_of(self.office, self.folder, "H31.15-261123-7406")
        self.open(dossier)
        self.page.files.take_files(dossier.components[2], [copy])
        settle(self.window)
        self.page.show_component(self.now(dossier).components[2])
        settle(self.window)
        self.take("certified")
        scan = scan_pdf(self.folder / "ba-trang.pdf", *(scan_picture(dpi) for dpi in (100, 110, 120)))
        self.page.files.take_files(dossier.components[0], [scan])
        settle(self.window)
        self.page.show_component(self.now(dossier).components[0])
        settle(self.window)
        self.page.files.edit_pages()
        settle(self.window)
        self.take("pages")
        for one in QApplication.topLevelWidgets():
            if isinstance(one, PagesDialog):
                one.reject()

    def fail_one(self, dossier: Dossier, remark: str) -> None:
        for part in dossier.components:
            verdict, said = (ComponentVerdict.FAIL, remark) if part.number == 2 else (ComponentVerdict.PASS, "Đã xem")
            intake.check_component(self.office, dossier.id, part.id, verdict, remark=said)


def main() -> None:
    options = journey_options()
    more = argparse.ArgumentParser()
    more.add_argument("--office", type=Path, required=True)
    more.add_argument("--certified", type=Path, required=True)
    mine, _ = more.parse_known_args()
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    office = open_office(mine.office, clock=FixedClock(MORNING))
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "intake")

    def take(what: str) -> None:
        settle(window)
        QTest.qWait(250)
        picture(window, options.pictures, f"{what}-{options.theme}-{application.devicePixelRatio():g}")

    walk = Walk(window, office, take, mine.office)
    walk.complete()
    walk.supplemented()
    walk.refused()
    walk.reused()
    walk.certified(mine.certified)
    window.close()
    window.tasks.close()
    office.close()


if __name__ == "__main__":
    main()
