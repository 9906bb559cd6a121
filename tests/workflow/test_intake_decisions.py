"""Decisions with what they need: approval of a further supplement, grounds, guidance, the clock; merges."""

import pytest

from counter_app.errors import Refused
from counter_app.model.dossier import ComponentVerdict, Decision, Dossier, DossierId, Event
from counter_app.model.form import FormKind
from counter_app.model.person import Role
from counter_app.workflow import approval, intake, queue, supplement
from counter_app.workflow.forms import print_form
from counter_app.workflow.office import Office
from tests.forms import reading
from tests.ui.intake_papers import fresh_dossier

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"


def _event(office: Office, dossier_id: DossierId, kind: str) -> Event:
    return [one for one in queue.events(office, dossier_id) if one.kind == kind][-1]


def _supervisor(office: Office) -> str:
    return next(login for login, person in office.people.items() if person.role is Role.SUPERVISOR)


@pytest.fixture
def asked_once(office: Office) -> Dossier:
    """The applicant was asked for more once, has answered, and a paper fails again."""
    dossier = fresh_dossier(office)
    part = dossier.components[0]
    for round_ in (1, 2):
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark=f"Thiếu trang {round_}")
        if round_ == 1:
            for other in dossier.components[1:]:
                remark = "Chưa có" if other.file is None else "Mờ"
                intake.check_component(office, dossier.id, other.id, ComponentVerdict.FAIL, remark=remark)
            intake.decide(office, dossier.id, Decision.REQUEST_SUPPLEMENT)
            supplement.receive(office, dossier.id)
    return queue.dossier(office, dossier.id)


def _code(act: object) -> str:
    with pytest.raises(Refused) as refused:
        act()  # type: ignore[operator]
    assert refused.value.what
    return refused.value.code


def test_a_second_supplement_needs_a_ground_and_a_supervisor_and_counts_as_overdue(
    office: Office, asked_once: Dossier
) -> None:
    again = lambda: intake.decide(office, asked_once.id, Decision.REQUEST_SUPPLEMENT)  # noqa: E731
    assert _code(again) == "intake.supplement_needs_approval"
    assert _code(lambda: approval.ask(office, asked_once.id, "theo quy định")) == "intake.ground_incomplete"
    approval.ask(office, asked_once.id, GROUND)
    assert _code(again) == "intake.supplement_waits_for_approval"
    assert _code(lambda: approval.approve(office, asked_once.id)) == "access.not_allowed"
    approval.approve_in_place(office, asked_once.id, _supervisor(office), "")
    assert approval.state(office, asked_once.id).approved_by == _supervisor(office)
    decided = again()
    assert decided.dossier.supplement_count == 2
    event = _event(office, asked_once.id, "request_supplement")
    assert (event.details["counts_overdue"], event.details["legal_ground"]) == (1, GROUND)
    assert approval.state(office, asked_once.id).asked_by == "", "the next one is asked for anew"


def test_the_supervisor_sees_what_waits_and_a_no_with_its_reason_reaches_the_officer(
    office: Office, asked_once: Dossier
) -> None:
    supervisor = office.as_person(_supervisor(office))
    assert approval.waiting(supervisor) == ()
    approval.ask(office, asked_once.id, GROUND)
    (question,) = approval.waiting(supervisor)
    assert (question.dossier_id, question.code) == (asked_once.id, asked_once.code)
    assert (question.asked_by, question.ground) == (office.person.name, GROUND)
    assert _code(lambda: approval.waiting(office)) == "access.not_allowed"
    assert _code(lambda: approval.turn_down(office, asked_once.id, "Không")) == "access.not_allowed"
    assert _code(lambda: approval.turn_down(supervisor, asked_once.id, " ")) == "workflow.turn_down_without_reason"
    approval.turn_down(supervisor, asked_once.id, "Căn cứ không áp dụng cho thủ tục này")
    assert approval.waiting(supervisor) == ()
    found = approval.state(office, asked_once.id)
    assert (found.turned_down_by, found.reason) == (_supervisor(office), "Căn cứ không áp dụng cho thủ tục này")
    again = lambda: intake.decide(office, asked_once.id, Decision.REQUEST_SUPPLEMENT)  # noqa: E731
    assert _code(again) == "intake.supplement_needs_approval"
    assert _code(lambda: approval.approve(supervisor, asked_once.id)) == "workflow.nothing_to_approve"
    approval.ask(office, asked_once.id, GROUND)
    approval.approve(supervisor, asked_once.id)
    assert again().dossier.supplement_count == 2


