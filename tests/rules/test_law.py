"""Which document is in force on which day, from dated data."""

from datetime import date, timedelta

import pytest

from counter_app.rules.law import LawDocument, basis_on, document_name, law


@pytest.mark.parametrize("document", [one for one in law() if one.until], ids=lambda one: one.number)
def test_a_document_ends_on_the_day_that_its_successor_is_in_force(document: LawDocument) -> None:
    successor = next(one for one in law() if one.number == document.replaced_by)
    assert document.until is not None
    last = document.until - timedelta(days=1)
    assert document.in_force(document.first) and document.in_force(last)
    assert not document.in_force(document.first - timedelta(days=1)) and not document.in_force(document.until)
    assert successor.in_force(document.until)


def test_only_what_was_in_force_is_cited() -> None:
    numbers = ("61/2018/NĐ-CP", "118/2025/NĐ-CP", "1/1900/NĐ-CP")
    assert basis_on(date(2025, 6, 30), numbers) == ("Nghị định số 61/2018/NĐ-CP",)
    assert basis_on(date(2025, 7, 1), numbers) == ("Nghị định số 118/2025/NĐ-CP",)
    assert document_name("1/1900/NĐ-CP") == "1/1900/NĐ-CP"
