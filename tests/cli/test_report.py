"""`counterctl report`: every report into a file, wrong calls in words."""

import json
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.workflow.report_kinds import REPORTS

NOW = ["--now", "2026-11-23T08:00"]
WHY = ["--reason", "Công văn 12/VP"]


@pytest.mark.parametrize("span", [["--month", "2026-11"], ["--from", "2026-11-01", "--to", "2026-11-30"]])
def test_a_month_goes_into_a_file(practice_folder: Path, tmp_path: Path, capsys, span: list[str]) -> None:
    out = tmp_path / "thang.json"
    assert main(["report", "period", *span, *NOW, "--out", str(out), "--data", str(practice_folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["output"] == str(out)
    told = json.loads(out.read_text(encoding="utf-8"))
    assert (told["kind"], told["period"]) == ("period", "2026-11")


def test_every_report_is_written_for_a_quarter_and_a_year(practice_folder: Path, tmp_path: Path) -> None:
    given = {"comparison": ["--list", str(next(practice_folder.glob("danh-sach*.xlsx")))]}
    for number, kind in enumerate(REPORTS):
        for span in (["--quarter", "2026-Q4"], ["--year", "2026"]):
            out = tmp_path / f"{number}{span[1]}.xlsx"
            options = [*span, *given.get(kind, []), *WHY, *NOW, "--out", str(out), "--data", str(practice_folder)]
            assert main(["report", kind, *options]) == 0
            assert out.stat().st_size > 4000


def test_a_months_set_goes_into_a_folder_and_a_job_hears_its_files(
    practice_folder: Path, tmp_path: Path, capsys
) -> None:
    folder = tmp_path / "bo-bao-cao"
    folder.mkdir()
    given = ["report-set", "--month", "2026-11", "--out", str(folder), *NOW, "--data", str(practice_folder)]
    assert main(given) == 1 and not list(folder.iterdir())
    capsys.readouterr()
    assert main([*given, *WHY, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["output"] == sorted(map(str, folder.iterdir())) and len(told["output"]) == 20


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 2, "Chưa nói báo cáo của kỳ nào"),
        (["--month", "2026-13"], 2, "không phải một kỳ"),
        (["--month", "2026"], 2, "không phải một kỳ"),
        (["--from", "2026-11-30", "--to", "2026-11-01"], 2, "không phải một kỳ"),
        (["--from", "2026-11-30"], 2, "không phải một kỳ"),
        (["--month", "2027-01"], 1, "chưa bắt đầu"),
        (["--month", "2026-11", "--person", "van-thu"], 1, ""),
        (["comparison"], 1, "Chưa có danh sách để đối chiếu"),
    ],
)
def test_wrong_calls_are_told_in_words(
    practice_folder: Path, tmp_path: Path, capsys, arguments: list[str], code: int, words: str
) -> None:
    from counter_app.bootstrap import open_office
    from counter_app.model.person import Role

    if "van-thu" in arguments:
        office = open_office(practice_folder)
        keeper = next(login for login, person in office.people.items() if person.role is Role.SEAL_KEEPER)
        office.close()
        arguments = [keeper if one == "van-thu" else one for one in arguments]
    out = tmp_path / "a.pdf"
    kind = arguments.pop(0) if "comparison" in arguments else "period"
    given = ["report", kind, *arguments, *NOW, "--out", str(out), "--data", str(practice_folder)]
    assert main(given) == code
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_the_bulletin_is_text_on_the_screen_json_for_a_job_and_a_file(
    practice_folder: Path, tmp_path: Path, capsys
) -> None:
    given = [*NOW, "--data", str(practice_folder)]
    assert main(["digest", *given]) == 0
    assert "Hết hạn trong ca này: 3" in capsys.readouterr().out
    assert main(["digest", *given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["parts"][0]["figures"][0]["value"]) == ("digest", 9)
    assert main(["digest", *given, "--out", str(tmp_path / "ban-tin.pdf")]) == 0
    assert (tmp_path / "ban-tin.pdf").read_bytes().startswith(b"%PDF-")
    assert main(["digest", *given, "--out", str(tmp_path / "ban-tin.xlsx")]) == 2


def test_the_overdue_of_one_dossier_or_field_goes_out_alone_and_a_wrong_part_is_told(
    practice_folder: Path, tmp_path: Path
) -> None:
    common = ["report", "overdue", "--month", "2026-11", *WHY, *NOW, "--data", str(practice_folder)]
    out, field = tmp_path / "phieu.json", tmp_path / "linh-vuc.json"
    assert main([*common, "--only", "dossier=H31.15-261023-9031", "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["subject"] == "Hồ sơ H31.15-261023-9031"
    assert main([*common, "--only", "field=An toàn bức xạ và hạt nhân", "--out", str(field)]) == 0
    parts = json.loads(field.read_text(encoding="utf-8"))["parts"]
    assert len(next(part for part in parts if part.get("key") == "dossiers")["rows"]) == 1
    assert main([*common, "--only", "xa=Phố Hiến", "--out", str(tmp_path / "x.json")]) == 2
    assert not (tmp_path / "x.json").exists()