def test_nobody_approves_what_was_not_asked(office: Office, asked_once: Dossier) -> None:
    supervisor = office.as_person(_supervisor(office))
    assert _code(lambda: approval.approve(supervisor, asked_once.id)) == "workflow.nothing_to_approve"
    fresh = fresh_dossier(office)
    assert _code(lambda: approval.ask(office, fresh.id, GROUND)) == "workflow.no_approval_needed"


def test_a_refusal_names_document_article_and_clause_and_tells_the_clock(office: Office) -> None:
    dossier = fresh_dossier(office)
    refuse = lambda ground: intake.decide(  # noqa: E731
        office, dossier.id, Decision.REFUSE, reason="Không đủ điều kiện", legal_ground=ground
    )
    assert _code(lambda: refuse("Điều 17 Nghị định 118/2025/NĐ-CP")) == "intake.ground_incomplete"
    refuse(GROUND)
    event = _event(office, dossier.id, "refuse")
    assert int(event.details["minutes_left"] or 0) > 0
    assert event.details["window_due_at"] == dossier.intake_due_at.isoformat()  # type: ignore[union-attr]


def test_only_who_may_decide_refuses(office: Office) -> None:
    dossier = fresh_dossier(office)
    keeper = next(login for login, person in office.people.items() if person.role is Role.SEAL_KEEPER)
    act = lambda: intake.decide(  # noqa: E731
        office.as_person(keeper), dossier.id, Decision.REFUSE, reason="Không", legal_ground=GROUND
    )
    assert _code(act) == "access.not_allowed"


def test_a_wrong_authority_sends_the_applicant_where_to_go(office: Office) -> None:
    dossier = fresh_dossier(office)
    intake.decide(
        office,
        dossier.id,
        Decision.REFUSE,
        reason="Nhiệm vụ cấp quốc gia.",
        legal_ground=GROUND,
        guidance="Bộ Khoa học và Công nghệ",
    )
    event = _event(office, dossier.id, "refuse")
    assert event.details["guidance"] == "Bộ Khoa học và Công nghệ"
    assert str(event.details["reason"]).endswith("đề nghị nộp tại Bộ Khoa học và Công nghệ. Nhiệm vụ cấp quốc gia.")


@pytest.mark.poppler
def test_the_body_alone_is_reason_enough_and_form_03_sends_there(office: Office) -> None:
    dossier = fresh_dossier(office)

    def guide(body: str) -> None:
        intake.decide(office, dossier.id, Decision.REFUSE, legal_ground=GROUND, guidance=body)

    assert _code(lambda: guide(" ")) == "workflow.guidance_missing"
    guide("Sở Tư pháp")
    text = " ".join(reading.in_order(print_form(office, FormKind.REFUSAL, dossier.id).path).split())
    assert "đề nghị nộp tại Sở Tư pháp" in text
    assert f"Căn cứ: {GROUND}" in text


def test_a_verdict_over_a_colleagues_is_asked_with_both_values(office: Office) -> None:
    dossier = fresh_dossier(office)
    seen = dossier.components[0]
    other = office.as_person("bao.tq")
    intake.check_component(other, dossier.id, seen.id, ComponentVerdict.FAIL, remark="Trang 2 mờ", known=seen)
    with pytest.raises(Refused) as refused:
        intake.check_component(office, dossier.id, seen.id, ComponentVerdict.FAIL, remark="Thiếu dấu", known=seen)
    assert refused.value.code == "workflow.changed_by_colleague"
    assert "Trang 2 mờ" in refused.value.what
    assert "Thiếu dấu" in refused.value.advice
    intake.check_component(office, dossier.id, seen.id, ComponentVerdict.FAIL, remark="Trang 2 mờ", known=seen)
    now = queue.dossier(office, dossier.id).components[0]
    intake.check_component(office, dossier.id, seen.id, ComponentVerdict.FAIL, remark="Thiếu dấu", known=now)
    assert queue.dossier(office, dossier.id).components[0].remark == "Thiếu dấu"
