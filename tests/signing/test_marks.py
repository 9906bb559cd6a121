"""Where the mark lies and how it looks: measured on the rendered page, because extracted text hides such faults."""

import base64
import json
import runpy
import zlib
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from counter_app.errors import Refused
from counter_app.model.signature import Box, Placement, SignStatus, StampKind, StampText
from counter_app.resources import resource
from counter_app.signing.free_place import MARGIN, inked, nearest_blank
from counter_app.signing.geometry import PageGeometry
from counter_app.signing.mark import ORGANISATION, SIGNER, component_stamp, lay_out
from counter_app.signing.stamp_font import SHIPPED, stamp_font
from tests.architecture.tree import ROOT
from tests.signing.desk import AGENCY, NAME, STAMP, Desk, frozen, pdftotext
from tests.signing.papers import paper

SCALE = 3.0
ALPHABET = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
LETTERS = "ẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲÝỶỸỴĐăâđêôơư"


def shown(path: Path, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return document[page].render(scale=SCALE, grayscale=True).to_pil().convert("L")


def ink_box(picture: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of everything dark, in points."""
    box = picture.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert box is not None
    return tuple(side / SCALE for side in box)  # type: ignore[return-value]


def tinos_width(text: str, size: float) -> float:
    with TTFont(resource("fonts", "Tinos-Regular.ttf")) as font:
        letters, widths = font.getBestCmap(), font["hmtx"]
        return sum(widths[letters[ord(letter)]][0] for letter in text) * size / font["head"].unitsPerEm


@pytest.mark.poppler
def test_vietnamese_letters_have_the_width_of_times(make_desk: Any, tmp_path: Path) -> None:
    desk = make_desk(clock=frozen())
    every = sorted(set(ALPHABET + ALPHABET.upper()))
    lines = ["Nguyễn Thị Ưởng", *("".join(every[start : start + 24]) for start in range(0, len(every), 24))]
    assert len(every) == 2 * (12 * 6 + 1), "twelve vowels in six tones and đ, both cases"
    box = Placement(box=Box(x=40, y=40, width=500, height=30))
    items = [
        desk.item(
            paper(tmp_path / f"{number}.pdf", content=b"", number=number),
            StampText(kind=StampKind.COMPONENT, lines=(line,)),
            placement=box,
        )
        for number, line in enumerate(lines)
    ]
    assert {outcome.status for outcome in desk.sign(items)} == {SignStatus.SIGNED}
    for line, item in zip(lines, items, strict=True):
        picture = shown(Path(item.output))
        inside = picture.crop((int(42 * SCALE), int(42 * SCALE), int(538 * SCALE), int(68 * SCALE)))
        left, top, right, bottom = ink_box(inside)
        assert abs((right - left) - tinos_width(line, 10.0)) < 1.8, line
        assert 6 < bottom - top < 16
        assert line in pdftotext(Path(item.output))


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(("media", "crop"), [((0, 0, 595, 842), None), ((-100, 50, 600, 900), (-50, 100, 500, 800))])
def test_the_mark_stands_upright_at_the_shown_top_right(
    rotated: dict[tuple[int, bool], Path], rotate: int, media: tuple[float, ...], crop: tuple[float, ...] | None
) -> None:
    picture = shown(rotated[rotate, crop is not None])
    left, top, right, bottom = ink_box(picture)
    assert abs(picture.width / SCALE - right - MARGIN) < 1 and abs(top - MARGIN) < 1
    reference = shown(rotated[0, False])
    same = reference.crop(tuple(round(side * SCALE) for side in ink_box(reference)))  # type: ignore[arg-type]
    found = picture.crop(tuple(round(side * SCALE) for side in (left, top, right, bottom)))  # type: ignore[arg-type]
    assert abs(found.width - same.width) <= 2 and abs(found.height - same.height) <= 2
    difference = ImageChops.difference(found.resize((120, 24)), same.resize((120, 24)))
    assert difference.resize((10, 3), Image.Resampling.BOX).getextrema()[1] < 60, "not the same picture"


@pytest.fixture(scope="module")
def rotated(tmp_path_factory: pytest.TempPathFactory, pki: Any) -> dict[tuple[int, bool], Path]:
    """One batch with a blank page for each rotation and box."""
    folder = tmp_path_factory.mktemp("turned")
    desk = Desk(folder, pki, clock=frozen())
    places = {}
    for rotate in (0, 90, 180, 270):
        places[rotate, False] = paper(folder / f"{rotate}.pdf", rotate=rotate, content=b"")
        odd = {"media": (-100, 50, 600, 900), "crop": (-50, 100, 500, 800)}
        places[rotate, True] = paper(folder / f"{rotate}-crop.pdf", rotate=rotate, content=b"", **odd)  # type: ignore[arg-type]
    outcomes = desk.sign([desk.item(path) for path in places.values()])
    assert {outcome.status for outcome in outcomes} == {SignStatus.SIGNED}
    return {place: desk.out / path.name for place, path in places.items()}


def test_three_marks_on_one_page_do_not_cover_each_other_or_the_text(desk: Desk, tmp_path: Path) -> None:
    source = paper(tmp_path / "a.pdf", content=b"BT /F1 14 Tf 400 800 Td (Tieu de trang) Tj ET")
    boxes = []
    for turn, login in enumerate(("ha", "cuong", "seal")):
        item = desk.item(source, field_name=f"Chu{turn}")
        (plan,) = desk.room.preflight([item])
        assert plan.box is not None
        boxes.append(plan.box)
        (outcome,) = desk.sign([item], desk.pki.file_key(login))
        assert outcome.status is SignStatus.SIGNED, outcome
        source = Path(outcome.output).rename(tmp_path / f"{turn}.pdf")
    assert boxes[0].y > 45, "moved below the title"
    for one, other in ((0, 1), (0, 2), (1, 2)):
        a, b = boxes[one], boxes[other]
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        assert apart, (a, b)


@pytest.mark.parametrize(("rotate", "where"), [(90, b"40 750 Td"), (270, b"520 80 Td"), (180, b"40 30 Td")])
def test_text_at_the_shown_corner_of_a_turned_page_moves_the_mark(
    desk: Desk, tmp_path: Path, rotate: int, where: bytes
) -> None:
    words = paper(tmp_path / "a.pdf", rotate=rotate, content=b"BT /F1 14 Tf " + where + b" (Van ban) Tj ET")
    dark = paper(tmp_path / "b.pdf", rotate=rotate, content=b"0 0 0.4 rg 0 0 130 842 re 465 0 130 842 re f")
    for plan in desk.room.preflight([desk.item(words), desk.item(dark)]):
        assert "signing.place_moved" in {finding.code for finding in plan.findings}


def test_the_mark_goes_under_its_anchor_text(desk: Desk, tmp_path: Path) -> None:
    source = paper(tmp_path / "a.pdf", content=b"BT /F1 14 Tf 300 300 Td (GIAM DOC) Tj ET")
    (plan,) = desk.room.preflight([desk.item(source, placement=Placement(anchor="GIAM DOC"))])
    assert plan.box is not None
    assert 842 - 300 < plan.box.y < 842 - 300 + 30
    assert plan.box.x < 340 < plan.box.x + plan.box.width


def test_a_full_page_is_told_and_a_tiny_page_keeps_the_mark_inside(desk: Desk, tmp_path: Path) -> None:
    stripes = b"".join(b"%d 0 2 842 re f " % x for x in range(0, 595, 8))
    full = paper(tmp_path / "day.pdf", content=stripes)
    tiny = paper(tmp_path / "nho.pdf", media=(0, 0, 100, 40), content=b"")
    crowded, small = desk.room.preflight([desk.item(full), desk.item(tiny)])
    assert "signing.no_free_place" in {finding.code for finding in crowded.findings}
    assert small.box is not None
    assert small.box.x >= 0 and small.box.x + small.box.width <= 100.01
    assert small.box.y >= 0 and small.box.y + small.box.height <= 40.01


def test_the_nearest_blank_place_is_found_on_the_grey_ground_of_a_scan() -> None:
    width, height = 300, 420
    page = PageGeometry((0, 0, 600, 840), 0)
    grey = bytearray([212, 214][(x + y) % 2] for y in range(height) for x in range(width))
    for y in range(40):
        grey[y * width + 150 : y * width + 300] = bytes(150)  # black letterhead at the top right
    rows = inked(bytes(grey), width, height, width)
    place = nearest_blank(rows, 0.5, page, Box(x=400, y=18, width=180, height=44))
    assert place.free and place.moved
    assert place.box.y >= 80 or place.box.x + 180 <= 300


@pytest.mark.poppler
def test_a_seal_image_keeps_its_transparency_and_colour(desk: Desk, tmp_path: Path) -> None:
    seal = Image.new("P", (200, 200), 0)
    seal.putpalette([0, 0, 0, 220, 0, 0])
    seal.paste(1, (20, 20, 180, 180))
    image = tmp_path / "dau.png"
    seal.save(image, transparency=0)  # a palette with transparency: black if it is taken as it is
    stamp = StampText(kind=StampKind.SEAL, lines=(), image=str(image))
    with_text = StampText(kind=StampKind.RESULT, lines=(NAME,), image=str(image))
    green = paper(tmp_path / "a.pdf", content=b"0.8 1 0.8 rg 0 0 595 842 re f")
    one = desk.item(green, stamp, placement=Placement(box=Box(x=200, y=200, width=102, height=102)))
    two = desk.item(paper(tmp_path / "b.pdf", content=b""), with_text)
    assert {outcome.status for outcome in desk.sign([one, two])} == {SignStatus.SIGNED}
    with pypdfium2.PdfDocument(one.output) as document:
        document.init_forms()
        picture = document[0].render(scale=1).to_pil().convert("RGB")
    red, corner = picture.getpixel((251, 251)), picture.getpixel((203, 203))
    assert red[0] > 200 and red[1] < 40
    assert corner == picture.getpixel((50, 50)), "the ground shines through"
    assert NAME in pdftotext(Path(two.output))


@pytest.mark.poppler
def test_a_mark_can_take_its_names_from_the_certificate(desk: Desk, tmp_path: Path) -> None:
    item = desk.item(paper(tmp_path / "a.pdf", content=b""), component_stamp(SIGNER, ORGANISATION))
    (plan,) = desk.room.preflight([item])
    assert plan.box is not None and plan.box.width > 120, "as wide as names are"
    desk.sign([item])
    lines = [line.strip() for line in pdftotext(Path(item.output)).splitlines() if line.strip()]
    assert lines[:2] == ["Nguyễn Thu Hà", "Ủy ban nhân dân phường Thử Nghiệm"]


def test_every_vietnamese_letter_is_in_the_font_and_others_are_refused() -> None:
    font = stamp_font()
    assert all(font.width(letter, 10) > 0 for letter in LETTERS)
    assert len(font.codes("Ưở")) == 2, "composed form"
    with pytest.raises(Refused, match="漢"):
        font.codes("Nguyễn 漢")
    assert len(font.compressed) < 40_000


def test_the_shipped_letters_are_those_of_the_shipped_tinos() -> None:
    """Compared unpacked: another zlib packs in another way."""
    cut = runpy.run_path(str(ROOT / "packaging" / "cut_stamp_font.py"))["cut"]
    made = cut(resource("fonts", "Tinos-Regular.ttf"))
    shipped = json.loads(resource(*SHIPPED).read_text(encoding="ascii"))
    programs = [zlib.decompress(base64.b64decode(one.pop("compressed"))) for one in (made, shipped)]
    assert made == shipped and programs[0] == programs[1]


def test_long_names_are_broken_at_words_and_fit_their_box() -> None:
    font, moment = stamp_font(), frozen().now()
    long = StampText(kind=StampKind.COMPONENT, lines=(NAME, AGENCY * 3, "{signed_at}"))
    mark = lay_out(long, moment, font)
    assert len(mark.lines) > 3 and mark.lines[-1] == "21/11/2026 09:12:07 +07:00"
    assert all(font.width(line, mark.font_size) <= 230 for line in mark.lines)
    small = lay_out(STAMP, moment, font, (90, 40))
    assert small.font_size < 10.0
    assert all(font.width(line, small.font_size) <= 90 for line in small.lines)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_points_go_to_the_file_s_coordinates_and_back(rotation: int) -> None:
    page = PageGeometry((-50.0, 100.0, 500.0, 800.0), rotation)
    for point in ((0.0, 0.0), (33.0, 77.5), (page.width, page.height)):
        assert page.shown_point(*page.point(*point)) == pytest.approx(point)
    left, bottom, right, top = page.rectangle(Box(x=10, y=20, width=100, height=40))
    assert sorted((right - left, top - bottom)) == pytest.approx([40, 100])
    assert left >= -50 and right <= 500 and bottom >= 100 and top <= 800


@pytest.mark.parametrize("room", [(165.0, 58.0), (120.0, 40.0), (70.0, 24.0)])
def test_a_long_agency_wraps_then_shrinks_then_ends_with_dots_and_the_moment_stays(room: tuple[float, float]) -> None:
    name = "Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính " * 3
    mark = lay_out(component_stamp(NAME, name), frozen().now(), stamp_font(), room=room)
    assert mark.size[0] <= room[0] and mark.size[1] <= room[1]
    assert len(mark.lines) * mark.font_size * 1.2 <= room[1]
    assert all(stamp_font().width(line, mark.font_size) <= room[0] for line in mark.lines)
    words = " ".join(mark.lines)
    assert ("…" in words) is (room == (70.0, 24.0))
    assert words.endswith("21/11/2026 09:12:07 +07:00")
    short = lay_out(component_stamp(NAME, AGENCY), frozen().now(), stamp_font(), room=(400.0, 200.0))
    assert short == lay_out(component_stamp(NAME, AGENCY), frozen().now(), stamp_font()), "room enough changes nothing"


def test_a_word_longer_than_a_line_is_cut_and_nothing_of_it_is_lost() -> None:
    word = "Ư" * 90
    mark = lay_out(StampText(kind=StampKind.COMPONENT, lines=(word,)), frozen().now(), stamp_font())
    assert "".join(mark.lines) == word and len(mark.lines) > 1
    assert mark.size[0] <= 240
