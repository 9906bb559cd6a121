"""A supplement during processing: asked for once in writing, the term stops, and goes on as the rules say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import (
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    DossierState,
)
from counter_app.model.form import FormKind
from counter_app.model.life import WaitFor
from counter_app.model.procedure import AfterSupplement, TermUnit
from counter_app.workflow import (
    approval,
    clocks,
    forms,
    handover,
    intake,
    lateness,
    queue,
    returns,
    supplement,
)
from counter_app.workflow.calendar import recompute_open_dossiers
from counter_app.workflow.office import Office
from counter_app.working_time.terms import TermCount, term_due
from tests.forms import reading
from tests.practice import MORNING
from tests.workflow.test_calendar import STORM, stormy
from tests.workflow.test_clocks import hand_in, procedure
from tests.workflow.test_life import in_processing
from ui.presenters.timeline import timeline

GROUND = "khoản 4 Điều 19 Nghị định 118/2025/NĐ-CP"
REASON = "Số liệu trên hai giấy tờ không khớp nhau"


def take_in(
    office: Office, unit: TermUnit = TermUnit.WORKING_DAY, amount: int = 10, mode: AfterSupplement | None = None
) -> DossierId:
    """A dossier handed in at eight of a procedure with this term, accepted at once and passed on."""
    code = f"1.{9 if mode is None else list(AfterSupplement).index(mode)}{list(TermUnit).index(unit)}{amount:04d}"
    own = replace(procedure(unit, amount), code=code, after_supplement=mode)
    dossier_id = hand_in(office, own)
    intake.decide(office, dossier_id, Decision.ACCEPT)
    handover.hand_over(office, dossier_id, "Phòng Quản lý chuyên ngành")
    return dossier_id


def ask(office: Office, dossier_id: DossierId, **values: object) -> None:
    told: dict[str, object] = {"papers": {}, "others": ["Bản vẽ mặt bằng"], "reason": REASON} | values
    supplement.ask(office, dossier_id, **told)  # type: ignore[arg-type]


def term_of(office: Office, dossier_id: DossierId) -> TermCount:
    found = clocks.clocked(office, dossier_id).clocks.term
    assert found is not None
    return found


@pytest.mark.poppler
def test_it_is_asked_for_in_writing_and_the_term_stops(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    one = take_in(office)
    before = queue.dossier(office, one)
    (part,) = before.components
    clock.advance(days=1)
    printed = supplement.ask(
        office, one, papers={part.id: "Thiếu chữ ký"}, others=["", " Bản  vẽ mặt bằng "], reason=REASON
    )
    text = reading.in_order(printed.path)
    for words in (f"{part.name}: Thiếu chữ ký", "Bản vẽ mặt bằng", "Giai đoạn: Thẩm định hồ sơ", REASON, "/HDHS"):
        assert words in text
    after = queue.dossier(office, one)
    assert (after.state, after.supplement_count) == (DossierState.SUPPLEMENT_REQUESTED, 1)
    assert after.due_at is None and after.decided_at == before.decided_at  # intake is not decided anew
    assert queue.countdown(office, after.active_due_at, office.now()).text == "chưa có hạn"
    assert term_of(office, one).waiting
    account = clocks.accounts(office.calendar, clocks.clocked(office, one)).term
    assert account is not None and account.due_at == before.due_at
    assert account.notes[0].startswith("Đang chờ người nộp bổ sung từ 08:00 thứ Ba 24/11/2026")
    intake.check_component(office, one, part.id, ComponentVerdict.NOT_CHECKED)  # what is done meanwhile …
    again = forms.print_form(office, FormKind.SUPPLEMENT_REQUEST, one)
    assert again.number == printed.number
    assert "Thiếu chữ ký" in reading.in_order(again.path)  # … does not change the sheet of the act
    with pytest.raises(Refused):
        ask(office, one)


@pytest.mark.parametrize("mode", list(AfterSupplement))
def test_complete_papers_begin_the_term_anew_or_let_it_go_on(
    office: Office, clock: FixedClock, mode: AfterSupplement
) -> None:
    one = take_in(office, mode=mode)
    promised = queue.dossier(office, one).due_at
    assert promised == office.calendar.closing(date(2026, 12, 8))
    (part,) = queue.dossier(office, one).components
    clock.moment = office.calendar.opening(date(2026, 11, 26))
    ask(office, one, papers={part.id: "Thiếu chữ ký"})
    clock.moment = office.calendar.opening(date(2026, 12, 1))
    with pytest.raises(Refused) as refused:
        supplement.receive(office, one)
    assert refused.value.code == "workflow.supplement_not_in_order" and part.name in refused.value.what
    intake.check_component(office, one, part.id, ComponentVerdict.NOT_CHECKED)
    supplement.receive(office, one)
    after = queue.dossier(office, one)
    days = 15 if mode is AfterSupplement.RESTART else 11
    assert after.due_at == office.calendar.closing(date(2026, 12, days))
    assert after.state is DossierState.PROCESSING
    known = clocks.clocked(office, one)
    assert len(known.clocks.windows) == 1
    account = clocks.accounts(office.calendar, known).term
    assert account is not None and account.due_at == after.due_at
    said = "đủ hồ sơ 07:30 thứ Ba 01/12" if mode is AfterSupplement.RESTART else "Chờ người nộp bổ sung từ 07:30"
    assert any(said in line.words for line in account.lines)
    assert account.other is not None
    lines = timeline(queue.events(office, one), office.name_of, office.now())
    assert lines[0].what == "Nhận đủ bổ sung, thời hạn chạy lại"
    assert f"hẹn trả 17:00 {days}/12/2026" in lines[0].detail
    assert any(line.what.startswith("Yêu cầu bổ sung khi đang giải quyết") for line in lines)


def test_a_second_one_is_stopped_until_a_supervisor_approves(office: Office, clock: FixedClock) -> None:
    one = take_in(office)
    ask(office, one)
    supplement.receive(office, one)
    with pytest.raises(Refused) as refused:
        ask(office, one)
    assert refused.value.code == "intake.supplement_needs_approval"
    found = supplement.option(office, queue.dossier(office, one), queue.events(office, one))
    assert found.possible and found.needs_approval
    approval.ask(office, one, GROUND)
    with pytest.raises(Refused) as refused:
        ask(office, one)
    assert refused.value.code == "intake.supplement_waits_for_approval"
    chief = office.as_person("phuoc.dh")
    assert [waits.dossier_id for waits in approval.waiting(chief)] == [one]
    approval.approve(chief, one)
    ask(office, one)
    told = [event for event in queue.events(office, one) if event.kind == "request_supplement"][-1].details
    assert told["counts_overdue"] == 1 and told["legal_ground"] == GROUND


def test_after_the_days_for_sending_back_a_ground_of_law_is_needed(office: Office, clock: FixedClock) -> None:
    one = take_in(office)
    clock.moment = office.calendar.closing(date(2026, 11, 27))  # 24/11 is a holiday: the third working day
    assert not supplement.option(office, queue.dossier(office, one), queue.events(office, one)).needs_ground
    clock.advance(seconds=1)
    for ground, code in (("", "workflow.supplement_after_return_days"), ("luật", "intake.ground_incomplete")):
        with pytest.raises(Refused) as refused:
            ask(office, one, legal_ground=ground)
        assert refused.value.code == code
    ask(office, one, legal_ground=GROUND)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"others": [" "]}, "forms.items_missing"),
        ({"reason": " "}, "workflow.supplement_without_reason"),
        ({"papers": "first"}, "intake.remark_missing"),
        ({"reason": "Lỗi 500"}, "forms.reason_not_words"),
    ],
)
def test_what_is_not_complete_is_refused_and_nothing_changes(
    office: Office, values: dict[str, object], code: str
) -> None:
    one = take_in(office)
    before = queue.dossier(office, one), queue.events(office, one)
    if values.get("papers") == "first":
        values = {"papers": {before[0].components[0].id: " "}}
    with pytest.raises(Refused) as refused:
        ask(office, one, **values)
    assert refused.value.code == code
    assert (queue.dossier(office, one), queue.events(office, one)) == before
    assert not list(office.folder.rglob("Phieu-yeu-cau-bo-sung*"))


def test_a_term_that_was_over_stays_over(office: Office, clock: FixedClock) -> None:
    one = take_in(office, amount=3)
    due = queue.dossier(office, one).due_at
    assert due is not None
    clock.moment = due + timedelta(days=3)
    ask(office, one, legal_ground=GROUND)
    assert queue.dossier(office, one).due_at == due  # still among the overdue ones
    clock.advance(days=5)
    supplement.receive(office, one)
    assert queue.dossier(office, one).due_at == due


def test_an_appointment_promised_elsewhere_keeps_the_days_that_were_left(office: Office, clock: FixedClock) -> None:
    dossier = in_processing(office, overdue=False)
    assert clocks.clocked(office, dossier.id).clocks.term is None and dossier.due_at is not None
    left = office.calendar.working_days_between(clock.now().date(), dossier.due_at.date())
    ask(office, dossier.id, legal_ground=GROUND)
    clock.moment = office.calendar.opening(office.calendar.next_working_day(dossier.due_at.date()))
    supplement.receive(office, dossier.id)
    again = queue.dossier(office, dossier.id)
    assert again.due_at == office.calendar.add_working_days(clock.now().date(), left)
    assert len(clocks.clocked(office, dossier.id).clocks.windows) == 1


@pytest.mark.parametrize("end", ["stop", "withdraw"])
def test_a_dossier_that_waits_for_papers_may_be_ended(office: Office, end: str) -> None:
    one = take_in(office)
    ask(office, one)
    if end == "stop":
        returns.stop(office, one, reason=REASON, legal_ground=GROUND, stage="Thẩm định", handling="Trả lại")
    else:
        intake.decide(office, one, Decision.WITHDRAW)
    assert clocks.clocked(office, one).clocks.supplement is None
    with pytest.raises(Refused):
        supplement.receive(office, one)


@pytest.fixture(scope="module")
def desk(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One real office for all examples."""
    import shutil

    folder = tmp_path_factory.mktemp("desk") / "office"
    shutil.copytree(practice_template, folder)
    opened = open_office(folder, clock=FixedClock(MORNING))
    yield opened
    opened.close()


