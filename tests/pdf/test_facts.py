"""Facts about PDFs: type, structure, pages, protection, signatures; a broken file is a word, never an exception."""

import hashlib
import random
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFilter

from counter_app.model.file_facts import Colour, FileFacts, FileKind
from counter_app.pdf.facts import LookLimits, gather_facts
from tests.pdf.made_files import A4, add_scan_page, add_text_page, jpeg_bytes, scan_pdf, scan_picture, signature_field
from tests.pdf.made_files import text_pdf as make_text_pdf


def test_a_colour_scan_tells_version_pages_resolution_and_colour(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "don.pdf", scan_picture(200), scan_picture(150))
    facts = gather_facts(path)
    assert (facts.kind, facts.readable, facts.trouble, facts.suffix_matches) == (FileKind.PDF, True, "", True)
    assert facts.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert facts.size == path.stat().st_size
    assert (facts.pdf_version, facts.page_count, facts.pages_looked_at) == ("1.6", 2, 2)
    assert [round(page.image_dpi or 0) for page in facts.pages] == [200, 150]
    assert round(facts.min_dpi or 0) == 150
    assert facts.colour is Colour.COLOUR
    assert facts.blank_pages == ()
    assert (facts.pages[0].width_pt, facts.pages[0].height_pt) == A4


def test_the_catalogue_version_counts_when_it_is_later(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Version = pikepdf.Name("/1.7")
        document.save(tmp_path / "a.pdf", force_version="1.3")
    assert gather_facts(tmp_path / "a.pdf").pdf_version == "1.7"


def test_a_grey_scan_stored_as_rgb_is_grey_and_one_with_a_small_blue_signature_is_colour(tmp_path: Path) -> None:
    grey = scan_picture(150, colour=False)
    signed = grey.copy()
    ImageDraw.Draw(signed).arc((700, 1300, 950, 1450), 0, 270, fill=(30, 50, 180), width=3)
    assert gather_facts(scan_pdf(tmp_path / "a.pdf", grey)).colour is Colour.GREY
    assert gather_facts(scan_pdf(tmp_path / "b.pdf", grey.convert("L"))).colour is Colour.GREY
    assert gather_facts(scan_pdf(tmp_path / "c.pdf", signed)).colour is Colour.COLOUR


def test_a_one_bit_scan_is_bitonal(tmp_path: Path) -> None:
    picture = scan_picture(100, colour=False).convert("1", dither=Image.Dither.NONE)
    with pikepdf.new() as document:
        image = document.make_stream(
            picture.tobytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=pikepdf.Name.DeviceGray,
            BitsPerComponent=1,
        )
        page = document.add_blank_page(page_size=A4)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = document.make_stream(f"{A4[0]} 0 0 {A4[1]} 0 0 cm /Im0 Do".encode())
        document.save(tmp_path / "a.pdf")
    assert gather_facts(tmp_path / "a.pdf").colour is Colour.BITONAL


def _noisy_paper(seed: int) -> Image.Image:
    """Empty paper as a scanner sees it: grain, a dark edge, a fold, writing of the other side shining through."""
    rng = random.Random(seed)
    picture = Image.new("RGB", (827, 1169), (246, 243, 235))
    draw = ImageDraw.Draw(picture)
    for line in range(12):
        draw.rectangle((120, 150 + 60 * line, 680, 158 + 60 * line), fill=(236, 233, 226))
    draw.line((0, 580, 827, 590), fill=(225, 222, 215), width=3)
    picture = picture.filter(ImageFilter.GaussianBlur(2))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 12, 1169), fill=(60, 60, 60))
    for _ in range(1500):
        draw.point((rng.randrange(827), rng.randrange(1169)), fill=(150, 150, 150))
    return picture


def test_scanned_empty_paper_is_blank_and_one_short_line_is_not(tmp_path: Path) -> None:
    line = _noisy_paper(2)
    ImageDraw.Draw(line).rectangle((120, 300, 320, 309), fill=(60, 60, 60))
    facts = gather_facts(scan_pdf(tmp_path / "a.pdf", _noisy_paper(1), line, scan_picture(100)))
    assert facts.blank_pages == (1,)


