"""`inspect --ocr`: a searchable copy of a scan, a sentence when Tesseract is not there, nothing touched."""

import json
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.pdf.practice_pages import draw_paper, draw_photo
from counter_app.pdf.reader import FileReader

TITLE = "Giấy chứng nhận đăng ký doanh nghiệp"


@pytest.mark.tesseract
def test_a_scan_and_a_photo_get_searchable_copies_and_one_with_words_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan, out = tmp_path / "giay.pdf", tmp_path / "ban-sao"
    draw_paper(scan, TITLE)
    before = scan.read_bytes()
    arguments = ["inspect", "--ocr", "--out", str(out), "--json"]
    assert main([*arguments, str(scan)]) == 0
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    copy = Path(told["text_layer"]["output"])
    assert (copy.name, told["text_layer"]["pages"], told["text_layer"]["without_words"]) == ("giay-co-chu.pdf", 1, [])
    with FileReader() as reader:
        assert reader.find_text(copy, 1, TITLE.upper())
    assert scan.read_bytes() == before
    assert main([*arguments, str(copy)]) == 0
    (told,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["text_layer"]["output"], told["text_layer"]["code"]) == (None, "workflow.nothing_to_recognise")
    assert [path.name for path in out.iterdir()] == [copy.name]


def test_without_tesseract_there_is_a_sentence_and_without_a_folder_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "anh.jpg"
    draw_photo(photo, TITLE)
    assert main(["inspect", "--ocr", str(photo)]) == 2
    assert "--out" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["inspect", "--ocr", "--out", str(tmp_path / "out"), str(photo)]) == 4
    said = capsys.readouterr()
    assert "chưa cài Tesseract" in said.err
    assert "tesseract-ocr-vie" in said.err
    assert not (tmp_path / "out").exists()
