"""Images into one PDF: the pixels stay as they came, the page has paper size, nothing is overwritten."""

import os
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops

from counter_app.errors import Refused
from counter_app.model.file_facts import Colour, FileKind
from counter_app.pdf.facts import gather_facts
from counter_app.pdf.images_to_pdf import images_to_pdf, place_new
from counter_app.pdf.render import render_page
from tests.pdf.made_files import jpeg_bytes, scan_picture, text_pdf


def _images(path: Path) -> list[Image.Image]:
    with pikepdf.open(path) as document:
        return [pikepdf.PdfImage(next(iter(page.get_images().values()))).as_pil_image() for page in document.pages]


def test_a_jpegs_bytes_are_in_the_pdf_as_they_are(tmp_path: Path) -> None:
    data = jpeg_bytes(scan_picture(200), dpi=(200, 200))
    (tmp_path / "a.jpg").write_bytes(data)
    images_to_pdf([tmp_path / "a.jpg"], tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        (image,) = document.pages[0].get_images().values()
        assert image.read_raw_bytes() == data
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.readable, facts.pdf_version, facts.pdfa, facts.colour) == (True, "1.7", "2b", Colour.COLOUR)
    assert round(facts.min_dpi or 0) == 200


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_pixels_are_the_same_after_conversion(tmp_path: Path, mode: str, suffix: str) -> None:
    picture = scan_picture(60).convert(mode)
    picture.save(tmp_path / f"a.{suffix}")
    images_to_pdf([tmp_path / f"a.{suffix}"], tmp_path / "a.pdf")
    (found,) = _images(tmp_path / "a.pdf")
    assert ImageChops.difference(found.convert("RGB"), picture.convert("RGB")).getbbox() is None


def test_several_images_and_frames_become_pages_in_order(tmp_path: Path) -> None:
    scan_picture(50).save(tmp_path / "a.jpg")
    frames = [scan_picture(60), scan_picture(70)]
    frames[0].save(tmp_path / "b.tif", save_all=True, append_images=frames[1:])
    scan_picture(80).save(tmp_path / "c.png")
    images_to_pdf([tmp_path / name for name in ("a.jpg", "b.tif", "c.png")], tmp_path / "a.pdf")
    assert [round(page.image_dpi or 0, -1) for page in gather_facts(tmp_path / "a.pdf").pages] == [50, 60, 70, 80]


@pytest.mark.parametrize(("size", "page"), [((3000, 4000), (595.28, 841.89)), ((4000, 2000), (841.89, 595.28))])
def test_a_photograph_without_resolution_is_fitted_on_a4(
    tmp_path: Path, size: tuple[int, int], page: tuple[float, float]
) -> None:
    Image.new("RGB", size, "red").save(tmp_path / "a.jpg", dpi=(72, 72))
    images_to_pdf([tmp_path / "a.jpg"], tmp_path / "a.pdf")
    (facts,) = gather_facts(tmp_path / "a.pdf").pages
    assert (facts.width_pt, facts.height_pt) == page
    assert facts.image_dpi == gather_facts(tmp_path / "a.jpg").min_dpi


