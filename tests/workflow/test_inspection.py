"""What an inspection sees and takes away: acts in order, narrowed, each copy with its proof and its reason."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa

from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.evidence import DiaryQuery
from counter_app.model.person import Role
from counter_app.model.queue import QueueFilter
from counter_app.model.report import Table
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import evidence, handover, inspection, office_settings, queue
from counter_app.workflow.office import Office
from tests.forms import reading

REASON = "Kế hoạch thanh tra số 05/KH-TTr"


@pytest.fixture
def inspected(office: Office, tmp_path: Path) -> Office:
    """Somebody of the inspectorate at the desk; the diary's head lies outside."""
    outside = tmp_path / "ngoai"
    outside.mkdir()
    supervisor, _ = office_settings.change_settings(office.as_person("phuoc.dh"), {"evidence_folder": str(outside)})
    evidence.anchor(supervisor)
    return supervisor.as_person(next(login for login, one in office.people.items() if one.role is Role.INSPECTOR))


def working(office: Office) -> DossierId:
    return DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0])


def test_the_acts_of_a_dossier_and_of_a_person_come_in_order_and_the_look_is_written_down(
    inspected: Office, clock: FixedClock
) -> None:
    one = working(inspected)
    officer = inspected.as_person("ha.nt")
    clock.advance(minutes=5)
    handover.hand_over(officer, one, "Phòng A", receiver="Trần An")
    looked = inspection.look(inspected, DiaryQuery(dossier_id=one))
    kinds = [row.event.kind for row in looked.rows]
    assert kinds[0] == "import" and kinds[-2:] == ["hand_over", "view_dossier"]
    assert [row.event for row in looked.rows] == list(queue.events(inspected, one))
    assert [row.id for row in looked.rows] == sorted(row.id for row in looked.rows)
    assert {row.code for row in looked.rows} == {queue.dossier(inspected, one).display_code}

    mine = inspection.look(inspected, DiaryQuery(login="ha.nt"))
    assert {row.event.by for row in mine.rows} == {"ha.nt"} and mine.total == len(mine.rows) > 100
    noted = inspected.store.readings.last_office_event("inspect_person")
    assert noted is not None and (noted.by, noted.details["login"]) == (inspected.person.login, "ha.nt")
    inspection.look(inspected, DiaryQuery(login="ha.nt", kinds=("hand_over",)))
    all_of_it = inspection.look(inspected, DiaryQuery(kinds=("inspect_person",)))
    assert all_of_it.total == 1, "once in half an hour"


def test_it_is_narrowed_by_day_and_kind(inspected: Office, clock: FixedClock) -> None:
    now = inspected.now()
    clock.advance(days=1)
    handover.hand_over(inspected.as_person("ha.nt"), working(inspected), "Phòng A")
    later = DiaryQuery(start=now + timedelta(hours=1), end=now + timedelta(days=2))
    assert [row.event.kind for row in inspection.look(inspected, later).rows] == ["hand_over"]
    assert inspection.look(inspected, DiaryQuery(end=now)).total > 0
    signed = inspection.look(inspected, DiaryQuery(kinds=("sign_component", "sign_result")))
    assert {row.event.kind for row in signed.rows} == {"sign_component", "sign_result"}