def test_a_born_digital_page_has_text_and_no_resolution(tmp_path: Path) -> None:
    facts = gather_facts(make_text_pdf(tmp_path / "a.pdf", "Don de nghi"))
    (page,) = facts.pages
    assert (page.has_text, page.blank, page.image_dpi) == (True, False, None)


def test_a_logo_is_no_scan_and_a_printed_background_is_none_either(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        page = add_scan_page(document, scan_picture(50))
        page.Contents = document.make_stream(b"q 100 0 0 100 50 700 cm /Im0 Do Q")
        page = add_scan_page(document, scan_picture(50))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        lines = "".join(f"BT /F1 12 Tf 72 {780 - 15 * line} Td (Dieu {line}) Tj ET " for line in range(40))
        page.Contents = document.make_stream(f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im0 Do Q {lines}".encode())
        hidden = add_scan_page(document, scan_picture(50))
        hidden.Resources.Font = pikepdf.Dictionary(F1=font)
        ocr = lines.replace("/F1", "3 Tr /F1")
        hidden.Contents = document.make_stream(f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /Im0 Do Q {ocr}".encode())
        document.save(tmp_path / "a.pdf")
    dpi = [page.image_dpi and round(page.image_dpi) for page in gather_facts(tmp_path / "a.pdf").pages]
    assert dpi == [None, None, 50]


def test_strips_that_cover_the_page_together_are_a_scan(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        page = add_scan_page(document, scan_picture(100))
        strips = "".join(f"q {A4[0]} 0 0 210.5 0 {210.5 * place} cm /Im0 Do Q " for place in range(4))
        page.Contents = document.make_stream(strips.encode())
        document.save(tmp_path / "a.pdf")
    assert round(gather_facts(tmp_path / "a.pdf").min_dpi or 0) == 100


def test_an_image_inside_a_scaled_form_counts_with_its_size_on_the_page(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        page = add_scan_page(document, scan_picture(100))
        inner = document.make_stream(
            b"500 0 0 500 0 0 cm /Im0 Do",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 500, 500],
            Resources=page.Resources,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=inner))
        page.Contents = document.make_stream(f"{A4[0] / 500} 0 0 {A4[1] / 500} 0 0 cm /Fm0 Do".encode())
        document.save(tmp_path / "a.pdf")
    assert round(gather_facts(tmp_path / "a.pdf").min_dpi or 0) == 100


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotation_and_size_are_told_as_shown(tmp_path: Path, rotation: int) -> None:
    (page,) = gather_facts(scan_pdf(tmp_path / "a.pdf", scan_picture(50), rotate=rotation)).pages
    assert page.rotation == rotation
    assert (page.width_pt > page.height_pt) == (rotation != 180)
    assert round(page.image_dpi or 0) == 50


@pytest.mark.parametrize(
    ("permissions", "may_sign"),
    [(pikepdf.Permissions(), True), (pikepdf.Permissions(modify_other=False), False)],
)
def test_an_empty_user_password_opens_and_permissions_are_told(
    tmp_path: Path, permissions: pikepdf.Permissions, may_sign: bool
) -> None:
    with pikepdf.open(scan_pdf(tmp_path / "open.pdf", scan_picture(50))) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="chu", user="", allow=permissions))
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.readable, facts.encrypted, facts.needs_password, facts.may_sign) == (True, True, False, may_sign)


def test_a_user_password_is_needed(tmp_path: Path) -> None:
    with pikepdf.open(scan_pdf(tmp_path / "open.pdf", scan_picture(50))) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="chu", user="khach"))
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.readable, facts.trouble, facts.needs_password, facts.encrypted) == (
        False,
        "needs_password",
        True,
        True,
    )


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_file_cut_short_is_truncated_wherever_it_was_cut(tmp_path: Path, part: float) -> None:
    data = scan_pdf(tmp_path / "whole.pdf", scan_picture(100), scan_picture(100)).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(data[: int(len(data) * part)])
    facts = gather_facts(cut)
    assert (facts.readable, facts.trouble) == (False, "truncated")


def test_junk_after_the_end_is_repaired_and_said(tmp_path: Path) -> None:
    path = make_text_pdf(tmp_path / "a.pdf", "Don de nghi")
    path.write_bytes(path.read_bytes().replace(b"startxref\n", b"startxref\n9") + b"<html>" + b" " * 5000 + b"</html>")
    facts = gather_facts(path)
    assert (facts.readable, facts.repaired, facts.page_count) == (True, True, 1)