def test_a_turned_photograph_stands_upright_in_the_pdf(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    scan_picture(100).save(tmp_path / "a.jpg", exif=exif)
    images_to_pdf([tmp_path / "a.jpg"], tmp_path / "a.pdf")
    (page,) = gather_facts(tmp_path / "a.pdf").pages
    assert page.rotation == 90
    assert page.width_pt > page.height_pt


def test_see_through_parts_show_white_paper_and_nothing_else_changes(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    clear.paste((200, 30, 30, 255), (50, 50, 100, 100))
    clear.save(tmp_path / "a.png", dpi=(200, 200))
    palette = clear.quantize(8)
    palette.save(tmp_path / "b.png", transparency=palette.getpixel((0, 0)), dpi=(200, 200))
    (tmp_path / "c.png").write_bytes(_deep_see_through_png())
    images_to_pdf([tmp_path / name for name in ("a.png", "b.png", "c.png")], tmp_path / "a.pdf")
    for number in (1, 2, 3):
        page = render_page(tmp_path / "a.pdf", number, 300)
        assert page.data[:3] == b"\xff\xff\xff", number
        if number < 3:
            middle = 75 * page.stride + 75 * 4
            assert page.data[middle : middle + 3] == bytes((30, 30, 200)), number
    assert round(gather_facts(tmp_path / "a.pdf").pages[0].width_pt) == 108  # 300 pixels at 200 dpi


def _deep_see_through_png() -> bytes:
    """8 x 8 pixels of 16 bits per channel, all see-through; Pillow does not write such files."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x40\0" * 3 * 8 + b"\0" * 16) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 16, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_the_same_images_give_the_same_bytes(tmp_path: Path) -> None:
    scan_picture(50).save(tmp_path / "a.png")
    images_to_pdf([tmp_path / "a.png"], tmp_path / "a.pdf")
    images_to_pdf([tmp_path / "a.png"], tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_ink_colours_claim_no_archive_form(tmp_path: Path) -> None:
    scan_picture(50).convert("CMYK").save(tmp_path / "a.jpg")
    images_to_pdf([tmp_path / "a.jpg"], tmp_path / "a.pdf")
    facts = gather_facts(tmp_path / "a.pdf")
    assert (facts.readable, facts.pdf_version, facts.pdfa) == (True, "1.7", "")


def test_what_is_no_image_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic" + b"\0" * 100)
    text_pdf(tmp_path / "b.pdf", "Don")
    (tmp_path / "c.jpg").write_bytes(b"\xff\xd8\xff\xe0 and no more")
    for name, word in (("a.heic", "hỏng"), ("b.pdf", "không phải ảnh"), ("c.jpg", "hỏng")):
        with pytest.raises(Refused, match=word) as refused:
            images_to_pdf([tmp_path / name], tmp_path / "out.pdf")
        assert refused.value.code == "pdf.cannot_convert"
        assert refused.value.values["file"] == name
    with pytest.raises(Refused, match="Chưa chọn ảnh"):
        images_to_pdf([], tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize("links", [True, False])
def test_a_finished_file_never_takes_the_name_of_another(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    part, output = tmp_path / "a.part", tmp_path / "a.pdf"
    part.write_bytes(b"new")
    place_new(part, output)
    assert (output.read_bytes(), part.exists()) == (b"new", False)
    part.write_bytes(b"other")
    with pytest.raises(Refused) as refused:
        place_new(part, output)
    assert refused.value.code == "pdf.output_exists"
    assert (output.read_bytes(), part.exists()) == (b"new", False)


@pytest.mark.qpdf
def test_qpdf_finds_the_converted_file_in_order(tmp_path: Path) -> None:
    import subprocess

    scan_picture(50).save(tmp_path / "a.png")
    images_to_pdf([tmp_path / "a.png"], tmp_path / "a.pdf")
    assert subprocess.run(["qpdf", "--check", tmp_path / "a.pdf"], capture_output=True, check=False).returncode == 0


def test_a_telephone_picture_in_the_heif_family_becomes_a_pdf_that_says_it_was_encoded_anew(tmp_path: Path) -> None:
    """AVIF shares the container, the brand check and our whole path; no free encoder for HEVC can make one here."""
    picture = Image.new("RGB", (827, 1169), (240, 236, 226))
    picture.paste((30, 30, 120), (100, 200, 700, 230))
    path = tmp_path / "anh.heic"
    picture.save(path, "AVIF", quality=90)
    facts = gather_facts(path)
    assert (facts.kind, facts.readable, facts.page_count) == (FileKind.HEIC, True, 1)
    images_to_pdf([path], tmp_path / "anh.pdf")
    with pikepdf.open(tmp_path / "anh.pdf") as document:
        assert "HEIC" in str(document.open_metadata()["dc:description"])
        assert document.open_metadata().pdfa_status == "2B"
    shown = _images(tmp_path / "anh.pdf")[0].convert("RGB")
    assert shown.size == (827, 1169)
    for place in ((10, 10), (400, 215)):
        assert all(abs(a - b) <= 6 for a, b in zip(shown.getpixel(place), picture.getpixel(place), strict=True))
