"""The rules as they are shown: every figure of every set with a value, a source and its mark."""

from datetime import date

import pytest

from counter_app.rules.rule_set import RuleSet
from counter_app.rules.rule_sets import rule_sets
from ui.presenters.rules import force_words, rule_groups

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda rules: rules.id)
def test_every_figure_is_shown_with_its_source_and_its_mark(rules: RuleSet) -> None:
    figures, forms, basis = rule_groups(rules, TODAY)
    assert len(figures.facts) == len(rules.sources)
    assert sum(bool(fact.mark) for fact in figures.facts) == len(rules.unverified)
    assert all(fact.value and fact.source and fact.cited for fact in figures.facts)
    assert len(forms.facts) == len(rules.forms)
    assert len(basis.facts) == len(rules.legal_basis)
    assert not any("<" in fact.value or "_" in fact.value for fact in (*figures.facts, *basis.facts))


def test_what_is_repealed_is_told_apart_from_what_is_in_force() -> None:
    said = {rules.id: force_words(rules, TODAY) for rules in rule_sets()}
    assert said["nd309-2026"] == "từ 05/08/2026, đang áp dụng"
    assert said["nd118-2025"].endswith("đến 04/08/2026, đã hết hiệu lực")
    assert force_words(rule_sets()[-1], date(2026, 8, 1)) == "từ 05/08/2026, chưa có hiệu lực"
