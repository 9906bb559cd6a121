"""A new dossier at the counter with the keyboard alone: the catalogue, a scanned card, twins, and on into intake."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from counter_app.model.dossier import Applicant, Channel, DossierState
from counter_app.workflow import queue, reception
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import words_of
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.intake_start_applicant import WAIT_MS
from ui.presenters.intake import Step

CARD = "014190000011||Lò Thị Ưởng|04091990|Nữ|Số 1, Xã Mẫu, Sơn La|15062025"


class Counter:
    def __init__(self, window: MainWindow, office: Office) -> None:
        self.window, self.office = window, office
        self.page: Any = window.page
        self.sheet: Any = self.page.ui.new

    def settle(self) -> None:
        settle(self.window)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        self.wait()

    def type(self, text: str, *, enter: bool = False) -> None:
        """As a scanner or a hand: into whatever has the focus."""
        for letter in text:
            self._send(QApplication.focusWidget() or self.window, 0, letter)
        if enter:
            self._send(QApplication.focusWidget() or self.window, Qt.Key.Key_Return, "\r")
        self.wait()

    def wait(self) -> None:
        """Until what was typed has been looked at."""
        QTest.qWait(WAIT_MS + 60)
        self.settle()

    def until(self, true: Callable[[], object]) -> None:
        for _ in range(100):
            if true():
                return
            self.wait()
        raise AssertionError("it did not come about")

    def _send(self, widget: QWidget, key: int, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

    def line(self, key: str) -> QLineEdit:
        control = self.sheet.form.fields[key].control
        assert isinstance(control, QLineEdit)
        return control

    def at_applicant(self, text: str = "hop chuan chung nhan") -> None:
        self.page.new.begin()
        self.settle()
        self.type(text)
        self.until(lambda: self.sheet.procedure is not None and self.sheet.procedure.code == self.sheet.picker.code)
        self.press(Qt.Key.Key_Return)


@pytest.fixture
def counter(make_window: Callable[..., MainWindow], office: Office) -> Counter:
    window = make_window(cases=UseCases(), first="intake", office=office)
    window.activateWindow()
    return Counter(window, office)


def test_from_an_empty_page_to_the_papers_by_keyboard_and_scanner_only(counter: Counter) -> None:
    counter.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    counter.until(lambda: counter.page.new.under_way and counter.sheet.picker.field.hasFocus())
    counter.type("hop chuan chung nhan")
    counter.until(lambda: counter.sheet.procedure and counter.sheet.procedure.code == "2.001209")
    counter.press(Qt.Key.Key_Return)
    counter.type(CARD, enter=True)
    assert counter.line("name").text() == "Lò Thị Ưởng"
    counter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    view = counter.page.view
    assert view is not None
    assert (view.dossier.applicant.identity_number, view.dossier.channel) == ("014190000011", Channel.DIRECT)
    assert (view.dossier.state, counter.page.step) == (DossierState.NEW, Step.PAPERS)
    assert view.dossier.local_code.startswith("TN-2026-")


@pytest.mark.parametrize("field", ["name", "address", "code", "identity_number"])
def test_a_burst_is_taken_whatever_field_it_falls_into_and_leaves_its_words(counter: Counter, field: str) -> None:
    counter.at_applicant()
    kept = counter.line(field)
    kept.setText("cũ")
    kept.setFocus()
    counter.type(CARD, enter=True)
    assert counter.line("identity_number").text() == "014190000011"
    assert counter.line("address").text() == "Số 1, Xã Mẫu, Sơn La"
    assert counter.line("code").text() == ("cũ" if field == "code" else "")
    assert "Nữ, sinh năm 1990" in " ".join(words_of(counter.sheet.form))


def test_a_burst_into_a_button_or_a_choice_presses_nothing(counter: Counter) -> None:
    counter.at_applicant()
    for widget in (counter.sheet.primary, counter.sheet.form.kind, counter.sheet.form.with_delegate):
        widget.setFocus()
        counter.type(CARD, enter=True)
        assert counter.page.new.under_way
        assert not counter.sheet.form.with_delegate.isChecked()
        assert counter.line("name").text() == "Lò Thị Ưởng"


@pytest.mark.parametrize(
    ("text", "told"),
    [(CARD[:40], "cắt ngang"), (CARD.replace("ị Ư", "? ?"), "hỏng dấu"), (CARD.replace("1990", "1991"), "năm sinh")],
)
def test_a_doubtful_card_fills_nothing_and_says_why(counter: Counter, text: str, told: str) -> None:
    counter.at_applicant()
    counter.type(text)
    QTest.qWait(450)  # no Enter comes: the burst has ended by itself
    counter.settle()
    assert told in counter.sheet.notice.words
    assert counter.line("name").text() == counter.line("identity_number").text() == ""


def test_typing_by_hand_is_no_burst_and_findings_speak_while_typing(counter: Counter) -> None:
    counter.at_applicant()
    counter.type("0333")
    assert "phải có 12 chữ số" in counter.sheet.form.fields["identity_number"].error
    assert counter.sheet.form.fields["name"].error == ""  # nobody has been there yet
    counter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Chưa có tên" in counter.sheet.form.fields["name"].error
    assert counter.page.new.under_way


def test_twins_are_shown_with_their_state_and_the_act_says_so(counter: Counter) -> None:
    first = reception.receive(counter.office, counter_request()).dossier
    counter.at_applicant()
    counter.type(CARD, enter=True)
    counter.wait()
    assert any(first.local_code in words for words in words_of(counter.sheet.side))
    assert counter.sheet.primary.text() == "Vẫn lập hồ sơ mới"
    before = len(queue.ids(counter.office, all_rows()))
    counter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(queue.ids(counter.office, all_rows())) == before + 1
    assert counter.page.view.dossier.id != first.id


def test_an_earlier_applicant_is_offered_masked_and_taken_over(counter: Counter) -> None:
    reception.receive(counter.office, counter_request())
    counter.at_applicant("an toan buc xa chung chi")
    counter.type("0141900")
    words = " ".join(words_of(counter.sheet.side))
    assert "014*******11" in words
    assert "014190000011" not in words
    counter.sheet.side.known.emit(counter_request().applicant)
    counter.wait()
    assert counter.line("name").text() == "Lò Thị Ưởng"


def test_a_delegates_card_goes_into_the_delegates_part(counter: Counter) -> None:
    counter.at_applicant()
    counter.type(CARD, enter=True)
    counter.sheet.form.with_delegate.setChecked(True)
    counter.line("delegate_identity_number").setFocus()
    counter.type("033087615224||Dương Minh Điện|04091987|Nam|Thôn Ánh, Hưng Yên|15062025", enter=True)
    assert counter.line("delegate_name").text() == "Dương Minh Điện"
    assert counter.line("name").text() == "Lò Thị Ưởng"
    counter.line("delegate_authorisation").setText("Số 12 ngày 01/11/2026, UBND xã Mẫu")
    counter.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert counter.page.view.dossier.applicant.delegate.name == "Dương Minh Điện"


def test_arrows_move_the_list_from_the_search_field_and_back_leads_out(counter: Counter) -> None:
    counter.page.new.begin()
    counter.settle()
    first = counter.sheet.picker.code
    counter.press(Qt.Key.Key_Down)
    assert counter.sheet.picker.code != first
    assert counter.sheet.picker.field.hasFocus()
    counter.type("khong co thu tuc nay")
    assert counter.sheet.picker.empty.isVisible()
    counter.sheet.back()
    counter.settle()
    assert not counter.page.new.under_way


def counter_request() -> Any:
    from counter_app.model.request import Request

    who = Applicant(name="Lò Thị Ưởng", identity_number="014190000011", address="Số 1, Xã Mẫu, Sơn La")
    return Request(procedure_code="2.001209", case_name="", channel=Channel.DIRECT, applicant=who)


def all_rows() -> Any:
    from counter_app.model.queue import QueueFilter

    return QueueFilter()
