"""The bundle for a helper from afar: what is planted everywhere about people and secrets is nowhere in it."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.clock import FixedClock
from counter_app.errors import Misuse
from counter_app.model.dossier import Applicant, DossierId
from counter_app.model.queue import QueueFilter
from counter_app.settings import load_settings, save_settings
from counter_app.workflow import queue, support
from counter_app.workflow.office import Office

PLANTED = (
    *("Nguyễn Thị Cấy", "033094009999", "0912000111", "cay.nt@example.vn", "Thôn Gài"),
    *("mat-khau-may-chu", "ha.nt", "0221.3862111", "goc-rieng", "khoa-truy-cap"),
)
NAME, NUMBER, PHONE, MAIL, PLACE, SECRET, LOGIN, OFFICE_PHONE, FOLDER, ACCESS = PLANTED


@pytest.fixture
def planted(office: Office) -> Office:
    waiting = DossierId(queue.ids(office, QueueFilter())[0])
    with office.store.unit_of_work() as unit:
        applicant = Applicant(name=NAME, identity_number=NUMBER, phone=PHONE, email=MAIL, address=PLACE)
        unit.update_dossier(unit.dossier(waiting), applicant=applicant, note=f"{NAME} {PHONE}")
        unit.append_event(office.event("note", waiting, note=f"{NAME} {NUMBER}"))
        unit.commit()
    logs = office.folder / "logs"
    logs.mkdir(exist_ok=True)
    lines = ["counter_app.errors.Refused", "  intake.py:12 decide", f"ValueError: {NAME}", NUMBER, f"  {MAIL}", PHONE]
    (logs / f"loi-20261123-0800 {NAME}.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = replace(
        load_settings(office.folder),
        office_phone=OFFICE_PHONE,
        person=LOGIN,
        vault_access_key=ACCESS,
        scanner_folder=f"/home/{FOLDER}/quet",
        time_stamp_url=f"https://{SECRET}@tsa.example.vn",
    )
    save_settings(office.folder, settings)
    return replace(office, settings=settings)


def held(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as made:
        return {one.filename: made.read(one).decode("utf-8") for one in made.infolist()}


def test_nothing_about_anybody_is_in_it_and_what_helps_is(planted: Office, tmp_path: Path, clock: FixedClock) -> None:
    out = tmp_path / "goi.zip"
    names = support.bundle(planted.folder, clock, out, planted)
    parts = held(out)
    assert set(names) == set(parts)
    whole = "\n".join([*parts, *parts.values()])
    assert [text for text in PLANTED if text in whole] == []
    assert str(planted.folder) not in whole
    figures, settings = json.loads(parts["so-lieu.json"]), json.loads(parts["cai-dat.json"])
    assert figures["register"]["dossier"] > 40 and figures["diary"]["ok"] and figures["role"] == "officer"
    assert settings["signature_level"] == "B-T" and settings["time_stamp_url"] is True
    assert settings["backup_folder"] is False and settings["idle_lock_minutes"] == 10
    assert "PySide6" in " ".join(json.loads(parts["may.json"])["libraries"])
    assert parts["loi/01.txt"] == "counter_app.errors.Refused\n  intake.py:12 decide\n"
    with pytest.raises(Misuse):
        support.bundle(planted.folder, clock, out, planted)


def test_it_is_made_of_an_office_that_does_not_open(
    planted: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted.close()
    (planted.folder / "counter.db").write_bytes(b"no database" * 500)
    (planted.folder / "settings.toml").write_text(f'person = "{LOGIN}"\nnonsense = 1\n', encoding="utf-8")
    out = tmp_path / "goi.zip"
    assert main(["support", "--out", str(out), "--data", str(planted.folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output"] == str(out)
    parts = held(out)
    assert json.loads(parts["cai-dat.json"]) == {"error": "settings.unknown_key"}
    assert json.loads(parts["so-lieu.json"])["office"] == "not open"
    assert LOGIN not in "".join(parts.values())
