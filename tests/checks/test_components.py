"""Facts in, findings out: what is said of a file, how grave it is, and in whose words."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import counter_app.checks
import counter_app.intake
import counter_app.pdf
from counter_app.checks.components import check_component_file, passed_checks, passed_summary
from counter_app.checks.inspection import facts_as_json
from counter_app.checks.scan_standard import scan_standard
from counter_app.checks.words import megabytes, page_words
from counter_app.messages import catalogue
from counter_app.model.file_facts import Colour, FileFacts, FileKind, PageFacts
from counter_app.model.finding import Severity, acceptable
from counter_app.resources import resource

TROUBLES = ("empty", "truncated", "damaged", "needs_password", "too_big", "timeout")
DAY = date(2026, 11, 21)
PAGE = PageFacts(
    number=1,
    width_pt=595.3,
    height_pt=841.9,
    rotation=0,
    image_dpi=200.0,
    colour=Colour.COLOUR,
    blank=False,
    has_text=True,
)
SCAN = FileFacts(
    name="don.pdf",
    size=550_956,
    sha256="0" * 64,
    kind=FileKind.PDF,
    suffix_matches=True,
    readable=True,
    pdf_version="1.6",
    pages=(PAGE, replace(PAGE, number=2)),
    page_count=2,
    pages_looked_at=2,
)
UNREADABLE = replace(SCAN, readable=False, pages=(), page_count=0, pages_looked_at=0, pdf_version="")


def with_pages(**changes: object) -> FileFacts:
    """The good scan with its second page changed."""
    return replace(SCAN, pages=(PAGE, replace(PAGE, number=2, **changes)))


def told(facts: FileFacts, **options: bool) -> dict[str, Severity]:
    return {found.code.removeprefix("checks."): found.severity for found in check_component_file(facts, DAY, **options)}


def test_a_good_scan_has_nothing_against_it_and_says_what_was_looked_at() -> None:
    assert check_component_file(SCAN, DAY) == ()
    assert passed_summary(SCAN, ()) == "PDF 1.6, 200 dpi, màu, có lớp chữ tìm được, không mật khẩu, không trang trắng"
    assert len(passed_checks(SCAN, ())) == 6


def test_a_scan_that_is_only_a_picture_is_told_and_blank_or_born_digital_pages_are_not() -> None:
    assert told(with_pages(has_text=False)) == {"no_text_layer": Severity.INFO}
    assert told(with_pages(has_text=False, image_dpi=None)) == {}
    assert "no_text_layer" not in told(with_pages(has_text=False, blank=True))
    assert "no_text_layer" not in told(replace(with_pages(has_text=False), kind=FileKind.JPEG))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_cannot_be_opened_cannot_serve(trouble: str) -> None:
    facts = replace(UNREADABLE, trouble=trouble)
    assert told(facts) == {trouble: Severity.ERROR}
    assert passed_summary(facts, ()) == ""


@pytest.mark.parametrize(
    ("kind", "code"),
    [(FileKind.OFFICE, "office_file"), (FileKind.OTHER, "not_a_document")],
)
def test_what_is_no_document_says_what_to_ask_for(kind: FileKind, code: str) -> None:
    assert told(replace(UNREADABLE, kind=kind, trouble="not_pdf")) == {code: Severity.ERROR}


def test_an_image_is_convertible_also_under_a_wrong_name() -> None:
    picture = replace(PAGE, has_text=False)
    image = replace(
        SCAN, kind=FileKind.JPEG, pdf_version="", name="don.jpg", pages=(picture,), page_count=1, pages_looked_at=1
    )
    assert told(image) == {"image": Severity.WARNING}
    (finding,) = check_component_file(replace(image, name="don.pdf", suffix_matches=False), DAY)
    assert (finding.code, finding.severity) == ("checks.image_with_other_name", Severity.WARNING)
    assert finding.message == "Tên là «don.pdf» nhưng nội dung là ảnh JPEG."
    assert "đưa vào PDF" in finding.advice
    assert passed_summary(image, ()) == "200 dpi, màu, không trang trắng"


def test_a_pdf_under_another_name_is_usable() -> None:
    assert told(replace(SCAN, name="don.jpg", suffix_matches=False)) == {"name_lies": Severity.WARNING}


def test_an_empty_file_is_not_blamed_for_its_name() -> None:
    facts = replace(UNREADABLE, kind=FileKind.EMPTY, trouble="empty", suffix_matches=False)
    assert told(facts) == {"empty": Severity.ERROR}


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        (300.0, {}),
        (199.6, {}),
        (199.4, {"dpi_just_below": Severity.WARNING}),
        (190.0, {"dpi_just_below": Severity.WARNING}),
        (189.0, {"low_dpi": Severity.ERROR}),
        (150.0, {"low_dpi": Severity.ERROR}),
        (None, {}),
    ],
)
def test_resolution_at_its_limits(dpi: float | None, expected: dict[str, Severity]) -> None:
    assert told(with_pages(image_dpi=dpi)) == expected


def test_low_resolution_names_pages_and_figures_and_is_not_said_to_have_passed() -> None:
    facts = with_pages(image_dpi=100.0)
    (finding,) = check_component_file(facts, DAY)
    assert (finding.page, finding.message) == (2, "Trang 2 chỉ đạt 100 dpi, dưới mức 200 dpi.")
    assert passed_summary(facts, (finding,)) == "PDF 1.6, màu, có lớp chữ tìm được, không mật khẩu, không trang trắng"


def test_a_photograph_saved_as_a_page_of_one_metre_is_not_to_scale_but_sharp_enough() -> None:
    metre = {"width_pt": 3000.0, "height_pt": 4000.0}
    assert told(with_pages(image_dpi=72.0, **metre)) == {"not_to_scale": Severity.WARNING}
    assert told(with_pages(image_dpi=30.0, **metre)) == {"low_dpi": Severity.ERROR}
    assert told(with_pages(image_dpi=200.0, **metre)) == {}  # a plan of one metre, scanned well


@pytest.mark.parametrize(
    ("version", "dpi", "expected"),
    [
        ("1.3", 200.0, {"old_pdf_version": Severity.ERROR}),
        ("1.3", None, {"old_pdf_version": Severity.WARNING}),
        ("1.4", 200.0, {}),
        ("2.0", 200.0, {}),
    ],
)
def test_the_version_is_a_rule_for_scans_and_a_remark_for_the_rest(
    version: str, dpi: float | None, expected: dict[str, Severity]
) -> None:
    facts = replace(SCAN, pdf_version=version, pages=(replace(PAGE, image_dpi=dpi),))
    assert told(facts) == expected


def test_grey_and_black_and_white_are_remarked_only_when_no_page_has_colour() -> None:
    grey, one_bit = replace(PAGE, colour=Colour.GREY), replace(PAGE, colour=Colour.BITONAL)
    assert told(replace(SCAN, pages=(grey, replace(PAGE, number=2)))) == {}
    assert told(replace(SCAN, pages=(grey, one_bit))) == {"grey_scan": Severity.WARNING}
    assert told(replace(SCAN, pages=(one_bit,))) == {"bitonal_scan": Severity.WARNING}
    born_digital = replace(grey, image_dpi=None, has_text=True)
    assert told(replace(SCAN, pages=(born_digital,))) == {}
    assert "văn bản từ máy tính" in passed_summary(replace(SCAN, pages=(born_digital,)), ())


def test_blank_and_turned_pages_are_named() -> None:
    blank = with_pages(blank=True)
    (finding,) = check_component_file(blank, DAY)
    assert (finding.code, finding.severity, finding.page) == ("checks.blank_pages", Severity.WARNING, 2)
    assert "không trang trắng" not in passed_summary(blank, (finding,))
    everything = replace(SCAN, pages=(replace(PAGE, blank=True), replace(PAGE, number=2, blank=True)))
    assert told(everything) == {"all_blank": Severity.ERROR}
    assert told(with_pages(rotation=90)) == {"rotated": Severity.INFO}
    assert told(replace(with_pages(rotation=90), kind=FileKind.JPEG)) == {"image": Severity.WARNING}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"pages": (), "page_count": 0, "pages_looked_at": 0}, {"no_pages": Severity.ERROR}),
        ({"repaired": True}, {"repaired": Severity.WARNING}),
        ({"pages_looked_at": 1}, {"partly_seen": Severity.INFO}),
        ({"active_content": True}, {"active_content": Severity.WARNING}),
        ({"has_xfa": True}, {"xfa": Severity.WARNING}),
        ({"encrypted": True}, {"owner_locked": Severity.WARNING}),
        ({"encrypted": True, "may_sign": False}, {"signing_forbidden": Severity.WARNING}),
        ({"signature_count": 2}, {"signed": Severity.INFO}),
        ({"signature_count": 1, "certification": 2}, {"certified": Severity.INFO, "signed": Severity.INFO}),
        ({"signature_count": 1, "certification": 1}, {"sealed": Severity.WARNING, "signed": Severity.INFO}),
        ({"signature_count": 1, "locked": True}, {"sealed": Severity.WARNING, "signed": Severity.INFO}),
        ({"size": 30_000_001}, {"large_file": Severity.WARNING}),
        ({"size": 30_000_000}, {}),
    ],
)
def test_each_other_fact_has_its_finding(changes: dict[str, object], expected: dict[str, Severity]) -> None:
    assert told(replace(SCAN, **changes)) == expected


def test_a_missing_signature_is_told_only_where_one_is_expected() -> None:
    assert told(SCAN) == {}
    assert told(SCAN, expects_signature=True) == {"no_signature": Severity.WARNING}
    assert told(replace(SCAN, signature_count=1), expects_signature=True) == {"signed": Severity.INFO}


def test_the_gravest_comes_first() -> None:
    facts = replace(with_pages(image_dpi=100.0, rotation=90), active_content=True)
    severities = [finding.severity for finding in check_component_file(facts, DAY)]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.INFO]


@pytest.mark.parametrize("room", [counter_app.checks, counter_app.intake, counter_app.pdf])
def test_every_code_of_the_room_has_its_sentences_and_every_sentence_its_use(room: ModuleType) -> None:
    name = room.__name__.removeprefix("counter_app.")
    written = tomllib.loads(resource("messages", "vi", f"{name}.toml").read_text(encoding="utf-8"))
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(room.__path__[0]).glob("*.py"))
    used = set(re.findall(rf"\"({name}\.[a-z_]+)\"", sources))
    if room is counter_app.checks:
        used |= {f"checks.{trouble}" for trouble in TROUBLES}
    assert set(written) <= used <= set(catalogue())
    for code, entry in written.items():
        assert not entry.get("advice") or entry["advice"].endswith("."), code
        assert "!" not in entry["what"] + entry.get("advice", ""), code


def test_the_standard_is_data_with_a_source_and_an_effect_date() -> None:
    standard = scan_standard(DAY)
    assert (standard.min_pdf_version, standard.min_dpi, standard.colour) == ("1.4", 200, True)
    assert standard.effective_from == date(2020, 3, 5)
    assert standard.source.document.startswith("Nghị định 30/2020/NĐ-CP")
    assert scan_standard(date(2019, 1, 1)) == standard  # an older file is measured by the first one


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((2,), "2"),
        ((2, 5, 6, 7), "2, 5–7"),
        ((3, 1, 2), "1–3"),
        (tuple(range(1, 40, 2)), "1, 3, 5, 7, 9, 11, 13, 15 …"),
    ],
)
def test_page_numbers_in_words(numbers: tuple[int, ...], words: str) -> None:
    assert page_words(numbers) == words


def test_megabytes_with_a_vietnamese_comma() -> None:
    assert megabytes(1_440_000) == "1,4 MB"


def test_the_json_has_exactly_the_stable_keys_and_plain_values() -> None:
    facts = with_pages(image_dpi=100.4, blank=True)
    findings = check_component_file(facts, DAY)
    told_json = facts_as_json(facts, findings)
    assert {key: value for key, value in told_json.items() if key != "findings"} == {
        "file": "don.pdf",
        "kind": "pdf",
        "pages": 2,
        "pdf_version": "1.6",
        "min_dpi": 100,
        "colour": "colour",
        "encrypted": False,
        "signatures": 0,
        "blank_pages": [2],
        "acceptable": False,
    }
    assert told_json["findings"][0] == {
        "code": "checks.low_dpi",
        "severity": "error",
        "message": "Trang 2 chỉ đạt 100 dpi, dưới mức 200 dpi.",
        "advice": "Quét lại ở 200 dpi trở lên; nếu là ảnh chụp thì chụp gần hơn, đủ sáng.",
        "page": 2,
    }
    assert facts_as_json(UNREADABLE, ())["min_dpi"] is None
    assert facts_as_json(SCAN, ())["acceptable"] is True
    assert acceptable(findings) is told_json["acceptable"]
