"""Pages as pictures, with what lies on them; texts found where the reader sees them."""

from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from counter_app.errors import Refused
from counter_app.pdf.render import PageImage, find_text, render_page
from tests.pdf.made_files import A4, add_text_page, scan_pdf, scan_picture, text_pdf


def _pillow(page: PageImage) -> Image.Image:
    return Image.frombuffer("RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1)


def test_a_page_comes_in_the_wanted_width_on_white_with_four_bytes_per_pixel(tmp_path: Path) -> None:
    page = render_page(scan_pdf(tmp_path / "a.pdf", scan_picture(100)), 1, 400)
    assert (page.width, page.height) == (400, 566)
    assert page.stride >= 1600
    assert len(page.data) == page.stride * page.height
    assert (round(page.page_width_pt, 2), round(page.page_height_pt, 2)) == A4
    assert _pillow(page).getpixel((5, 5))[2] < 245  # the paper's tint is in blue: channels are in order
    assert _pillow(render_page(text_pdf(tmp_path / "b.pdf", "Don"), 1, 400)).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(("rotate", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_rotation_is_shown(tmp_path: Path, rotate: int, corner: tuple[int, int]) -> None:
    picture = Image.new("RGB", (827, 1169), "white")
    picture.paste((200, 30, 30), (0, 0, 300, 300))
    shown = _pillow(render_page(scan_pdf(tmp_path / "a.pdf", picture, rotate=rotate), 1, 300))
    place = (20 if corner[0] == 0 else shown.width - 20, 20 if corner[1] == 0 else shown.height - 20)
    red, green, _ = shown.getpixel(place)  # type: ignore[misc]
    assert red > 150 > green


def test_appearances_of_signature_fields_are_drawn(tmp_path: Path) -> None:
    with pikepdf.new() as document:
        page = add_text_page(document, "Quyet dinh")
        look = document.make_stream(
            b"1 0 0 rg 0 0 100 50 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 50]
        )
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T="Chu ky",
                F=4,
                Rect=[100, 700, 200, 750],
                AP=pikepdf.Dictionary(N=look),
            )
        )
        page.Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
        document.save(tmp_path / "a.pdf")
    shown = _pillow(render_page(tmp_path / "a.pdf", 1, 595))
    assert shown.getpixel((150, 842 - 725)) == (255, 0, 0)


def test_images_are_shown_like_pages_upright_and_on_white(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    scan_picture(100).save(tmp_path / "a.jpg", exif=exif)
    page = render_page(tmp_path / "a.jpg", 1, 300)
    assert (page.width, page.height, page.stride) == (300, 212, 1200)
    assert page.page_width_pt > page.page_height_pt
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "b.tif", save_all=True, append_images=frames[1:])
    assert _pillow(render_page(tmp_path / "b.tif", 2, 50)).getpixel((25, 25)) == (0, 0, 255)
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(tmp_path / "c.png")
    assert _pillow(render_page(tmp_path / "c.png", 1, 50)).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_and_a_file_that_cannot_be_shown_are_refused(tmp_path: Path, page: int) -> None:
    path = text_pdf(tmp_path / "a.pdf", "Mot", "Hai")
    with pytest.raises(Refused) as refused:
        render_page(path, page, 100)
    assert refused.value.code == "pdf.cannot_show"
    path.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(Refused, match=r"a\.pdf"):
        render_page(path, 1, 100)
    with pytest.raises(Refused, match=r"a\.pdf"):
        find_text(path, 1, "Mot")


def test_an_absurdly_long_page_is_drawn_within_bounds(tmp_path: Path) -> None:
    page = render_page(scan_pdf(tmp_path / "a.pdf", scan_picture(50), page=(100, 14_000)), 1, 6000)
    assert page.height <= 12_000


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_text_is_found_where_it_is_shown(tmp_path: Path, rotate: int) -> None:
    path = text_pdf(tmp_path / "a.pdf", "Nguoi tiep nhan ho so", rotate=rotate)
    (box,) = find_text(path, 1, "tiep nhan")
    page = render_page(path, 1, 1200)
    scale = page.width / page.page_width_pt
    dark = _pillow(page).convert("L").point(lambda level: 255 if level < 128 else 0)
    left, top, right, bottom = dark.getbbox() or (0, 0, 0, 0)
    assert left - 3 <= box.x * scale
    assert (box.x + box.width) * scale <= right + 3
    assert top - 8 <= box.y * scale
    assert (box.y + box.height) * scale <= bottom + 8
    assert max(box.width, box.height) > 40
    assert find_text(path, 1, "giam doc") == ()
    assert find_text(path, 1, "  ") == ()
