"""A clock that moved is noticed, written down with every act, and confirmed by a person or put right."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock, SystemClock
from counter_app.model.dossier import ComponentVerdict, Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.workflow import clock_trust, intake, queue, signing
from counter_app.workflow.office import Office
from counter_app.working_time.clock_trust import TraceKind, Verdict
from tests.practice import MORNING, PASSWORD
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything


def act(office: Office) -> dict[str, object]:
    """Some act of the officer; what the diary says of it."""
    dossier_id = DossierId(queue.ids(office, QueueFilter(states=(DossierState.NEW,)))[0])
    part = queue.dossier(office, dossier_id).components[0]
    intake.check_component(office, dossier_id, part.id, ComponentVerdict.FAIL, remark="mờ")
    return dict(queue.events(office, dossier_id)[-1].details)


def test_a_clock_set_back_is_on_record_until_it_is_right_again(office: Office, clock: FixedClock) -> None:
    trusted = office.clock_seen.trust
    assert trusted is not None and trusted.verdict is Verdict.TRUSTED
    assert "clock" not in act(office)
    clock.advance(hours=-3)
    found = clock_trust.check(office)
    assert found.verdict is Verdict.SET_BACK
    said = clock_trust.words(found)
    assert said is not None and "05:00 23/11/2026" in said.what and "08:00 23/11/2026" in said.what
    assert act(office)["clock"] == "set_back"
    assert act(office.as_person("phuoc.dh").as_person(office.person.login))["clock"] == "set_back"
    clock.advance(hours=3)
    assert not clock_trust.check(office).doubted
    assert "clock" not in act(office)


def test_it_is_noticed_when_the_office_is_opened(practice_folder: Path) -> None:
    for moved, wanted in ((-30, Verdict.SET_BACK), (400, Verdict.AHEAD)):
        opened = open_office(practice_folder, clock=FixedClock(MORNING + timedelta(days=moved)))
        assert opened.clock_seen.trust is not None
        assert opened.clock_seen.trust.verdict is wanted
        assert clock_trust.words(opened.clock_seen.trust)
        opened.close()


def test_what_a_doubted_clock_wrote_is_no_witness(office: Office, clock: FixedClock) -> None:
    clock.advance(days=400)
    assert clock_trust.check(office).verdict is Verdict.AHEAD
    assert act(office)["clock"] == "ahead"
    clock.advance(days=-400)
    assert clock_trust.check(office).verdict is Verdict.TRUSTED


@pytest.mark.parametrize("days", [-30, 400])
def test_a_person_answers_for_the_clock_and_is_written_down(office: Office, clock: FixedClock, days: int) -> None:
    clock.advance(days=days)
    assert clock_trust.check(office).doubted
    assert not clock_trust.confirm(office).doubted
    event = office.store.readings.last_office_event(clock_trust.CONFIRMED)
    assert event is not None and event.by == office.person.login
    clock.advance(minutes=3)
    assert clock_trust.check(office).verdict is Verdict.TRUSTED
    clock.advance(hours=-1)
    found = clock_trust.check(office)
    assert found.verdict is Verdict.SET_BACK and found.trace is not None


def test_the_time_stamp_of_a_signature_is_a_witness(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    """The authority has the real time; the office goes by a clock of its own."""
    if abs(SystemClock().now() - clock.now()) < timedelta(hours=1):
        clock.advance(hours=3)
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    intake.decide(office, dossier.id, Decision.ACCEPT)
    row = signing.waiting(office, dossier_id=dossier.id)[0]
    signing.sign(office, [row], file_key(office, office.person.login), pin=answer(PASSWORD))
    told = queue.events(office, dossier.id)[-1].details
    stamped = datetime.fromisoformat(str(told["stamped_at"]))
    assert abs(SystemClock().now() - stamped) < timedelta(minutes=2)
    assert told["clock_then"] == clock.now().isoformat()
    assert clock_trust.check(office).verdict is Verdict.TRUSTED, "in practice the stamps come from this very machine"
    real = replace(office, settings=replace(office.settings, practice=False))
    found = clock_trust.check(real)
    assert found.trace is not None and found.trace.kind is TraceKind.STAMP
    assert found.verdict is (Verdict.AHEAD if clock.now() > stamped else Verdict.SET_BACK)
    said = clock_trust.words(found)
    assert said is not None and f"{stamped:%H:%M %d/%m/%Y}" in said.what and "dấu thời gian" in said.what
    assert not clock_trust.confirm(real).doubted


def test_a_file_of_tomorrow_tells_that_the_clock_was_set_back(practice_folder: Path) -> None:
    office = open_office(practice_folder, clock=FixedClock(SystemClock().now()))
    clock_trust.confirm(office)  # the diary of the practice office is from another day
    office.close()
    tomorrow = (SystemClock().now() + timedelta(days=1)).timestamp()
    paper = practice_folder / "columns.json"
    paper.write_text("{}", encoding="utf-8")
    os.utime(paper, (tomorrow, tomorrow))
    opened = open_office(practice_folder)
    found = opened.clock_seen.trust
    assert found is not None and found.trace is not None
    assert (found.verdict, found.trace.kind) == (Verdict.SET_BACK, TraceKind.FILE)
    assert not clock_trust.confirm(opened).doubted
    opened.close()
