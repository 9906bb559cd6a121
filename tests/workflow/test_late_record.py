"""A timely decision written down later: counted from its real moment when a file proves it, else refused."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Refused
from counter_app.model.dossier import ComponentVerdict, Decision, Dossier
from counter_app.workflow import clocks, intake, late_record, queue
from counter_app.workflow.office import Office
from tests.ui.intake_papers import fresh_dossier
from ui.presenters.timeline import timeline


@pytest.fixture
def waiting(office: Office) -> Dossier:
    """A paper of it is not in order; the window still runs."""
    dossier = fresh_dossier(office)
    for part in dossier.components:
        intake.check_component(office, dossier.id, part.id, ComponentVerdict.FAIL, remark="Mờ")
    return queue.dossier(office, dossier.id)


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    path = tmp_path / "phieu-ky-nhan.jpg"
    path.write_bytes(b"a photo of the signed sheet")
    return path


def ask(office: Office, dossier: Dossier, at: datetime, evidence: Path | None, why: str = "Mất điện") -> bool:
    """Whether it was written down as late."""
    return late_record.record_decision(
        office, dossier.id, Decision.REQUEST_SUPPLEMENT, happened_at=at, why=why, evidence=evidence
    ).late


def test_both_moments_are_on_record_and_the_real_one_counts(
    office: Office, clock: FixedClock, waiting: Dossier, evidence: Path
) -> None:
    assert waiting.intake_due_at is not None
    clock.moment = waiting.intake_due_at + timedelta(days=3)
    real = waiting.intake_due_at - timedelta(minutes=5)
    assert not ask(office, waiting, real, evidence)
    assert queue.dossier(office, waiting.id).decided_at == real
    event = queue.events(office, waiting.id)[-1]
    assert (event.at, event.details["happened_at"], event.details["late"]) == (clock.now(), real.isoformat(), 0)
    assert office.vault.path(event.details["evidence"]).read_bytes() == evidence.read_bytes()  # type: ignore[arg-type]
    run = clocks.clocked(office, waiting.id).clocks.window
    assert run is not None and not run.late
    assert (run.ended_at, run.recorded_at) == (real, clock.now())
    line = timeline([event], office.name_of, clock.now())[0]
    assert f"đã làm lúc {real:%H:%M %d/%m/%Y}, ghi sau vì: Mất điện" in line.detail
    assert "«phieu-ky-nhan.jpg»" in line.detail
    with pytest.raises(Refused):
        late_record.recent(office)  # the officer at the desk does not see the board
    (listed,) = late_record.recent(office.as_person("phuoc.dh"))
    assert (listed.dossier_id, listed.happened_at, listed.recorded_at) == (waiting.id, real, clock.now())
    assert (listed.late, listed.why, listed.due_at) == (False, "Mất điện", waiting.intake_due_at)
    assert late_record.count(office) == 1
    clock.advance(days=31)
    assert late_record.count(office) == 0 and not late_record.recent(office.as_person("phuoc.dh"))


def test_an_act_that_really_was_late_stays_late(
    office: Office, clock: FixedClock, waiting: Dossier, evidence: Path
) -> None:
    assert waiting.intake_due_at is not None
    clock.moment = waiting.intake_due_at + timedelta(days=3)
    assert ask(office, waiting, waiting.intake_due_at + timedelta(seconds=1), evidence)


def test_what_is_not_proved_or_cannot_be_is_refused(
    office: Office, clock: FixedClock, waiting: Dossier, evidence: Path, tmp_path: Path
) -> None:
    assert waiting.intake_due_at is not None
    start = waiting.received_at
    clock.moment = waiting.intake_due_at + timedelta(days=1)
    empty = tmp_path / "trong.jpg"
    empty.touch()
    second = timedelta(seconds=1)
    for at, paper, why, code in (
        (start, None, "Mất điện", "workflow.earlier_without_evidence"),
        (start, empty, "Mất điện", "workflow.earlier_without_evidence"),
        (start, evidence, "  ", "workflow.earlier_without_reason"),
        (clock.now() + second, evidence, "Mất điện", "workflow.earlier_in_future"),
        (start - second, evidence, "Mất điện", "workflow.earlier_before_receipt"),
    ):
        with pytest.raises(Refused) as refused:
            ask(office, waiting, at, paper, why)
        assert refused.value.code == code and refused.value.what
    assert queue.dossier(office, waiting.id).state is waiting.state


def test_it_does_not_go_before_the_act_that_it_follows(
    office: Office, clock: FixedClock, waiting: Dossier, evidence: Path
) -> None:
    intake.decide(office, waiting.id, Decision.REQUEST_SUPPLEMENT)
    asked = clock.now()
    clock.advance(hours=2)
    withdraw = lambda at: late_record.record_decision(  # noqa: E731
        office, waiting.id, Decision.WITHDRAW, happened_at=at, why="Mất mạng", evidence=evidence
    )
    with pytest.raises(Refused) as refused:
        withdraw(asked - timedelta(seconds=1))
    assert refused.value.code == "workflow.earlier_before_previous"
    withdraw(asked + timedelta(minutes=1))
    assert queue.dossier(office, waiting.id).ended_at == asked + timedelta(minutes=1)
