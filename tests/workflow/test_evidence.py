"""The diary as evidence: what was done to it behind the program's back is found, whatever it was."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import Misuse, Refused, Trouble
from counter_app.model.dossier import DossierId
from counter_app.model.evidence import Anchor
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.store.chain import BEGINNING, chain_hash
from counter_app.workflow import evidence
from counter_app.workflow.office import Office
from tests.practice import MORNING


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "o-khac"
    folder.mkdir()
    return folder


@pytest.fixture
def anchored(office: Office, outside: Path) -> Office:
    """An office whose diary is anchored in a folder outside, at this morning's head."""
    kept = replace(office, settings=replace(office.settings, evidence_folder=str(outside)))
    evidence.anchor(kept)
    return kept


def harm(office: Office, change: Callable[[sqlite3.Connection], object]) -> None:
    """What somebody with the file and a database program can do."""
    with closing(sqlite3.connect(office.folder / "counter.db")) as connection:
        for trigger in ("event_no_update", "event_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        change(connection)
        connection.commit()


def rewrite(connection: sqlite3.Connection) -> None:
    """The whole diary anew, with one word changed and a chain that is right in itself."""
    rows = connection.execute("SELECT id, dossier_id, at, by_login, kind, details FROM event ORDER BY id").fetchall()
    previous = BEGINNING
    for number, (key, dossier, at, by_then, kind, details) in enumerate(rows):
        by = "nguoi-khac" if number == 2 else by_then
        own = chain_hash(previous, dossier, at, by, kind, details)
        connection.execute(
            "UPDATE event SET by_login = ?, previous_hash = ?, hash = ? WHERE id = ?", (by, previous, own, key)
        )
        previous = own


def test_a_diary_as_it_was_written_passes_every_anchor(anchored: Office) -> None:
    evidence.record_view(anchored, any_dossier(anchored))
    evidence.anchor(anchored)
    found = evidence.examine(anchored)
    assert found.ok and found.anchors == 2 and found.rows > 10


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET at = at - 3600 WHERE id = 5",
        "UPDATE event SET details = '{}' WHERE id = 5",
        "DELETE FROM event WHERE id = 5",
        "INSERT INTO event SELECT 100000, dossier_id, at, by_login, kind, details, previous_hash, hash FROM event"
        " WHERE id = 5",
        "UPDATE event SET id = -1 WHERE id = 5",
    ],
    ids=["time moved", "words changed", "row removed", "row inserted", "order changed"],
)
def test_a_change_behind_the_program_is_found(anchored: Office, change: str) -> None:
    harm(anchored, lambda connection: connection.execute(change))
    found = evidence.examine(anchored)
    assert found.first_bad is not None and not found.ok
    with pytest.raises(Refused, match="không còn nguyên vẹn"):
        evidence.anchor(anchored)


def test_rows_cut_off_at_the_end_miss_their_anchor(anchored: Office) -> None:
    harm(anchored, lambda connection: connection.execute("DELETE FROM event WHERE id > 20"))
    found = evidence.examine(anchored)
    assert found.first_bad is None  # the chain that is left is whole: only the anchor tells
    assert len(found.broken_anchors) == 1 and not found.ok


def test_a_diary_written_wholly_anew_misses_its_anchor(anchored: Office) -> None:
    harm(anchored, rewrite)
    found = evidence.examine(anchored)
    assert found.first_bad is None
    assert len(found.broken_anchors) == 1 and not found.ok


def test_the_head_on_paper_is_as_good_as_the_file(anchored: Office) -> None:
    (printed,) = evidence.anchors(anchored)
    harm(anchored, rewrite)
    (Path(anchored.settings.evidence_folder) / evidence.FILE_NAME).unlink()
    assert evidence.examine(anchored).ok  # nothing is left to compare with …
    assert not evidence.examine(anchored, (printed,)).ok  # … but the sheet
    assert not evidence.examine(anchored, (Anchor(at=MORNING, rows=10**6, head=printed.head),)).ok


def test_one_anchor_a_day(anchored: Office, clock: FixedClock) -> None:
    assert evidence.anchor_daily(anchored) is None
    clock.advance(days=1)
    made = evidence.anchor_daily(anchored)
    assert made is not None and evidence.anchor_daily(anchored) is None
    assert evidence.anchors(anchored)[-1] == made
    assert evidence.anchor_daily(replace(anchored, settings=replace(anchored.settings, evidence_folder=""))) is None


def test_a_place_that_proves_nothing_or_is_not_there_is_said(office: Office, outside: Path) -> None:
    with pytest.raises(Refused, match="Chưa chọn"):
        evidence.anchor(office)
    inside = replace(office, settings=replace(office.settings, evidence_folder=str(office.folder / "journal")))
    with pytest.raises(Refused, match="chính thư mục dữ liệu"):
        evidence.anchor(inside)
    gone = replace(office, settings=replace(office.settings, evidence_folder=str(outside / "mat-mang")))
    with pytest.raises(Trouble, match="mat-mang"):
        evidence.anchor(gone)