@pytest.mark.poppler
def test_a_copy_carries_its_proof_in_every_form(inspected: Office, tmp_path: Path) -> None:
    wanted, kept = DiaryQuery(dossier_id=working(inspected)), {}
    for suffix in inspection.SUFFIXES:  # each copy is an act of the dossier's diary: the next one has a row more
        rows = inspected.store.diary.looked_at(wanted, 1000)
        digest = hashlib.sha256("".join(row.hash for row in rows).encode()).hexdigest()
        head = evidence.examine(inspected).head
        made = inspection.export(inspected, wanted, tmp_path / f"a{suffix}", reason=REASON)
        assert (made.rows, made.head) == (len(rows), head)
        assert made.sha256 == hashlib.sha256((tmp_path / f"a{suffix}").read_bytes()).hexdigest()
        told = queue.events(inspected, working(inspected))[-1]
        assert (told.kind, told.details["reason"], told.details["sha256"]) == ("export_diary", REASON, made.sha256)
        kept[suffix] = (len(rows), digest, head)
    text = reading.in_order(tmp_path / "a.pdf").replace(" ", "")
    for words in (*kept[".pdf"][1:], REASON, "Chuỗi liền mạch từ dòng đầu đến dòng cuối", "1 mốc, khớp 1"):
        assert str(words).replace(" ", "") in text, words
    book = openpyxl.load_workbook(BytesIO((tmp_path / "a.xlsx").read_bytes()))
    assert book.worksheets[0].max_row >= kept[".xlsx"][0] + 5
    parts = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["parts"]
    assert {"label": "Mã của bản trích", "value": kept[".json"][1]} in parts[1]["rows"]
    raw = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert hashlib.sha256("".join(row["hash"] for row in raw).encode()).hexdigest() == kept[".jsonl"][1]


def test_a_whole_copy_of_rows_can_be_examined_without_the_database(inspected: Office, tmp_path: Path) -> None:
    path = tmp_path / "ca.jsonl"
    made = inspection.export(inspected, DiaryQuery(), path, reason=REASON)
    found = evidence.check_export(path, evidence.anchors(inspected))
    assert found.ok and (found.rows, found.head) == (made.rows, made.head)


def test_a_diary_that_was_changed_says_so_on_its_copy(inspected: Office, tmp_path: Path) -> None:
    wanted = DiaryQuery(dossier_id=working(inspected))
    with sa.create_engine(f"sqlite:///{inspected.folder / 'counter.db'}").begin() as connection:
        for (name,) in connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type='trigger'")).all():
            if "event" in name:
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.text("UPDATE event SET by_login='ai-do' WHERE id=7"))
    proof = inspection.prove(inspected, wanted)
    assert proof.words == "Chuỗi bị đứt từ dòng 7"
    report = inspection.made(inspected, wanted, proof, REASON)
    facts = [row for part in report.parts if isinstance(part, Table) and part.key == "proof" for row in part.rows]
    assert ("Kiểm tra nhật ký", "Chuỗi bị đứt từ dòng 7") in [(row[0].value, row[1].value) for row in facts]


def test_who_may_not_inspect_and_what_cannot_be_copied_is_refused(inspected: Office, tmp_path: Path) -> None:
    wanted = DiaryQuery(dossier_id=working(inspected))
    officer = inspected.as_person("ha.nt")
    for act in (
        lambda: inspection.look(officer, wanted),
        lambda: inspection.prove(officer, wanted),
        lambda: inspection.export(officer, wanted, tmp_path / "a.pdf", reason=REASON),
        lambda: inspection.export(inspected, wanted, tmp_path / "a.pdf", reason=" "),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Misuse):
        inspection.export(inspected, wanted, tmp_path / "a.doc", reason=REASON)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.")]


def test_more_rows_than_a_sheet_holds_go_out_as_rows_only(
    inspected: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection, "MOST_PRINTED", 10)
    with pytest.raises(Refused, match="jsonl"):
        inspection.export(inspected, DiaryQuery(), tmp_path / "a.xlsx", reason=REASON)
    assert inspection.export(inspected, DiaryQuery(), tmp_path / "a.jsonl", reason=REASON).rows > 10


def test_the_command_takes_a_copy_of_what_a_person_did(inspected: Office, tmp_path: Path) -> None:
    data = ["--data", str(inspected.folder), "--reason", REASON]
    supervisor = replace(load_settings(inspected.folder), person="phuoc.dh")
    save_settings(inspected.folder, supervisor)
    out = tmp_path / "ha.json"
    assert main(["audit", "export", "--by", "ha.nt", "--out", str(out), *data]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["subject"] == "Nguyễn Thu Hà" and len(told["parts"][0]["rows"]) > 100
    assert main(["audit", "export", "--out", str(tmp_path / "ca.jsonl"), *data]) == 0
    assert main(["audit", "export", "--out", str(tmp_path / "ca.doc"), *data]) == 2
