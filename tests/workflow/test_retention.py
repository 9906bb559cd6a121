"""Personal data go after their time, what proves the act stays: in a practice office, real files, a real chain."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import Refused, Trouble
from counter_app.model.dossier import Dossier, DossierId, DossierState, FileHash
from counter_app.model.queue import QueueFilter
from counter_app.model.retention import ERASED
from counter_app.rules.retention import retention_rules
from counter_app.store.diary_words import PERSONAL
from counter_app.workflow import clock_trust, evidence, intake, queue, retention
from counter_app.workflow.office import Office
from tests.practice import MORNING

REASON = "Quyết định hủy tài liệu 05/QĐ-SKHCN"


@pytest.fixture
def keeper(office: Office) -> Office:
    """Four dossiers with papers have ended today, one more holds the same paper and goes on."""
    supervisor = office.as_person("phuoc.dh")
    waiting = [queue.dossier(office, DossierId(one)) for one in queue.ids(office, QueueFilter())]
    chosen = [one for one in waiting if contents(one)][:4]
    free = next(one for one in waiting if one not in chosen and any(part.file is None for part in one.components))
    paper = next(part.file for part in chosen[0].components if part.file)
    place = next(part.id for part in free.components if part.file is None)
    with office.store.unit_of_work() as unit:
        for one in chosen:
            unit.update_dossier(one, state=DossierState.RETURNED, ended_at=MORNING)
        unit.update_component(place, file=paper)
        unit.commit()
    return supervisor


def ended(office: Office) -> list[Dossier]:
    everything = queue.ids(office, QueueFilter(include_closed=True))
    dossiers = [queue.dossier(office, DossierId(one)) for one in everything]
    return [one for one in dossiers if not one.state.open]


def contents(dossier: Dossier) -> set[str]:
    return {str(part.file.hash) for part in dossier.components if part.file} | {
        str(one.hash) for one in dossier.results
    }


def test_nothing_is_due_before_its_time_and_a_plan_changes_nothing(keeper: Office, clock: FixedClock) -> None:
    assert all(not line.kept for line in retention.plan(keeper))
    clock.advance(days=3653 + 30)
    rows = evidence.examine(keeper).rows
    found = {line.rule.id: len(line.kept) for line in retention.plan(keeper)}
    returned = [one for one in ended(keeper) if one.state is DossierState.RETURNED]
    assert found["returned"] == len(returned) >= 4 and found["ended"] == len(ended(keeper)) - len(returned)
    assert evidence.examine(keeper).rows == rows


def test_what_is_erased_is_gone_and_the_diary_still_proves_the_act(keeper: Office, clock: FixedClock) -> None:
    before = ended(keeper)
    theirs = set().union(*(contents(one) for one in before))
    shared = set().union(*(contents(one) for one in _others(keeper, before)))
    clock.advance(days=3653 + 30)
    lines = retention.plan(keeper)
    done = retention.apply(keeper, lines, reason=REASON)
    assert done.rows == sum(len(line.kept) for line in lines) and done.left == 0 and done.files > 0
    for old in before:
        now = queue.dossier(keeper, old.id)
        assert now.applicant.name == ERASED and not contents(now)
        assert not any((now.applicant.identity_number, now.applicant.phone, now.applicant.address, now.note))
        assert (now.code, now.state, now.received_at, now.ended_at) == (
            old.code,
            old.state,
            old.received_at,
            old.ended_at,
        )
        assert list(keeper.store.readings.search_ids(old.display_code)) == [old.id]
        assert old.id not in keeper.store.readings.search_ids(old.applicant.name)
        with keeper.store.unit_of_work() as unit:
            told = unit.events(old.id)
        assert told[-1].kind == "erase_dossier" and told[-1].details["reason"] == REASON and len(told) > 1
    for one in theirs - shared:
        with pytest.raises(Trouble):
            keeper.vault.path(FileHash(one))
    assert theirs & shared and theirs - shared
    for one in shared:
        assert keeper.vault.path(FileHash(one)).is_file()  # what another dossier holds is that one's
    assert evidence.examine(keeper).ok
    assert all(not line.kept for line in retention.plan(keeper))


def _others(office: Office, erased: list[Dossier]) -> list[Dossier]:
    known = {one.id for one in erased}
    everything = queue.ids(office, QueueFilter(include_closed=True))
    return [queue.dossier(office, DossierId(one)) for one in everything if one not in known]


def test_it_takes_the_role_a_reason_and_an_ended_dossier(office: Office, keeper: Office) -> None:
    (first, *_) = ended(keeper)
    waiting = DossierId(queue.ids(keeper, QueueFilter())[0])
    for who, dossier, reason, code in (
        (office, first.id, REASON, "access.not_allowed"),
        (keeper, first.id, " ", "workflow.erase_needs_reason"),
        (keeper, waiting, REASON, "workflow.erase_open"),
    ):
        with pytest.raises(Refused) as refused:
            retention.erase(who, dossier, reason=reason)
        assert refused.value.code == code
    retention.erase(keeper, first.id, reason=REASON)
    with pytest.raises(Refused, match="từ trước"):
        retention.erase(keeper, first.id, reason=REASON)


def test_a_stopped_run_keeps_the_rest(keeper: Office, clock: FixedClock) -> None:
    clock.advance(days=3653 + 30)
    lines = retention.plan(keeper)
    told: list[int] = []
    done = retention.apply(
        keeper, lines, reason=REASON, stopped=lambda: len(told) >= 2, progress=lambda step, _all: told.append(step)
    )
    due = sum(len(line.kept) for line in lines)
    assert 0 < done.rows < due
    assert sum(len(line.kept) for line in retention.plan(keeper)) == due - done.rows


def test_a_clock_that_runs_years_ahead_erases_nothing(keeper: Office, clock: FixedClock) -> None:
    clock.advance(days=3653 + 30)
    lines = retention.plan(keeper)
    assert clock_trust.check(keeper).doubted
    with pytest.raises(Refused) as refused:
        retention.apply(keeper, lines, reason=REASON)
    assert refused.value.code == "workflow.erase_clock"
    clock_trust.confirm(keeper)
    assert retention.apply(keeper, lines, reason=REASON).rows > 0


def test_drafts_feedback_and_lists_go_too(keeper: Office, clock: FixedClock) -> None:
    waiting = DossierId(queue.ids(keeper, QueueFilter())[0])
    keeper.store.desk.keep_draft(waiting, "ha.nt", {"reason": "Gọi lại 0912 345 678"}, MORNING)
    clock.advance(days=91)
    keeper.store.desk.keep_draft(waiting, "bao.tq", {"reason": "mới gõ"}, clock.now())
    (line,) = [one for one in retention.plan(keeper) if one.rule.id == "drafts"]
    assert retention.apply(keeper, [line], reason=REASON).rows == 1
    assert keeper.store.desk.draft(waiting, "ha.nt") is None
    assert keeper.store.desk.draft(waiting, "bao.tq") is not None
    event = keeper.store.readings.last_office_event("erase_rows")
    assert event is not None and event.details == {"rule": "drafts", "rows": 1, "reason": REASON}


def test_no_name_is_left_anywhere_in_the_folder(keeper: Office, tmp_path: Path) -> None:
    """Applicant, notes, remarks, file names, diary, explanations, feedback, papers on their way: read as bytes."""
    her, officer = "Vừ Thị Mẩy Sương", keeper.as_person("ha.nt")
    dossier = ended(keeper)[0]
    source = tmp_path / f"Đơn của {her}.pdf"
    paper = pikepdf.new()
    paper.add_blank_page()
    paper.save(source)
    with source.open("ab") as file:
        file.write(f"% {her}\n".encode())
    details = {name: f"{her}, {name}" for name in PERSONAL}
    with keeper.store.unit_of_work() as unit:
        unit.update_dossier(dossier, state=DossierState.NEW, ended_at=None)
        unit.commit()
    intake.attach_file(officer, dossier.id, dossier.components[0].id, source)
    with keeper.store.unit_of_work() as unit:
        now = unit.dossier(dossier.id)
        unit.update_component(dossier.components[0].id, remark=her)
        unit.update_dossier(
            now, applicant=replace(now.applicant, name=her), note=her, state=DossierState.RETURNED, ended_at=MORNING
        )
        unit.append_event(keeper.event("hand_over", dossier.id, **details))
        unit.commit()
    (keeper.folder_for("forms", str(dossier.id)) / f"Phiếu {her}.pdf").write_bytes(her.encode())
    assert _holding(keeper.folder, "Mẩy Sương") and _holding(keeper.folder, "may suong")
    retention.erase(keeper, dossier.id, reason=REASON)
    assert _holding(keeper.folder, "Mẩy Sương") == _holding(keeper.folder, "may suong") == []
    assert evidence.examine(keeper).ok


def _holding(folder: Path, words: str) -> list[str]:
    """Files whose name or content has the words, open."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if words in path.name or words.encode() in path.read_bytes()]


def test_each_rule_has_a_source_and_none_holds_before_its_day() -> None:
    today = MORNING.date()
    assert {rule.id for rule in retention_rules(today)} >= {"returned", "ended", "feedback", "listed", "drafts"}
    assert all(rule.source and not rule.verified and rule.days >= 30 for rule in retention_rules(today))
    assert retention_rules(today - timedelta(days=3650)) == ()


def test_from_the_command_line(
    practice_folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    monkeypatch.setattr("counter_app.bootstrap.SystemClock", lambda: clock)

    def run(*arguments: str) -> tuple[int, list[dict[str, object]]]:
        code = main(["retention", *arguments, "--data", str(practice_folder), "--json"])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    code, lines = run("plan", "--person", "phuoc.dh")
    assert code == 0 and {line["rule"] for line in lines} >= {"returned", "drafts"}
    assert run("plan")[0] == 1  # an officer
    assert run("erase", "--person", "phuoc.dh")[0] == 2
    assert run("apply", "--person", "phuoc.dh")[1][0]["error"] == "workflow.erase_needs_reason"
    code, (done,) = run("apply", "--person", "phuoc.dh", "--rule", "returned", "--reason", REASON)
    assert (code, done["left"]) == (0, 0)
