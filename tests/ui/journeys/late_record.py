"""An act written down later, and the supervisor's list of such acts; run it through `run_in_window`.

`--office` is a folder made by `counter_app.bootstrap.load_practice`.
"""

import argparse
import tempfile
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import ComponentVerdict
from counter_app.pdf.practice_pages import draw_photo
from counter_app.workflow import intake
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.intake_papers import fresh_dossier
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.dialogs.late_record import LateRecordDialog
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
    dossier = fresh_dossier(office)
    for part in dossier.components:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Bản chụp mờ")
    assert dossier.intake_due_at is not None
    clock.moment = dossier.intake_due_at + timedelta(days=2)
    window = MainWindow(clock)
    window.resize(*options.size)
    window.show()

    def rest() -> None:
        for _ in range(3):
            settle(window)
            QTest.qWait(150)
        settle(window)

    window.use_office(office, UseCases(), "intake")
    rest()
    window.open_page("intake", dossier_id=dossier.id)
    rest()
    window.page.go_to(Step.DECISION)
    rest()
    sheet = window.page.ui.decision
    sheet.ensureWidgetVisible(sheet.words, 0, 16)
    rest()
    picture(window, options.pictures, f"late-decision-{name}")
    window.page.late.ask()
    rest()
    (dialog,) = (one for one in application.topLevelWidgets() if isinstance(one, LateRecordDialog))
    real = dossier.received_at + timedelta(hours=1)
    dialog.day.setDate(QDate(real.year, real.month, real.day))
    dialog.clock.setText(f"{real:%H:%M}")
    dialog.why.setText("Mất điện từ 14:00, quyết định ghi trên giấy")
    dialog.save.click()
    rest()
    picture(window, options.pictures, f"late-dialog-{name}")
    proof = Path(tempfile.mkdtemp()) / "phieu-ky-nhan.jpg"
    draw_photo(proof, "Phiếu ký nhận hồ sơ")
    dialog.evidence.take(proof)
    dialog.save.click()
    rest()
    picture(window, options.pictures, f"late-written-{name}")
    window.use_office(office.as_person("phuoc.dh"), UseCases(), "board")
    rest()
    picture(window, options.pictures, f"board-{name}")
    window.page.open_late()
    rest()
    picture(window, options.pictures, f"late-list-{name}")
    window.close()


if __name__ == "__main__":
    main()
