"""Batch signing over a practice office in a real window: ready, the PIN, running, done, signed today, verify."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import FileHash
from counter_app.model.signature import PinRequest, SignProgress
from tests.practice import MORNING, PIN
from tests.ui.conftest import settle
from tests.ui.signing_desk import more_to_sign
from tests.ui.xvfb import journey_options, picture
from ui.app import UseCases
from ui.dialogs.pin import PinDialog, PinQuestion
from ui.main_window import MainWindow
from ui.pages.signing import SigningPage
from ui.theme import apply_theme


def main() -> None:
    options = journey_options()
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    folder = parser.parse_known_args()[0].data
    application = QApplication([])
    apply_theme(application, options.theme)
    QCursor.setPos(2, 2)
    office = open_office(folder, clock=FixedClock(MORNING.replace(hour=9, minute=12, second=7)))
    more_to_sign(office)
    window = MainWindow(office.clock)
    window.resize(*options.size)
    window.show()
    name = f"{options.theme}-{application.devicePixelRatio():g}"

    def take(what: str) -> None:
        QTest.qWait(60)
        picture(window, options.pictures, f"{what}-{name}")

    try:
        window.use_office(office, UseCases(), "signing")
        settle(window)
        journey(window, take)
    finally:
        window.close()


def journey(window: MainWindow, take: Callable[[str], None]) -> None:
    page, office = window.page, window.office
    rows = page.list
    rows.table.selectRow(min(4, len(rows.lines) - 1))
    settle(window)
    take("ready")
    low_on_tries(page, window, take)
    taken: list[str] = []

    def watch(step: SignProgress) -> None:
        if step.index == 4 and step.step == "time_stamp" and not taken:
            taken.append("running")
            take("running")

    rows.sign()
    rows._run.progressed.connect(watch)
    wait_for(lambda: rows._run is None or rows._run.dialog is not None)
    take("pin")
    QTest.keyClicks(rows._run.dialog.field, PIN)
    QTest.keyClick(rows._run.dialog.field, Qt.Key.Key_Return)
    settle(window)
    take("done")
    page.show_part("today")
    settle(window)
    take("today")
    signed = page.signed.model.value(0)
    page.open_verify(office.vault.path(FileHash(signed.file.hash)), signed.file.name)
    settle(window)
    take("verify")
    page.verify.found = None
    page.verify.begin()
    take("verify-begin")


def wait_for(happened: Callable[[], bool], seconds: int = 60) -> None:
    for _ in range(20 * seconds):
        if happened():
            return
        QTest.qWait(50)
    raise AssertionError("it did not happen")


def low_on_tries(page: SigningPage, window: MainWindow, take: Callable[[str], None]) -> None:
    """The dialog as a token with few tries left brings it up; answered with no."""
    certificate = page.keys.chosen.certificate
    request = PinRequest(
        key=certificate.key,
        certificate=replace(certificate, organisation="Sở Khoa học và Công nghệ"),
        file_count=11,
        state="count_low",
        error="PIN vừa nhập chưa đúng. Chưa tệp nào được ký. Kiểm tra Caps Lock rồi bấm Ký lại.",
    )
    for state, what in (("count_low", "pin-low"), ("final_try", "pin-last")):
        dialog = PinDialog(PinQuestion(replace(request, state=state)), window)
        dialog.open()
        QTest.keyClicks(dialog.field, "ABCDEF")
        dialog._show_error("PIN vừa nhập chưa đúng. Chưa tệp nào được ký.")
        take(what)
        dialog.reject()


if __name__ == "__main__":
    main()
