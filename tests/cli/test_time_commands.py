"""`deadline`: accounts that add up with their basis, and a batch that is streamed and never half written."""

import csv
import tracemalloc
from pathlib import Path

import pytest

from tests.cli.test_contract import Ctl, ctl  # noqa: F401
from tests.signing.desk import pdftotext


def test_a_term_in_days_adds_up_in_days(ctl: Ctl) -> None:  # noqa: F811
    code, (told,), _ = ctl("deadline", "--received", "2026-11-20T16:00", "--days", 5, "--explain")
    assert code == 0
    assert [line["value"] for line in told["account"] if line["value"] != "không tính"] == [
        "1 ngày làm việc",
        "3 ngày làm việc",
        "1 ngày làm việc",
    ]
    assert told["total"] == "5 ngày làm việc"
    assert any("Nghị quyết 28/2026/QH16" in line["words"] for line in told["account"])
    assert told["basis"] == ["Tính từ lúc nhận đủ hồ sơ: Điều 8, Nghị định 309/2026/NĐ-CP ngày 05/08/2026."]


def test_months_roll_forward_and_say_so(ctl: Ctl) -> None:  # noqa: F811
    code, (told,), _ = ctl("deadline", "--received", "2026-11-20T16:00", "--months", 1, "--explain")
    assert (code, told["due_at"]) == (0, "2026-12-21T17:00:00+07:00")
    assert told["account"][-1]["words"] == "Ngày cuối Chủ nhật 20/12 không làm việc, chuyển sang thứ Hai 21/12"


@pytest.mark.parametrize(("minutes", "cited"), [(480, True), (60, False)])
def test_only_the_window_of_the_rules_cites_law(ctl: Ctl, minutes: int, cited: bool) -> None:  # noqa: F811
    _, (told,), _ = ctl("deadline", "--received", "2026-11-20T10:15", "--minutes", minutes, "--explain")
    assert bool(told["basis"]) == cited
    assert sum(line["minutes"] for line in told["explanation"]) == minutes


def test_a_bad_row_is_named_by_its_line_and_keeps_its_place(ctl: Ctl, tmp_path: Path) -> None:  # noqa: F811
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    long_number = "9" * 30
    given.write_text(
        "minutes,received_at\n480,2024-06-05T09:00\n\n480,\n,2024-06-05T09:00\n480,2031-02-30T09:00\n"
        f"{long_number},2024-06-05T09:00\n-5,2024-06-05T09:00\n",
        encoding="utf-8",
    )
    code, (told,), words = ctl("deadline", "--batch", given, "--out", out)
    assert (code, told["rows"], told["bad"]) == (3, 6, 5)
    assert [f"Dòng {line}:" in words for line in (2, 4, 5, 6, 7, 8)] == [False, True, True, True, True, True]
    with out.open(encoding="utf-8", newline="") as file:
        assert [bool(row["due_at"]) for row in csv.DictReader(file)] == [True, False, False, False, False, False]


@pytest.mark.poppler
def test_the_account_is_printed_line_by_line_and_never_over_a_file(ctl: Ctl, tmp_path: Path) -> None:  # noqa: F811
    """Over a holiday of several days: every line of «Vì sao?» with its document, the sum, the basis."""
    out = tmp_path / "giai-trinh.pdf"
    asked = ("deadline", "--received", "2026-08-28T15:00", "--minutes", 480, "--explain", "--out", out)
    code, (told,), _ = ctl(*asked)
    words = "".join(pdftotext(out).split()).casefold()  # a line begins with a capital letter there
    assert code == 0 and told["output"] == str(out)
    expected = ["BẢNG GIẢI TRÌNH CÁCH TÍNH HẠN", "NGƯỜI LẬP BẢNG", told["total"], *told["basis"]]
    for line in told["account"]:
        expected += [line["value"], *line["words"].split(), *line["document"].split()]
    assert [one for one in expected if "".join(one.split()).casefold() not in words] == []
    assert any(line["document"] for line in told["account"])
    before = out.read_bytes()
    code, (told,), _ = ctl(*asked)
    assert (code, told["error"]) == (1, "forms.output_exists") and out.read_bytes() == before


def test_a_batch_tells_what_is_left_at_a_moment(ctl: Ctl, tmp_path: Path) -> None:  # noqa: F811
    """Late, in time, and a row that cannot be counted; many of one length beside few of another."""
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    rows = ["2024-06-05T09:00,480", "hôm qua,480", "2024-06-05T15:00,60", *["2024-06-05T10:00:30,480"] * 1_000]
    given.write_text("received_at,minutes\n" + "\n".join(rows) + "\n", encoding="utf-8")
    code, _, _ = ctl("deadline", "--batch", given, "--now", "2024-06-06T09:30", "--out", out)
    assert code == 3
    with out.open(encoding="utf-8", newline="") as file:
        told = [(row["due_at"][11:19], row["remaining_minutes"]) for row in csv.DictReader(file)]
    assert told[:3] == [("09:00:00", "-30"), ("", ""), ("16:00:00", "-180")]
    assert set(told[3:]) == {("10:00:30", "30")} and len(told) == 1_003


def test_a_file_that_breaks_off_leaves_no_answer(ctl: Ctl, tmp_path: Path) -> None:  # noqa: F811
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes(b"received_at,minutes\n" + b"2024-06-05T09:00,480\n" * 20_000 + b"\xff\xfe,480\n")
    code, _, _ = ctl("deadline", "--batch", given, "--out", out)
    assert code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def test_many_rows_need_no_more_memory_than_few(ctl: Ctl, tmp_path: Path) -> None:  # noqa: F811
    peaks = []
    for rows in (2_000, 20_000):
        given, out = tmp_path / f"in-{rows}.csv", tmp_path / f"out-{rows}.csv"
        given.write_text("received_at,minutes\n" + "2024-06-05T09:00,480\n" * rows, encoding="utf-8")
        tracemalloc.start()
        code, (told,), _ = ctl("deadline", "--batch", given, "--out", out)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert (code, told["rows"]) == (0, rows)
    assert peaks[1] < peaks[0] * 1.5


@pytest.mark.poppler
def test_a_stored_dossier_is_explained_by_its_code(ctl: Ctl, practice_folder: Path, tmp_path: Path) -> None:  # noqa: F811
    _, rows, _ = ctl("queue", "--data", practice_folder)
    code = next(row["code"] for row in rows if row["state"] == "new" and row["due_at"])
    out = tmp_path / "giai-trinh.pdf"
    done, (told,), _ = ctl("deadline", "--dossier", code, "--explain", "--out", out, "--data", practice_folder)
    assert (done, told["clock"], told["output"]) == (0, "intake", str(out))
    assert told["due_at"] and told["account"] and told["basis"]
    assert code in pdftotext(out)
    refused, (told,), _ = ctl("deadline", "--dossier", code, "--clock", "term", "--data", practice_folder)
    assert (refused, told["error"]) == (1, "workflow.no_account")
    unknown, _, _ = ctl("deadline", "--dossier", "H00.00-000000-0000", "--explain", "--data", practice_folder)
    assert unknown == 1
