"""Which decision may stop the intake window, and why the others may not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.clock import VIETNAM
from counter_app.errors import Refused
from counter_app.intake.decisions import Approved, DecisionOption, allowed_decisions, check_decision, is_late
from counter_app.model.dossier import (
    Applicant,
    AttachedFile,
    Channel,
    Component,
    ComponentId,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    DossierState,
    FileHash,
    PaperKind,
)

RECEIVED = datetime(2026, 11, 20, 10, 15, tzinfo=VIETNAM)
DUE = datetime(2026, 11, 23, 10, 15, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
FILE = AttachedFile(hash=FileHash("0" * 64), name="don.pdf", size=1, pages=1, attached_at=RECEIVED, attached_by="thuha")
PASSED = Component(
    id=ComponentId(1),
    number=1,
    name="Đơn đề nghị",
    required=True,
    must_sign=True,
    paper_kind=PaperKind.ORIGINAL,
    verdict=ComponentVerdict.PASS,
    remark="",
    file=FILE,
)
SECOND = replace(PASSED, id=ComponentId(2), number=2, name="Quyết định thành lập")
FAILED = replace(SECOND, verdict=ComponentVerdict.FAIL, remark="Chụp lại góc dưới bên trái")
SILENT = replace(FAILED, remark="  ")
UNCHECKED = replace(SECOND, verdict=ComponentVerdict.NOT_CHECKED)
MISSING = replace(UNCHECKED, file=None)


def dossier(*components: Component, **changes: object) -> Dossier:
    base = Dossier(
        id=DossierId(1),
        code="H31.15-261118-0042",
        local_code="TN-2026-000042",
        procedure_code="1.001786",
        procedure_name="Cấp giấy chứng nhận",
        case_name="",
        field="",
        term_words="",
        applicant=Applicant(name="Công ty Thử Nghiệm"),
        channel=Channel.ONLINE,
        state=DossierState.NEW,
        holder="thuha",
        submitted_at=RECEIVED,
        received_at=RECEIVED,
        intake_due_at=DUE,
        decided_at=None,
        due_at=None,
        ended_at=None,
        rule_set="nd309-2026",
        supplement_count=0,
        components=components or (PASSED, SECOND),
        results=(),
        version=1,
    )
    return replace(base, **changes)


def option(decision: Decision, *components: Component, now: datetime = NOW, **changes: object) -> DecisionOption:
    options = allowed_decisions(dossier(*components, **changes), now, max_supplements=1)
    return next(found for found in options if found.decision is decision)


def test_all_four_decisions_are_answered_in_order() -> None:
    assert [found.decision for found in allowed_decisions(dossier(), NOW, max_supplements=1)] == list(Decision)


@pytest.mark.parametrize(
    ("component", "code"),
    [
        (SECOND, ""),
        (MISSING, "intake.component_missing"),
        (FAILED, "intake.component_failed"),
        (UNCHECKED, "intake.component_unchecked"),
        (replace(MISSING, required=False), ""),
        (replace(UNCHECKED, required=False), ""),
        (replace(MISSING, verdict=ComponentVerdict.PASS), "intake.component_missing"),
    ],
)
def test_acceptance_needs_every_required_component_there_and_passed(component: Component, code: str) -> None:
    found = option(Decision.ACCEPT, PASSED, component)
    assert (found.reason_code, found.allowed) == (code, not code)


def test_acceptance_names_everything_in_the_way_at_once() -> None:
    third = replace(MISSING, id=ComponentId(3), number=3, name="Điều lệ")
    found = option(Decision.ACCEPT, PASSED, FAILED, third)
    assert [obstacle.code for obstacle in found.obstacles] == ["intake.component_missing", "intake.component_failed"]
    assert found.obstacles[0].message == "Còn thiếu 1 thành phần bắt buộc: 3. Điều lệ."
    assert found.obstacles[0].advice


def test_a_long_list_of_components_is_cut() -> None:
    many = [replace(MISSING, id=ComponentId(number), number=number) for number in range(1, 6)]
    (obstacle,) = option(Decision.ACCEPT, *many).obstacles
    assert obstacle.values["count"] == 5
    assert str(obstacle.values["names"]).endswith("3. Quyết định thành lập …")


def test_a_dossier_without_a_list_of_components_cannot_be_called_complete() -> None:
    assert option(Decision.ACCEPT, components=()).reason_code == "intake.no_components"


@pytest.mark.parametrize(
    ("component", "count", "code"),
    [
        (SECOND, 0, "intake.nothing_to_supplement"),
        (UNCHECKED, 0, "intake.nothing_to_supplement"),
        (FAILED, 0, ""),
        (MISSING, 0, ""),
        (replace(MISSING, required=False), 0, "intake.nothing_to_supplement"),
        (replace(FAILED, required=False), 0, ""),
        (SILENT, 0, "intake.remark_missing"),
        (FAILED, 1, "intake.supplement_needs_approval"),
    ],
)
def test_a_supplement_needs_a_fault_with_a_remark_and_is_asked_for_once(
    component: Component, count: int, code: str
) -> None:
    found = option(Decision.REQUEST_SUPPLEMENT, PASSED, component, supplement_count=count)
    assert (found.reason_code, found.allowed) == (code, not code)


def test_the_number_of_supplements_is_the_rule_sets() -> None:
    twice = allowed_decisions(dossier(PASSED, FAILED, supplement_count=1), NOW, max_supplements=2)
    assert next(found for found in twice if found.decision is Decision.REQUEST_SUPPLEMENT).allowed


def test_an_incomplete_instruction_is_allowed_with_a_caution() -> None:
    other = replace(UNCHECKED, id=ComponentId(3), number=3, name="Điều lệ")
    found = option(Decision.REQUEST_SUPPLEMENT, PASSED, FAILED, other)
    assert found.allowed
    assert [caution.code for caution in found.cautions] == ["intake.supplement_not_complete"]
    assert "3. Điều lệ" in found.cautions[0].message
    assert option(Decision.REQUEST_SUPPLEMENT, PASSED, FAILED).cautions == ()


def test_a_refusal_is_possible_but_asks_for_reason_and_ground() -> None:
    found = option(Decision.REFUSE)
    assert (found.allowed, found.needs_reason, found.needs_legal_ground) == (True, True, True)
    assert not option(Decision.ACCEPT).needs_legal_ground


@pytest.mark.parametrize(
    ("reason", "ground", "code"),
    [
        ("", "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP", "intake.reason_missing"),
        ("Không thuộc thẩm quyền", " ", "intake.ground_missing"),
        ("Không thuộc thẩm quyền", "Nghị định 118/2025/NĐ-CP, Điều 17", "intake.ground_incomplete"),
        ("Không thuộc thẩm quyền", "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP", ""),
    ],
)
def test_a_refusal_stands_or_falls_with_its_words(reason: str, ground: str, code: str) -> None:
    def decide() -> None:
        check_decision(dossier(), Decision.REFUSE, NOW, max_supplements=1, reason=reason, legal_ground=ground)

    if not code:
        decide()
        return
    with pytest.raises(Refused) as refused:
        decide()
    assert refused.value.code == code
    assert refused.value.what


def test_a_decision_that_is_not_allowed_is_refused_with_the_first_obstacle() -> None:
    with pytest.raises(Refused) as refused:
        check_decision(dossier(PASSED, MISSING), Decision.ACCEPT, NOW, max_supplements=1)
    assert (refused.value.code, refused.value.values["count"]) == ("intake.component_missing", 1)
    assert "Quyết định thành lập" in str(refused.value)
    check_decision(dossier(), Decision.ACCEPT, NOW, max_supplements=1)


@pytest.mark.parametrize("state", [state for state in DossierState if not state.awaits_intake])
def test_after_the_intake_no_intake_decision_is_possible(state: DossierState) -> None:
    for decision in (Decision.ACCEPT, Decision.REQUEST_SUPPLEMENT, Decision.REFUSE):
        found = option(decision, PASSED, FAILED, state=state)
        assert (found.allowed, found.reason_code, found.late) == (False, "intake.already_decided", False)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (DossierState.NEW, True),
        (DossierState.SUPPLEMENT_REQUESTED, True),
        (DossierState.PROCESSING, True),
        (DossierState.WITHDRAWN, False),
        (DossierState.REFUSED, False),
        (DossierState.DONE, False),
        (DossierState.RETURNED, False),
    ],
)
def test_the_applicant_may_withdraw_until_there_is_an_end(state: DossierState, allowed: bool) -> None:
    assert option(Decision.WITHDRAW, state=state).allowed is allowed


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_the_end_of_the_window_is_in_time_and_a_late_decision_is_possible_and_marked(after: int, late: bool) -> None:
    now = DUE + timedelta(seconds=after)
    found = option(Decision.ACCEPT, now=now)
    assert (found.allowed, found.late) == (True, late)
    assert is_late(dossier(), now) is late
    check_decision(dossier(), Decision.ACCEPT, now, max_supplements=1)


def test_a_dossier_without_a_window_is_never_late() -> None:
    assert not option(Decision.ACCEPT, now=DUE + timedelta(days=9), intake_due_at=None).late


def _further(approved: Approved) -> DecisionOption:
    given = dossier(PASSED, FAILED, supplement_count=1)
    options = allowed_decisions(given, NOW, max_supplements=1, approved=approved)
    return next(found for found in options if found.decision is Decision.REQUEST_SUPPLEMENT)


def test_a_further_request_waits_for_a_supervisor_and_is_then_told_to_count_as_overdue() -> None:
    asked = _further(Approved.NOT_ASKED)
    assert (asked.allowed, asked.needs_approval) == (False, True)
    waits = _further(Approved.WAITS)
    assert (waits.allowed, waits.reason_code) == (False, "intake.supplement_waits_for_approval")
    assert waits.approval_waits
    granted = _further(Approved.YES)
    assert granted.allowed
    assert [one.code for one in granted.cautions] == ["intake.supplement_counts_overdue"]
