"""`counterctl calendar`: stable keys, exit codes, nothing applied without the document that ordered it."""

import json
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.working_time.calendar_file import office_calendar


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_calendar_is_told_day_by_day(practice_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "show", "--year", "2027", "--data", str(practice_folder), "--json"]) == 0
    head, *days = _lines(capsys)
    assert head["covered"] == {"from": "2023-01-01", "to": "2027-12-31"}
    tet = next(one for one in days if one["date"] == "2027-02-08")
    assert (tet["kind"], tet["certainty"], tet["verified"]) == ("off", "announced", False)


def test_differences_from_the_package_end_with_one(practice_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--data", str(practice_folder), "--json"]
    assert main(["calendar", "differences", "--year", "2026", *common]) == 1
    assert [one["date"] for one in _lines(capsys)] == ["2026-01-02", "2026-01-10"]
    assert main(["calendar", "differences", "--year", "2025", *common]) == 0


def test_a_file_is_shown_first_and_applied_with_its_document(
    practice_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lich.csv"
    common = ["--data", str(practice_folder), "--json"]
    assert main(["calendar", "export", str(path), *common]) == 0
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text + "nghỉ,25/11/2026,,,,,bão,,đã công bố,,\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["calendar", "import", str(path), *common]) == 0
    (told,) = _lines(capsys)
    assert (told["from"], told["days"], told["after"]) == ("2026-11-25", 1, "nghỉ, bão")
    assert office_calendar(practice_folder).data.days_off[-1].name != "bão"
    apply = ["calendar", "import", str(path), "--document", "Công điện 12"]
    assert main([*apply, *common, "--person", "ha.nt"]) == 1
    capsys.readouterr()
    assert main([*apply, *common, "--person", "phuoc.dh"]) == 0
    assert _lines(capsys)[-1]["applied"] is True
    assert "bão" in [entry.name for entry in office_calendar(practice_folder).data.days_off]


def test_another_office_takes_an_exported_calendar_as_it_is_or_not_at_all(
    practice_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, common = tmp_path / "lich.json", ["--data", str(practice_folder), "--json"]
    assert main(["calendar", "export", str(path), *common]) == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    assert _lines(capsys) == [{"output": str(path), "sha256": told["sha256"]}]
    path.write_text(json.dumps(dict(reversed(told.items()))), encoding="utf-8")  # laid out otherwise, the same values
    assert main(["calendar", "import", str(path), *common]) == 0
    told["days_off"].pop()
    path.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    assert main(["calendar", "import", str(path), "--document", "Công văn 3", *common, "--person", "phuoc.dh"]) == 1
    assert _lines(capsys)[-1]["error"] == "working_time.changed_on_the_way"
    del told["sha256"]  # written by hand: its differences are shown as ever
    path.write_text(json.dumps(told), encoding="utf-8")
    assert main(["calendar", "import", str(path), *common]) == 0
    assert _lines(capsys)[-1]["before"]


@pytest.mark.parametrize(
    ("name", "content", "code"), [("x.json", "{}", 2), ("x.txt", "", 2), ("x.csv", "a,b", 2), (None, "", 4)]
)
def test_a_bad_file_is_refused_without_a_traceback(
    practice_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str | None, content: str, code: int
) -> None:
    path = tmp_path / (name or "khong-co.csv")
    if name:
        path.write_text(content, encoding="utf-8")
    assert main(["calendar", "import", str(path), "--data", str(practice_folder)]) == code
    assert path.name in capsys.readouterr().err
