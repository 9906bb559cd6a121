"""A clock that moved is told in the window, in the status bar and beside the countdown, until it is right again."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import clock_trust, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import words_of
from ui.app import UseCases
from ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, office: Office) -> MainWindow:
    made = MainWindow(office.clock)
    made.resize(1366, 768)
    made.show()
    made.use_office(office, UseCases(), "today")
    settle(made)
    return made


def look(window: MainWindow) -> None:
    window.window_status.look_at_clock()
    settle(window)


def test_a_clock_set_back_is_told_and_shown_beside_the_countdown(
    window: MainWindow, office: Office, clock: FixedClock, artefacts: Path
) -> None:
    item = window.status.items["clock"]
    assert item.accessibleName() == "Giờ máy khớp"
    clock.advance(hours=-2)
    look(window)
    assert item.accessibleName() == "Giờ máy chưa tin được"
    assert window.notice.isVisible() and "06:00 23/11/2026" in window.notice.words
    window.open_page("intake", dossier_id=DossierId(queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[0]))
    settle(window)
    assert window.page is not None
    assert any("chưa tin được" in words for words in words_of(window.page))
    window.grab().save(str(artefacts / "clock-set-back.png"))
    clock.advance(hours=2)
    look(window)
    assert item.accessibleName() == "Giờ máy khớp"
    assert not window.notice.isVisible()
    window.close()


def test_the_person_may_answer_for_the_clock(window: MainWindow, office: Office, clock: FixedClock) -> None:
    clock.advance(days=100)
    look(window)
    assert window.notice.isVisible()
    window.notice.hide()
    look(window)
    assert not window.notice.isVisible()  # told once
    window.window_status.confirm_clock()
    settle(window)
    event = office.store.readings.last_office_event(clock_trust.CONFIRMED)
    assert event is not None and event.by == office.person.login
    assert window.status.items["clock"].accessibleName() == "Giờ máy khớp"
    window.close()
