"""Why a dossier is late, as its own events propose it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from counter_app.clock import VIETNAM
from counter_app.model.dossier import Channel, DossierId, DossierState, Event
from counter_app.model.life import OverdueCause
from counter_app.model.overdue import LateDossier, PublishedTerm
from counter_app.supervision.overdue_cause import propose

DUE = datetime(2026, 11, 19, 17, 0, tzinfo=VIETNAM)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM)
HOUR = timedelta(hours=1)


def event(kind: str, at: datetime, **details: Any) -> Event:
    return Event(dossier_id=DossierId(1), at=at, by="ha", kind=kind, details=details)


def late(*events: Event, **changes: Any) -> LateDossier:
    made = LateDossier(
        id=DossierId(1),
        code="H31.15-261023-9031",
        procedure_code="1.001786",
        procedure_name="Cấp giấy phép",
        field="An toàn bức xạ",
        applicant_name="Trần Thị Ưởng",
        channel=Channel.ONLINE,
        state=DossierState.PROCESSING,
        holder="ha",
        received_at=DUE - timedelta(days=20),
        accepted_at=DUE - timedelta(days=20),
        first_due_at=DUE,
        promised_at=None,
        ended_at=None,
        explanation=None,
        events=events,
    )
    return replace(made, **changes)


def test_nothing_in_the_diary_means_the_processing_itself_and_its_holder() -> None:
    found = propose(late(), NOW)
    assert (found.cause, found.responsible, found.evidence) == (OverdueCause.PROCESSING, "ha", ())
    assert "17:00 19/11/2026" in found.words and "chưa xong" in found.words


def test_a_result_signed_in_time_and_put_on_the_system_late_is_a_fault_of_operation() -> None:
    attached = event("attach_result", DUE + 3 * HOUR, signed_at=(DUE - HOUR).isoformat())
    found = propose(late(attached, ended_at=DUE + 4 * HOUR), NOW)
    assert found.cause is OverdueCause.OPERATION_FAULT
    assert "16:00 19/11/2026" in found.words
    assert found.evidence == (
        "16:00 19/11/2026: chữ ký trên kết quả",
        "20:00 19/11/2026: đính kết quả",
        "21:00 19/11/2026: chuyển trạng thái",
    )


@pytest.mark.parametrize("signed_at", [None, (DUE + HOUR).isoformat()], ids=["unsigned", "signed late"])
def test_a_result_that_was_not_signed_in_time_is_no_fault_of_operation(signed_at: str | None) -> None:
    attached = event("attach_result", DUE - HOUR, signed_at=signed_at)
    assert propose(late(attached, ended_at=DUE + 4 * HOUR), NOW).cause is OverdueCause.PROCESSING


@pytest.mark.parametrize(
    ("published", "ended", "cause"),
    [
        (DUE + timedelta(days=7), DUE + timedelta(days=5), OverdueCause.TIME_LIMIT_MISMATCH),
        (DUE + timedelta(days=7), DUE + timedelta(days=8), OverdueCause.PROCESSING),
        (DUE - timedelta(days=7), DUE + timedelta(days=1), OverdueCause.PROCESSING),
    ],
    ids=["kept the published one", "kept neither", "the published one is shorter"],
)
def test_a_published_limit_that_was_kept_is_a_mismatch(
    published: datetime, ended: datetime, cause: OverdueCause
) -> None:
    term = PublishedTerm(words="15 ngày làm việc", source="Quyết định 99/QĐ-BKHCN", due_at=published)
    found = propose(late(ended_at=ended), NOW, term)
    assert found.cause is cause
    assert ("Quyết định 99/QĐ-BKHCN: 15 ngày làm việc" in found.evidence) == (cause is not OverdueCause.PROCESSING)


def test_a_later_due_date_in_the_portals_list_is_a_mismatch_as_well() -> None:
    told = event("due_differs", DUE, list="tuan.xlsx", there=(DUE + timedelta(days=7)).isoformat(), here=None)
    found = propose(late(told), NOW)
    assert found.cause is OverdueCause.TIME_LIMIT_MISMATCH and "17:00 26/11/2026" in found.words


@pytest.mark.parametrize(
    ("state", "cause"),
    [(DossierState.RETURNED, OverdueCause.SYNC_FAULT), (DossierState.NEW, OverdueCause.PROCESSING)],
)
def test_a_portal_that_had_it_ended_while_it_was_open_here_is_a_fault_of_synchronisation(
    state: DossierState, cause: OverdueCause
) -> None:
    told = event("exchange_differs", DUE - HOUR, list="tuan.xlsx", there=int(state), here=int(DossierState.PROCESSING))
    assert propose(late(told), NOW).cause is cause


@pytest.mark.parametrize(
    ("begun", "ended", "who", "cause"),
    [
        (-48, None, "agency", OverdueCause.WAITING_FOR_AGENCY),
        (-48, 2, "applicant", OverdueCause.WAITING_FOR_APPLICANT),
        (-200, -10, "agency", OverdueCause.WAITING_FOR_AGENCY),  # longer than it is late
        (-12, -10, "agency", OverdueCause.PROCESSING),
        (1, 20, "agency", OverdueCause.PROCESSING),  # begun when it was late already
    ],
)
def test_who_was_waited_for_when_the_term_ended(begun: int, ended: int | None, who: str, cause: OverdueCause) -> None:
    wait = event("wait_begin", DUE + begun * HOUR, wait_for=who, whom="Sở Xây dựng", reason="Xin ý kiến")
    events = [wait, *([event("wait_end", DUE + ended * HOUR)] if ended is not None else [])]
    found = propose(late(*events), NOW)
    assert found.cause is cause
    assert ("Sở Xây dựng" in found.words) == (cause is not OverdueCause.PROCESSING)


def test_the_surest_ground_goes_first_and_the_others_stay_as_evidence() -> None:
    wait = event("wait_begin", DUE - 9 * HOUR, wait_for="agency", whom="Sở Xây dựng", reason="Xin ý kiến")
    attached = event("attach_result", DUE + HOUR, signed_at=(DUE - HOUR).isoformat())
    found = propose(late(wait, attached), NOW)
    assert found.cause is OverdueCause.OPERATION_FAULT
    assert any("Sở Xây dựng" in line for line in found.evidence)


def test_who_received_it_last_before_the_term_ended_answers_for_it() -> None:
    first = event("hand_over", DUE - 20 * HOUR, unit="Phòng A", receiver="Đỗ Quang Minh")
    after = event("hand_over", DUE + HOUR, unit="Phòng B", receiver="Lê Bình")
    assert propose(late(first, after), NOW).responsible == "Đỗ Quang Minh"
    assert propose(late(event("hand_over", DUE - HOUR, unit="Phòng C")), NOW).responsible == "Phòng C"
