"""Khóa và token, the PIN question in all its states, and the status bar's token, over the bad-day token."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtTest import QTest

from counter_app.clock import VIETNAM
from counter_app.model.signature import PinRequest
from counter_app.model.token import KeptLogin
from tests.ui.journeys.window import Journey
from ui.dialogs.pin import PinDialog, PinQuestion
from ui.main_window import MainWindow
from ui.widgets.facts import ScrollColumn

UNTIL = datetime(2026, 11, 23, 11, 30, tzinfo=VIETNAM)


def main() -> None:
    journey = Journey("ha.nt", "signing")
    window = journey.window
    window.token_watch.look()
    wait_for(
        lambda: (
            window.token_watch.news is not None
            and window.token_watch.news.tokens
            and window.page.keys.chosen is not None
        )
    )
    chips(journey, window)
    pins(journey, window)
    window.open_page("settings", section="keys")
    wait_for(lambda: window.page.section.found is not None)
    journey.look("keys-officer")
    window.switch_person("phuoc.dh")
    window.open_page("settings", section="keys")
    wait_for(lambda: window.page.section.found is not None)
    journey.look("keys-supervisor")
    section = window.page.section
    section.findChild(ScrollColumn).verticalScrollBar().setValue(10_000)
    section.driver_table.selectRow(1)
    journey.look("keys-below")
    journey.close()


def chips(journey: Journey, window: MainWindow) -> None:
    news = window.token_watch.news
    window.token_watch.forget()
    token = news.tokens[0]
    certificate = window.page.keys.chosen.certificate
    own = replace(token, serial=certificate.key.token_serial)
    kept = KeptLogin(key=certificate.key, person="ha.nt", holder=certificate.subject, until=UNTIL)
    for name, told in {
        "low": replace(news, tokens=(replace(own, pin_state="count_low"),)),
        "last": replace(news, tokens=(replace(own, pin_state="final_try"),)),
        "kept": replace(news, tokens=(own,), kept=kept),
        "none": replace(news, tokens=()),
    }.items():
        window.token_watch.changed.emit(told, (certificate,))
        journey.look(f"chip-{name}")
    window.token_watch.watch(window.office)


def pins(journey: Journey, window: MainWindow) -> None:
    certificate = window.page.keys.chosen.certificate
    usual = PinRequest(
        key=certificate.key,
        certificate=replace(certificate, organisation="Sở Khoa học và Công nghệ"),
        file_count=11,
        keep_until=UNTIL,
    )
    wrong = "PIN vừa nhập chưa đúng. Chưa tệp nào được ký."
    states = {
        "usual": usual,
        "low": replace(usual, state="count_low", error=wrong, misses=1),
        "last": replace(usual, state="final_try", error=wrong, misses=2),
        "each": replace(usual, keep_until=None, prompts=12),
        "third": replace(usual, keep_until=None, prompts=12, number=3),
        "pad": replace(usual, pad=True),
        "pad-last": replace(usual, pad=True, state="final_try"),
        "file": replace(usual, key=replace(certificate.key, kind="p12"), keep_until=None),
    }
    for name, request in states.items():
        dialog = PinDialog(PinQuestion(request), window, practice=False)
        dialog.open()
        if dialog.words.caption:
            QTest.keyClicks(dialog.field, "ABCDEF")
            dialog._show_error(dialog.words.error)
        journey.look(f"pin-{name}")
        dialog.reject()


def wait_for(happened: object, seconds: int = 60) -> None:
    for _ in range(20 * seconds):
        if happened():  # type: ignore[operator]
            return
        QTest.qWait(50)
    raise AssertionError("it did not happen")


if __name__ == "__main__":
    main()
