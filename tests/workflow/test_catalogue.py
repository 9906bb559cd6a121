"""The catalogue in an office: imported, taken back and edited, with what the diary says of it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.errors import Refused
from counter_app.model.person import Role
from counter_app.model.queue import QueueFilter
from counter_app.workflow import catalogue, catalogue_history, intake, queue
from counter_app.workflow.office import Office

CODE = "1.001786"


@pytest.fixture
def keeper(office: Office) -> Office:
    """The same office, somebody at the desk who may change the catalogue."""
    return office.as_person(next(login for login, one in office.people.items() if one.role is Role.SUPERVISOR))


def table(folder: Path, *rows: str) -> Path:
    path = folder / "danh-muc.csv"
    path.write_text("\n".join(["Mã TTHC;Tên TTHC;Lĩnh vực;Thời hạn", *rows]), encoding="utf-8")
    return path


def test_an_import_is_shown_applied_recorded_and_taken_back(keeper: Office, tmp_path: Path) -> None:
    before = catalogue.procedures(keeper)
    path = table(tmp_path, f"{CODE};Tên mới;Lĩnh vực lạ;9 ngày làm việc", "9.000001;Thủ tục thêm;Lĩnh vực lạ;")
    update = catalogue.plan_update(keeper, path)
    assert catalogue.procedures(keeper) == before
    assert [(str(one.kind), one.code) for one in update.changes] == [("new", "9.000001"), ("changed", CODE)]
    applied = catalogue.apply_update(keeper, update, {CODE, "9.000001"})
    assert "1 thủ tục mới, 1 thay đổi" in applied.words()
    found = catalogue.procedure(keeper, CODE)
    assert found is not None
    assert (found.name, found.version) == ("Tên mới", 2)
    event = keeper.store.readings.last_office_event("import_catalogue")
    assert event is not None
    assert (event.details["sha256"], event.details["import_id"]) == (update.sha256, applied.import_id)
    words, changes = catalogue.undo_update(keeper, applied.import_id)
    assert "2 thủ tục" in words
    assert changes.catalogue
    assert catalogue.procedures(keeper) == before
    with pytest.raises(Refused, match="hoàn tác"):
        catalogue.undo_update(keeper, applied.import_id)


def test_a_dossier_keeps_what_it_was_received_under(keeper: Office) -> None:
    ids = queue.ids(keeper, QueueFilter())
    dossier = next(one for one in (queue.dossier(keeper, key) for key in ids) if one.procedure_version)
    now = intake.procedure_of(keeper, dossier)
    assert now is not None
    catalogue.save(keeper, replace(now, name="Tên sửa sau"))
    assert intake.procedure_of(keeper, dossier) == now
    assert [one.name for one in catalogue.versions(keeper, now.code)] == ["Tên sửa sau", now.name]


def test_a_comparison_that_is_out_of_date_writes_nothing(keeper: Office, tmp_path: Path) -> None:
    update = catalogue.plan_update(keeper, table(tmp_path, f"{CODE};Tên mới;X;", "9.000001;Thêm;X;"))
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    catalogue.save(keeper, replace(known, name="Sửa tay"))
    with pytest.raises(Refused) as refused:
        catalogue.apply_update(keeper, update, {CODE, "9.000001"})
    assert refused.value.code == "catalogue.changed_meanwhile"
    assert catalogue.procedure(keeper, "9.000001") is None
    with pytest.raises(Refused, match="Chưa chọn"):
        catalogue.apply_update(keeper, update, set())


def test_an_import_that_was_edited_since_is_not_taken_back(keeper: Office, tmp_path: Path) -> None:
    update = catalogue.plan_update(keeper, table(tmp_path, f"{CODE};Tên mới;X;"))
    applied = catalogue.apply_update(keeper, update, {CODE})
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    catalogue.save(keeper, replace(known, name="Sửa tay"))
    with pytest.raises(Refused, match=CODE):
        catalogue.undo_update(keeper, applied.import_id)


def test_a_change_may_begin_later(keeper: Office) -> None:
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    catalogue.save(keeper, replace(known, name="Từ năm sau"), effective_from=date(2027, 1, 1))
    assert catalogue.procedure(keeper, CODE) == known
    assert [line.name for line in catalogue.lines(keeper, "tu nam sau", out_of_force=True)] == ["Từ năm sau"]


def test_an_edit_is_told_in_the_history_and_taken_back_once(keeper: Office) -> None:
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    saved = catalogue.save(keeper, replace(known, name="Sửa tay"), based_on=known.version)
    (act,) = catalogue_history.history(keeper)
    assert (act.kind, act.code, act.version, act.by) == ("change_procedure", CODE, 2, keeper.person.name)
    catalogue.undo_update(keeper, act.import_id)
    assert catalogue.procedure(keeper, CODE) == known
    (act,) = catalogue_history.history(keeper, CODE)
    assert act.undone_at == keeper.now()
    with pytest.raises(Refused, match="hoàn tác"):
        catalogue.undo_update(keeper, saved.import_id)


def test_two_who_edit_the_same_procedure_cannot_overwrite_each_other(keeper: Office) -> None:
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    mine = replace(known, name="Của người thứ nhất")
    catalogue.save(keeper, mine, based_on=known.version)
    with pytest.raises(Refused, match="vẫn như bản đang có"):
        catalogue.save(keeper, mine)
    with pytest.raises(Refused, match="bản 2"):
        catalogue.save(keeper, replace(known, name="Của người thứ hai"), based_on=known.version)
    with pytest.raises(Refused, match="đã có"):
        catalogue.save(keeper, replace(known, name="Thủ tục mới trùng mã"), based_on=0)
    assert [one.name for one in catalogue.versions(keeper, CODE)] == ["Của người thứ nhất", known.name]


def test_what_cannot_be_saved_is_refused_with_its_sentence_and_officers_may_not(keeper: Office, office: Office) -> None:
    known = catalogue.procedure(keeper, CODE)
    assert known is not None
    with pytest.raises(Refused) as refused:
        catalogue.save(keeper, replace(known, name=""))
    assert refused.value.code == "catalogue.name_missing"
    with pytest.raises(Refused) as refused:
        catalogue.save(office, known)
    assert refused.value.code == "access.not_allowed"


def test_a_stop_between_the_steps_changes_nothing(keeper: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Đã dừng"):
        catalogue.plan_update(keeper, table(tmp_path, "9.000001;Thêm;X;"), stop=lambda: True)


def test_the_command_imports_lists_and_compares(
    keeper: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path, f"{CODE};Tên mới;X;9 ngày làm việc", "9.000001;Thủ tục thêm;X;5 ngày")
    data = ["--data", str(keeper.folder), "--json"]

    def run(*arguments: str) -> tuple[int, list[dict[str, object]]]:
        code = main(["catalogue", *arguments, *data])
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    code, found = run("compare", str(path))
    assert code == 1
    assert {one["code"]: len(one["differences"]) for one in found} == {CODE: 3 + 2, "9.000001": 1}  # type: ignore[arg-type]
    code, found = run("import", str(path), "--dry-run")
    assert (code, {one["kind"] for one in found}) == (0, {"new", "changed"})
    assert run("list", "--search", "9.000001") == (0, [])
    assert run("import", str(path), "--person", keeper.person.login)[0] == 0
    code, (line,) = run("list", "--search", "thu tuc them")
    assert (line["code"], line["term"], line["verified"]) == (
        "9.000001",
        {"1": "5 ngày", "2": "5 ngày", "3": "5 ngày"},
        False,
    )
    assert run("import", str(path))[0] == 0  # nothing left to change


def test_the_command_exports_the_catalogue_with_its_hash(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, data = tmp_path / "danh-muc.json", ["--data", str(office.folder), "--json"]
    assert main(["catalogue", "export", str(path), *data]) == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    count = len(catalogue.procedures(office))
    assert json.loads(capsys.readouterr().out) == {"output": str(path), "count": count, "sha256": told["sha256"]}
    assert main(["catalogue", "import", str(path), "--dry-run", *data]) == 0
    told["procedures"].pop()
    path.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    assert main(["catalogue", "import", str(path), "--dry-run", *data]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "catalogue.changed_on_the_way"
    assert main(["catalogue", "export", str(tmp_path / "khong-co" / "danh-muc.json"), *data]) == 4


def test_a_catalogue_goes_to_another_office_and_not_when_it_was_changed_on_the_way(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "danh-muc.json"
    count, digest = catalogue.export(office, path)
    assert count == len(catalogue.procedures(office)) and digest in path.read_text(encoding="utf-8")
    assert catalogue.plan_update(office, path).changes == (), "the same catalogue changes nothing"
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told), encoding="utf-8")  # laid out otherwise, the same values
    assert catalogue.plan_update(office, path).told == count
    told["procedures"][0]["name"] += " (sửa)"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        catalogue.plan_update(office, path)
    assert refused.value.code == "catalogue.changed_on_the_way"
