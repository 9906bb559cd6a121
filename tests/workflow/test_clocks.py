"""Both clocks rebuilt from the events alone are the stored columns, whatever was done in whatever order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import (
    Channel,
    ComponentVerdict,
    Decision,
    DossierId,
    DossierState,
)
from counter_app.model.person import Person, Role
from counter_app.model.procedure import (
    Case,
    ChannelTerms,
    Procedure,
    RequiredComponent,
    Source,
    Term,
    TermUnit,
)
from counter_app.store.database import open_store
from counter_app.supervision.clocks import opening_details
from counter_app.workflow import clocks, intake, queue, supplement
from counter_app.workflow.calendar import recompute_open_dossiers
from counter_app.workflow.office import Office
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.terms import term_due
from tests.practice import MORNING
from tests.workflow.bare_office import bare_office, waiting_dossier
from tests.workflow.test_calendar import stormy
from ui.presenters.results import pass_on_words

OFFICER = Person(login="thu.lm", name="Lê Minh Thư", role=Role.OFFICER)
CALENDAR = shipped_calendar()


def procedure(unit: TermUnit, amount: int) -> Procedure:
    return Procedure(
        code=f"1.00{list(TermUnit).index(unit)}{amount:03d}",
        name="Thủ tục thử",
        short_name="Thủ tục thử",
        field="Thử",
        cases=(Case(name="", components=(RequiredComponent(number=1, name="Đơn", required=False),)),),
        terms=(ChannelTerms(channel=Channel.ONLINE, term=Term(amount=amount, unit=unit)),),
        source=Source(document="Quyết định thử", verified=True),
        late_receipt_rule=True,
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A real register; nothing here signs, prints or reads files."""
    clock = FixedClock(MORNING)
    folder = tmp_path_factory.mktemp("clocks")
    store = open_store(folder / "counter.db", clock)
    with store.unit_of_work() as unit:
        unit.put_person(OFFICER)
        unit.commit()
    yield bare_office(folder, store, clock, OFFICER, CALENDAR)
    store.close()


def take_in(office: Office, unit_of_term: TermUnit = TermUnit.WORKING_DAY, amount: int = 5) -> DossierId:
    """A dossier handed in at eight, of a procedure with this term."""
    cast(FixedClock, office.clock).moment = MORNING
    return hand_in(office, procedure(unit_of_term, amount))


def hand_in(office: Office, given_procedure: Procedure, **otherwise: Any) -> DossierId:
    """Online, now, at the person at the desk; `otherwise`: fields that are different."""
    now = office.now()
    due = office.calendar.add_minutes(now, 480)
    new = waiting_dossier(
        office.person,
        otherwise.pop("received_at", now),
        submitted_at=otherwise.pop("submitted_at", now),
        procedure_code=given_procedure.code,
        procedure_name=given_procedure.name,
        intake_due_at=due,
        components=given_procedure.cases[0].components,
        **otherwise,
    )
    with office.store.unit_of_work() as unit:
        unit.put_procedure(given_procedure)
        dossier_id = unit.add_dossier(new)
        unit.append_event(
            office.event(
                "import", dossier_id, **opening_details(new.received_at, new.intake_due_at, new.decided_at, None)
            )
        )
        unit.commit()
    return dossier_id


STEPS = ("wait", "fail", "ask", "supplement", "accept", "refuse", "withdraw", "storm")


def step(office: Office, dossier_id: DossierId, name: str) -> Office:
    """One act as an officer does it; what the rules forbid is refused and changes nothing."""
    (part,) = queue.dossier(office, dossier_id).components
    if name == "fail":
        intake.check_component(office, dossier_id, part.id, ComponentVerdict.FAIL, remark="mờ")
    elif name == "ask":
        intake.decide(office, dossier_id, Decision.REQUEST_SUPPLEMENT)
    elif name == "supplement":
        supplement.receive(office, dossier_id)
    elif name == "accept":
        intake.decide(office, dossier_id, Decision.ACCEPT)
    elif name == "refuse":
        intake.decide(
            office,
            dossier_id,
            Decision.REFUSE,
            reason="không thuộc",
            legal_ground="khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP",
        )
    elif name == "withdraw":
        intake.decide(office, dossier_id, Decision.WITHDRAW)
    elif name == "storm" and office.calendar is CALENDAR:
        changed = replace(office, calendar=stormy(CALENDAR))
        recompute_open_dossiers(changed, CALENDAR)
        return changed
    return office


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 900)), max_size=9),
    st.sampled_from(list(TermUnit)),
    st.integers(1, 6),
)
def test_the_events_alone_give_the_stored_columns(
    office: Office, steps: list[tuple[str, int]], unit: TermUnit, amount: int
) -> None:
    dossier_id, now = take_in(office, unit, amount), office
    for name, minutes in [("fail", 0), *steps]:
        cast(FixedClock, office.clock).advance(minutes=minutes)
        try:
            now = step(now, dossier_id, name)
        except Refused:
            continue
    told = clocks.clocked(office, dossier_id)
    dossier, found = told.dossier, told.clocks
    run = found.window
    assert run is not None
    assert (run.begun_at, run.due_at) == (dossier.received_at, dossier.intake_due_at)
    assert run.ended_at == (None if dossier.state.awaits_intake else dossier.decided_at)
    assert (run.ended_by is None) == dossier.state.awaits_intake
    assert found.due_at == dossier.due_at
    assert found.ended_at == dossier.ended_at
    supplements = [event for event in queue.events(office, dossier_id) if event.kind == "receive_supplement"]
    assert len(found.windows) == 1 + len(supplements)
    if found.term is not None and dossier.state.open:  # a changed calendar moves only what is open
        assert term_due(now.calendar, found.term) == dossier.due_at
    for before, after in pairwise(found.windows):
        assert before.ended_at is not None and before.ended_at <= after.begun_at


