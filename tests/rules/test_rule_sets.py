"""Law as dated data: one set for every moment, with the source of every figure."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from counter_app.errors import Misuse, Trouble
from counter_app.model.dossier import Channel, Decision
from counter_app.resources import resource
from counter_app.rules.rule_sets import intake_due, read_rule_set, rule_set, rule_set_for, rule_sets
from counter_app.working_time.calendar_file import shipped_calendar
from tests.working_time.builders import at


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2018-06-21 00:00", "nd61-2018"),
        ("2024-06-05 09:00", "nd61-2018"),
        ("2025-06-30 23:59", "nd61-2018"),
        ("2025-07-01 00:00", "nd118-2025-tt01"),
        ("2025-09-15 00:00", "nd118-2025"),
        ("2026-08-04 23:59", "nd118-2025"),
        ("2026-08-05 00:00", "nd309-2026"),
        ("2026-11-23 08:00", "nd309-2026"),
    ],
)
def test_the_set_in_force(moment: str, expected: str) -> None:
    assert rule_set_for(at(moment)).id == expected


def test_sets_follow_one_another_without_a_hole() -> None:
    found = rule_sets()
    for before, after in pairwise(found):
        assert before.effective_to is not None
        assert before.effective_to + timedelta(days=1) == after.effective_from
    assert found[-1].effective_to is None
    assert len({rules.id for rules in found}) == len(found)


def test_a_moment_before_all_sets_is_refused() -> None:
    with pytest.raises(Trouble, match="21/06/2018"):
        rule_set_for(at("2018-06-20 23:59"))


def test_an_unknown_set_is_refused_with_the_known_ones() -> None:
    assert rule_set("nd61-2018").effective_from == date(2018, 6, 21)
    with pytest.raises(Misuse, match="nd309-2026"):
        rule_set("nd62-2018")


def test_every_figure_has_a_source() -> None:
    for rules in rule_sets():
        assert rules.intake_limit_minutes == 480
        assert rules.max_reappointments == 1
        assert rules.max_supplements == 1
        assert rules.intake_stopped_by == frozenset(Decision)
        assert len(rules.sources) == 11
        assert all(source.document for source in rules.sources.values())
        assert set(rules.unverified) < set(rules.sources)


def test_forms_change_their_numbers_with_the_circular() -> None:
    old, new = rule_set("nd61-2018"), rule_set("nd309-2026")
    assert [form.number for form in old.forms] == ["01", "02", "03", "04", "05", "06"]
    assert [form.number for form in new.forms] == ["01", "02", "03", "04", "05", "06", "07"]
    assert old.form("stop_notice") is None
    sheet, register = new.form("control_sheet"), new.form("register")
    assert sheet is not None
    assert register is not None
    assert (sheet.number, register.number) == ("06", "07")


@pytest.mark.parametrize("rules", [rules for rules in rule_sets() if rules.effective_from >= date(2025, 7, 1)])
def test_new_papers_never_cite_repealed_law(rules) -> None:  # type: ignore[no-untyped-def]
    cited = [basis.words() for basis in rules.legal_basis] + [source.document for source in rules.sources.values()]
    for repealed in ("61/2018/NĐ-CP", "107/2021/NĐ-CP", "42/2022/NĐ-CP", "13/2023/NĐ-CP"):
        assert not [words for words in cited if repealed in words]
    if rules.effective_from >= date(2025, 9, 15):
        assert not [form for form in rules.forms if "01/2018" in form.source.document]
        assert not [words for words in cited if "01/2018/TT-VPCP" in words]


def test_the_intake_window_runs_for_online_dossiers_only() -> None:
    calendar, received = shipped_calendar(), at("2026-11-20 10:15")
    rules = rule_set_for(received)
    assert intake_due(rules, calendar, Channel.ONLINE, received) == at("2026-11-23 10:15")
    assert intake_due(rules, calendar, Channel.DIRECT, received) is None
    assert intake_due(rules, calendar, Channel.POSTAL, received) is None
    assert [basis.document for basis in rules.basis("intake_window")] == ["Chỉ thị 27/CT-TTg ngày 27/10/2023"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[figures.intake_limit_minutes]", "[figures.intake_limit_minute]"),
        ("value = 480", ""),
        ('value = "15:00"', 'value = "25:00"'),
        ("value = [2]", "value = [9]"),
        ("effective_from = 2026-08-05", 'effective_from = "2026-08-05"'),
        ('id = "nd309-2026"', ""),
        ("[[forms]]", "[[forms"),
    ],
)
def test_a_damaged_file_is_refused_by_its_name(tmp_path: Path, old: str, new: str) -> None:
    text = resource("rules", "sets", "nd309-2026.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "hong.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Misuse, match=r"hong\.toml"):
        read_rule_set(path)
