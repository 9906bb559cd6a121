"""The office's logo: which pictures are taken, where it stands on the forms, what happens when it is lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf.pdfa
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from counter_app.errors import CounterError, Refused, Trouble
from counter_app.forms.logo import prepared_logo
from counter_app.forms.printing import Forms
from tests.forms import papers
from tests.forms.papers import OFFICE

MM = 72 / 25.4
WITH_LOGO = replace(OFFICE, office_logo="bieu-trung.png")


def drawn(path: Path, size: tuple[int, int] = (300, 300), mode: str = "RGBA") -> Path:
    """A blue disc on nothing, or on white where the picture knows no transparency."""
    picture = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(picture).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=(20, 60, 160))
    picture.save(path)
    return path


def with_logo(folder: Path) -> Path:
    (folder / WITH_LOGO.office_logo).write_bytes(prepared_logo(drawn(folder / "nguon.png")))
    return folder


def test_it_stands_left_of_the_title_opposite_the_code_and_moves_no_word(tmp_path: Path, artefacts: Path) -> None:
    folder = with_logo(tmp_path)
    Forms(OFFICE).print(papers.receipt(), tmp_path / "khong.pdf")
    Forms(WITH_LOGO, folder).print(papers.receipt(), tmp_path / "co.pdf")
    pages = [pypdfium2.PdfDocument(tmp_path / name)[0] for name in ("khong.pdf", "co.pdf")]
    words = [page.get_textpage().get_text_bounded() for page in pages]
    assert words[0] == words[1]
    pages[1].render(scale=150 / 72).to_pil().save(artefacts / "giay-tiep-nhan-co-bieu-trung.png")
    (disc,) = [one for one in pages[1].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    left, bottom, right, top = (side / MM for side in disc.get_bounds())
    assert left == pytest.approx(16, abs=0.5)
    assert right - left == pytest.approx(top - bottom, abs=0.2) == pytest.approx(18, abs=0.5)
    assert 210 - top > 36, "under the agency's name and the number"
    assert not pikepdf.pdfa.validate_written(tmp_path / "co.pdf", "2b").findings


@pytest.mark.parametrize("make", papers.ALL, ids=lambda make: str(make().kind))
def test_every_form_carries_it(tmp_path: Path, make: Callable[[], papers.FormFacts]) -> None:
    Forms(WITH_LOGO, with_logo(tmp_path)).print(make(), tmp_path / "a.pdf")
    objects = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_objects()
    assert sum(one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE for one in objects) == 1


def test_a_picture_is_kept_small_on_white_and_the_same_each_time(tmp_path: Path) -> None:
    large = drawn(tmp_path / "lon.png", (3000, 1500))
    kept = prepared_logo(large)
    assert kept == prepared_logo(large)
    (tmp_path / "giu.png").write_bytes(kept)
    with Image.open(tmp_path / "giu.png") as picture:
        assert (picture.mode, picture.size) == ("RGB", (480, 240))
        assert picture.getpixel((1, 1)) == (255, 255, 255), "what was transparent is white, not black"
    assert prepared_logo(drawn(tmp_path / "anh.jpg", mode="RGB"))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("chu.png", b"khong phai anh", "forms.logo_no_picture"),
        ("rong.png", b"", "forms.logo_no_picture"),
        ("ve.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "forms.logo_no_picture"),
        ("to.pdf", b"%PDF-1.7\n", "forms.logo_no_picture"),
    ],
)
def test_a_logo_that_is_not_an_image_is_a_sentence(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        prepared_logo(tmp_path / name)
    assert caught.value.code == code
    assert name in caught.value.what and caught.value.advice


def test_a_broken_a_tiny_a_long_and_a_missing_picture_are_sentences(tmp_path: Path) -> None:
    cut = tmp_path / "cut.png"
    cut.write_bytes(drawn(tmp_path / "a.png").read_bytes()[:400])
    cases = [
        (cut, "forms.logo_no_picture"),
        (drawn(tmp_path / "nho.png", (16, 16)), "forms.logo_too_small"),
        (drawn(tmp_path / "dai.png", (1000, 100)), "forms.logo_too_small"),
        (drawn(tmp_path / "khong-lo.png", (9000, 6000), "RGB"), "forms.logo_too_large"),
        (tmp_path / "khong-co.png", "forms.logo_unreadable"),
    ]
    for path, code in cases:
        with pytest.raises(CounterError) as caught:
            prepared_logo(path)
        assert caught.value.code == code, path.name


@pytest.mark.parametrize("lost", [True, False], ids=["gone", "not a picture any more"])
def test_a_logo_that_was_lost_stops_the_sheet_and_leaves_no_file(tmp_path: Path, lost: bool) -> None:
    folder = with_logo(tmp_path)
    kept = folder / WITH_LOGO.office_logo
    kept.unlink() if lost else kept.write_bytes(b"khac")
    with pytest.raises(Trouble) as caught:
        Forms(WITH_LOGO, folder).print(papers.receipt(), tmp_path / "a.pdf")
    assert caught.value.code == "forms.logo_lost"
    assert not (tmp_path / "a.pdf").exists()
