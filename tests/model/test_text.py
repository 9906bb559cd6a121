"""Text from outside: one Unicode form, folding for search, numbers as lists may show them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.model.text import fold, listed_number, mask, nfc


def test_folding_knows_the_letter_d_with_a_stroke() -> None:
    assert fold("Đường Điện Biên") == "duong dien bien"
    assert fold(unicodedata.normalize("NFD", "Nguyễn Thị Ưởng")) == "nguyen thi uong"


@given(st.text())
def test_folding_does_not_depend_on_the_unicode_form(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert fold(composed) == fold(decomposed)


def test_outer_and_doubled_spaces_go() -> None:
    assert nfc("  Nguyễn \n Thị\u00a0Ưởng ") == "Nguyễn Thị Ưởng"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("033087615212", "033*******12"),
        ("0909900350", "MST 0909900350"),
        ("0314409058-002", "MST 0314409058-002"),
        ("624782271", "624****71"),
        ("", ""),
    ],
)
def test_a_persons_number_is_masked_and_an_organisations_is_not(number: str, shown: str) -> None:
    assert listed_number(number) == shown


@given(st.text(alphabet="0123456789", min_size=7, max_size=12))
def test_a_mask_hides_all_but_five_digits(number: str) -> None:
    assert mask(number).count("*") == len(number) - 5
