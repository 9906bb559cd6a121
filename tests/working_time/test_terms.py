"""The processing term: after-15:00 rule, restart or pause on a supplement, in every unit."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.errors import OutsideCalendar
from counter_app.model.procedure import AfterSupplement, Term, TermUnit
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.terms import TermCount, Wait, begin_of_term, term_due
from tests.working_time.builders import at
from tests.working_time.test_against_walk import LENGTH, MOMENTS, Hours, WorkingCalendar, calendars, walk_worked

CALENDAR = shipped_calendar()
PAUSE, RESTART = AfterSupplement.PAUSE, AfterSupplement.RESTART


def count(begun: str, amount: int, unit: TermUnit, *waits: Wait, late_after: time | None = None) -> TermCount:
    return TermCount(term=Term(amount=amount, unit=unit), begun_at=at(begun), late_after=late_after, waits=waits)


def wait(begun: str, ended: str, mode: AfterSupplement) -> Wait:
    return Wait(begun_at=at(begun), ended_at=at(ended) if ended else None, mode=mode)


@pytest.mark.parametrize(
    ("unit", "amount", "asked", "complete", "paused", "restarted"),
    [
        # Monday 16/11/2026 09:00. The papers are asked for on Wednesday and come on Friday.
        (TermUnit.WORKING_HOUR, 24, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-23 09:00", "2026-11-26 10:00"),
        (TermUnit.WORKING_DAY, 5, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-26 17:00", "2026-11-30 17:00"),
        (TermUnit.DAY, 10, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-30 17:00", "2026-11-30 17:00"),
        (TermUnit.MONTH, 1, "2026-11-18 10:00", "2026-11-20 10:00", "2026-12-18 17:00", "2026-12-21 17:00"),
        # Asked for on the last day: that day is left, so it ends on the day on which they come, if there is still time.
        (TermUnit.WORKING_DAY, 2, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-20 17:00", "2026-11-25 17:00"),
        (TermUnit.WORKING_DAY, 2, "2026-11-18 10:00", "2026-11-20 17:30", "2026-11-23 17:00", "2026-11-25 17:00"),
        # Over before they were asked for: waiting makes nothing timely.
        (TermUnit.WORKING_DAY, 1, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-17 17:00", "2026-11-23 17:00"),
        (TermUnit.DAY, 1, "2026-11-18 10:00", "2026-11-20 10:00", "2026-11-17 17:00", "2026-11-23 17:00"),
    ],
)
def test_both_readings_of_a_wait(
    unit: TermUnit, amount: int, asked: str, complete: str, paused: str, restarted: str
) -> None:
    told = count("2026-11-16 09:00", amount, unit, wait(asked, complete, RESTART))
    assert term_due(CALENDAR, told) == at(restarted)
    assert term_due(CALENDAR, told.read_as(PAUSE)) == at(paused)


def test_a_calendar_term_is_paused_by_days_before_it_rolls_forward() -> None:
    """10 days from Wednesday 11/11 end on Saturday 21/11; two days of waiting make that Monday 23/11."""
    told = count("2026-11-11 09:00", 10, TermUnit.DAY, wait("2026-11-16 08:00", "2026-11-18 08:00", PAUSE))
    assert term_due(CALENDAR, replace(told, waits=())) == at("2026-11-23 17:00")
    assert term_due(CALENDAR, told) == at("2026-11-23 17:00")


def test_a_wait_that_goes_on_moves_nothing_yet() -> None:
    told = count("2026-11-16 09:00", 5, TermUnit.WORKING_DAY, wait("2026-11-18 10:00", "", PAUSE))
    assert told.waiting
    assert term_due(CALENDAR, told) == at("2026-11-23 17:00")


def test_a_pause_before_a_restart_is_not_taken_off_twice() -> None:
    waits = (
        wait("2026-11-17 08:00", "2026-11-18 08:00", PAUSE),
        wait("2026-11-18 10:00", "2026-11-20 10:00", RESTART),
    )
    assert term_due(CALENDAR, count("2026-11-16 09:00", 5, TermUnit.WORKING_DAY, *waits)) == at("2026-11-30 17:00")


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-11-20 15:00", "2026-11-26 17:00"),  # exactly 15:00 still belongs to the day
        ("2026-11-20 15:01", "2026-11-27 17:00"),  # Friday after 15:00 counts as Monday
        ("2026-11-23 16:00", "2026-11-30 17:00"),  # Monday before the holiday of 24/11 counts as Wednesday
    ],
)
def test_after_15_belongs_to_the_next_working_day(begun: str, due: str) -> None:
    told = count(begun, 3, TermUnit.WORKING_DAY, late_after=time(15, 0))
    assert term_due(CALENDAR, told) == at(due)


def test_the_hour_of_the_rule_is_data() -> None:
    told = count("2026-11-20 14:00", 3, TermUnit.WORKING_DAY, late_after=time(13, 30))
    assert begin_of_term(CALENDAR, told) == at("2026-11-23 07:30")
    assert term_due(CALENDAR, told) == at("2026-11-27 17:00")


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 12), st.integers(0, 3 * 1440), st.integers(0, 3 * 1440))
def test_a_paused_term_in_hours_has_exactly_its_hours_outside_the_wait(
    built: tuple[WorkingCalendar, Hours], begun: datetime, hours: int, until_asked: int, waited: int
) -> None:
    """Minute by minute: what is walked before the wait and after it makes the term."""
    calendar, walked = built
    asked = begun + timedelta(minutes=until_asked)
    complete = asked + timedelta(minutes=waited)
    if complete.date() not in walked or complete.date() > max(walked):
        return
    told = TermCount(
        term=Term(amount=hours, unit=TermUnit.WORKING_HOUR),
        begun_at=begun,
        waits=(Wait(begun_at=asked, ended_at=complete, mode=PAUSE),),
    )
    try:
        due = term_due(calendar, told)
    except OutsideCalendar:
        return
    if due <= asked:
        assert walk_worked(walked, begun, due) == hours * 60
    else:
        before, after = walk_worked(walked, begun, asked), walk_worked(walked, complete, due)
        assert before + after == hours * 60


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(0, LENGTH - 1), st.integers(1, 6), st.integers(0, 5), st.integers(0, 5))
def test_a_paused_term_in_working_days_equals_a_walk_over_the_days(
    built: tuple[WorkingCalendar, Hours], number: int, amount: int, until_asked: int, waited: int
) -> None:
    """Days after the receipt are ticked off until the wait, and on from the day after its end."""
    calendar, walked = built
    days = list(walked)
    asked_on, ended_on = number + until_asked, number + until_asked + waited
    if ended_on >= len(days):
        return
    counted = [on for on in days[number + 1 : asked_on + 1] if walked[on]]
    later = [on for on in days[ended_on + 1 :] if walked[on]]
    told = TermCount(
        term=Term(amount=amount, unit=TermUnit.WORKING_DAY),
        begun_at=at(f"{days[number]} 00:00"),
        waits=(Wait(begun_at=at(f"{days[asked_on]} 00:00"), ended_at=at(f"{days[ended_on]} 00:00"), mode=PAUSE),),
    )
    try:
        due = term_due(calendar, told)
    except OutsideCalendar:
        return
    left = amount - len(counted)
    if left > 0:
        assert due.date() == expected_day(later[left - 1], walked)
    elif len([on for on in counted if on < days[asked_on]]) >= amount:
        assert due <= at(f"{days[asked_on]} 00:00")  # over before the papers were asked for


def expected_day(on: date, walked: Hours) -> date:
    """A session that ends at midnight closes on the next date."""
    return on + timedelta(days=1) if walked[on][-1][1] == 1440 else on