@pytest.mark.parametrize("decision", list(Decision))
def test_each_of_the_four_decisions_stops_the_window_and_none_a_second_time(office: Office, decision: Decision) -> None:
    dossier_id = take_in(office)
    step(office, dossier_id, "fail")
    cast(FixedClock, office.clock).advance(minutes=45)
    intake.decide(office, dossier_id, decision, reason="lý do", legal_ground="khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP")
    run = clocks.clocked(office, dossier_id).clocks.window
    assert run is not None
    assert (run.ended_by, run.ended_at) == (decision, MORNING + timedelta(minutes=45))
    with pytest.raises(Refused):
        intake.decide(office, dossier_id, Decision.ACCEPT)


def test_a_withdrawal_after_the_decision_is_no_second_decision(office: Office) -> None:
    dossier_id = take_in(office)
    step(office, dossier_id, "accept")
    decided = queue.dossier(office, dossier_id).decided_at
    cast(FixedClock, office.clock).advance(days=7)
    withdrawn = intake.decide(office, dossier_id, Decision.WITHDRAW)
    assert not withdrawn.late
    assert withdrawn.dossier.decided_at == decided


def test_a_supplement_starts_a_new_window_and_the_old_one_is_told(office: Office) -> None:
    dossier_id = take_in(office)
    clock = cast(FixedClock, office.clock)
    for name, minutes in (("fail", 0), ("ask", 60), ("supplement", 2 * 1440)):
        clock.advance(minutes=minutes)
        step(office, dossier_id, name)
    told = clocks.clocked(office, dossier_id)
    account = clocks.accounts(office.calendar, told, office.now()).window
    assert account is not None
    assert account.due_at == CALENDAR.add_minutes(clock.now(), 480)
    assert account.earlier == (
        "Lần 1: nhận 08:00 thứ Hai 23/11/2026, dừng 09:00 thứ Hai 23/11/2026 (yêu cầu bổ sung).",
    )


def test_a_submission_before_the_receipt_is_told_and_the_receipt_counts(office: Office) -> None:
    cast(FixedClock, office.clock).moment = MORNING
    for minutes, told in ((1, False), (2, True)):
        one = hand_in(office, procedure(TermUnit.DAY, 5), submitted_at=MORNING - timedelta(minutes=minutes))
        account = clocks.accounts(office.calendar, clocks.clocked(office, one)).window
        assert account is not None and account.total == "8 giờ 00 phút"
        assert any("Người nộp gửi lúc 07:58" in note for note in account.notes) == told


def test_the_window_of_a_dossier_that_came_in_decided_runs_from_its_submission(office: Office) -> None:
    """In such a list «Ngày tiếp nhận» is the officer's decision."""
    cast(FixedClock, office.clock).moment = MORNING
    decided = MORNING + timedelta(hours=2)
    moments = {"received_at": decided, "decided_at": decided, "state": DossierState.PROCESSING}
    one = hand_in(office, procedure(TermUnit.DAY, 5), **moments)
    known = clocks.clocked(office, one)
    account = clocks.accounts(office.calendar, known).window
    assert account is not None and account.total == "8 giờ 00 phút"
    assert clocks.window_begun(known) == MORNING and not account.notes


def test_a_dossier_of_the_counter_says_by_when_it_is_passed_on(office: Office) -> None:
    clock = cast(FixedClock, office.clock)
    clock.moment = MORNING
    told = {}
    for channel in (Channel.DIRECT, Channel.ONLINE):
        one = hand_in(office, procedure(TermUnit.DAY, 5), channel=channel)
        intake.decide(office, one, Decision.ACCEPT)
        dossier = queue.dossier(office, one)
        told[channel] = [pass_on_words(dossier, CALENDAR, MORNING + timedelta(hours=hours)) for hours in (1, 24)]
    assert told[Channel.ONLINE] == [("", "")] * 2
    assert told[Channel.DIRECT] == [
        ("Chuyển chậm nhất 17:00 thứ Hai 23/11.", "text2"),
        ("Đã quá lúc phải chuyển: 17:00 thứ Hai 23/11.", "bad"),
    ]