def test_the_header_may_stand_within_the_first_kilobyte_but_not_later(tmp_path: Path) -> None:
    data = make_text_pdf(tmp_path / "a.pdf", "Don").read_bytes()
    (tmp_path / "near.pdf").write_bytes(b"\n" * 900 + data)
    (tmp_path / "far.pdf").write_bytes(b"\n" * 2000 + data)
    assert gather_facts(tmp_path / "near.pdf").kind is FileKind.PDF
    assert gather_facts(tmp_path / "far.pdf").kind is FileKind.OTHER


def test_no_pages_is_readable_with_nothing_to_see(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        document.save(tmp_path / "a.pdf")
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.readable, facts.page_count, facts.pages) == (True, 0, ())


def test_signatures_are_counted_also_with_unknown_sub_filters_and_outside_the_form(tmp_path: Path) -> None:
    odd = {"/SubFilter": pikepdf.Name("/la.kiểu.riêng"), "/ByteRange": [0, 100, 200, 50], "/Contents": b"\0" * 8}
    with pikepdf.new() as document:
        add_text_page(document, "Quyet dinh")
        signature_field(document, "Chu ky 1", odd)
        signature_field(document, "Chu ky 2", {**odd, "/ByteRange": [0, 300, 400, 50]})
        document.save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
        document.Root.AcroForm.Fields = pikepdf.Array()
        document.Root.Hidden = document.make_indirect(pikepdf.Dictionary(ByteRange=[0, 9, 20, 5]))
        document.save(tmp_path / "b.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.signature_count, facts.has_form, facts.certification, facts.locked) == (2, False, 0, False)
    assert gather_facts(tmp_path / "b.pdf").signature_count == 1


@pytest.mark.parametrize(("stated", "level"), [({}, 2), ({"/P": 1}, 1), ({"/P": 3}, 3)])
def test_a_certification_tells_its_level(tmp_path: Path, stated: dict[str, int], level: int) -> None:
    with pikepdf.new() as document:
        add_text_page(document, "Quyet dinh")
        reference = pikepdf.Dictionary(
            {"/TransformMethod": pikepdf.Name.DocMDP, "/TransformParams": pikepdf.Dictionary(stated)}
        )
        value = {"/ByteRange": [0, 1, 2, 3], "/Reference": pikepdf.Array([reference])}
        document.Root.Perms = pikepdf.Dictionary(DocMDP=signature_field(document, "Chung nhan", value))
        document.save(tmp_path / "a.pdf")
    assert gather_facts(tmp_path / "a.pdf").certification == level


def test_a_lock_of_every_field_is_seen_on_the_field_and_in_the_signature(tmp_path: Path) -> None:
    everything = pikepdf.Dictionary(Action=pikepdf.Name.All)
    reference = pikepdf.Dictionary(TransformMethod=pikepdf.Name.FieldMDP, TransformParams=everything)
    one_field = pikepdf.Dictionary(Action=pikepdf.Name.Include, Fields=["So"])
    cases: dict[str, tuple[dict[str, object], dict[str, object], bool]] = {
        "field": ({"/ByteRange": [0, 1, 2, 3]}, {"/Lock": everything}, True),
        "signature": ({"/ByteRange": [0, 1, 2, 3], "/Reference": pikepdf.Array([reference])}, {}, True),
        "one": ({"/ByteRange": [0, 1, 2, 3]}, {"/Lock": one_field}, False),
    }
    for name, (value, extra, locked) in cases.items():
        with pikepdf.new() as document:
            add_text_page(document, "Quyet dinh")
            signature_field(document, "Chu ky", value, **extra)
            document.save(tmp_path / f"{name}.pdf")
        assert gather_facts(tmp_path / f"{name}.pdf").locked is locked, name


def _with_root(tmp_path: Path, **entries: object) -> FileFacts:
    with pikepdf.new() as document:
        add_text_page(document, "Bieu mau")
        for key, value in entries.items():
            document.Root[f"/{key}"] = value
        document.save(tmp_path / "a.pdf")
    return gather_facts(tmp_path / "a.pdf")


def test_scripts_and_programs_are_active_content_and_a_jump_to_a_page_is_not(tmp_path: Path) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="a.exe")
    jump = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=[0, pikepdf.Name.Fit])
    assert _with_root(tmp_path, OpenAction=script).active_content
    assert _with_root(tmp_path, OpenAction=launch).active_content
    assert _with_root(tmp_path, AA=pikepdf.Dictionary(WC=script)).active_content
    assert _with_root(tmp_path, Names=pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())).active_content
    assert not _with_root(tmp_path, OpenAction=jump).active_content
    with pikepdf.new() as document:
        page = add_text_page(document, "Bieu mau")
        page.Annots = [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch)]
        document.save(tmp_path / "b.pdf")
    assert gather_facts(tmp_path / "b.pdf").active_content


