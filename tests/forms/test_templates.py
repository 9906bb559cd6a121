"""The data of the forms is complete, dated without gaps, and read strictly."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.forms.printing import Forms
from counter_app.forms.templates import (
    form_set,
    form_sets,
    page_style,
    read_common,
    read_set,
    read_template,
    template,
)
from counter_app.model.form import FormKind
from counter_app.resources import resource
from counter_app.rules.law import basis_on, document_name, law
from counter_app.rules.rule_sets import rule_sets
from tests.forms.papers import OFFICE, refusal


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


def test_form_01_has_the_lines_of_the_annex_in_order() -> None:
    for forms in form_sets():
        lines = template(forms.form(FormKind.RECEIPT).template).lines
        assert [line.value or line.table for line in lines] == [
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
    ("read", "source", "old", "new", "field"),
    [
        (read_template, "templates/receipt.toml", 'copies = "', 'copis = "', "copis"),
        (read_template, "templates/receipt.toml", '[[signer]]\nheading = "', '[[signer]]\nhead = "', "signer.head"),
        (read_template, "templates/refusal.toml", 'page = "A5"\n', "", "page"),
        (read_common, "common.toml", 'question = "', 'quest = "', "slip.quest"),
        (read_common, "common.toml", 'photocopy = "Bản chụp"\n', "", "paper_kinds.photocopy"),
        (read_common, "common.toml", 'overdue = "Quá hạn"\n', "", "punctuality.overdue"),
        (read_set, "sets/tt-03-2025.toml", "\nverified = false", "", "verified"),
        (read_set, "sets/tt-03-2025.toml", 'kind = "refusal"', 'kind = "refused"', "form.refused"),
        (read_set, "sets/tt-03-2025.toml", "[[form]]", "[[form]", "TOMLDecodeError"),
    ],
)
def test_a_template_with_an_unknown_or_a_missing_field_is_named_by_file_and_field(
    tmp_path: Path, read: Callable[[Path], object], source: str, old: str, new: str, field: str
) -> None:
    good = resource("forms", *source.split("/")).read_text(encoding="utf-8")
    assert old in good
    path = tmp_path / "changed.toml"
    path.write_text(good.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        read(path)
    assert caught.value.code == "forms.bad_template"
    assert caught.value.values == {"file": "changed.toml", "field": field}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('value = "reason"', 'value = "raeson"', "raeson"),
        ("{counter}", "{countre}", "countre"),
        ('name = "signer"', 'name = "leader"', "leader"),
    ],
)
def test_a_value_that_nobody_has_stops_the_form_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, field: str
) -> None:
    path = tmp_path / "refusal.toml"
    path.write_text(
        resource("forms", "templates", "refusal.toml").read_text(encoding="utf-8").replace(old, new), encoding="utf-8"
    )
    monkeypatch.setattr("counter_app.forms.filling.template", lambda _: read_template(path))
    with pytest.raises(Trouble) as caught:
        Forms(OFFICE).print(refusal(), tmp_path / "a.pdf")
    assert caught.value.values == {"file": "refusal.toml", "field": field}
    assert list(tmp_path.iterdir()) == [path]


def test_forms_and_rules_of_the_same_day_name_every_form_alike() -> None:
    for rules in rule_sets():
        for day in (max(rules.effective_from, form_sets()[0].first), rules.effective_to or date(2026, 11, 20)):
            found = form_set(day)
            assert {str(one.kind) for one in found.forms} == {one.kind for one in rules.forms}
            for named in rules.forms:
                form = found.form(FormKind(named.kind))
                assert named.number.lstrip("0") == form.form.lstrip("0")
                assert named.name.casefold() == form.title.casefold()


def test_every_template_that_a_set_names_is_there_and_every_template_is_named() -> None:
    named = {form.template for forms in form_sets() for form in forms.forms}
    assert named == {path.stem for path in resource("forms", "templates").glob("*.toml")}
    assert all(template(name).lines for name in named)


def test_a_set_without_a_form_says_so() -> None:
    with pytest.raises(Refused, match="không có mẫu thông báo dừng") as caught:
        form_set(date(2020, 1, 1)).form(FormKind.STOP_NOTICE)
    assert caught.value.code == "forms.not_in_set"
