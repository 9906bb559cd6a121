"""Sitting down, being locked out, leaving: at a real office with accounts, in the whole window."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.signature import PinAnswer
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import backup, certificate_sign_in, people, sign_in
from tests.key_store import MemoryStore
from tests.practice import MORNING, PIN
from tests.ui.conftest import settle
from ui.app import Session, read_options
from ui.daily import LOOK_MINUTES
from ui.dialogs.base import CounterDialog
from ui.dialogs.quick_code import QuickCodeDialog
from ui.main_window import MainWindow

OWN = "com trua luc muoi mot gio"


@pytest.fixture
def guarded_folder(practice_folder: Path, clock: FixedClock) -> Path:
    """An office that is not for practice; an administrator and the officer Hà have accounts."""
    save_settings(practice_folder, replace(load_settings(practice_folder), practice=False))
    office = open_office(practice_folder, clock=clock, person="dung.bt")
    for login in ("dung.bt", "ha.nt"):
        first = people.give_password(office, login)
        if login == "ha.nt":
            sign_in.change_password(office.as_person(login), first, OWN)
    office.close()
    return practice_folder


@pytest.fixture
def window(qapp: object, guarded_folder: Path, clock: FixedClock) -> Iterator[MainWindow]:
    session = Session(qapp, read_options(["--data", str(guarded_folder)]), clock)  # type: ignore[arg-type]
    session.show()
    wait(session.window, session.window.sign_in_view.isVisible)
    yield session.window
    session.window.close()
    session.close()


def wait(window: MainWindow, there: Callable[[], bool]) -> None:
    limit = QDeadlineTimer(120_000)
    while not there() and not limit.hasExpired():
        settle(window)
    assert there()


def enter(window: MainWindow, login: str, password: str) -> None:
    view = window.sign_in_view
    view.name.setText(login)
    view.secret.setFocus()
    QTest.keyClicks(view.secret, password)
    QTest.keyClick(view.secret, Qt.Key.Key_Return)
    settle(window)


def test_nothing_of_the_office_is_shown_before_somebody_sits_down(window: MainWindow) -> None:
    assert window.page is None and not window.work.isVisible()
    enter(window, "ha.nt", "sai hoan toan")
    assert "Còn 4 lần" in window.sign_in_view.secret_field.error
    assert window.page is None and window.sign_in_view.secret.text() == ""
    enter(window, "ha.nt", OWN)
    wait(window, lambda: window.page_key == "today")
    assert "Nguyễn Thu Hà" in window.status.items["person"].accessibleName()


def test_a_locked_window_keeps_its_work_and_sleeps_until_its_person_is_back(window: MainWindow) -> None:
    enter(window, "ha.nt", OWN)
    wait(window, lambda: window.page_key == "today")
    window.open_page("search")
    page = window.page
    dialog = CounterDialog("Câu hỏi", window)
    dialog.open()
    answers: list[int] = []
    dialog.finished.connect(answers.append)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    window.desk.lock()
    settle(window)
    assert answers == [0] and window.sign_in_view.isVisible() and not window.work.isVisible()
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.page is page  # shortcuts sleep under the cover
    view = window.sign_in_view
    QTest.keyClicks(view.secret, OWN)
    QTest.keyClick(view.secret, Qt.Key.Key_Return)
    settle(window)
    assert window.work.isVisible() and window.page is page


def test_without_key_or_mouse_the_window_locks_itself(window: MainWindow) -> None:
    enter(window, "ha.nt", OWN)
    wait(window, lambda: window.page_key == "today")
    idle = window.desk._idle
    assert idle.isActive() and idle.interval() == 10 * 60_000
    counting = idle.timerId()
    QTest.keyClick(window, Qt.Key.Key_Shift)  # a sign of life: counted anew
    assert idle.isActive() and idle.timerId() != counting
    assert not window.desk.locked
    idle.start(1)
    wait(window, lambda: window.desk.locked)
    assert window.sign_in_view.isVisible()


def test_signing_out_takes_everything_away_and_somebody_else_may_come(window: MainWindow) -> None:
    enter(window, "ha.nt", OWN)
    wait(window, lambda: window.page_key == "today")
    window.desk.sign_out()
    settle(window)
    assert window.page is None and window.sign_in_view.isVisible()
    enter(window, "dung.bt", "khong phai mat khau")
    assert window.sign_in_view.secret_field.error


def test_a_first_password_must_be_replaced_before_the_office_opens(
    window: MainWindow, guarded_folder: Path, clock: FixedClock
) -> None:
    office = open_office(guarded_folder, clock=clock, person="dung.bt")
    first = people.give_password(office, "bao.tq")
    office.close()
    enter(window, "bao.tq", first)
    view = window.sign_in_view
    assert view.new.isVisible() and window.page is None
    for field, words in ((view.secret, first), (view.new, OWN), (view.again, OWN + "x")):
        QTest.keyClicks(field, words)
    QTest.keyClick(view.again, Qt.Key.Key_Return)
    settle(window)
    assert "chưa giống nhau" in view.secret_field.error
    for field, words in ((view.secret, first), (view.new, OWN), (view.again, OWN)):
        QTest.keyClicks(field, words)
    QTest.keyClick(view.again, Qt.Key.Key_Return)
    wait(window, lambda: window.page_key == "today")
    reopened = open_office(guarded_folder, clock=clock)
    assert sign_in.sign_in(reopened, "bao.tq", OWN).person.login == "bao.tq"
    reopened.close()


def test_practice_asks_nobody(qapp: object, practice_folder: Path) -> None:
    session = Session(qapp, read_options(["--data", str(practice_folder)]), FixedClock(MORNING))  # type: ignore[arg-type]
    session.show()
    wait(session.window, lambda: session.window.page is not None)
    session.window.desk.lock()
    assert session.window.work.isVisible()
    session.window.close()
    session.close()


def test_the_open_window_makes_the_daily_backup_and_reminds_calmly(
    window: MainWindow, tmp_path: Path, key_store: MemoryStore, clock: FixedClock
) -> None:
    enter(window, "ha.nt", OWN)
    item = window.status.items["safety"]
    wait(window, item.isVisible)
    assert "Chưa đặt sao lưu" in item.accessibleName() and "sao lưu" not in window.notice.words
    item.click()
    assert "tạo khóa cơ quan" in window.notice.words
    place = tmp_path / "sao-luu"
    place.mkdir()
    backup.make_key(window.office.as_person("dung.bt"))
    settings = replace(window.office.settings, backup_folder=str(place))
    save_settings(window.office.folder, settings)
    window.adopt_office(replace(window.office, settings=settings))
    wait(window, lambda: not item.isVisible())
    assert [path.suffix for path in place.iterdir()] == [".age"]
    clock.advance(days=1)
    for _ in range(LOOK_MINUTES):
        window.ticker.tick()
    wait(window, lambda: len(list(place.iterdir())) == 2)


def test_a_short_code_opens_the_locked_window_until_it_was_missed_three_times(window: MainWindow) -> None:
    enter(window, "ha.nt", OWN)
    wait(window, lambda: window.page_key == "today")
    window.desk.choose_quick_code()
    dialog = window.findChild(QuickCodeDialog)
    ended: list[int] = []
    dialog.finished.connect(ended.append)

    def choose(code: str) -> None:
        for field in (dialog.code, dialog.again):
            QTest.keyClicks(field, code)
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)
        settle(window)

    choose("123456")
    assert "thứ tự" in dialog.field.error and not ended
    choose("482915")
    assert ended == [1]
    view, page = window.sign_in_view, window.page

    def lock_and_type(text: str) -> None:
        window.desk.lock()
        QTest.keyClicks(view.secret, text)
        QTest.keyClick(view.secret, Qt.Key.Key_Return)
        settle(window)

    lock_and_type("482915")
    assert window.work.isVisible() and window.page is page
    for left in ("2", "1"):
        lock_and_type("000000")
        assert f"Còn {left} lần" in view.secret_field.error and "Mã" in view.secret_field.caption.text()
    lock_and_type("000000")
    assert "bị bỏ" in view.secret_field.error and "Mật khẩu" in view.secret_field.caption.text()
    lock_and_type("482915")
    assert window.desk.locked  # the code is gone: only the password opens
    lock_and_type(OWN)
    assert window.work.isVisible() and not window.desk.locked
    window.desk.sign_out()
    assert window.desk._quick is None


@pytest.mark.softhsm
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", "does not support raise", extend=True)
def test_a_bound_token_signs_in_from_the_view(
    window: MainWindow, guarded_folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(guarded_folder / "softhsm" / "softhsm2.conf"))
    office = open_office(guarded_folder, clock=clock, person="dung.bt")
    name = office.people["ha.nt"].name
    key = next(one.key for one in certificate_sign_in.tokens(office) if one.subject == name)
    certificate_sign_in.bind(office, "ha.nt", key, pin=lambda _: PinAnswer(secret=PIN))
    office.close()
    view, proof = window.sign_in_view, window.desk.proof
    view.by_token.click()
    wait(window, lambda: proof.menu is not None)
    assert proof.menu is not None
    next(line for line in proof.menu.actions() if line.text().startswith(name)).trigger()
    proof.menu.close()
    limit = QDeadlineTimer(120_000)
    while proof.dialog is None and not limit.hasExpired():
        QTest.qWait(20)  # the lane waits for the answer: it does not come to rest before
    assert proof.dialog is not None
    QTest.keyClicks(proof.dialog.field, PIN)
    proof.dialog.send.click()
    wait(window, lambda: window.page_key == "today")
    assert name in window.status.items["person"].accessibleName()