def test_forms_and_xfa_are_told_apart_from_signatures(tmp_path: Path) -> None:
    field = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="Ho ten")
    facts = _with_root(tmp_path, AcroForm=pikepdf.Dictionary(Fields=[field], XFA=pikepdf.String("x")))
    assert (facts.has_form, facts.has_xfa, facts.signature_count) == (True, True, 0)


def test_a_form_tree_in_a_circle_ends(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        add_text_page(document, "Bieu mau")
        parent = document.make_indirect(pikepdf.Dictionary(T="a"))
        parent.Kids = pikepdf.Array([parent, parent])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([parent]))
        document.save(tmp_path / "a.pdf")
    assert gather_facts(tmp_path / "a.pdf").readable


def test_a_pdfa_claim_is_told_and_a_broken_one_is_not(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        add_text_page(document, "Ket qua")
        with document.open_metadata() as metadata:
            metadata["pdfaid:part"] = "2"
            metadata["pdfaid:conformance"] = "B"
        document.save(tmp_path / "a.pdf")
        document.Root.Metadata = document.make_stream(b"<x:xmpmeta", Type=pikepdf.Name.Metadata)
        document.save(tmp_path / "b.pdf")
    assert gather_facts(tmp_path / "a.pdf").pdfa == "2b"
    facts = gather_facts(tmp_path / "b.pdf")
    assert (facts.pdfa, facts.readable) == ("", True)


def test_500_scanned_pages_answer_within_seconds_and_say_how_many_were_looked_at(tmp_path: Path) -> None:
    data = jpeg_bytes(scan_picture(150))
    with pikepdf.new() as document:
        first = add_scan_page(document, scan_picture(150))
        assert len(data) > 10_000
        for _ in range(499):
            document.pages.append(first)
        document.save(tmp_path / "a.pdf")
    start = time.thread_time()
    facts = gather_facts(tmp_path / "a.pdf")
    took = time.thread_time() - start
    assert (facts.page_count, facts.pages_looked_at, len(facts.pages)) == (500, 60, 500)
    assert facts.pages[0].image_dpi is not None
    assert facts.pages[-1].image_dpi is not None
    assert took < 10


def test_rendering_stops_at_its_time_and_says_so(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "a.pdf", *[scan_picture(50)] * 5)
    facts = gather_facts(path, LookLimits(seconds=0))
    assert (facts.readable, facts.page_count, facts.pages_looked_at) == (True, 5, 1)


def test_a_file_beyond_the_size_limit_is_not_opened(tmp_path: Path) -> None:
    path = make_text_pdf(tmp_path / "a.pdf", "Don")
    facts = gather_facts(path, LookLimits(bytes=100))
    assert (facts.kind, facts.readable, facts.trouble) == (FileKind.PDF, False, "too_big")


def test_mutated_files_never_raise(tmp_path: Path) -> None:
    """Bytes changed at random (fixed seed): facts come back, readable or with a trouble word."""
    rng = random.Random(20261121)
    data = make_text_pdf(tmp_path / "a.pdf", "Don", "Hai").read_bytes()
    for round_number in range(60):
        broken = bytearray(data)
        for _ in range(rng.randrange(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        path = tmp_path / f"m{round_number}.pdf"
        path.write_bytes(broken)
        facts = gather_facts(path)
        assert facts.readable or facts.trouble in {"damaged", "truncated", "needs_password", "not_pdf"}
