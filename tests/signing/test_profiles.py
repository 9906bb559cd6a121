"""Profiles of NĐ 30/2020 as they look on paper: place, size, colour, upright on turned pages, PDF/A kept."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from counter_app.errors import Misuse, Refused
from counter_app.model.signature import Box, FurtherMark, Placement, SignStatus, StampKind
from counter_app.signing.free_place import MARGIN
from counter_app.signing.place_spec import read_place
from counter_app.signing.practice_images import draw_seal, draw_signature
from counter_app.signing.practice_pki import PracticeKeys
from counter_app.signing.profiles import PLACEHOLDERS, Profile, check_line, profiles, save_profile, shipped_profiles
from tests.signing.desk import AGENCY, NAME, Desk, frozen, pdftotext, valid_signatures
from tests.signing.papers import paper, with_empty_field

SCALE = 2.0
VALUES = {"signer": NAME, "organisation": AGENCY, "document": "Số: 12/QĐ-UBND", "copy_form": "SAO Y"}
SIZES = {"portrait": (0, 0, 595, 842), "landscape": (0, 0, 842, 595)}


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("images")
    draw_seal(folder / "seal.png")
    draw_signature(folder / "signature.png", NAME)
    return {"seal": folder / "seal.png", "signature": folder / "signature.png"}


def coloured(path: Path) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        document.init_forms()
        return document[0].render(scale=SCALE).to_pil().convert("RGB")


def box_of(picture: Image.Image, wanted: Callable[[tuple[int, int, int]], bool]) -> tuple[float, ...]:
    mask = Image.new("L", picture.size)
    mask.putdata([255 if wanted(dot) else 0 for dot in picture.get_flattened_data()])
    found = mask.getbbox()
    assert found is not None, "nothing of that colour"
    return tuple(side / SCALE for side in found)


def red(dot: tuple[int, int, int]) -> bool:
    return dot[0] > 150 and dot[1] < 110 and dot[2] < 110


def blue(dot: tuple[int, int, int]) -> bool:
    return dot[2] > 130 and dot[0] < 90


def dark(dot: tuple[int, int, int]) -> bool:
    return max(dot) < 120


def test_the_shipped_profiles_have_a_source_and_follow_the_annex() -> None:
    found = shipped_profiles()
    assert set(found) == {"component", "result", "seal", "appendix", "copy", "initial"}
    assert all(one.source and one.name for one in found.values())
    for key in ("appendix", "copy"):
        one = found[key]
        assert (one.image, one.font_size, len(one.lines), one.placement) == ("", 10.0, 3, Placement())
        assert one.frame is False


@pytest.mark.poppler
@pytest.mark.parametrize("key", ["appendix", "copy"])
def test_attachment_and_copy_are_three_lines_at_the_top_right_of_page_one(desk: Desk, tmp_path: Path, key: str) -> None:
    source = paper(tmp_path / "a.pdf", pages=2, content=b"")
    profile = shipped_profiles()[key]
    item = desk.item(source, profile.stamp(VALUES), placement=profile.placement)
    assert [one.status for one in desk.sign([item])] == [SignStatus.SIGNED]
    lines = [line.strip() for line in pdftotext(Path(item.output)).splitlines() if line.strip()]
    assert lines[0] == VALUES["document" if key == "appendix" else "copy_form"] and lines[1] == AGENCY
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \+07:00", lines[2])
    left, top, right, _ = box_of(coloured(Path(item.output)), dark)
    assert right > 595 - MARGIN - 12 and top < MARGIN + 12 and left > 300


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, pki: PracticeKeys, images: dict[str, Path]) -> Any:
    """Leader, then number and seal, on portrait and landscape pages of every rotation; two batches."""
    folder = tmp_path_factory.mktemp("issued")
    desk = Desk(folder, pki, clock=frozen())
    kinds = shipped_profiles()
    leader = kinds["result"].stamp(VALUES, str(images["signature"]))
    first = []
    for shape, media in SIZES.items():
        for turn in (0, 90, 180, 270):
            source = paper(folder / f"{shape}-{turn}.pdf", rotate=turn, media=media, content=b"")
            first.append(desk.item(source, leader, placement=Placement(box=Box(x=300, y=300, width=120, height=60))))
    assert {one.status for one in desk.sign(first, pki.file_key("cuong"))} == {SignStatus.SIGNED}
    desk.out = folder / "second"
    desk.out.mkdir()
    seal = FurtherMark(
        field_name="ConDau",
        stamp=kinds["seal"].stamp(VALUES, str(images["seal"])),
        placement=Placement(box=Box(x=238, y=279, width=102, height=102)),
    )
    number = Profile(key="so", name="Số", kind=StampKind.BLANK, lines=("0123",), centred=True, font_size=13)
    second = [
        desk.item(
            Path(one.output),
            number.stamp({}),
            placement=Placement(box=Box(x=100, y=100, width=60, height=20)),
            field_name="DienSo",
            more=(seal,),
        )
        for one in first
    ]
    assert {one.status for one in desk.sign(second, pki.file_key("seal"))} == {SignStatus.SIGNED}
    return {Path(one.output).stem: Path(one.output) for one in second}


@pytest.mark.parametrize("name", [f"{shape}-{turn}" for shape in SIZES for turn in (0, 90, 180, 270)])
def test_signature_and_seal_lie_where_they_were_put_on_every_page(issued: dict[str, Path], name: str) -> None:
    """Blue over the middle, red in its real size over a third of it, the number upright: by the rendered page."""
    picture = coloured(issued[name])
    below = round(250 * SCALE)  # the number above is black; its smoothed edges may hold any colour
    ink, seal = (box_of(picture.crop((0, below, *picture.size)), colour) for colour in (blue, red))
    ink, seal = ((x, y + 250, u, v + 250) for x, y, u, v in (ink, seal))
    assert ink[0] >= 300 - 1 and ink[2] <= 420 + 1 and ink[1] >= 300 - 1 and ink[3] <= 360 + 1
    assert abs((seal[2] - seal[0]) - 102) < 4 and abs((seal[3] - seal[1]) - 102) < 4, "36 mm"
    assert 0.28 <= (seal[2] - 300) / 120 <= 0.36
    left, top, right, bottom = box_of(picture.crop((190, 190, 330, 250)), dark)
    assert right - left > 2 * (bottom - top), "digits stand beside one another"


@pytest.mark.poppler
def test_the_leaders_signature_stays_valid_under_the_seal(issued: dict[str, Path]) -> None:
    assert {valid_signatures(path) for path in issued.values()} == {3}


def test_a_profile_refuses_what_it_could_not_print(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"\{signer\}"):
        check_line("{singer}")
    with pytest.raises(Refused, match="漢"):
        check_line("Nguyễn 漢")
    with pytest.raises(Refused, match="chưa khép"):
        check_line("{signer")
    own = Profile(key="cua-toi", name="Của tôi", kind=StampKind.COMPONENT, lines=("{title} {signer}", "{signed_on}"))
    save_profile(tmp_path, own)
    kept = profiles(tmp_path)["cua-toi"]
    assert kept.own and kept.stamp({"title": "Công chức"}).lines == ("Công chức {signer}", "{signed_on}")
    with pytest.raises(Refused, match="quy định"):
        save_profile(tmp_path, shipped_profiles()["seal"])
    assert all(PLACEHOLDERS.values())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("top_left", Placement(corner="top_left")),
        ("bottom_right@-1", Placement(corner="bottom_right", page=-1)),
        ("10,20.5,30,40@2", Placement(page=2, box=Box(x=10, y=20.5, width=30, height=40))),
        ("anchor:GIÁM ĐỐC@-1", Placement(page=-1, anchor="GIÁM ĐỐC")),
        ("field:O ky", Placement(field="O ky")),
        ("end@-1", Placement(corner="end", page=-1)),
    ],
)
def test_places_are_read_as_they_are_typed(text: str, wanted: Placement) -> None:
    assert read_place(text) == wanted


@pytest.mark.parametrize("text", ["", "middle", "top_left@0", "1,2,3", "1,2,0,4", "anchor:", "field: ", "1.2.3,1,1,1"])
def test_a_place_that_nobody_understands_is_refused(text: str) -> None:
    with pytest.raises(Misuse):
        read_place(text)


def test_a_mark_goes_into_the_field_that_is_named_or_nowhere(desk: Desk, tmp_path: Path) -> None:
    source = with_empty_field(tmp_path / "a.pdf", "O ky 2", (60, 60, 260, 120))
    good = desk.item(source, placement=read_place("field:O ky 2"))
    (plan,) = desk.room.preflight([good])
    assert plan.box is not None and (round(plan.box.x), round(plan.box.width)) == (60, 200)
    (missing,) = desk.room.preflight([desk.item(source, placement=read_place("field:Khong co"))])
    assert [one.code for one in missing.findings if one.severity == "error"] == ["signing.no_such_field"]


def test_the_drafters_initial_stands_behind_the_last_words(desk: Desk, tmp_path: Path, images: dict[str, Path]) -> None:
    text = b"BT /F1 13 Tf 85 400 Td (Noi dung cuoi cung./.) Tj ET"
    stamp = shipped_profiles()["initial"].stamp(VALUES, str(images["signature"]))
    (plan,) = desk.room.preflight(
        [desk.item(paper(tmp_path / "a.pdf", content=text), stamp, placement=read_place("end"))]
    )
    assert plan.box is not None and plan.box.x > 190 and abs(plan.box.y + plan.box.height / 2 - (842 - 400)) < 12


def test_an_anchor_that_is_not_on_the_page_is_told(desk: Desk, tmp_path: Path) -> None:
    source = paper(tmp_path / "a.pdf", content=b"BT /F1 14 Tf 300 300 Td (GIAM DOC) Tj ET")
    here, gone = (desk.item(source, placement=Placement(anchor=text)) for text in ("giam doc", "TRUONG PHONG"))
    codes = [{one.code for one in plan.findings} for plan in desk.room.preflight([here, gone])]
    assert ["signing.anchor_not_found" in each for each in codes] == [False, True]


def test_a_mark_over_print_and_one_too_small_are_warned_of(desk: Desk, tmp_path: Path) -> None:
    source = paper(tmp_path / "a.pdf", content=b"BT /F1 14 Tf 60 700 Td (Van ban da co chu o day) Tj ET")
    over = desk.item(source, placement=Placement(box=Box(x=50, y=120, width=220, height=60)))
    tiny = desk.item(source, placement=Placement(box=Box(x=300, y=500, width=50, height=22)))
    codes = [{one.code for one in plan.findings} for plan in desk.room.preflight([over, tiny])]
    assert "signing.covers_content" in codes[0] and "signing.mark_too_small" in codes[1]


@pytest.mark.parametrize("key", ["component", "result", "seal", "appendix", "copy"])
def test_a_scan_stays_pdf_a_under_each_mark(desk: Desk, tmp_path: Path, images: dict[str, Path], key: str) -> None:
    """The allow-list validator knows no forms: each mark is painted onto its page first, as a printer would."""
    from pikepdf import pdfa

    from counter_app.pdf.practice_pages import draw_paper

    draw_paper(tmp_path / "scan.pdf", "Đơn đề nghị")
    with pikepdf.open(tmp_path / "scan.pdf") as document:
        pdfa.save(document, tmp_path / "a.pdf", "2b")
    profile = shipped_profiles()[key]
    image = str(images[profile.image]) if profile.image else ""
    item = desk.item(tmp_path / "a.pdf", profile.stamp(VALUES, image), placement=profile.placement)
    assert [one.status for one in desk.sign([item])] == [SignStatus.SIGNED]
    painted = _painted(Path(item.output), tmp_path / "painted.pdf")
    report = pdfa.validate_written(painted, "2b")
    assert report.passed, report.findings


def _painted(signed: Path, output: Path) -> Path:
    with pikepdf.open(signed) as document:
        page = document.pages[0]
        for widget in page.obj.get("/Annots", []):
            look = widget.AP.N
            name = page.add_resource(look, pikepdf.Name.XObject)
            x, y = float(widget.Rect[0]), float(widget.Rect[1])
            page.contents_add(f"q 1 0 0 1 {x} {y} cm {name} Do Q".encode())
        del page.obj["/Annots"]
        del document.Root["/AcroForm"]
        del document.Root["/Extensions"]  # ETSI's own, which the validator has no opinion about
        document.save(output)
    return output
