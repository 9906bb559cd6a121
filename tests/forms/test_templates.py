"""The data of the forms is complete, dated without gaps, and read strictly."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.forms.templates import basis_on, document_name, form_set, form_sets, law, page_style, read_set
from counter_app.resources import resource
from counter_app.rules.rule_sets import rule_sets


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2019, 1, 6), "tt-01-2018"),
        (date(2025, 9, 14), "tt-01-2018"),
        (date(2025, 9, 15), "tt-03-2025"),
        (date(2026, 11, 20), "tt-03-2025"),
    ],
)
def test_the_set_is_the_one_in_force_on_the_day(day: date, expected: str) -> None:
    assert form_set(day).id == expected


def test_a_day_without_a_set_is_refused_with_the_day() -> None:
    with pytest.raises(Refused, match="05/01/2019") as caught:
        form_set(date(2019, 1, 5))
    assert caught.value.code == "forms.no_set"


def test_the_sets_follow_one_another_without_gap_or_overlap() -> None:
    sets = form_sets()
    assert [earlier.until for earlier in sets[:-1]] == [later.first for later in sets[1:]]
    assert sets[-1].until is None


def test_every_day_of_a_set_has_a_legal_basis_in_force_and_every_number_is_known() -> None:
    known = {document.number for document in law()}
    for forms in form_sets():
        assert {*forms.legal_basis, forms.document} <= known
        day, last = forms.first, forms.until or date(2027, 12, 31)
        while day < last:
            assert basis_on(day, forms.legal_basis), f"{forms.id} on {day}"
            day += timedelta(days=1)


def test_the_basis_changes_with_the_day() -> None:
    numbers = form_set(date(2025, 6, 30)).legal_basis
    assert basis_on(date(2020, 1, 1), numbers) == ("Nghị định số 61/2018/NĐ-CP",)
    assert basis_on(date(2025, 6, 30), numbers) == ("Nghị định số 61/2018/NĐ-CP", "Nghị định số 107/2021/NĐ-CP")
    assert basis_on(date(2025, 7, 1), numbers) == ("Nghị định số 118/2025/NĐ-CP",)


def test_every_replacement_of_a_repealed_document_is_named_and_in_force_that_day() -> None:
    by_number = {document.number: document for document in law()}
    for document in law():
        if document.until:
            assert by_number[document.replaced_by].in_force(document.until)


def test_form_01_has_the_lines_of_the_annex_in_order() -> None:
    for forms in form_sets():
        assert [line.value for line in forms.receipt.lines] == [
            "applicant_name",
            "address",
            "phone",
            "request",
            "components",
            "set_count",
            "term",
            "received_at",
            "due_at",
            "return_place",
            "book",
        ]


def test_a4_keeps_the_margins_of_the_decree_and_a5_is_the_paper_of_the_circular() -> None:
    a4, a5 = page_style("A4"), page_style("A5")
    assert (a4.width, a4.height, a5.width, a5.height) == (210, 297, 148, 210)
    assert 20 <= a4.top <= 25
    assert 20 <= a4.bottom <= 25
    assert 30 <= a4.left <= 35
    assert 15 <= a4.right <= 20


def test_an_unknown_number_of_a_document_stays_as_it_is() -> None:
    assert document_name("99/2099/NĐ-CP") == "99/2099/NĐ-CP"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('copies = "', 'copis = "', "receipt.copis"),
        ('question = "', 'quest = "', "receipt.slip.quest"),
        ('[[receipt.signer]]\nheading = "', '[[receipt.signer]]\nhead = "', "receipt.signer.head"),
        ('photocopy = "Bản chụp"\n', "", "receipt.paper_kinds.photocopy"),
        ("verified = false", "", "verified"),
        ("[receipt]", "[receipt", "TOMLDecodeError"),
    ],
)
def test_a_template_with_an_unknown_or_a_missing_field_is_named_by_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    good = resource("forms", "sets", "tt-03-2025.toml").read_text(encoding="utf-8")
    # `verified = false` also stands in the comment at the top
    head, body = good.split("\n", 1)
    assert old in body
    path = tmp_path / "changed.toml"
    path.write_text(head + "\n" + body.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        read_set(path)
    assert caught.value.code == "forms.bad_template"
    assert caught.value.values == {"file": "changed.toml", "field": field}


def test_forms_and_rules_of_the_same_day_name_form_01_alike() -> None:
    for rules in rule_sets():
        for day in (max(rules.effective_from, form_sets()[0].first), rules.effective_to or date(2026, 11, 20)):
            named = rules.form("receipt")
            assert named is not None, rules.id
            receipt = form_set(day).receipt
            assert named.number.lstrip("0") == receipt.form.lstrip("0")
            assert named.name.casefold() == receipt.title.casefold()
