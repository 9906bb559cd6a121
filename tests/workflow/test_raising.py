"""Debts of time-stamps paid in the register: the file changes, the signature, its signer and its time stay."""

from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Level, SignProgress, SignStatus
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import board, queue, raising, signed_files, signing
from counter_app.workflow.office import Office


def test_debts_are_paid_without_a_key_and_written_down(office: Office) -> None:
    owed = signed_files.in_debt(office)
    dossiers = len({one.dossier_id for one in owed})
    assert board.board(office).standing_still["timestamp_debt"] == dossiers
    steps: list[SignProgress] = []
    report = raising.raise_level(office, [(one.dossier_id, one.file) for one in owed], progress=steps.append)
    assert {outcome.status for outcome in report.outcomes} == {SignStatus.SIGNED}, report.outcomes
    assert report.raised == len(owed) and report.changes.dossiers == {one.dossier_id for one in owed}
    assert sum(step.step == "done" for step in steps) == len(owed)
    assert signed_files.in_debt(office) == () and signed_files.debts(office) == 0
    assert board.board(office).standing_still["timestamp_debt"] == 0
    before = owed[0]
    dossier = queue.dossier(office, DossierId(before.dossier_id))
    files = [part.file for part in dossier.components if part.file] + list(dossier.results)
    (after,) = [file for file in files if file.signed_from == before.file.signed_from]
    assert (after.signature_level, after.signed_by, after.signed_at, after.name) == (
        "B-T",
        before.file.signed_by,
        before.file.signed_at,
        before.file.name,
    )
    assert after.hash != before.file.hash
    (signature,) = signing.verify(office, office.vault.path(after.hash)).signatures
    assert (signature.level, signature.time_source, signature.intact) == ("B-T", "time_stamp", True)
    with office.store.unit_of_work() as unit:
        kinds = [event.kind for event in unit.events(DossierId(before.dossier_id))]
    assert kinds[-1] == "raise_level"


def test_a_file_that_was_replaced_meanwhile_is_refused_and_the_others_go_on(office: Office) -> None:
    first, second = signed_files.in_debt(office)[:2]
    elsewhere = next(one for one in queue.ids(office, QueueFilter()) if one != first.dossier_id)
    wanted = [(DossierId(elsewhere), first.file), (second.dossier_id, second.file)]
    report = raising.raise_level(office, wanted)
    assert [(one.status, one.code) for one in report.outcomes] == [
        (SignStatus.REFUSED, "store.changed_meanwhile"),
        (SignStatus.SIGNED, ""),
    ]


def test_a_stop_keeps_what_is_paid(office: Office) -> None:
    owed = signed_files.in_debt(office)
    done: list[SignProgress] = []
    report = raising.raise_level(
        office,
        [(one.dossier_id, one.file) for one in owed],
        progress=lambda step: done.append(step) if step.outcome else None,
        stop=lambda: len(done) >= 1,
    )
    assert [outcome.status for outcome in report.outcomes[:2]] == [SignStatus.SIGNED, SignStatus.PENDING]
    assert signed_files.debts(office) == len(owed) - 1


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT"])
def test_a_debt_is_what_lies_below_the_office_s_level(practice_folder: Path, clock: FixedClock, level: str) -> None:
    save_settings(practice_folder, replace(load_settings(practice_folder), signature_level=level))
    office = open_office(practice_folder, clock=clock)
    try:
        levels = {one.file.signature_level for one in signed_files.in_debt(office)}
        wanted = {one.wanted for one in signed_files.in_debt(office)}
        assert levels == ({"B-B", "B-T"} if level == "B-LT" else {"B-B"})
        assert wanted == {Level.B_LT if level == "B-LT" else Level.B_T}
        assert len(signed_files.in_debt(office)) == signed_files.debts(office)
    finally:
        office.close()
