"""The sample files beside the checkout: scans as counters get them, and odd files from public test collections."""

from datetime import date
from pathlib import Path

import pytest

from counter_app.checks.components import check_component_file
from counter_app.model.file_facts import Colour, FileKind
from counter_app.model.finding import acceptable
from counter_app.pdf.facts import gather_facts
from tests.tools import SAMPLES

pytestmark = pytest.mark.samples
DAY = date(2026, 11, 21)

# kind, pages, dpi, colour, and the findings' codes; an "!" before a code: the file cannot serve
COMPONENTS = {
    "anh-chup-300dpi.pdf": (FileKind.PDF, 1, 300, Colour.COLOUR, ["no_text_layer"]),
    "anh-dien-thoai.jpg": (FileKind.JPEG, 1, 100, Colour.COLOUR, ["!low_dpi", "image"]),
    "anh-doi-duoi.pdf": (FileKind.PNG, 1, 100, Colour.COLOUR, ["!low_dpi", "image_with_other_name"]),
    "bi-cat-cut.pdf": (FileKind.PDF, 1, None, None, ["!truncated"]),
    "co-trang-trang.pdf": (FileKind.PDF, 3, 200, Colour.COLOUR, ["blank_pages", "no_text_layer"]),
    "dieu-le-12-trang.pdf": (FileKind.PDF, 12, 200, Colour.COLOUR, ["no_text_layer"]),
    "don-de-nghi.pdf": (FileKind.PDF, 1, 200, Colour.COLOUR, ["no_text_layer"]),
    "ket-qua.pdf": (FileKind.PDF, 1, 200, Colour.COLOUR, ["no_text_layer"]),
    "khoa-chu-so-huu.pdf": (FileKind.PDF, 1, 200, Colour.COLOUR, ["owner_locked", "no_text_layer"]),
    "khoa-mat-khau.pdf": (FileKind.PDF, 0, None, None, ["!needs_password"]),
    "pdf-1.3.pdf": (FileKind.PDF, 1, 200, Colour.COLOUR, ["!old_pdf_version", "no_text_layer"]),
    "quyet-dinh-thanh-lap.pdf": (FileKind.PDF, 2, 200, Colour.COLOUR, ["no_text_layer"]),
    "rong-0-byte.pdf": (FileKind.EMPTY, 0, None, None, ["!empty"]),
    "scan-100dpi.pdf": (FileKind.PDF, 1, 100, Colour.COLOUR, ["!low_dpi", "no_text_layer"]),
    "scan-xam-200dpi.pdf": (FileKind.PDF, 1, 200, Colour.GREY, ["grey_scan", "no_text_layer"]),
    "scan.tiff": (FileKind.TIFF, 1, 200, Colour.BITONAL, ["image", "bitonal_scan"]),
    "xoay-90.pdf": (FileKind.PDF, 1, 200, Colour.COLOUR, ["no_text_layer", "rotated"]),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_sample_is_judged_as_meant(samples: Path, name: str) -> None:
    kind, pages, dpi, colour, expected = COMPONENTS[name]
    facts = gather_facts(samples / "components" / name)
    findings = check_component_file(facts, DAY)
    assert (facts.kind, facts.page_count, facts.colour) == (kind, pages, colour)
    assert (round(facts.min_dpi) if facts.min_dpi else None) == dpi
    told = [("!" if not acceptable((found,)) else "") + found.code.removeprefix("checks.") for found in findings]
    assert told == expected


def test_no_component_sample_is_left_out(samples: Path) -> None:
    assert {path.name for path in (samples / "components").iterdir()} == set(COMPONENTS)


def test_the_blank_page_is_named(samples: Path) -> None:
    facts = gather_facts(samples / "components" / "co-trang-trang.pdf")
    assert facts.blank_pages == (2,)


ODD = sorted(path.name for path in (SAMPLES / "pdf").glob("*.pdf"))
READABLE = {
    "broken_dead": False,
    "broken_repairable": True,
    "enc_open": True,
    "enc_password": False,
    "not_pdf": False,
}


@pytest.mark.parametrize("name", ODD)
def test_every_odd_file_gives_facts_and_sentences(samples: Path, name: str) -> None:
    facts = gather_facts(samples / "pdf" / name)
    findings = check_component_file(facts, DAY)
    category = name.rpartition("-")[0]
    assert facts.readable is READABLE.get(category, True)
    assert facts.readable or not acceptable(findings)
    for finding in findings:
        assert finding.message
        assert finding.advice
    if category.startswith("signed"):
        assert facts.signature_count >= (2 if category == "signed_multi" else 1)
    assert facts.hybrid_xref is (category == "hybrid" or name == "signed_1-05690.pdf")
    if category == "enc_password":
        assert facts.trouble == "needs_password"
    if category == "xfa":
        assert facts.has_xfa
