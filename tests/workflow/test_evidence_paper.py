"""The diary's head on paper: scanned, photographed or typed, the sheet tells what was done to the diary since."""

import json
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.errors import Misuse, Refused
from counter_app.model.evidence import Anchor, anchor_of
from counter_app.workflow import evidence_paper
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.workflow.test_evidence import harm, rewrite


def scanned(sheet: Path, photo: Path) -> Path:
    """As a counter's scanner gives it: a grey picture of 200 dpi, a little askew."""
    import pypdfium2

    with pypdfium2.PdfDocument(sheet) as document:
        page = document[0].render(scale=200 / 72).to_pil().convert("L")
    page.rotate(1.5, fillcolor=255).save(photo, quality=70)
    return photo


def test_a_scanned_sheet_is_compared_and_tells_a_rewritten_diary(office: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "moc.pdf"
    made = evidence_paper.print_sheet(office, sheet)
    with pytest.raises(Misuse):
        evidence_paper.print_sheet(office, sheet)
    photo = scanned(sheet, tmp_path / "anh.jpg")
    assert evidence_paper.anchors_on(office.reader, [photo]) == (made,)
    assert evidence_paper.compare(office, [sheet]).ok  # the row about the printing stands behind it
    event = office.store.readings.last_office_event("print_diary_head")
    assert event is not None and event.details["head"] == made.head
    harm(office, rewrite)
    found = evidence_paper.compare(office, [photo])
    assert found.first_bad is None and [one.at for one in found.broken_anchors] == [MORNING] and not found.ok


def test_a_picture_without_the_code_is_said(office: Office, tmp_path: Path) -> None:
    from PIL import Image

    blank = tmp_path / "trang.png"
    Image.new("L", (400, 400), 255).save(blank)
    with pytest.raises(Refused, match=r"trang\.png"):
        evidence_paper.compare(office, [blank])


def test_what_is_typed_from_the_sheet_is_read_whatever_the_blanks() -> None:
    anchor = Anchor(at=MORNING, rows=12, head="0f" * 32)
    assert anchor_of(anchor.text) == anchor
    typed = anchor_of(" 12 : " + " ".join(["0F0F0F0F"] * 8))
    assert typed is not None and (typed.rows, typed.head) == (12, anchor.head)
    for wrong in ("", "12", "12:" + "0f" * 31, "x:" + "0f" * 32, f"12:{'0f' * 32}@hom-nay", "12:" + "0g" * 32):
        assert anchor_of(wrong) is None


def test_print_and_verify_from_the_command_line(
    practice_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, dict[str, object]]:
        code = main(["audit", *arguments, "--data", str(practice_folder), "--json"])
        return code, json.loads(capsys.readouterr().out)

    sheet = tmp_path / "moc.pdf"
    code, told = run("print", "--out", str(sheet))
    assert code == 0 and sheet.read_bytes().startswith(b"%PDF")
    code, found = run("verify", "--sheet", str(sheet), "--anchor", f"{told['rows']}:{told['head']}")
    assert (code, found["ok"], found["anchors"]) == (0, True, 2)
    assert run("verify", "--sheet", str(tmp_path / "khong-co.pdf"))[0] == 2
    assert run("print")[0] == 2
