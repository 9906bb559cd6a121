"""`counterctl` keeps its contract: keys of the JSON, exit codes, and never a traceback for bad input."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from counter_app.clock import SystemClock
from counter_app.pdf.practice_pages import draw_paper, draw_photo
from counter_app.signing.practice_pki import PracticeKeys
from tests.practice import PASSWORD, PIN

ROOT = Path(__file__).resolve().parents[2]
Ctl = Callable[..., tuple[int, list[dict[str, Any]], str]]


@pytest.fixture
def ctl(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ctl:
    """Runs a command with --json; answers with exit code, objects and messages."""
    monkeypatch.setenv("COUNTER_APP_DATA", str(tmp_path / "nowhere"))

    def run(*arguments: object) -> tuple[int, list[dict[str, Any]], str]:
        capsys.readouterr()
        code = main([*map(str, arguments), "--json"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, [json.loads(line) for line in out.splitlines()], err

    return run


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "don-de-nghi.pdf"
    draw_paper(path, "Đơn đề nghị", pages=2)
    return path


def test_deadline_explains_itself(ctl: Ctl) -> None:
    code, (told,), _ = ctl("deadline", "--received", "2024-04-26T15:00", "--minutes", 480, "--explain")
    assert code == 0
    assert told["due_at"] == "2024-05-02T15:00:00+07:00"
    assert all(set(line) == {"from", "to", "minutes", "reason"} for line in told["explanation"])
    assert sum(line["minutes"] for line in told["explanation"]) == 480


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (("--received", "2026-11-23T10:00", "--minutes", "480"), "2026-11-25T10:00:00+07:00"),
        (("--received", "2026-11-20T09:00", "--days", "3"), "2026-11-26T17:00:00+07:00"),
        (("--received", "2026-11-23T03:00:00Z", "--minutes", "480"), "2026-11-25T10:00:00+07:00"),
    ],
)
def test_deadline_in_minutes_and_days(ctl: Ctl, arguments: tuple[str, ...], due: str) -> None:
    code, (told,), _ = ctl("deadline", *arguments)
    assert (code, told["due_at"]) == (0, due)


def test_a_moment_outside_the_calendar_is_refused_not_guessed(ctl: Ctl) -> None:
    code, (told,), words = ctl("deadline", "--received", "2031-01-02T08:00", "--minutes", 480)
    assert code == 4
    assert told["error"] == "working_time.outside" and words.strip()


def test_many_deadlines_at_once(ctl: Ctl, tmp_path: Path) -> None:
    given, out = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_text("received_at,minutes\n2024-06-05T09:00,480\nhôm qua,480\n2024-06-05T12:15,480\n", encoding="utf-8")
    code, (told,), _ = ctl("deadline", "--batch", given, "--out", out)
    assert code == 3 and told == {"output": str(out), "rows": 3, "bad": 1}
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["due_at"] for row in rows] == ["2024-06-06T09:00:00+07:00", "", "2024-06-06T11:30:00+07:00"]
    assert rows[1]["error"]
    code, _, words = ctl("deadline", "--batch", given, "--out", out)
    assert code == 2 and "ghi đè" in words


def test_remaining_is_negative_when_late(ctl: Ctl) -> None:
    code, (told,), _ = ctl("remaining", "--received", "2024-06-05T09:00", "--now", "2024-06-06T10:00")
    assert code == 0
    assert told == {"remaining_minutes": -60, "due_at": "2024-06-06T09:00:00+07:00", "band": "overdue"}


def test_inspect(ctl: Ctl, paper: Path, tmp_path: Path) -> None:
    empty = tmp_path / "rong.pdf"
    empty.touch()
    photo = tmp_path / "anh.pdf"
    draw_photo(photo, "Ảnh mang đuôi PDF")
    code, told, _ = ctl("inspect", paper, empty, photo)
    assert code == 1
    keys = {"file", "kind", "pages", "pdf_version", "min_dpi", "colour", "encrypted", "signatures", "blank_pages"}
    assert all(keys | {"findings", "acceptable"} <= set(one) for one in told)
    assert [(one["kind"], one["acceptable"]) for one in told][:2] == [("pdf", True), ("empty", False)]
    assert told[0]["pages"] == 2 and round(told[0]["min_dpi"], -1) == 200
    assert told[2]["kind"] == "jpeg" and told[2]["findings"]
    assert all({"code", "severity", "message"} <= set(one) for one in told[1]["findings"])
    code, _, words = ctl("inspect", paper, tmp_path / "khong-co.pdf")
    assert code == 3 and "khong-co.pdf" in words


def test_preflight_needs_no_key(ctl: Ctl, paper: Path, tmp_path: Path) -> None:
    broken = tmp_path / "khong-phai.pdf"
    broken.write_bytes(b"hello")
    code, told, _ = ctl("preflight", paper, broken)
    assert code == 1
    assert [one["verdict"] for one in told] == ["ready", "cannot"]
    assert told[1]["findings"] and not told[0]["findings"]


@pytest.mark.poppler
def test_sign_with_a_key_file_and_verify(
    ctl: Ctl, paper: Path, pki: PracticeKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAT_KHAU", pki.password)
    out = tmp_path / "da-ky"
    sign = ("sign", paper, "--out", out, "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU", "--stamp", "component")
    code, told, _ = ctl(*sign)
    assert code == 0
    assert {"file", "status", "output", "level", "debt", "code", "message"} <= set(told[0])
    assert (told[0]["status"], told[0]["level"], told[0]["debt"]) == ("signed", "B-B", False)
    assert told[-1]["summary"]["signed"] == 1
    signed = Path(told[0]["output"])
    checked = subprocess.run(["pdfsig", "-nocert", signed], capture_output=True, text=True, check=False)
    assert "Signature is Valid" in checked.stdout
    seen = subprocess.run(["pdftotext", signed, "-"], capture_output=True, text=True, check=True).stdout
    assert "Nguyễn Thu Hà" in seen
    code, (verified,), _ = ctl("verify", signed, "--trust", pki.trust_folder, "--offline")
    assert code == 0
    keys = {"signer", "issuer", "signed_at", "time_source", "intact", "trusted", "revocation", "changes_after"}
    assert keys | {"verdict", "reasons"} <= set(verified["signatures"][0])
    assert verified["signatures"][0]["intact"] and verified["signatures"][0]["trusted"]
    code, told, _ = ctl(*sign)
    assert code == 0 and told[0]["status"] == "skipped"


def test_a_missing_time_stamp_is_told_and_raised_without_a_key(
    ctl: Ctl, paper: Path, pki: PracticeKeys, services: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAT_KHAU", pki.password)
    key = ("--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    code, told, _ = ctl("sign", paper, "--out", tmp_path, *key, "--level", "B-T", "--tsa", "http://127.0.0.1:9/")
    assert (code, told[0]["level"], told[0]["debt"], told[0]["code"]) == (3, "B-B", True, "signing.time_stamp_failed")
    out, tsa = tmp_path / "len-muc", ("--tsa", "http://127.0.0.1:9/", "--tsa", pki.tsa_url)
    climb = ("raise", told[0]["output"], "--out", out, "--level", "B-LTA", *tsa, "--trust", pki.trust_folder)
    code, told, _ = ctl(*climb)
    assert (code, told[0]["status"], told[0]["level"], told[-1]["summary"]["debt"]) == (0, "signed", "B-LTA", 0)
    code, (verified,), _ = ctl("verify", told[0]["output"], "--trust", pki.trust_folder)
    assert (code, verified["verdict"]) == (0, "valid")
    code, told, _ = ctl("raise", paper, "--out", out, *tsa)
    assert (code, told[0]["code"]) == (1, "signing.output_exists" if (out / paper.name).exists() else told[0]["code"])
    assert told[0]["message"]


def test_a_tampered_file_is_invalid(ctl: Ctl, paper: Path, pki: PracticeKeys, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("MAT_KHAU", pki.password)
    _, told, _ = ctl("sign", paper, "--out", tmp_path, "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU")
    data = bytearray(Path(told[0]["output"]).read_bytes())
    place = data.index(b"stream", 300) + 200
    data[place] ^= 0xFF
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(data)
    code, (verified,), _ = ctl("verify", spoilt, "--trust", pki.trust_folder)
    assert (code, verified["verdict"], verified["signatures"][0]["intact"]) == (1, "invalid", False)


def test_a_wrong_password_is_refused_and_never_shown(
    ctl: Ctl, paper: Path, pki: PracticeKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAT_KHAU", "sai-mat-khau-nay")
    code, told, words = ctl(
        "sign", paper, "--out", tmp_path / "out", "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU"
    )
    assert code == 1
    assert "sai-mat-khau-nay" not in words + json.dumps(told)
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.mark.softhsm
def test_sign_with_a_token(paper: Path, softhsm: PracticeKeys, tmp_path: Path) -> None:
    key = softhsm.token_key("ha")
    command = [sys.executable, "-m", "counter_app", "sign", str(paper), "--out", str(tmp_path / "out"), "--json"]
    command += ["--pkcs11", key.path, "--token", key.token, "--cert", key.cert_id, "--pin-stdin"]
    environment = {**os.environ, "SOFTHSM2_CONF": str(softhsm.softhsm_conf)}
    run = subprocess.run(
        command, input=PIN + "\n", capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.splitlines()[0])["status"] == "signed"
    wrong = subprocess.run(
        [*command[:6], str(tmp_path / "other"), *command[7:]],
        input="87654321\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert wrong.returncode == 1 and "Traceback" not in wrong.stderr and "87654321" not in wrong.stderr


def test_one_key_and_a_secret_are_needed(ctl: Ctl, paper: Path, pki: PracticeKeys, tmp_path: Path) -> None:
    p12 = pki.key("ha").p12
    assert ctl("sign", paper, "--out", tmp_path)[0] == 2
    assert ctl("sign", paper, "--out", tmp_path, "--p12", p12)[0] == 2
    assert ctl("sign", paper, "--out", tmp_path, "--p12", p12, "--pin-env", "KHONG_CO")[0] == 2


def test_dossiers_queue_and_receipt(ctl: Ctl, practice_folder: Path, tmp_path: Path) -> None:
    data = ("--data", practice_folder)
    code, rows, _ = ctl("queue", "--now", "2026-11-23T08:00", *data)
    assert code == 0 and len(rows) == 46
    keys = {"id", "code", "band", "remaining_minutes", "due_at", "state", "missing", "holder"}
    assert all(keys <= set(row) for row in rows)
    left = [row["remaining_minutes"] for row in rows if row["due_at"]]
    assert left == sorted(left) and [row["band"] for row in rows[:5]] == ["overdue"] * 2 + ["due_soon"] * 3
    code, listed, _ = ctl("dossiers", "list", "--search", "uong", *data)
    assert code == 0
    assert {"id", "code", "procedure_code", "state", "received_at", "due_at", "missing"} <= set(listed[0])
    code, (shown,), _ = ctl("dossiers", "show", listed[0]["code"], *data)
    assert code == 0 and shown["id"] == listed[0]["id"] and shown["components"] and shown["events"]
    accepted = next(row for row in rows if row["state"] == "processing")
    out = tmp_path / "giay-tiep-nhan.pdf"
    code, (printed,), _ = ctl("form", "receipt", accepted["id"], "--out", out, *data)
    assert code == 0 and printed["output"] == str(out) and out.read_bytes().startswith(b"%PDF-")
    assert ctl("form", "receipt", accepted["id"], "--out", out, *data)[0] == 2
    waiting = next(row for row in rows if row["state"] == "new")
    assert ctl("form", "receipt", waiting["code"], "--out", tmp_path / "x.pdf", *data)[0] == 1
    book = tmp_path / "so.pdf"
    year = ("form", "register", str(SystemClock().now().year), "--out", book)
    assert ctl(*year, *data)[0] == 1 and not book.exists(), "the book names applicants: with a reason only"
    code, (printed,), _ = ctl(*year, "--reason", "Công văn 12/VP", *data)
    count = printed.pop("count")  # with the practice dossiers that were accepted in this year
    assert 1 <= count <= 4 and (code, printed) == (0, {"output": str(book), "closed": False})
    assert ctl("form", "register", "nam nay", "--out", tmp_path / "y.pdf", *data)[0] == 2
    assert ctl("form", "refusal", waiting["code"], "--out", tmp_path / "y.pdf", *data)[0] == 1
    assert not (tmp_path / "y.pdf").exists()
    assert ctl("dossiers", "show", "khong-co", *data)[0] == 1
    assert ctl("dossiers", "list", "--state", "ngủ", *data)[0] == 2


@pytest.mark.samples
def test_importing_a_list_twice(ctl: Ctl, practice_folder: Path, samples: Path) -> None:
    arguments = ("dossiers", "import", samples / "lists" / "danh-sach-ho-so.xlsx", "--data", practice_folder)
    code, (first,), _ = ctl(*arguments)
    assert (code, first["added"], first["problems"]) == (0, 120, [])
    code, (second,), _ = ctl(*arguments)
    assert (code, second["added"], second["unchanged"]) == (0, 0, 120)
    untidy = samples / "lists" / "xuat-he-thong-khac.xlsx"
    code, (third,), words = ctl("dossiers", "import", untidy, "--data", practice_folder)
    assert code == 3 and {problem["row"] for problem in third["problems"]} == {66} and "66" in words


def test_doctor_and_practice(ctl: Ctl, practice_folder: Path, tmp_path: Path) -> None:
    code, (told,), _ = ctl("doctor", "--data", practice_folder)
    assert code == 0
    checks = {check["name"]: check for check in told["checks"]}
    assert all({"name", "ok", "message"} <= set(check) for check in told["checks"])
    assert checks["fonts"]["ok"] and checks["database"]["ok"] and checks["calendar"]["ok"]
    code, (again,), words = ctl("practice", "load", "--data", practice_folder)
    assert code == 0 and again["data"] == str(practice_folder) and again["already"] and words
    other = tmp_path / "khac"
    other.mkdir()
    (other / "thu.txt").write_text("x")
    assert ctl("practice", "load", "--data", other)[0] == 1
    code, (empty,), _ = ctl("doctor", "--data", tmp_path / "moi")
    assert code == 1 and not {check["name"]: check for check in empty["checks"]}["database"]["ok"]


def test_without_an_office_the_way_is_told(ctl: Ctl, tmp_path: Path) -> None:
    code, _, words = ctl("queue", "--data", tmp_path / "moi")
    assert code == 2 and "practice load" in words


@pytest.mark.parametrize(
    "settings", ["khong = phai toml = that", "praktice = true\n", 'practice = "có"\n'], ids=["no toml", "slip", "type"]
)
def test_a_bad_settings_file_is_told(ctl: Ctl, tmp_path: Path, settings: str) -> None:
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    code, _, words = ctl("queue", "--data", tmp_path)
    assert code == 2 and words.strip()


def test_practice_password_is_what_tests_use(pki: PracticeKeys) -> None:
    assert (pki.password, pki.pin) == (PASSWORD, PIN)
