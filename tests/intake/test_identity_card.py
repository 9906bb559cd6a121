"""The QR text of an identity card: whole, cut off, spoilt by keyboards, and anything else that a scanner may send."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.intake.identity_card import looks_like_card, read_card
from counter_app.model.finding import Severity

TODAY = date(2026, 11, 23)
TEXT = "033087615224||Dương Minh Điện|04091987|Nam|Thôn Ánh, Xã Đoàn Đào, Hưng Yên|15062025"


def codes(text: str) -> list[str]:
    return [finding.code for finding in read_card(text, TODAY).findings]


def test_a_card_gives_number_name_and_address() -> None:
    card = read_card(TEXT + "\r\n", TODAY)
    assert (card.number, card.name, card.sex, card.birth) == (
        *("033087615224", "Dương Minh Điện"),
        *("Nam", date(1987, 9, 4)),
    )
    assert card.address == "Thôn Ánh, Xã Đoàn Đào, Hưng Yên"
    assert card.usable
    assert [finding.code for finding in card.findings] == ["applicant.number_tells"]


def test_newer_cards_may_say_more() -> None:
    assert read_card(TEXT + "|Cha|Mẹ", TODAY).usable


@pytest.mark.parametrize("length", range(13, len(TEXT) - 8))
def test_a_text_cut_anywhere_is_said_to_be_cut_and_gives_only_whole_parts(length: int) -> None:
    card = read_card(TEXT[:length], TODAY)
    assert "card.cut" in [finding.code for finding in card.findings]
    assert not card.usable
    assert card.name in ("", "Dương Minh Điện")
    assert card.address in ("", "Thôn Ánh, Xã Đoàn Đào, Hưng Yên")
    assert card.number in ("", "033087615224")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Dương Minh Điện", "D??ng Minh ?i?n", "card.spoilt"),
        ("Dương Minh Điện", "DÆ°Æ¡ng Minh", "card.spoilt"),
        ("Dương Minh Điện", "D\ufffdng", "card.spoilt"),
        ("Dương Minh Điện", "Dw[ng Minh", "card.spoilt"),
        ("Dương Minh Điện", "Duong Minh Dien", "card.no_diacritics"),
        ("Thôn Ánh", "ThÃ´n Ãnh", "card.spoilt"),
        ("04091987", "31021987", "card.odd_birth"),
        ("04091987", "04091988", "applicant.other_year"),
        ("|Nam|", "|Nữ|", "applicant.other_sex"),
        ("|Nam|", "|N?m|", "card.odd_sex"),
        ("033087615224", "03308761522", "applicant.number_shape"),
        ("033087615224", "003087615224", "applicant.unknown_place"),
        ("033087615224", "033687615224", "applicant.born_later"),
    ],
)
def test_what_was_spoilt_on_the_way_is_noticed(old: str, new: str, code: str) -> None:
    assert code in codes(TEXT.replace(old, new))


@pytest.mark.parametrize("text", ["", "Dương Minh Điện", "https://vi-du.vn", "1|2|3", "x" * 9000, "033087615224"])
def test_other_codes_are_not_taken_for_a_card(text: str) -> None:
    assert codes(text) == ["card.not_a_card"]
    assert not looks_like_card(text) or len(text) > 2000


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    card = read_card(text, TODAY)
    assert all(finding.message for finding in card.findings)
    assert card.usable <= bool(card.number)


parts = st.one_of(st.text(st.characters(blacklist_characters="|"), max_size=20), st.sampled_from(TEXT.split("|")))


@given(st.lists(parts, min_size=1, max_size=10).map("|".join), st.integers(0, 400))
def test_no_mixture_of_parts_passes_as_a_card_unless_its_number_agrees(rest: str, cut: int) -> None:
    card = read_card(f"033087615224|{rest}"[:cut], TODAY)
    if card.usable:
        assert card.birth is None or card.birth.year == 1987
        assert card.sex in ("", "Nam")
    assert all(finding.advice or finding.severity is Severity.INFO for finding in card.findings)


@pytest.mark.samples
def test_the_sample_cards_are_read(samples: Path) -> None:
    texts = (samples / "lists" / "the-can-cuoc-qr.txt").read_text(encoding="utf-8").splitlines()
    assert len(texts) == 12
    assert all(read_card(text, TODAY).usable for text in texts)
