"""A further supplement request on the board: listed, answered with yes or with a reason, read by the officer."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.model.dossier import ComponentVerdict, Decision, Dossier
from counter_app.workflow import approval, intake, queue, supplement
from counter_app.workflow.office import Office
from tests.ui.conftest import settle
from tests.ui.intake_desk import words_of
from tests.ui.intake_papers import fresh_dossier
from ui.app import UseCases
from ui.dialogs.questions import AnswerDialog
from ui.main_window import MainWindow
from ui.presenters.intake import Step

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def asked(office: Office) -> Dossier:
    """Asked for more once, answered, still not right: the officer asks for a second request."""
    dossier = fresh_dossier(office)
    for part in dossier.components:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Thiếu trang cuối")
    intake.decide(office, dossier.id, Decision.REQUEST_SUPPLEMENT)
    supplement.receive(office, dossier.id)
    approval.ask(office, dossier.id, GROUND)
    return queue.dossier(office, dossier.id)


def _dialog() -> Any:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, AnswerDialog) and one.isVisible()]
    assert len(found) == 1
    return found[0]


def test_without_questions_the_board_is_as_ever(make_window: MakeWindow, office: Office) -> None:
    window = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(window)
    assert window.page.overview.approvals.isHidden()


def test_a_no_needs_its_reason_and_the_officer_reads_it(
    make_window: MakeWindow, office: Office, asked: Dossier
) -> None:
    window = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(window)
    panel = window.page.overview.approvals
    assert any(asked.code in words for words in words_of(panel))
    assert any(GROUND in words for words in words_of(panel))
    panel.links[0].click()
    dialog = _dialog()
    dialog.no.click()
    settle(window)
    assert any("Chưa ghi lý do" in words for words in words_of(dialog))
    dialog.reason.setText("Căn cứ không áp dụng")
    dialog.no.click()
    settle(window)
    assert not dialog.isVisible()
    assert panel.isHidden()
    officer = make_window(UseCases(), "intake", office)
    officer.open_page("intake", dossier_id=asked.id)
    settle(officer)
    officer.page.go_to(Step.DECISION)
    settle(officer)
    said = words_of(officer.page.ui.decision)
    assert any("không duyệt: Căn cứ không áp dụng" in words for words in said)


def test_a_yes_lets_the_officer_ask_once_more(make_window: MakeWindow, office: Office, asked: Dossier) -> None:
    window = make_window(UseCases(), "board", office.as_person("phuoc.dh"))
    settle(window)
    window.page.overview.approvals.links[0].click()
    _dialog().yes.click()
    settle(window)
    assert approval.state(office, asked.id).approved_by == "phuoc.dh"
    assert intake.decide(office, asked.id, Decision.REQUEST_SUPPLEMENT).dossier.supplement_count == 2


def test_another_role_that_sees_the_board_is_shown_no_questions(
    make_window: MakeWindow, office: Office, asked: Dossier
) -> None:
    leader = next(login for login, person in office.people.items() if person.role.name == "LEADER")
    window = make_window(UseCases(), "board", office.as_person(leader))
    settle(window)
    assert window.page.overview.approvals.isHidden()
