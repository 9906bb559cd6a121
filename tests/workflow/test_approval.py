"""Refusals that the office wants approved, and closed dossiers that are opened again; both asked and answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.approval import Question
from counter_app.model.dossier import ComponentVerdict, Decision, Dossier, DossierId, DossierState
from counter_app.model.event_words import event_words
from counter_app.model.person import Role
from counter_app.model.queue import QueueFilter
from counter_app.workflow import approval, clocks, intake, queue
from counter_app.workflow.office import Office
from tests.store.made_up import new_dossier
from tests.ui.intake_papers import fresh_dossier

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"
REASON = "Không thuộc đối tượng được cấp"


@pytest.fixture
def strict(office: Office) -> Office:
    return office.with_settings(replace(office.settings, approve_refusals="on"))


@pytest.fixture
def chief(strict: Office) -> Office:
    return strict.as_person(next(key for key, one in strict.people.items() if one.role is Role.SUPERVISOR))


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert refused.value.what and refused.value.advice
    return refused.value.code


def refuse(office: Office, dossier: Dossier, reason: str = REASON, **more: str) -> object:
    return intake.decide(office, dossier.id, Decision.REFUSE, reason=reason, legal_ground=GROUND, **more)


def state_of(office: Office, dossier: Dossier) -> DossierState:
    return queue.dossier(office, dossier.id).state


def test_a_refusal_is_sent_in_the_very_words_that_the_supervisor_approved(strict: Office, chief: Office) -> None:
    dossier = fresh_dossier(strict)
    assert code_of(lambda: refuse(strict, dossier)) == "intake.refusal_needs_approval"
    ask = lambda **told: approval.ask_refusal(strict, dossier.id, **told)  # noqa: E731
    assert code_of(lambda: ask(reason=" ", legal_ground=GROUND)) == "intake.reason_missing"
    assert code_of(lambda: ask(reason=REASON, legal_ground="theo quy định")) == "intake.ground_incomplete"
    assert code_of(lambda: ask(reason="", legal_ground=GROUND, guidance=" ")) == "workflow.guidance_missing"
    ask(reason=REASON, legal_ground=GROUND)
    assert code_of(lambda: refuse(strict, dossier)) == "intake.refusal_waits_for_approval"
    (waiting,) = approval.waiting(chief)
    assert (waiting.what, waiting.words, waiting.ground) == (Question.REFUSAL, REASON, GROUND)
    approval.approve(chief, dossier.id)
    assert approval.waiting(chief) == ()
    assert code_of(lambda: refuse(strict, dossier, "Lý do khác")) == "workflow.refusal_not_as_approved"
    assert code_of(lambda: refuse(strict, dossier, guidance="Sở Tư pháp")) == "workflow.refusal_not_as_approved"
    refuse(strict, dossier)
    assert state_of(strict, dossier) is DossierState.REFUSED
    assert approval.state(strict, dossier.id, Question.REFUSAL).approved_by == "", "the answer has been used"


def test_a_no_tells_why_and_a_dossier_that_is_accepted_instead_asks_nothing_more(strict: Office, chief: Office) -> None:
    dossier = fresh_dossier(strict)
    approval.ask_refusal(strict, dossier.id, reason=REASON, legal_ground=GROUND)
    approval.turn_down(chief, dossier.id, "Hồ sơ đủ điều kiện")
    held = approval.state(strict, dossier.id, Question.REFUSAL)
    assert (held.turned_down_by, held.reason) == (chief.person.login, "Hồ sơ đủ điều kiện")
    assert code_of(lambda: refuse(strict, dossier)) == "intake.refusal_needs_approval"
    approval.ask_refusal(strict, dossier.id, reason=REASON, legal_ground=GROUND)
    intake.decide(strict, dossier.id, Decision.WITHDRAW, reason="Người nộp xin rút")
    assert approval.waiting(chief) == ()
    assert code_of(lambda: approval.approve(chief, dossier.id)) == "workflow.nothing_to_approve"


def test_an_answer_is_taken_back_by_who_gave_it_until_it_is_used(strict: Office, chief: Office) -> None:
    dossier = fresh_dossier(strict)
    assert code_of(lambda: approval.take_back(chief, dossier.id)) == "workflow.answer_used"
    approval.ask_refusal(strict, dossier.id, reason=REASON, legal_ground=GROUND)
    approval.turn_down(chief, dossier.id, "Nhầm hồ sơ")
    approval.take_back(chief, dossier.id)
    (again,) = approval.waiting(chief)
    assert (again.asked_by, again.words) == (strict.person.name, REASON)
    approval.approve(chief, dossier.id)
    approval.take_back(chief, dossier.id)
    assert code_of(lambda: refuse(strict, dossier)) == "intake.refusal_waits_for_approval"
    approval.approve(chief, dossier.id)
    refuse(strict, dossier)
    assert code_of(lambda: approval.take_back(chief, dossier.id)) == "workflow.answer_used"


def test_an_office_that_leaves_refusals_to_its_officers_is_not_asked(office: Office) -> None:
    dossier = fresh_dossier(office)
    ask = lambda: approval.ask_refusal(office, dossier.id, reason=REASON, legal_ground=GROUND)  # noqa: E731
    assert code_of(ask) == "workflow.no_approval_needed"
    refuse(office, dossier)
    assert state_of(office, dossier) is DossierState.REFUSED


def test_a_dossier_refused_by_mistake_is_opened_again_under_its_old_window(
    office: Office, chief: Office, clock: FixedClock
) -> None:
    dossier = fresh_dossier(office)
    assert code_of(lambda: approval.ask_reopening(office, dossier.id, "Nhầm")) == "workflow.reopen_open"
    refuse(office, dossier)
    clock.advance(hours=2)
    assert code_of(lambda: approval.ask_reopening(office, dossier.id, " ")) == "workflow.reopen_without_reason"
    approval.ask_reopening(office, dossier.id, "Từ chối nhầm hồ sơ cùng tên")
    again = lambda: approval.ask_reopening(office, dossier.id, "Nhầm")  # noqa: E731
    assert code_of(again) == "workflow.reopen_asked_already"
    assert state_of(office, dossier) is DossierState.REFUSED, "a question changes nothing"
    assert code_of(lambda: approval.approve(office, dossier.id)) == "access.not_allowed"
    approval.approve(chief, dossier.id)
    after = queue.dossier(office, dossier.id)
    assert (after.state, after.decided_at, after.ended_at) == (DossierState.NEW, None, None)
    assert (after.received_at, after.intake_due_at) == (dossier.received_at, dossier.intake_due_at)
    assert dossier.id in queue.ids(office, QueueFilter())
    (window,) = clocks.clocked(office, dossier.id).clocks.windows
    assert (window.due_at, window.ended_at) == (dossier.intake_due_at, None)
    last = queue.events(office, dossier.id)[-1]
    assert event_words(last)[0] == "Mở lại hồ sơ, hạn cũ vẫn tính"
    assert "Từ chối nhầm hồ sơ cùng tên" in event_words(last)[1]
    assert code_of(lambda: approval.take_back(chief, dossier.id)) == "workflow.answer_used"
    clock.moment = (after.intake_due_at or clock.moment) + timedelta(minutes=1)
    for part in after.components:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Thiếu")
    assert intake.decide(office, dossier.id, Decision.REQUEST_SUPPLEMENT).late, "no time was given back"


@pytest.mark.parametrize("before", [DossierState.NEW, DossierState.PROCESSING, DossierState.SUPPLEMENT_REQUESTED])
def test_a_withdrawal_written_by_mistake_goes_back_to_where_the_dossier_was(
    office: Office, chief: Office, before: DossierState
) -> None:
    rows = queue.rows(office, queue.ids(office, QueueFilter(states=(before,))))
    one = queue.dossier(office, DossierId(rows[0].id))
    intake.decide(office, one.id, Decision.WITHDRAW, reason="Người nộp xin rút")
    approval.ask_reopening(office, one.id, "Rút nhầm hồ sơ")
    approval.turn_down(chief, one.id, "Người nộp đã xác nhận rút")
    assert state_of(office, one) is DossierState.WITHDRAWN
    approval.ask_reopening(office, one.id, "Rút nhầm hồ sơ, có đơn của người nộp")
    approval.approve(chief, one.id)
    after = queue.dossier(office, one.id)
    assert (after.state, after.due_at, after.decided_at) == (before, one.due_at, one.decided_at)


def test_what_came_in_closed_is_opened_where_it_was_closed(office: Office) -> None:
    with office.store.unit_of_work() as unit:
        one = unit.add_dossier(new_dossier(code="H31.15-261102-4711", state=DossierState.RETURNED))
        unit.commit()
    assert code_of(lambda: approval.ask_reopening(office, one, "Nhầm")) == "workflow.reopen_elsewhere"
