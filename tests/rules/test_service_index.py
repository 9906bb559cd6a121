"""The points of Decision 766 as dated data: complete, with sources, nothing said to be checked that nobody checked."""

from datetime import date

import pytest

from counter_app.model.procedure import Source
from counter_app.rules.service_index import Indicator, service_index

INDEX = service_index(date(2026, 11, 23))


def test_the_groups_are_those_of_the_portal_and_their_points_are_a_hundred() -> None:
    assert [group.max for group in INDEX.groups] == [18, 20, 12, 10, 22, 18]
    assert sum(one.max for one in INDEX.indicators) == 100
    for group in INDEX.groups:
        assert sum(one.max for one in INDEX.of_group(group.key)) == group.max


def test_each_indicator_says_how_it_is_told_or_why_it_cannot_be_and_what_it_rests_on() -> None:
    for one in INDEX.indicators:
        assert one.source.document
        assert bool(one.unknown) != bool(one.of and one.missing and one.why and one.act)
    assert not INDEX.source.verified
    assert set(INDEX.guesses) == set(INDEX.indicators), "nobody has read the decision itself"


@pytest.mark.parametrize(
    ("part", "whole", "points"),
    [(0, 10, 0), (4, 10, 2.0), (8, 10, 4), (9, 10, 4), (10, 10, 4), (1, 3, 4 / 3 / 0.8)],
)
def test_points_grow_in_proportion_until_the_share_that_gives_all(part: int, whole: int, points: float) -> None:
    source = Source(document="a", verified=False)
    one = Indicator(id="4.2", group="g", name="n", max=4, of="a", missing="b", full_from=0.8, source=source)
    assert one.points(part, whole) == pytest.approx(points)


def test_an_older_month_is_told_by_the_first_version() -> None:
    assert service_index(date(2019, 1, 1)) == INDEX
