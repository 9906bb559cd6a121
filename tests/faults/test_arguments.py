"""Arguments at the edge of what can be written: wrong usage or a refusal in words, never a crash."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from tests.faults.outside import assert_sentence, judged
from tests.signing.papers import paper

HUGE = "9" * 30


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("dossiers", "show", HUGE), 1),
        (("dossiers", "show", "²"), 1),
        (("dossiers", "show", "'; DROP TABLE dossier; --"), 1),
        (("dossiers", "list", "--state", "²"), 2),
        (("dossiers", "list", "--search", 'NEAR(a b) OR -"*('), 0),
        (("dossiers", "list", "--search", "x" * 20_000), 0),
        (("queue", "--now", "0001-01-01T00:00"), 0),
        (("queue", "--now", "9999-12-31T23:59"), 0),
        (("form", "receipt", HUGE, "--out", "a.pdf"), 1),
    ],
)
def test_the_office_answers_whatever_is_asked(
    practice_folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    capsys.readouterr()
    said = judged(main([*arguments, "--data", str(practice_folder), "--json"]), *capsys.readouterr())
    assert said.code == code
    if code:
        assert_sentence(said.words)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("deadline", "--received", "9999-12-31T23:59:59+00:00", "--minutes", "5"), 2),
        (("deadline", "--received", "0001-01-01T00:00+14:00", "--minutes", "5"), 2),
        (("deadline", "--received", "2026-11-20T09:00", "--minutes", HUGE), 2),
        (("deadline", "--received", "2026-11-20T09:00", "--minutes", "999999999999"), 4),
        (("deadline", "--received", "2026-11-20T09:00", "--minutes", "²"), 2),
        (("deadline", "--received", "2026-11-20T09:00", "--days", "0"), 2),
        (("remaining", "--received", "2026-11-20T09:00", "--now", "9999-12-31T23:59"), 4),
    ],
)
def test_moments_and_lengths_beyond_all_bounds(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: int
) -> None:
    try:
        got = main([*arguments, "--json"])
    except SystemExit as told:  # argparse's own way out
        got = int(str(told.code))
    err = capsys.readouterr().err
    assert got == code and err.strip() and "Traceback" not in err


@pytest.mark.parametrize("place", ["1.2.3,1,1,1", ".,.,.,.", "1,1,0,0", "0@", "top_right@x", "anchor:", "giua"])
def test_a_place_that_means_nothing_is_misuse(capsys: pytest.CaptureFixture[str], tmp_path: Path, place: str) -> None:
    file = paper(tmp_path / "a.pdf")
    said = judged(main(["preflight", str(file), "--place", place, "--json"]), *capsys.readouterr())
    assert (said.code, said.lines[-1]["error"]) == (2, "signing.place_spec")
    assert_sentence(said.words)


def test_a_key_that_is_none_is_told_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAT_KHAU", "khong-can")
    file = paper(tmp_path / "a.pdf")
    run: list[Any] = ["sign", file, "--out", tmp_path / "ra", "--pin-env", "MAT_KHAU", "--json"]
    cases = {
        ("--p12", str(file)): (4, "signing.key_file_broken"),
        ("--p12", str(tmp_path / "khong.p12")): (2, "cli.no_such_file"),
        ("--pkcs11", str(file), "--token", "x"): (4, "signing.module_no_library"),
        ("--pkcs11", str(tmp_path / "khong.so"), "--token", "x"): (4, "signing.module_missing"),
    }
    for key, expected in cases.items():
        said = judged(main([*map(str, run), *key]), *capsys.readouterr(), secrets=("khong-can",))
        assert (said.code, said.lines[-1]["error"]) == expected
        assert_sentence(said.words)
    assert not list((tmp_path / "ra").glob("*.pdf"))


def test_rows_of_a_batch_of_deadlines_that_mean_nothing_keep_their_place(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    given, out = tmp_path / "vao.csv", tmp_path / "ra.csv"
    rows = ["2026-11-20T09:00,-5", "2026-11-20T09:00," + "9" * 5000, f"2026-11-20T09:00,{HUGE}", "\x00,1", '"hở']
    given.write_text("received_at,minutes\n2026-11-20T09:00,480\n" + "\n".join(rows), encoding="utf-8")
    code = main(["deadline", "--batch", str(given), "--out", str(out), "--json"])
    told, words = capsys.readouterr()
    assert (code, json.loads(told)["rows"], json.loads(told)["bad"]) == (3, 6, 5)
    assert len(words.splitlines()) == 5