STEPS = ("ask", "ask", "receive", "receive", "wait", "done waiting", "promise", "storm")


def step(office: Office, one: DossierId, name: str) -> Office:
    if name == "ask":
        ask(office, one, legal_ground=GROUND)
    elif name == "receive":
        supplement.receive(office, one)
    elif name == "wait":
        lateness.begin_waiting(office, one, WaitFor.AGENCY, whom="Sở Xây dựng", reason="Xin ý kiến")
    elif name == "done waiting":
        lateness.end_waiting(office, one)
    elif name == "promise":
        day = office.calendar.add_working_days((queue.dossier(office, one).due_at or office.now()).date(), 2).date()
        lateness.reappoint(office, one, max(day, office.now().date()), reason=REASON)
    elif STORM not in office.calendar.data.days_off:
        changed = replace(office, calendar=stormy(office.calendar))
        recompute_open_dossiers(changed, office.calendar)
        return changed
    return office


@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 4000)), min_size=2, max_size=7),
    st.sampled_from(list(TermUnit)),
    st.sampled_from(list(AfterSupplement)),
)
def test_the_events_alone_give_the_appointment_whatever_happens_during_processing(
    desk: Office, steps: list[tuple[str, int]], unit: TermUnit, mode: AfterSupplement
) -> None:
    cast(FixedClock, desk.clock).moment = MORNING
    one, now = take_in(desk, unit, 16 if unit is TermUnit.WORKING_HOUR else 4, mode), desk
    for name, minutes in steps:
        cast(FixedClock, desk.clock).advance(minutes=minutes)
        before = queue.dossier(desk, one)
        try:
            now = step(now, one, name)
        except Refused:
            assert queue.dossier(desk, one) == before
            continue
        if name in ("wait", "done waiting"):  # R2.9: waiting for somebody stops no clock
            assert queue.dossier(desk, one).due_at == before.due_at
    dossier, found = queue.dossier(desk, one), clocks.clocked(desk, one).clocks
    check_columns(dossier, found.supplement is not None, found.due_at)
    assert len(found.windows) == 1 and found.term is not None
    assert found.term.waiting == (dossier.state is DossierState.SUPPLEMENT_REQUESTED)
    if dossier.due_at is not None and not found.reappointments:
        assert term_due(now.calendar, found.term) == dossier.due_at


def check_columns(dossier: Dossier, awaited: bool, told: object) -> None:
    assert awaited == (dossier.state is DossierState.SUPPLEMENT_REQUESTED)
    if dossier.due_at is not None or not awaited:
        assert told == dossier.due_at
