"""Legal grounds of the counter's own decisions: dated, sourced, cited as the rule of refusals asks."""

from datetime import date, timedelta

import pytest

from counter_app.intake.legal_ground import missing_parts
from counter_app.rules.grounds import GroundFor, grounds_on
from counter_app.rules.law import law

NOW, THEN = date(2026, 11, 23), date(2024, 6, 5)


@pytest.mark.parametrize("purpose", list(GroundFor))
def test_on_each_day_there_is_one_that_holds_and_cites_law_in_force(purpose: GroundFor) -> None:
    known = {document.number: document for document in law()}
    for day in (THEN, date(2025, 6, 30), date(2025, 7, 1), NOW):
        found = grounds_on(day, purpose)
        assert found
        for ground in found:
            assert known[ground.document].in_force(day)
            assert missing_parts(ground.words()) == ()
            assert ground.source.document


def test_what_nobody_could_read_says_so_and_repealed_law_ends_with_its_day() -> None:
    (old,), (new,) = grounds_on(THEN, GroundFor.WRONG_AUTHORITY), grounds_on(NOW, GroundFor.WRONG_AUTHORITY)
    assert old.words() == "khoản 2 Điều 17 Nghị định số 61/2018/NĐ-CP"
    assert (old.source.verified, new.source.verified) == (True, False)
    assert old.until is not None
    assert old not in grounds_on(old.until, GroundFor.WRONG_AUTHORITY)
    assert old in grounds_on(old.until - timedelta(days=1), GroundFor.WRONG_AUTHORITY)
