"""The applicant of a dossier in hand: put right with a reason, checked while typing, kept when the window goes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.workflow import queue, reception, sitting
from counter_app.workflow.office import Office
from tests.ui.intake_desk import Desk, words_of
from tests.ui.pages.test_intake_new import CARD
from ui.presenters.intake import Step


@pytest.fixture
def at_applicant(desk: Desk) -> Desk:
    desk.page.go_to(Step.APPLICANT)
    return desk


def type_into(desk: Desk, key: str, words: str) -> None:
    """As a hand does: QTest itself can press keys of plain letters only."""
    form = desk.page.ui.applicant.form
    form._line(key).selectAll()
    form._line(key).insert(words)
    form._edited(key)
    QTest.qWait(220)
    desk.settle()


def test_a_detail_is_put_right_with_its_reason_and_told_in_the_diary(at_applicant: Desk) -> None:
    desk = at_applicant
    step = desk.page.ui.applicant
    step.edit_button.click()
    assert step.editing
    type_into(desk, "phone", "0987654321")
    step.save_button.click()
    desk.settle()
    assert "vì sao" in step.reason_field.error
    step.reason.setText("Người nộp báo đổi số")
    QTest.keyClick(step.reason, Qt.Key.Key_Return)
    desk.settle()
    assert not step.editing
    assert desk.stored.applicant.phone == "0987654321"
    event = queue.events(desk.office, desk.id)[-1]
    assert (event.kind, event.details["fields"], event.details["reason"]) == (
        "change_applicant",
        "phone",
        "Người nộp báo đổi số",
    )
    step.link.click()
    assert "0987654321" in words_of(step)


def test_what_is_wrong_is_told_while_typing_and_is_not_kept(at_applicant: Desk) -> None:
    desk = at_applicant
    before = desk.stored.applicant
    step = desk.page.ui.applicant
    step.edit_button.click()
    type_into(desk, "identity_number", "0331")
    assert step.form.fields["identity_number"].error
    step.reason.setText("Gõ nhầm")
    step.save_button.click()
    desk.settle()
    assert step.notice.isVisible()
    step.leave.click()
    assert desk.stored.applicant == before


def test_a_scanned_card_fills_the_form(at_applicant: Desk) -> None:
    desk = at_applicant
    step = desk.page.ui.applicant
    step.edit_button.click()
    step.cards.take_text(CARD)
    desk.settle()
    assert step.form.applicant.identity_number == CARD.partition("|")[0]


def test_a_colleague_who_was_faster_is_not_overwritten(at_applicant: Desk) -> None:
    desk = at_applicant
    step = desk.page.ui.applicant
    step.edit_button.click()
    known = desk.stored.applicant
    theirs = replace(known, phone="0912345670")
    reception.change_applicant(desk.office, desk.id, theirs, reason="Người nộp báo", known=known)
    type_into(desk, "phone", "0987654321")
    step.reason.setText("Người nộp báo")
    step.save_button.click()
    desk.settle()
    assert "Đồng nghiệp" in step.notice.words
    assert desk.stored.applicant == theirs


def test_what_is_half_typed_is_there_again(at_applicant: Desk, office: Office) -> None:
    desk = at_applicant
    step = desk.page.ui.applicant
    step.edit_button.click()
    type_into(desk, "address", "Số 9, phố Mẫu")
    step.reason.setText("Gõ nhầm số nhà")
    desk.page.memory.keep()
    desk.settle()
    found = sitting.draft(office, desk.id)
    assert found is not None and found.values["applicant_address"] == "Số 9, phố Mẫu"
    desk.page.open_dossier(None)
    desk.settle()
    desk.page.open_dossier(desk.id)
    desk.settle()
    again = desk.page.ui.applicant
    assert again.editing
    assert (again.form.applicant.address, again.reason.text()) == ("Số 9, phố Mẫu", "Gõ nhầm số nhà")
    assert desk.stored.applicant.address != "Số 9, phố Mẫu"
