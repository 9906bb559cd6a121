"""Lists as other systems write them, and files that only look like lists, through the command."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.workflow.office import Office
from tests.exchange.tables import HEADER, line, workbook
from tests.faults.outside import Said, assert_sentence
from tests.faults.whole import count_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def test_an_untidy_list_gives_its_good_rows_once_and_names_the_others(
    ctl: Callable[..., Said], office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    """Merged title, text dates, decomposed letters, a code twice, a row without a code's date, a total row."""
    import unicodedata

    decomposed = [unicodedata.normalize("NFD", str(cell)) for cell in HEADER]
    twice = line("H31.15-261117-0003")
    rows = [
        ["DANH SÁCH HỒ SƠ TẬP SỰ"],
        [],
        decomposed,
        line("H31.15-261117-0001", received="17/11/2026 15:07", submitted="17/11/2026 14:13", due="25/11/2026"),
        line("H31.15-261117-0002", applicant=unicodedata.normalize("NFD", "Nguyễn Thị Ưởng")),
        twice,
        twice,
        line("H31.15-261117-0004", received="hôm kia"),
        ["", "Tổng cộng: 5 hồ sơ"],
    ]
    path = workbook(tmp_path / "xuất từ hệ thống khác.xlsx", rows, merge="A1:K1")
    before = count_of(office.folder)
    run = ("dossiers", "import", path, "--data", office.folder)
    dry = ctl(*run, "--dry-run")
    assert (dry.code, dry.lines[0]["new"], count_of(office.folder)) == (3, 3, before)
    said = ctl(*run)
    (told,) = said.lines
    assert (said.code, told["added"]) == (3, 3)
    assert {problem["row"] for problem in told["problems"]} == {7, 8}
    assert "7" in said.words and "8" in said.words
    assert all(problem["message"] for problem in told["problems"])
    again = ctl(*run)
    assert (again.code, again.lines[0]["added"], again.lines[0]["unchanged"]) == (3, 0, 3)
    assert count_of(office.folder)["dossier"] == before["dossier"] + 3
    undone = ctl("dossiers", "undo", "--data", office.folder)
    assert (undone.code, undone.lines[0]["count"]) == (0, 3)
    assert ctl(*run).lines[0]["added"] == 3
    whole()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", bytes(range(256)) * 20, "list.not_a_list"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "list.password"),
        ("a.xls", OLE, "list.old_excel"),
        ("a.xls", b"<html><head></head><table><tr><td>1</td></tr></table></html>", "list.web_page"),
        ("a.xlsx", b"", "list.empty_file"),
    ],
    ids=["binary csv", "password", "old xls", "html", "empty"],
)
def test_what_only_looks_like_a_list_is_refused_and_changes_nothing(
    ctl: Callable[..., Said], office: Office, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = count_of(office.folder)
    said = ctl("dossiers", "import", path, "--data", office.folder)
    assert (said.code, said.lines[-1]["error"]) == (1, code)
    assert_sentence(said.words)
    assert count_of(office.folder) == before


def test_a_list_that_is_not_there_is_trouble(ctl: Callable[..., Said], office: Office, tmp_path: Path) -> None:
    for path in (tmp_path / "khong-co.xlsx", tmp_path, tmp_path / ("x" * 300)):
        said = ctl("dossiers", "import", path, "--data", office.folder)
        assert (said.code, said.lines[-1]["error"]) == (4, "list.cannot_read")
        assert_sentence(said.words)
