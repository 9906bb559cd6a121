"""Stopped, sealed, withdrawn, returned: how dossiers end, in real windows over the practice office.

`--office` is a folder made by `counter_app.bootstrap.load_practice`. The officer stops one, the leader signs the
notice, the records clerk seals it; another is withdrawn; a third goes back with its slip scanned.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import queue
from tests.practice import MORNING, PIN
from tests.ui.conftest import settle
from tests.ui.journeys.signing import wait_for
from tests.ui.xvfb import end_with_traceback, journey_options, picture
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.theme import apply_theme


class Desk:
    """One person's window after another over the same folder."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.options, self.folder, self.clock = journey_options(), folder, FixedClock(MORNING)
        self.name = f"{self.options.theme}-{application.devicePixelRatio():g}"
        self.window: MainWindow | None = None

    def sit(self, person: str, page: str) -> Any:
        self.leave()
        self.window = MainWindow(self.clock)
        self.window.resize(*self.options.size)
        self.window.show()
        self.window.use_office(open_office(self.folder, clock=self.clock, person=person), UseCases(), page)
        self.rest()
        return self.window.page

    def leave(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.tasks.close()

    def rest(self) -> None:
        assert self.window is not None
        for _ in range(3):
            settle(self.window)
            QTest.qWait(120)
        settle(self.window)

    def open(self, dossier: DossierId) -> Any:
        assert self.window is not None
        self.window.open_page("results", dossier_id=dossier)
        self.rest()
        self.window.page.panel.more_link.click()
        self.rest()
        return self.window.page.life

    def take(self, what: str) -> None:
        assert self.window is not None
        self.window.toast_frame.hide()
        picture(self.window, self.options.pictures, f"{what}-{self.name}")

    def state(self, dossier: DossierId) -> DossierState:
        assert self.window is not None
        return queue.dossier(self.window.office, dossier).state

    def sign(self, dossier: DossierId, what: str) -> None:
        """The person at the desk signs what waits of this dossier, with the PIN."""
        assert self.window is not None
        self.window.open_page("signing", dossier_id=dossier)
        self.rest()
        rows = self.window.page.list
        self.take(what)
        rows.sign()
        wait_for(lambda: rows._run is None or rows._run.dialog is not None)
        QTest.keyClicks(rows._run.dialog.field, PIN)
        QTest.keyClick(rows._run.dialog.field, Qt.Key.Key_Return)
        settle(self.window)
        self.take(f"{what}-done")


def stopped(desk: Desk, dossier: DossierId) -> None:
    life = desk.open(dossier)
    act = life.acts["stop"]
    for field, words in (
        ("reason", "Người nộp đổi nơi đặt thiết bị, nội dung đề nghị không còn"),
        ("ground", "Khoản 3 Điều 17 Nghị định số 118/2025/NĐ-CP"),
        ("stage", "Thẩm định"),
        ("handling", "Trả lại toàn bộ giấy tờ tại quầy; không thu phí"),
    ):
        act.line(field).setText(words)
    life.area.ensureWidgetVisible(act)
    desk.rest()
    desk.take("stop-before")
    act.button.click()
    desk.rest()
    desk.take("stop-notice")
    assert desk.state(dossier) is DossierState.STOPPED
    desk.sit("lam.vd", "signing")
    desk.sign(dossier, "stop-leader")
    desk.sit("nhan.ht", "signing")
    desk.take("seal-waiting")
    desk.sign(dossier, "seal")
    desk.open(dossier)
    desk.take("seal-sheet")


def withdrawn(desk: Desk, dossier: DossierId) -> None:
    life = desk.open(dossier)
    act = life.acts["withdraw"]
    act.line("reason").setText("Có đơn xin rút ngày 23/11/2026 để nộp lại cùng hồ sơ khác")
    life.area.ensureWidgetVisible(act)
    desk.rest()
    desk.take("withdraw-before")
    act.button.click()
    desk.rest()
    desk.take("withdrawn")
    assert desk.state(dossier) is DossierState.WITHDRAWN


def returned(desk: Desk) -> None:
    assert desk.window is not None
    page = desk.window.page
    page._press("to_return")
    desk.rest()
    dossier = page._shown.dossier
    panel = page.panel
    panel.slip_line.setFocus()
    QTest.keyClicks(panel.slip_line, f"{dossier.code}|1")
    QTest.keyClick(panel.slip_line, Qt.Key.Key_Return)
    desk.rest()
    panel.receiver.setText("Trần Thị Ưởng")
    panel.proof.setText("033087615212")
    desk.take("return-before")
    panel.return_button.click()
    desk.rest()
    assert desk.state(dossier.id) is DossierState.RETURNED
    life = desk.open(dossier.id)
    life.area.ensureWidgetVisible(life.rated)
    desk.rest()
    desk.take("returned")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--office", type=Path, required=True)
    folder = parser.parse_known_args()[0].office
    application = QApplication([])
    sys.excepthook = end_with_traceback
    desk = Desk(application, folder)
    apply_theme(application, desk.options.theme)
    QCursor.setPos(2, 2)
    desk.sit("ha.nt", "results")
    assert desk.window is not None
    ids = queue.ids(desk.window.office, QueueFilter(states=(DossierState.PROCESSING,), holder="ha.nt"))
    returned(desk)
    withdrawn(desk, DossierId(ids[-1]))
    stopped(desk, DossierId(ids[0]))
    desk.leave()


if __name__ == "__main__":
    main()
