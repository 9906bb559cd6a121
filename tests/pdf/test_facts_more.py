"""What lies deeper in a file: slant, a page with almost nothing, fonts left outside, files carried along."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw

from counter_app.checks.components import check_component_file
from counter_app.model.file_facts import FileFacts
from counter_app.model.finding import Finding
from counter_app.pdf.facts import gather_facts
from tests.pdf.made_files import A4, scan_pdf, scan_picture


def _finding(facts: FileFacts, code: str) -> Finding:
    found = check_component_file(facts, date(2026, 11, 23))
    return next(one for one in found if one.code == f"checks.{code}")


def _turned(angle: float) -> Image.Image:
    return scan_picture(100).rotate(-angle, resample=Image.Resampling.BICUBIC, fillcolor=(250, 247, 238))


def test_a_slanted_page_is_told_with_its_number_and_degrees(tmp_path: Path) -> None:
    facts = gather_facts(scan_pdf(tmp_path / "nghieng.pdf", scan_picture(100), _turned(4)))
    found = _finding(facts, "skewed")
    assert found.page == 2
    assert "4,0°" in found.message


def test_a_page_with_a_line_alone_is_almost_blank_and_the_line_is_boxed(tmp_path: Path) -> None:
    page = scan_picture(100, text=False)
    ImageDraw.Draw(page).rectangle((300, 1000, 420, 1008), fill=(20, 20, 20))
    facts = gather_facts(scan_pdf(tmp_path / "so-trang.pdf", scan_picture(100), page))
    found = _finding(facts, "almost_blank")
    assert found.page == 2
    assert found.box is not None
    assert found.box.x == pytest.approx(300 * 0.72, abs=12)
    assert found.box.y == pytest.approx(1000 * 0.72, abs=12)
    assert found.box.width == pytest.approx(120 * 0.72, abs=20)
    assert facts.blank_pages == ()


def test_a_full_page_is_not_almost_blank(tmp_path: Path) -> None:
    facts = gather_facts(scan_pdf(tmp_path / "day.pdf", scan_picture(100)))
    assert facts.pages[0].ink is None


def _text_page(document: pikepdf.Pdf, font: pikepdf.Dictionary) -> None:
    page = document.add_blank_page(page_size=A4)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.Contents = document.make_stream(b"BT /F1 14 Tf 72 700 Td (Don de nghi cap giay) Tj ET")


def test_fonts_outside_the_file_are_named(tmp_path: Path) -> None:
    document = pikepdf.new()
    name = pikepdf.Name
    _text_page(
        document, pikepdf.Dictionary(Type=name.Font, Subtype=name.TrueType, BaseFont=name("/ABCDEF+TimesNewRoman"))
    )
    document.save(tmp_path / "phong.pdf")
    facts = gather_facts(tmp_path / "phong.pdf")
    assert facts.foreign_fonts == ("TimesNewRoman",)
    assert "TimesNewRoman" in _finding(facts, "fonts_not_embedded").message


def test_a_font_in_the_file_is_fine(tmp_path: Path) -> None:
    document = pikepdf.new()
    name = pikepdf.Name
    program = document.make_stream(b"")
    descriptor = pikepdf.Dictionary(Type=name.FontDescriptor, FontName=name.Tinos, FontFile2=program)
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.TrueType, BaseFont=name.Tinos, FontDescriptor=descriptor)
    _text_page(document, font)
    document.save(tmp_path / "phong.pdf")
    assert gather_facts(tmp_path / "phong.pdf").foreign_fonts == ()


def test_files_carried_inside_are_counted(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "kem.pdf", scan_picture(50))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.attachments["so-lieu.csv"] = b"1,2"
        document.attachments["phu-luc.csv"] = b"3,4"
        document.save(path)
    facts = gather_facts(path)
    assert facts.embedded_files == 2
    assert "2 tệp" in _finding(facts, "embedded_files").message


def test_an_act_on_a_page_is_boxed_there(tmp_path: Path) -> None:
    path = scan_pdf(tmp_path / "lenh.pdf", scan_picture(50), scan_picture(50))
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        name = pikepdf.Name
        link = pikepdf.Dictionary(
            Type=name.Annot,
            Subtype=name.Link,
            Rect=[100, 700, 200, 720],
            A=pikepdf.Dictionary(S=name.Launch, F=pikepdf.String("calc.exe")),
        )
        document.pages[1].Annots = pikepdf.Array([document.make_indirect(link)])
        document.save(path)
    found = _finding(gather_facts(path), "active_content")
    assert found.page == 2
    assert found.box is not None
    assert (found.box.x, found.box.width, found.box.height) == (100, 100, 20)
    assert found.box.y == pytest.approx(A4[1] - 720, abs=0.1)
