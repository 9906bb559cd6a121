"""Facts about images: size on paper, turned photographs, frames, colour."""

from pathlib import Path

import pytest
from PIL import Image

from counter_app.model.file_facts import Colour, FileKind
from counter_app.pdf.facts import gather_facts
from counter_app.pdf.image_facts import placed_dpi
from tests.pdf.made_files import scan_picture


@pytest.mark.parametrize(
    ("pixels", "stated", "dpi"),
    [
        ((1654, 2339), (200, 200), 200),  # a scanner's statement is believed
        ((1012, 638), (300, 300), 300),  # an identity card is not blown up to A4
        ((3000, 4000), (72, 72), 363),  # a camera's 72 dpi means nothing: as if fitted on A4
        ((3000, 4000), None, 363),
        ((4000, 3000), None, 363),
        ((827, 1169), (1, 1), 100),
        ((600, 800), (96, 96), 73),  # nor does a screen's 96
        ((9000, 9000), (300, 300), 1089),  # a sheet of 76 cm: not the paper
    ],
)
def test_resolution_on_paper(pixels: tuple[int, int], stated: tuple[float, float] | None, dpi: int) -> None:
    assert round(placed_dpi(*pixels, stated)) == dpi


@pytest.mark.parametrize(("suffix", "kind"), [("jpg", FileKind.JPEG), ("png", FileKind.PNG), ("tif", FileKind.TIFF)])
def test_a_colour_picture_of_a_page(tmp_path: Path, suffix: str, kind: FileKind) -> None:
    path = tmp_path / f"a.{suffix}"
    scan_picture(200).save(path, dpi=(200, 200))
    facts = gather_facts(path)
    assert (facts.kind, facts.readable, facts.page_count, facts.suffix_matches) == (kind, True, 1, True)
    assert round(facts.min_dpi or 0) == 200
    assert (facts.colour, facts.blank_pages) == (Colour.COLOUR, ())
    assert round(facts.pages[0].width_pt) == 595


@pytest.mark.parametrize(("orientation", "rotation"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_a_turned_photograph_is_told_as_shown(tmp_path: Path, orientation: int, rotation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    scan_picture(100).save(tmp_path / "a.jpg", exif=exif)
    (page,) = gather_facts(tmp_path / "a.jpg").pages
    assert page.rotation == rotation
    assert (page.width_pt > page.height_pt) == (rotation in (90, 270))


def test_every_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    blank = scan_picture(100, text=False)
    scan_picture(100).save(tmp_path / "a.tif", save_all=True, append_images=[blank, scan_picture(100)])
    facts = gather_facts(tmp_path / "a.tif")
    assert (facts.page_count, facts.pages_looked_at, facts.blank_pages) == (3, 3, (2,))


def test_grey_bitonal_16_bit_and_see_through_pictures(tmp_path: Path) -> None:
    grey = scan_picture(100, colour=False).convert("L")
    grey.save(tmp_path / "grey.png")
    grey.convert("1").save(tmp_path / "one.tif")
    grey.convert("I;16").point(lambda level: level * 257).save(tmp_path / "deep.png")
    clear = scan_picture(100).convert("RGBA")
    clear.putalpha(Image.new("L", clear.size, 255))
    clear.save(tmp_path / "clear.png")
    colours = {path.stem: gather_facts(path).colour for path in tmp_path.iterdir()}
    assert colours == {"grey": Colour.GREY, "one": Colour.BITONAL, "deep": Colour.GREY, "clear": Colour.COLOUR}


def test_writing_on_a_see_through_ground_is_seen(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (827, 1169), (0, 0, 0, 0))
    assert picture.size == scan_picture(100).size
    picture.paste((0, 0, 0, 255), (100, 100, 500, 130))
    picture.save(tmp_path / "a.png")
    assert gather_facts(tmp_path / "a.png").blank_pages == ()


def test_a_picture_bomb_is_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS
    )  # the library's own limit is set by ours: put back
    monkeypatch.setattr("counter_app.pdf.image_facts.MAX_PIXELS", 100_000)
    scan_picture(100).save(tmp_path / "a.png")
    assert gather_facts(tmp_path / "a.png").trouble == "too_big"
