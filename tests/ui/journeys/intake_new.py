"""A new dossier in a real window over a practice office: procedure, scanned card, twins, the papers that follow.

`--office FOLDER`: a practice office that this run may change.
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
from tests.ui.pages.test_intake_new import CARD, counter_request
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    more = argparse.ArgumentParser()
    more.add_argument("--office", type=Path, required=True)
    mine, _ = more.parse_known_args()
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    office = open_office(mine.office, clock=FixedClock(MORNING))
    from counter_app.workflow import reception

    reception.receive(office, counter_request())
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    window.use_office(office, UseCases(), "intake")
    settle(window)
    name = f"{options.theme}-{application.devicePixelRatio():g}"

    def take(what: str) -> None:
        for _ in range(2):
            settle(window)
            QTest.qWait(200)
        picture(window, options.pictures, f"{what}-{name}")

    page = window.page
    assert page is not None
    sheet = page.ui.new
    page.new.begin()
    sheet.picker.search("an toan")
    take("new-procedure")
    sheet.picker.search("hop chuan chung nhan")
    settle(window)
    sheet.go_to(Step.APPLICANT)
    sheet.form.fields["identity_number"].control.insert("0141")
    sheet.form._edited("identity_number")
    take("new-applicant-typing")
    sheet.cards.take_text(CARD)
    settle(window)
    sheet.form.with_delegate.setChecked(True)
    sheet.form._edited("delegate_authorisation")
    take("new-applicant")
    page.search()
    settle(window, 30)
    page.new.begin()
    take("new-resumed")
    sheet.form.with_delegate.setChecked(False)
    sheet.receive()
    take("new-papers")
    page.go_to(Step.APPLICANT)
    take("applicant")
    page.ui.applicant.start()
    page.ui.applicant.save()
    take("applicant-edit")
    window.close()
    window.tasks.close()
    office.close()


if __name__ == "__main__":
    main()