def test_an_anchor_file_that_was_scribbled_on_names_its_line(anchored: Office, outside: Path) -> None:
    with (outside / evidence.FILE_NAME).open("a", encoding="utf-8") as file:
        file.write("{}\n")
    with pytest.raises(Refused, match="Dòng 2"):
        evidence.examine(anchored)


def any_dossier(office: Office) -> DossierId:
    return DossierId(office.store.readings.queue_ids(QueueFilter())[0])


def test_a_look_is_written_once_and_again_after_a_while(office: Office, clock: FixedClock) -> None:
    seen = any_dossier(office)
    assert evidence.record_view(office, seen)
    assert not evidence.record_view(office, seen)
    assert evidence.record_view(office.as_person("bao.tq"), seen)  # another person's look is another act
    clock.moment = MORNING + evidence.LOOKED_AGAIN
    assert evidence.record_view(office, seen)
    with office.store.unit_of_work() as unit:
        looks = [event.by for event in unit.events(seen) if event.kind == "view_dossier"]
    assert looks == [office.person.login, "bao.tq", office.person.login]


def test_a_copy_for_an_inspection_is_whole_recorded_and_needs_a_reason(office: Office, tmp_path: Path) -> None:
    supervisor = office.as_person("phuoc.dh")
    out = tmp_path / "nhat-ky.jsonl"
    with pytest.raises(Refused):
        evidence.export(office, out, reason="Tò mò")  # an officer may not
    with pytest.raises(Refused, match="lý do"):
        evidence.export(supervisor, out, reason=" ")
    made = evidence.export(supervisor, out, reason="Quyết định thanh tra 12/QĐ-TTr")
    checked = evidence.check_export(out)
    assert checked.ok and (checked.rows, checked.head) == (made.rows, made.head)
    with pytest.raises(Misuse):
        evidence.export(supervisor, out, reason="Lần nữa")
    event = office.store.readings.last_office_event("export_diary")
    assert event is not None and event.details["sha256"] == made.sha256

    lines = out.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[3])
    row["by_login"] = "nguoi-khac"
    lines[3] = json.dumps(row)
    out.write_text("\n".join(lines), encoding="utf-8")
    assert evidence.check_export(out).first_bad == row["id"]
    out.write_text("[1]\n", encoding="utf-8")
    with pytest.raises(Refused, match="không phải"):
        evidence.check_export(out)


def test_audit_verify_from_the_command_line(anchored: Office, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, dict[str, object]]:
        code = main(["audit", *arguments, "--data", str(anchored.folder), "--json"])
        return code, json.loads(capsys.readouterr().out)

    code, told = run("verify")
    assert code == 0 and told["ok"] and told["first_bad"] is None
    (printed,) = evidence.anchors(anchored)
    assert run("verify", "--anchor", f"{printed.rows}:{printed.head}")[1]["anchors"] == 1
    assert run("verify", "--anchor", "12")[0] == 2
    assert run("anchor")[1]["error"] == "workflow.no_evidence_folder"
    assert run("export")[0] == 2
    harm(anchored, lambda connection: connection.execute("UPDATE event SET kind = 'x' WHERE id = 3"))
    code, told = run("verify")
    assert (code, told["ok"], told["first_bad"]) == (1, False, 3)


HARMS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "change": lambda connection: connection.execute("UPDATE event SET details = '{}' WHERE id = 5"),
    "removal": lambda connection: connection.execute("DELETE FROM event WHERE id = 5"),
    "insertion": lambda connection: connection.execute(
        "INSERT INTO event SELECT 100000, dossier_id, at, by_login, kind, details, previous_hash, hash FROM event"
        " WHERE id = 5"
    ),
    "truncation": lambda connection: connection.execute("DELETE FROM event WHERE id > 20"),
    "whole rewrite": rewrite,
}


@pytest.mark.parametrize("harm_done", HARMS)
def test_the_command_finds_whatever_was_done(
    anchored: Office, harm_done: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = replace(load_settings(anchored.folder), evidence_folder=anchored.settings.evidence_folder)
    save_settings(anchored.folder, settings)

    def run() -> tuple[int, dict[str, object]]:
        code = main(["audit", "verify", "--data", str(anchored.folder), "--json"])
        return code, json.loads(capsys.readouterr().out)

    assert run()[0] == 0
    harm(anchored, HARMS[harm_done])
    code, told = run()
    assert code == 1 and not told["ok"]
    in_the_chain = harm_done not in ("truncation", "whole rewrite")
    assert (told["first_bad"] is not None) == in_the_chain
    assert len(told["broken_anchors"]) == 1 or in_the_chain  # type: ignore[arg-type]
