"""A refusal that the office wants approved, and a dossier opened again: officer's desk, supervisor's board and back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.model.approval import Question
from counter_app.model.dossier import Decision, Dossier, DossierState
from counter_app.workflow import approval, intake, queue
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import words_of
from tests.ui.intake_papers import fresh_dossier
from ui.app import UseCases
from ui.dialogs.questions import AnswerDialog, NoteDialog
from ui.main_window import MainWindow
from ui.presenters.intake import Step

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
REASON = "Không thuộc đối tượng được cấp"
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def strict(office: Office) -> Office:
    return office.with_settings(replace(office.settings, approve_refusals="on"))


def _dialog(kind: type) -> Any:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    return found


def _decision_of(make_window: MakeWindow, office: Office, dossier: Dossier) -> tuple[MainWindow, Any]:
    window = make_window(UseCases(), "intake", office)
    window.open_page("intake", dossier_id=dossier.id)
    settle(window)
    window.page.go_to(Step.DECISION)
    settle(window)
    return window, window.page.ui.decision


def _board(make_window: MakeWindow, office: Office) -> tuple[MainWindow, Any]:
    window = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(window)
    return window, window.page.overview.approvals


def test_a_refusal_goes_up_is_approved_and_is_sent_as_it_was_approved(make_window: MakeWindow, strict: Office) -> None:
    dossier = fresh_dossier(strict)
    window, sheet = _decision_of(make_window, strict, dossier)
    sheet.options[Decision.REFUSE].click()
    assert window.page.ui.act.text() == "Gửi lãnh đạo duyệt"
    QTest.keyClicks(sheet.words.reason, "Khong thuoc doi tuong")
    sheet.words.ground.setText(GROUND)
    window.page.primary()
    settle(window)
    assert not sheet.options[Decision.REFUSE].isEnabled()
    assert any("Khong thuoc doi tuong" in words for words in words_of(sheet))
    board, panel = _board(make_window, strict)
    assert any("Từ chối tiếp nhận" in words for words in words_of(panel))
    panel.links[0].click()
    _dialog(AnswerDialog).yes.click()
    settle(board)
    window.page.reload()
    settle(window)
    sheet.options[Decision.REFUSE].click()
    assert sheet.words.reason.isReadOnly()
    assert sheet.said[:2] == ("Khong thuoc doi tuong", GROUND)
    assert window.page.ui.act.text() == "Từ chối tiếp nhận"
    window.page.primary()
    settle(window)
    assert queue.dossier(strict, dossier.id).state is DossierState.REFUSED


def test_an_answer_on_the_board_is_taken_back_from_its_toast(make_window: MakeWindow, strict: Office) -> None:
    dossier = fresh_dossier(strict)
    approval.ask_refusal(strict, dossier.id, reason=REASON, legal_ground=GROUND)
    board, panel = _board(make_window, strict)
    panel.links[0].click()
    _dialog(AnswerDialog).yes.click()
    settle(board)
    assert panel.isHidden()
    board.toast_frame._run()
    settle(board)
    assert panel.isVisible()
    assert approval.state(strict, dossier.id, Question.REFUSAL).waits


def test_a_no_is_read_at_the_officers_desk(make_window: MakeWindow, strict: Office) -> None:
    dossier = fresh_dossier(strict)
    approval.ask_refusal(strict, dossier.id, reason=REASON, legal_ground=GROUND)
    approval.turn_down(strict.as_person("phuoc.dh"), dossier.id, "Hồ sơ đủ điều kiện")
    window, sheet = _decision_of(make_window, strict, dossier)
    assert any("không duyệt từ chối: Hồ sơ đủ điều kiện" in words for words in words_of(sheet))
    sheet.options[Decision.REFUSE].click()
    assert window.page.ui.act.text() == "Gửi lãnh đạo duyệt"


def test_a_closed_dossier_is_asked_for_in_the_search_and_opened_on_the_board(
    make_window: MakeWindow, office: Office
) -> None:
    dossier = fresh_dossier(office)
    window = make_window(UseCases(), "search", office)
    window.open_page("search", text=dossier.code)
    settle(window)
    assert window.page.reopen_link.isHidden()
    intake.decide(office, dossier.id, Decision.REFUSE, reason=REASON, legal_ground=GROUND)
    window.page.reload()
    settle(window)
    window.page.reopen_link.click()
    dialog = _dialog(NoteDialog)
    dialog.note.setText("Từ chối nhầm hồ sơ cùng tên")
    dialog.save.click()
    settle(window)
    window.page.ask_reopening()  # twice: told above the list
    again = _dialog(NoteDialog)
    again.note.setText("Nhắc lại")
    again.save.click()
    settle(window)
    assert any("lãnh đạo chưa trả lời" in words for words in words_of(window.page.notice))
    board, panel = _board(make_window, office)
    panel.links[0].click()
    answer = _dialog(AnswerDialog)
    assert any("Từ chối nhầm hồ sơ cùng tên" in words for words in words_of(answer))
    answer.yes.click()
    settle(board)
    assert queue.dossier(office, dossier.id).state is DossierState.NEW
