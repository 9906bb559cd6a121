"""Words half typed outlive a killed window; two windows at one dossier see each other and never overwrite."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest

from counter_app.errors import Trouble
from counter_app.model.changes import Changes
from counter_app.model.dossier import ComponentVerdict, Decision, DossierId
from counter_app.workflow import intake, sitting
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import Desk
from tests.ui.intake_papers import fresh_dossier
from ui.app import UseCases
from ui.main_window import MainWindow
from ui.pages.intake_check import SAVE_MS
from ui.pages.intake_desk import KEEP_MS
from ui.presenters.intake import Step

GROUND = "ND 118/2025"


def _killed_when_it_was_kept(office: Office, dossier_id: DossierId) -> None:
    """What `KEEP_MS` and `SAVE_MS` promise is a second; here it may take as long as a busy machine needs."""
    assert max(KEEP_MS, SAVE_MS) < 1000
    command = [sys.executable, "-m", "tests.ui.half_typed", str(office.folder), str(dossier_id)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "typed\n"
    _until(lambda: (found := sitting.draft(office, dossier_id)) is not None and found.values.get("ground") == GROUND)
    process.kill()
    process.wait()
    process.stdout.close()


def _until(happened: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < last, "it was not kept"
        QTest.qWait(30)


def test_after_kill_9_the_page_opens_where_it_was_with_every_word(office: Office) -> None:
    dossier = fresh_dossier(office)
    _killed_when_it_was_kept(office, dossier.id)
    window = MainWindow(office.clock)
    window.show()
    window.use_office(office, UseCases(), "intake")
    settle(window)
    page = window.page
    assert page is not None
    assert page.dossier_id == dossier.id
    assert page.step is Step.DECISION
    sheet = page.ui.decision
    assert sheet.decision is Decision.REFUSE
    assert sheet.said[0] == "Khong du dieu kien vi thieu von"
    assert sheet.said[1] == GROUND
    window.close()
    window.tasks.close()


def test_typing_without_a_pause_is_kept_all_the_same(desk: Desk) -> None:
    desk.page.go_to(Step.DECISION)
    desk.settle()
    desk.page.ui.decision.options[Decision.REFUSE].click()

    def kept() -> bool:
        QTest.keyClicks(desk.page.ui.decision.words.reason, "a")
        found = sitting.draft(desk.office, desk.id)
        return found is not None and len(found.values.get("reason", "")) > 3

    _until(kept)
    desk.settle()


def test_a_remark_typed_without_a_pause_is_written_within_a_second(desk: Desk) -> None:
    number = desk.page.component.number

    def written() -> bool:
        QTest.keyClicks(desk.page.ui.check.remark, "b")
        return desk.part(number).remark.startswith("b")

    _until(written)
    desk.settle()


def test_a_dossier_put_away_with_nothing_typed_leaves_no_draft(desk: Desk) -> None:
    desk.page.go_to(Step.APPLICANT)
    QTest.qWait(KEEP_MS + 100)
    desk.settle()
    assert sitting.draft(desk.office, desk.id) is not None
    desk.page.open_dossier(None)
    desk.settle()
    assert sitting.draft(desk.office, desk.id) is None


def test_a_colleague_at_the_same_dossier_is_shown_by_name(desk: Desk) -> None:
    assert desk.page.ui.company.isHidden()
    other = desk.office.as_person("bao.tq")
    sitting.sit(other, desk.id, "ban khac")
    desk.page.memory.beat()
    desk.settle()
    assert other.person.name.split()[-1] in desk.page.ui.company.text
    sitting.leave(other, desk.id, "ban khac")
    desk.page.memory.beat()
    desk.settle()
    assert desk.page.ui.company.isHidden()


def test_a_verdict_over_a_colleagues_asks_whose_and_writes_mine_only_when_told(desk: Desk) -> None:
    part = desk.page.component
    other = desk.office.as_person("bao.tq")
    intake.check_component(other, desk.id, part.id, ComponentVerdict.FAIL, remark="Trang 2 mo")
    desk.page.ui.check.remark.setText("Thieu dau")
    desk.page.ui.check._choose("fail")
    desk.settle()
    assert desk.part(part.number).remark == "Trang 2 mo"
    assert "Trang 2 mo" in desk.page.ui.notice.words
    assert "Thieu dau" in desk.page.ui.notice.words
    desk.page.ui.notice._run()
    desk.settle()
    desk.window.refresh.publish(Changes(dossiers=frozenset({desk.id})))
    desk.settle()
    assert desk.part(part.number).remark == "Thieu dau"
    assert desk.page.ui.check.remark.text() == "Thieu dau"


def test_words_that_find_no_room_on_the_disk_stay_are_told_and_are_kept_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise Trouble("store.disk_full", where="counter.db")

    desk.page.go_to(Step.DECISION)
    desk.settle()
    with monkeypatch.context() as patched:
        patched.setattr(desk.office.store.desk, "keep_draft", full)
        desk.page.ui.decision.options[Decision.REFUSE].click()
        QTest.keyClicks(desk.page.ui.decision.words.reason, "Chua du")
        desk.page.memory.keep()
        desk.settle()
    assert "đầy" in desk.page.ui.notice.words
    assert desk.page.ui.decision.said[0] == "Chua du"
    desk.page.ui.notice._run()
    desk.settle()
    found = sitting.draft(desk.office, desk.id)
    assert found is not None
    assert found.values["reason"] == "Chua du"
