"""The first start: three answers make a real office whose key is on paper; practice stands beside it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.clock import FixedClock
from counter_app.model.token import DriverReport, TokenSeen
from counter_app.settings import is_office, load_settings
from counter_app.store import office_key
from counter_app.working_time.calendar_file import office_calendar
from tests.key_store import MemoryStore
from tests.practice import MORNING
from tests.ui.conftest import settle
from tests.ui.xvfb import run_in_window
from ui.app import Session, read_options
from ui.dialogs.recovery import RecoveryDialog
from ui.first_run import token_words
from ui.widgets.first_run_view import FirstRunView

OWN = "mua thu la vang roi"


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path, key_store: MemoryStore) -> Iterator[Session]:
    made = Session(qapp, read_options(["--new-office", "--data", str(tmp_path / "so")]), FixedClock(MORNING))
    made.show()
    until(made, lambda: hasattr(made, "first_run"))
    yield made
    made.window.close()
    made.close()


def until(session: Session, there: Callable[[], bool]) -> None:
    limit = QDeadlineTimer(60_000)
    while not there() and not limit.hasExpired():
        settle(session.window)
    assert there()


def answer(view: FirstRunView, name: str = "Sở Ngoại vụ", password: str = OWN) -> None:
    for field, words in (
        (view.name, name),
        (view.code, "H31.16"),
        (view.person, "Mai Văn Quản"),
        (view.login, "quan.tri"),
    ):
        field.setText(words)
    for secret in (view.secret, view.again):
        secret.setText(password)


def test_three_answers_make_an_office_with_its_key_on_paper(session: Session, tmp_path: Path) -> None:
    view = session.first_run.view
    assert view.isVisible() and not session.window.work.isVisible()
    answer(view)
    QTest.keyClick(view.again, Qt.Key.Key_Return)
    until(session, lambda: session.window.findChild(RecoveryDialog) is not None)
    dialog = session.window.findChild(RecoveryDialog)
    dialog.proof.setText(dialog.words.text().replace(" ", "")[-4:])
    dialog.done_button.click()
    signing_in = session.window.sign_in_view
    until(session, signing_in.isVisible)
    assert signing_in.name.text() == "quan.tri"
    QTest.keyClicks(signing_in.secret, OWN)
    QTest.keyClick(signing_in.secret, Qt.Key.Key_Return)
    until(session, lambda: session.window.page is not None)
    office = session.window.office
    assert office.sealed and not office.settings.practice and office.settings.office_code == "H31.16"
    assert office.person.name == "Mai Văn Quản" and office_key.public_half(tmp_path / "so") is not None
    assert not session.window.practice.isVisible()


def test_hours_are_asked_and_become_the_calendar_of_the_office(session: Session, tmp_path: Path) -> None:
    view = session.first_run.view
    assert view.weekdays.text() == "07:30-11:30 13:00-17:00" and view.saturday.text() == ""
    until(session, lambda: "Đang tìm" not in view.token.text())
    answer(view)
    view.weekdays.setText("08:00-12:00 nghỉ trưa")
    view.submit()
    assert "Giờ" in view.weekdays_field.error and not is_office(tmp_path / "so")
    view.weekdays.setText("08:00-12:00 13:30-17:30")
    view.saturday.setText("08:00-11:30")
    assert view.ruler.accessibleName() == "08:00 đến 12:00, 13:30 đến 17:30"
    view.submit()
    until(session, lambda: session.window.findChild(RecoveryDialog) is not None)
    week = office_calendar(tmp_path / "so").data.hours[-1].week
    assert [one.words() for one in week[0]] == ["08:00–12:00", "13:30–17:30"] == [one.words() for one in week[4]]
    assert [one.words() for one in week[5]] == ["08:00–11:30"] and 6 not in week


def test_what_is_plugged_in_is_said() -> None:
    token = TokenSeen(path="", label="Ký số CA2", serial="1")
    assert "«Ký số CA2»" in token_words([DriverReport(path="a.so", maker="", tokens=(token,))])
    assert "Chưa cắm token" in token_words([DriverReport(path="a.so", maker="")])
    assert "trình điều khiển" in token_words([DriverReport(path="a.so", maker="", used=False)])


def test_what_is_missing_or_weak_is_said_beside_it_and_makes_nothing(session: Session, tmp_path: Path) -> None:
    view = session.first_run.view
    view.submit()
    assert view.name_field.error and view.person_field.error and view.secret_field.error
    answer(view)
    view.again.setText("khac han")
    view.submit()
    assert "giống nhau" in view.again_field.error
    answer(view, password="quan.tri1")
    view.submit()
    until(session, view.notice.isVisible)
    assert "10" in view.notice.words and not is_office(tmp_path / "so") and view.start.isEnabled()
    (tmp_path / "so").mkdir()
    (tmp_path / "so" / "cua-ai.txt").write_text("x")
    answer(view)
    view.submit()
    until(session, lambda: "trống" in view.notice.words or "có" in view.notice.words)
    assert not is_office(tmp_path / "so")


def test_practice_is_one_link_away_and_the_real_office_one_line_from_practice(
    qapp: QApplication, practice_folder: Path, tmp_path: Path, key_store: MemoryStore
) -> None:
    made = Session(qapp, read_options(["--data", str(practice_folder)]), FixedClock(MORNING))
    made.show()
    until(made, lambda: made.window.page is not None)
    words, act, _ = made.window.window_status._practice_acts()[-1]
    assert words == "Lập cơ quan thật…"
    act()
    view = made.first_run.view
    assert view.isVisible()
    view.practice.click()
    settle(made.window)
    assert made.window.work.isVisible() and made.window.page is not None  # as it was
    act()
    view = made.first_run.view
    view.folder.setText(str(tmp_path / "that"))
    answer(view)
    view.submit()
    until(made, lambda: made.window.findChild(RecoveryDialog) is not None)
    dialog = made.window.findChild(RecoveryDialog)
    dialog.proof.setText(dialog.words.text().replace(" ", "")[-4:])
    dialog.done_button.click()
    until(made, made.window.sign_in_view.isVisible)
    assert load_settings(tmp_path / "that").office_name == "Sở Ngoại vụ"
    assert load_settings(practice_folder).practice
    made.window.close()
    made.close()


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_the_first_page_is_painted(theme: str, scale: float, artefacts: Path) -> None:
    run_in_window("tests/ui/journeys/first_run.py", artefacts, theme=theme, scale=scale)
    for name in ("first-run", "first-run-refused"):
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
