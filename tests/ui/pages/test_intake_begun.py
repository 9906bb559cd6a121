"""A dossier that is not made yet outlives a killed window, a visit elsewhere and a change of mind."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.clock import FixedClock
from counter_app.workflow import begun
from counter_app.workflow.office import Office
from tests.ui.pages.test_intake_new import CARD, Counter
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.presenters.intake import Step


@pytest.fixture
def counter(make_window: Callable[..., MainWindow], office: Office) -> Counter:
    window = make_window(cases=UseCases(), first="intake", office=office)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return Counter(window, office)


def _half_a_dossier(counter: Counter) -> None:
    counter.at_applicant()
    counter.sheet.cards.take_text(CARD)
    counter.until(lambda: counter.line("name").text())
    counter.line("phone").setFocus()
    QTest.keyClicks(counter.line("phone"), "09123")


def test_after_kill_9_the_sheet_opens_where_it_was_with_every_word(
    office: Office, make_window: Callable[..., MainWindow]
) -> None:
    command = [sys.executable, "-m", "tests.ui.half_begun", str(office.folder)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    process.kill()
    process.wait()
    process.stdout.close()
    again = Counter(make_window(cases=UseCases(), first="intake", office=office), office)
    again.until(lambda: again.page.new.under_way and again.sheet.step is Step.APPLICANT)
    assert again.sheet.procedure.code == "2.001209"
    assert again.line("name").text() == "Lò Thị Ưởng"
    assert again.line("phone").text() == "09123"
    assert "nguyên như đã gõ" in again.page.ui.banner_words.text()


def test_what_is_left_for_another_dossier_waits_for_ctrl_n_and_may_be_let_go_and_taken_back(counter: Counter) -> None:
    _half_a_dossier(counter)
    counter.page.search()
    counter.settle()
    assert not counter.page.new.under_way
    assert counter.page.ui.banner.isHidden()
    counter.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    counter.until(lambda: counter.page.new.under_way and counter.sheet.step is Step.APPLICANT)
    assert (counter.line("name").text(), counter.line("phone").text()) == ("Lò Thị Ưởng", "09123")
    counter.page.ui.banner_link.click()
    counter.settle()
    assert counter.sheet.step is Step.PROCEDURE
    assert counter.line("name").text() == ""
    assert counter.page.ui.banner.isHidden()
    assert begun.find(counter.office) is None
    counter.window.toast_frame._undo.click()
    counter.until(lambda: counter.sheet.step is Step.APPLICANT)
    assert counter.line("name").text() == "Lò Thị Ưởng"


def test_a_dossier_that_was_made_leaves_nothing_begun(counter: Counter) -> None:
    _half_a_dossier(counter)
    counter.until(lambda: begun.find(counter.office) is not None)
    counter.line("phone").setText("0912345678")
    counter.sheet.receive()
    counter.until(lambda: counter.page.view is not None)
    counter.until(lambda: begun.find(counter.office) is None)
    counter.page.new.begin()
    counter.settle()
    assert counter.line("name").text() == ""


def test_a_look_at_the_catalogue_is_nothing_begun(counter: Counter) -> None:
    counter.page.new.begin()
    counter.type("hop chuan chung nhan")
    counter.page.open_dossier(None)
    counter.settle()
    assert begun.find(counter.office) is None


def test_details_of_people_are_not_kept_for_weeks(office: Office, clock: FixedClock) -> None:
    begun.keep(office, {"name": "Lò Thị Ưởng"})
    assert begun.find(office.as_person("bao.tq")) is None, "each person's own"
    clock.advance(minutes=int(begun.KEPT / timedelta(minutes=1)) - 1)
    assert begun.find(office) is not None
    clock.advance(minutes=2)
    assert begun.find(office) is None
    assert list((office.folder / "begun").iterdir()) == []
