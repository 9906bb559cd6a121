"""A changed calendar: what is open is counted anew with both moments kept, what is closed or promised is left alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.clock import FixedClock
from counter_app.model.dossier import Channel, ComponentVerdict, Decision, DossierId, DossierState
from counter_app.model.procedure import Source
from counter_app.model.queue import QueueFilter
from counter_app.supervision.clocks import TERM, WINDOW, rebuild
from counter_app.workflow import calendar as counting
from counter_app.workflow import intake, queue
from counter_app.workflow.calendar import Recomputed, preview_recompute, recompute_open_dossiers
from counter_app.workflow.office import Office
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.days import DayOff

STORM = DayOff(
    first=date(2026, 11, 25),
    last=date(2026, 11, 25),
    name="Nghỉ phòng, chống bão",
    source=Source(document="Công điện 12/CĐ-UBND", verified=True),
)


def stormy(calendar: WorkingCalendar) -> WorkingCalendar:
    data = calendar.data
    return WorkingCalendar(replace(data, days_off=(*data.days_off, STORM)))


def recomputed(office: Office) -> tuple[Office, Recomputed]:
    changed = replace(office, calendar=stormy(office.calendar))
    return changed, recompute_open_dossiers(changed, office.calendar)


def first_of(office: Office, state: DossierState, channel: Channel = Channel.ONLINE) -> DossierId:
    for one in queue.ids(office, QueueFilter(states=(state,))):
        if queue.dossier(office, DossierId(one)).channel is channel:
            return DossierId(one)
    raise AssertionError("the practice office has no such dossier")


def accepted(office: Office) -> DossierId:
    """A dossier whose term is counted here, over the day that becomes a day off."""
    for one in queue.ids(office, QueueFilter(states=(DossierState.NEW,))):
        dossier = queue.dossier(office, DossierId(one))
        procedure = intake.procedure_of(office, dossier)
        if procedure and procedure.term_for(dossier.channel) and all(part.file for part in dossier.components):
            for part in dossier.components:
                intake.check_component(office, dossier.id, part.id, ComponentVerdict.PASS, remark="đủ")
            intake.decide(office, dossier.id, Decision.ACCEPT)
            return dossier.id
    raise AssertionError("the practice office has no dossier that can be accepted")


def test_a_new_day_off_moves_the_windows_and_tells_both_moments(office: Office) -> None:
    waiting = first_of(office, DossierState.NEW)
    with office.store.unit_of_work() as unit:
        received = office.calendar.opening(date(2026, 11, 23)) + timedelta(hours=1)
        due = office.calendar.add_minutes(received, 480)
        unit.update_dossier(unit.dossier(waiting), received_at=received, intake_due_at=due)
        unit.commit()
    changed, found = recomputed(office)
    (mine,) = [each for each in found.moved if each.dossier_id == waiting]
    assert (mine.what, mine.before, mine.after) == (WINDOW, due, changed.calendar.add_minutes(received, 480))
    assert mine.after.date() == date(2026, 11, 26)
    after = queue.dossier(office, waiting)
    assert after.intake_due_at == after.active_due_at == mine.after
    last = queue.events(office, waiting)[-1]
    assert (last.kind, last.by) == ("recompute_due", office.person.login)
    assert (last.details["before"], last.details["after"]) == (due.isoformat(), mine.after.isoformat())
    assert waiting in found.changes.dossiers


def test_a_term_counted_here_moves_and_a_promise_from_a_list_stays(office: Office) -> None:
    mine = accepted(office)
    promised = first_of(office, DossierState.PROCESSING)
    kept = queue.dossier(office, promised).due_at
    before = queue.dossier(office, mine).due_at
    changed, found = recomputed(office)
    (moved,) = [each for each in found.moved if each.dossier_id == mine]
    assert before is not None
    assert (moved.what, moved.before) == (TERM, before)
    assert changed.calendar.worked_minutes(moved.before, moved.after) >= 0
    assert queue.dossier(office, mine).due_at == moved.after > before
    assert rebuild(queue.events(office, mine), queue.dossier(office, mine)).due_at == moved.after
    assert queue.dossier(office, promised).due_at == kept
    assert found.kept > 0


def test_the_office_keeps_who_changed_the_calendar_and_how_much_moved(office: Office) -> None:
    _, found = recomputed(office)
    last = office.store.readings.last_office_event("recompute_open")
    assert last is not None and last.by == office.person.login
    assert last.details["moved"] == len(found.moved)
    assert last.details["kept"] == found.kept


def test_what_is_due_before_the_changed_day_needs_no_look(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(office, calendar=stormy(office.calendar))
    quick = preview_recompute(changed, office.calendar)
    every = queue.ids(office, QueueFilter())
    monkeypatch.setattr(counting._Tally, "reached", lambda *_: every)
    thorough = preview_recompute(changed, office.calendar)
    assert quick.moved and (quick.moved, quick.outside) == (thorough.moved, thorough.outside)
    assert quick.unchanged + quick.kept >= thorough.unchanged + thorough.kept


def test_closed_dossiers_are_never_counted_anew(office: Office) -> None:
    closed = first_of(office, DossierState.NEW)
    intake.decide(office, closed, Decision.WITHDRAW)
    before = queue.dossier(office, closed)
    recomputed(office)
    assert queue.dossier(office, closed) == before


def test_the_second_time_nothing_moves(office: Office) -> None:
    changed, first = recomputed(office)
    again = recompute_open_dossiers(changed, changed.calendar)
    assert not again.moved
    assert again.unchanged >= len(first.moved)


def test_a_calendar_that_ends_too_early_leaves_the_moment_and_names_the_dossier(
    office: Office, clock: FixedClock
) -> None:
    mine = accepted(office)
    before = queue.dossier(office, mine).due_at
    short = replace(office.calendar.data, covered_to=clock.now().date() + timedelta(days=1))
    changed = replace(office, calendar=WorkingCalendar(short))
    found = recompute_open_dossiers(changed, office.calendar)
    assert queue.dossier(office, mine).display_code in found.outside
    assert queue.dossier(office, mine).due_at == before


@pytest.mark.parametrize("state", [DossierState.NEW, DossierState.PROCESSING])
def test_the_same_calendar_changes_nothing(office: Office, state: DossierState) -> None:
    before = [queue.dossier(office, DossierId(one)) for one in queue.ids(office, QueueFilter(states=(state,)))]
    assert not recompute_open_dossiers(office, office.calendar).moved
    assert [queue.dossier(office, one.id) for one in before] == before
