"""What goes out for the provincial system: the vault's files, records of the national shape, nothing padded."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from counter_app.errors import Misuse, Refused
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.resources import resource
from counter_app.workflow import packages, queue
from counter_app.workflow.office import Office
from tests.faults.outside import counterctl

WHY = "Nhập hồ sơ vào hệ thống của tỉnh"


@pytest.fixture
def done(office: Office) -> DossierId:
    """A returned or finished dossier of the practice office, with signed components and result."""
    wanted = QueueFilter(states=(DossierState.DONE, DossierState.RETURNED), include_closed=True)
    found = [DossierId(one) for one in queue.ids(office, wanted)]
    return next(one for one in found if queue.dossier(office, one).results)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_files_are_those_of_the_vault_and_the_manifest_knows_each(
    office: Office, done: DossierId, tmp_path: Path
) -> None:
    (made,) = packages.export(office, [done], tmp_path, reason=WHY)
    dossier = queue.dossier(office, done)
    listed = {one["name"]: one for one in read(made.folder, packages.MANIFEST)["files"]}
    there = {path.name for path in made.folder.iterdir()}
    assert there == {*listed, packages.MANIFEST}
    for name, one in listed.items():
        body = (made.folder / name).read_bytes()
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (one["sha256"], one["bytes"])
    papers = {part.file.hash for part in dossier.components if part.file} | {file.hash for file in dossier.results}
    assert papers <= {one["sha256"] for one in listed.values()}
    assert queue.events(office, done)[-1].details["manifest"] == made.sha256
    words = (made.folder / packages.CHECKLIST).read_text(encoding="utf-8")
    assert dossier.code in words
    assert all(name in words for name in listed if name.endswith(".pdf"))


def test_records_have_the_national_shape_and_say_what_is_missing(
    office: Office, done: DossierId, tmp_path: Path
) -> None:
    (made,) = packages.export(office, [done], tmp_path, reason=WHY)
    dossier = queue.dossier(office, done)
    (record,) = read(made.folder, packages.RECORD)
    assert record["MaHoSo"] == dossier.code
    assert record["TrangThaiHoSo"] == str(int(dossier.state))
    assert record["KenhThucHien"] == str(int(dossier.channel))
    assert record["NgayTiepNhan"] == "" or re.fullmatch(r"\d{14}", record["NgayTiepNhan"])
    assert record["NgayHenTra"] == f"{dossier.due_at:%Y%m%d%H%M%S}"
    assert [one["IsDeleted"] for one in record["TaiLieuNop"]] == ["False"] * len(record["TaiLieuNop"])
    assert record["MaLinhVuc"] == ""
    assert any("mã lĩnh vực" in words for words in made.missing)
    steps = read(made.folder, packages.PROGRESS)
    assert all(step["MaHoSo"] == dossier.code and step["NoiDungXuLy"] for step in steps)


def test_every_dossier_of_the_office_fits_the_schema(office: Office, tmp_path: Path) -> None:
    everything = [DossierId(one) for one in queue.ids(office, QueueFilter(include_closed=True))]
    made = packages.export(office, everything, tmp_path, pattern="{loai}-{so}-{sha}", reason=WHY)
    assert len(made) == len(everything) > 40
    schema = json.loads(resource("exchange", "dong-bo-ho-so.schema.json").read_text(encoding="utf-8"))
    rows = [read(one.folder, packages.RECORD)[0] for one in made]
    jsonschema.validate(rows, schema)
    broken = [{**rows[0], "IsUpdating": True}, {**rows[0], "NgayHenTra": "23/11/2026"}, {**rows[0], "LoaiDoiTuong": 1}]
    for row in broken:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate([row], schema)


def test_what_is_there_is_not_written_over_and_a_bad_pattern_writes_nothing(
    office: Office, done: DossierId, tmp_path: Path
) -> None:
    packages.export(office, [done], tmp_path, reason=WHY)
    with pytest.raises(Misuse):
        packages.export(office, [done], tmp_path, reason=WHY)
    for pattern in ("{khac}", "khong-co-cho-dien", "{so", "{so}{0}"):
        with pytest.raises(Refused) as told:
            packages.export(office, [done], tmp_path / "khac", pattern=pattern, reason=WHY)
        assert told.value.code == "exchange.bad_pattern"
    assert not (tmp_path / "khac").exists()
    with pytest.raises(Refused):
        packages.export(office, [], tmp_path, reason=WHY)
    leader = next(login for login, one in office.people.items() if str(one.role) == "leader")
    with pytest.raises(Refused):
        packages.export(office.as_person(leader), [done], tmp_path / "khac", reason=WHY)


def test_a_days_packages_from_the_command_line(office: Office, practice_folder: Path, tmp_path: Path) -> None:
    today = packages.of_day(office, date(2026, 11, 23))
    events = {one: queue.events(office, DossierId(one)) for one in queue.ids(office, QueueFilter(include_closed=True))}
    stepped = [
        one
        for one, mine in events.items()
        if any(e.kind in packages.STEPS and f"{e.at:%F}" == "2026-11-23" for e in mine)
    ]
    assert sorted(today) == sorted(stepped)
    office.close()
    code = f"{next(iter(events))}"
    said = counterctl("exchange", "export", code, "--out", tmp_path / "goi", "--reason", WHY, "--data", practice_folder)
    assert said.code == 0
    assert Path(said.lines[0]["output"]).is_dir()
    nothing = counterctl("exchange", "export", "--out", tmp_path / "2", "--reason", WHY, "--data", practice_folder)
    assert nothing.code == 1
