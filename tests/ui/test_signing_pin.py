"""The PIN dialog by itself, and the bridge that carries the answer to the lane."""

import queue
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.clock import VIETNAM
from counter_app.model.signature import CertificateInfo, KeyRef, PinAnswer, PinRequest
from ui.dialogs.pin import PinBridge, PinDialog, PinQuestion
from ui.main_window import MainWindow
from ui.widgets.secret_field import CAPS_WORDS, SecretField

Make = Callable[..., tuple[PinDialog, PinQuestion]]
UNTIL = datetime(2030, 11, 22, tzinfo=VIETNAM)
KEY = KeyRef(kind="pkcs11", path="driver.so", token="TAP SU ha.nt", token_serial="52100874")
CERTIFICATE = CertificateInfo(
    key=KEY,
    subject="Nguyễn Thu Hà",
    organisation="Sở Khoa học và Công nghệ",
    issuer="CA tập sự",
    serial="1",
    not_before=UNTIL,
    not_after=UNTIL,
    usable=True,
)


@pytest.fixture
def dialog(make_window: Callable[..., MainWindow], qtbot: QtBot) -> Callable[..., tuple[PinDialog, PinQuestion]]:
    window = make_window()

    def make(state: str = "normal", error: str = "", **more: Any) -> tuple[PinDialog, PinQuestion]:
        request = PinRequest(key=KEY, certificate=CERTIFICATE, file_count=3, state=state, error=error, **more)
        question = PinQuestion(request)
        made = PinDialog(question, window)
        made.open()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is made, timeout=60_000)
        return made, question

    return make


def answer(question: PinQuestion) -> PinAnswer | None:
    return question._answer.get(timeout=60)


def test_enter_hands_the_pin_on_once_and_empties_the_field(dialog: Make) -> None:
    made, question = dialog()
    field = made.field
    QTest.keyClicks(field, "246810")
    assert field.displayText() != "246810"
    texts: list[str] = []
    made.finished.connect(lambda _: texts.append(field.text()))
    QTest.keyClick(field, Qt.Key.Key_Return)
    given = answer(question)
    assert given == PinAnswer(secret="246810")
    assert "246810" not in repr(given)
    assert texts == [""]
    with pytest.raises(queue.Empty):
        question._answer.get_nowait()


@pytest.mark.parametrize("way", ["escape", "button", "close"])
def test_every_way_out_of_the_dialog_means_no(dialog: Make, way: str) -> None:
    made, question = dialog()
    QTest.keyClicks(made.field, "246810")
    {
        "escape": lambda: QTest.keyClick(made, Qt.Key.Key_Escape),
        "button": made.cancel.click,
        "close": made.close,
    }[way]()
    assert answer(question) is None


def test_an_empty_pin_is_not_sent(dialog: Make) -> None:
    made, question = dialog()
    made.send.click()
    assert made.isVisible()
    assert made.error == "Chưa nhập mã PIN."
    made.reject()
    assert answer(question) is None


def test_on_the_last_try_nothing_is_sent_before_the_typed_confirmation(dialog: Make) -> None:
    made, question = dialog("final_try")
    QTest.keyClicks(made.field, "246810")
    made.send.click()
    assert made.isVisible()
    assert made.error.startswith("Gõ «lần cuối»")
    QTest.keyClicks(made.confirmation, "lan cuoi")
    made.send.click()
    assert answer(question) == PinAnswer(secret="246810", confirmed=True)


def test_keeping_the_login_is_offered_unticked_and_only_where_it_is_allowed(dialog: Make) -> None:
    made, question = dialog()
    assert not made.keep.isVisible()
    made.reject()
    answer(question)
    made, question = dialog(keep_until=UNTIL.replace(hour=11, minute=30))
    assert made.keep.isVisible() and not made.keep.isChecked()
    assert made.keep.text() == "&Giữ đăng nhập token đến 11:30, hết ngay khi rút token"
    QTest.keyClicks(made.field, "246810")
    made.keep.setChecked(True)
    made.send.click()
    assert answer(question) == PinAnswer(secret="246810", keep=True)


def test_a_token_with_a_pad_takes_no_letter_here(dialog: Make) -> None:
    made, question = dialog(pad=True)
    assert not made.field.isVisible() and not made.caption.isVisible()
    made.send.click()
    assert answer(question) == PinAnswer()
    made, question = dialog("final_try", pad=True)
    made.send.click()
    assert made.isVisible() and made.error.startswith("Gõ «lần cuối»")
    QTest.keyClicks(made.confirmation, "lan cuoi")
    made.send.click()
    assert answer(question) == PinAnswer(confirmed=True)


def test_letters_with_marks_are_doubted_once_before_they_are_sent(dialog: Make) -> None:
    made, question = dialog()
    made.field.setText("12â4567")  # what a Vietnamese typing tool makes of «12aa4567»
    made.send.click()
    assert made.isVisible() and "bộ gõ tiếng Việt" in made.error
    QTest.keyClicks(made.field, "8")
    made.send.click()
    assert made.isVisible(), "changed since the warning"
    made.send.click()
    assert answer(question) == PinAnswer(secret="12â45678")


@pytest.mark.parametrize("state", ["normal", "count_low", "final_try"])
def test_the_ladder_says_its_step_to_a_screen_reader(dialog: Make, state: str) -> None:
    made, _ = dialog(state)
    assert made.ladder.isVisible()
    assert made.ladder.accessibleName().startswith("Tình trạng PIN: ")
    assert made.confirmation.isVisible() == (state == "final_try")
    made.reject()


def test_the_error_of_the_last_try_stands_in_the_dialog_until_something_is_typed(dialog: Make) -> None:
    made, _ = dialog(error="PIN vừa nhập chưa đúng. Chưa tệp nào được ký. Kiểm tra Caps Lock.")
    assert made.error == "PIN vừa nhập chưa đúng. Chưa tệp nào được ký."
    QTest.keyClicks(made.field, "1")
    assert made.error == ""
    made.reject()


def test_caps_lock_is_told_inside_the_field(qtbot: QtBot) -> None:
    field = SecretField(lambda: None)
    qtbot.addWidget(field)
    QTest.keyClicks(field, "A")  # a capital without Shift as far as Qt tells
    assert field.caps == (field.accessibleDescription() == CAPS_WORDS)
    QTest.keyClick(field, Qt.Key.Key_A)
    assert not field.caps
    QTest.keyClick(field, Qt.Key.Key_CapsLock)
    assert field.caps
    told = SecretField(lambda: True)
    qtbot.addWidget(told)
    assert told.caps


def test_the_eye_shows_and_hides(qtbot: QtBot) -> None:
    field = SecretField(lambda: None)
    qtbot.addWidget(field)
    field.eye.click()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    assert field.eye.accessibleName() == "Ẩn PIN đang gõ"
    field.eye.click()
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_a_lane_that_waits_for_a_pin_goes_on_when_it_is_told_to_stop(qtbot: QtBot) -> None:
    stop = threading.Event()
    bridge = PinBridge(stop)
    answers: list[PinAnswer | None] = [PinAnswer(secret="not yet")]
    request = PinRequest(key=KEY, certificate=CERTIFICATE, file_count=1)
    lane = threading.Thread(target=lambda: answers.append(bridge.ask(request)))
    lane.start()
    stop.set()
    lane.join(5)
    assert not lane.is_alive()
    assert answers[-1] is None
