"""Profiles of NĐ 30/2020 as they look on paper: place, size, colour, upright on turned pages, PDF/A kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from counter_app.errors import Misuse, Refused
from counter_app.model.signature import Box, FurtherMark, Placement, SignItem, SignStatus, StampKind, StampText
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


def test_the_drafters_initial_stands_behind_the_last_words_and_touches_nothing(
    desk: Desk, tmp_path: Path, images: dict[str, Path]
) -> None:
    text = b"BT /F1 13 Tf 19 TL 85 419 Td (Mot dong dai chay het be ngang cua to giay nay) Tj T* (Cuoi cung./.) Tj ET"
    stamp = shipped_profiles()["initial"].stamp(VALUES, str(images["signature"]))
    source = paper(tmp_path / "a.pdf", content=text)
    before = box_of(coloured(source).crop((0, round(430 * SCALE), round(595 * SCALE), round(460 * SCALE))), dark)
    (plan,) = desk.room.preflight([desk.item(source, stamp, placement=read_place("end"))])
    assert plan.box is not None and before[2] + 5 < plan.box.x < before[2] + 12
    assert plan.box.height <= 18 and abs(plan.box.y + plan.box.height / 2 - (842 - 400)) < 2
    assert "signing.covers_content" not in {one.code for one in plan.findings}


def test_a_signature_stands_in_the_middle_between_title_and_name(
    desk: Desk, tmp_path: Path, images: dict[str, Path]
) -> None:
    lines = b"BT /F1 13 Tf 380 300 Td (GIAM DOC) Tj -2 %d Td (Ho Va Ten) Tj -280 40 Td (Noi nhan:) Tj ET"
    stamp = shipped_profiles()["result"].stamp(VALUES, str(images["signature"]))
    place = Placement(anchor="GIAM DOC")
    papers = [paper(tmp_path / f"{number}.pdf", content=lines % -number) for number in (110, 280)]
    near, far = (plan.box for plan in desk.room.preflight([desk.item(one, stamp, placement=place) for one in papers]))
    assert near is not None and far is not None
    assert abs(near.y + near.height / 2 - (842 - (300 + 190 + 9.5) / 2)) < 3, "as far from the one as from the other"
    assert far.y - (842 - 300) < 8, "a name on the other half of the page is not the signer's"


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


OWN = Profile(key="cua-toi", name="Của tôi", kind=StampKind.COMPONENT, lines=("Đã xem: {signer}",), frame=True)


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scan as PDF/A-2b."""
    from pikepdf import pdfa

    from counter_app.pdf.practice_pages import draw_paper

    folder = tmp_path_factory.mktemp("archived")
    draw_paper(folder / "scan.pdf", "Đơn đề nghị")
    with pikepdf.open(folder / "scan.pdf") as document:
        pdfa.save(document, folder / "a.pdf", "2b")
    return folder / "a.pdf"


def test_a_scan_stays_pdf_a_under_each_mark(
    desk: Desk, tmp_path: Path, images: dict[str, Path], archived: Path
) -> None:
    """Every profile, those with a picture also as words, and the four marks of an issue; see `_painted`."""
    kinds = shipped_profiles() | {OWN.key: OWN}
    marks = [(one, one.stamp(VALUES, str(images.get(one.image, "")))) for one in kinds.values()]
    marks += [(one, one.stamp(VALUES)) for one in kinds.values() if one.image]
    sources = [tmp_path / f"{number}.pdf" for number in range(len(marks) + 1)]
    for source in sources:
        source.write_bytes(archived.read_bytes())
    items = [
        desk.item(source, stamp, placement=one.placement) for source, (one, stamp) in zip(sources, marks, strict=False)
    ]
    items.append(_issue_of(desk.item(sources[-1], marks[0][1]), kinds["seal"].stamp(VALUES, str(images["seal"]))))
    assert {one.status for one in desk.sign(items)} == {SignStatus.SIGNED}
    assert [Path(one.output).name for one in items if not _conforms(Path(one.output), tmp_path)] == []


def _issue_of(item: SignItem, seal: StampText) -> SignItem:
    """Number, day, month, then the seal, as the records clerk puts them."""
    filled = StampText(kind=StampKind.BLANK, lines=("07",), centred=True, font_size=13, frame=False)
    fields = [("DienSo", 100), ("DienNgay", 300), ("DienThang", 360)]
    parts = [
        FurtherMark(field_name=name, stamp=filled, placement=Placement(box=Box(x=x, y=200, width=30, height=18)))
        for name, x in fields
    ]
    parts.append(
        FurtherMark(field_name="ConDau", stamp=seal, placement=Placement(box=Box(x=250, y=600, width=102, height=102)))
    )
    first = parts[0]
    return replace(
        item, stamp=first.stamp, placement=first.placement, field_name=first.field_name, more=tuple(parts[1:])
    )


def _conforms(signed: Path, folder: Path) -> bool:
    from pikepdf import pdfa

    return bool(pdfa.validate_written(_painted(signed, folder / "painted.pdf"), "2b").passed)


def _painted(signed: Path, output: Path) -> Path:
    """The allow-list validator knows no forms: each mark is painted onto its page first, as a printer would."""
    with pikepdf.open(signed) as document:
        page = document.pages[0]
        assert "/NeedAppearances" not in document.Root.AcroForm
        for widget in page.obj.get("/Annots", []):
            assert int(widget.F) & 0b100111 == 0b100, "printed and never hidden (ISO 19005-2, 6.3.2)"
            look = widget.AP.N
            name = page.add_resource(look, pikepdf.Name.XObject)
            x, y = float(widget.Rect[0]), float(widget.Rect[1])
            page.contents_add(f"q 1 0 0 1 {x} {y} cm {name} Do Q".encode())
        del page.obj["/Annots"]
        del document.Root["/AcroForm"]
        del document.Root["/Extensions"]  # ETSI's own, which the validator has no opinion about
        document.save(output)
    return output
