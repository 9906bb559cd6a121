"""The fast arithmetic is held to a minute-by-minute walk on random calendars."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.clock import VIETNAM
from counter_app.errors import OutsideCalendar
from counter_app.model.procedure import TermUnit
from counter_app.working_time import pieces
from counter_app.working_time.calendar import WorkingCalendar, seconds
from counter_app.working_time.days import CalendarData, DayOff, HoursPeriod, MakeupDay, Session, SpecialDay
from counter_app.working_time.explanation import explain, explain_at
from tests.working_time.builders import Hours, walk_add, walk_worked

FIRST = date(2024, 1, 1)
LENGTH = 16


@st.composite
def day_sessions(draw: st.DrawFn, empty: bool = True) -> tuple[Session, ...]:
    count = draw(st.integers(0 if empty else 1, 3))
    edges = sorted(draw(st.lists(st.integers(0, 1440), min_size=2 * count, max_size=2 * count, unique=True)))
    return tuple(Session(edges[2 * n], edges[2 * n + 1], counted=draw(st.integers(0, 5)) > 0) for n in range(count))


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingCalendar, Hours]:
    """A random calendar, and what each of its dates works by a plain reading of the same data."""
    dates = [FIRST + timedelta(days=n) for n in range(LENGTH)]
    week = {weekday: draw(day_sessions()) for weekday in range(7)}
    change = draw(st.integers(1, LENGTH - 1))
    later = {weekday: draw(day_sessions()) for weekday in range(7)}
    roles = draw(st.lists(st.sampled_from("wwwwwoms"), min_size=LENGTH, max_size=LENGTH))
    off, makeup, special, hours = [], [], [], {}
    for number, (on, role) in enumerate(zip(dates, roles, strict=True)):
        season = week if number < change else later
        worked = season[on.weekday()]
        if role == "o":
            off.append(DayOff(first=on, last=on, name="ngày nghỉ"))
            worked = ()
        elif role == "m":
            replaced = FIRST + timedelta(days=draw(st.integers(0, 6)))
            makeup.append(MakeupDay(day=on, replaces=replaced))
            worked = season[replaced.weekday()]
        elif role == "s":
            worked = draw(day_sessions())
            special.append(SpecialDay(day=on, name="giờ riêng", sessions=worked))
        hours[on] = tuple((session.start, session.end) for session in worked if session.counted)
    data = CalendarData(
        covered_from=FIRST,
        covered_to=dates[-1],
        hours=(HoursPeriod(first=FIRST, week=week), HoursPeriod(first=dates[change], week=later)),
        days_off=tuple(off),
        makeup_days=tuple(makeup),
        special_days=tuple(special),
    )
    return WorkingCalendar(data), hours


MOMENTS = st.integers(0, LENGTH * 1440 - 1).map(
    lambda minute: datetime.combine(FIRST, time(), VIETNAM) + timedelta(minutes=minute)
)
SECONDS = st.integers(0, LENGTH * 86_400).map(
    lambda second: datetime.combine(FIRST, time(), VIETNAM) + timedelta(seconds=second)
)


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, MOMENTS)
def test_worked_minutes_equal_the_walk(built: tuple[WorkingCalendar, Hours], one: datetime, other: datetime) -> None:
    calendar, hours = built
    begin, end = sorted((one, other))
    expected = walk_worked(hours, begin, end)
    assert calendar.worked_minutes(begin, end) == expected
    assert calendar.worked_minutes(end, begin) == -expected


@settings(max_examples=120, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 3000))
def test_due_moments_equal_the_walk(built: tuple[WorkingCalendar, Hours], start: datetime, minutes: int) -> None:
    calendar, hours = built
    expected = walk_add(hours, start, minutes)
    try:
        found = calendar.add_minutes(start, minutes)
    except OutsideCalendar:
        assert expected is None
    else:
        assert found == expected


@settings(max_examples=120, deadline=None)
@given(calendars(), st.lists(SECONDS, max_size=60), st.integers(1, 3000))
def test_many_due_moments_at_once_equal_one_by_one(
    built: tuple[WorkingCalendar, Hours], moments: list[datetime], minutes: int
) -> None:
    """The edges of every session are among them, where one piece of the table passes into the next."""
    calendar, spans = built[0], built[0].intervals
    moments = moments * 3  # more than there are sessions, in no order
    edges = [edge + by for edge in (*spans.starts, *spans.ends) for by in (-1, 0, 1) if spans.covers(edge + by)]
    starts = [*(seconds(start) for start in moments), *edges]
    expected: list[int] = []
    answered: list[int] = []
    for start in starts:
        with suppress(OutsideCalendar):
            expected.append(spans.add(start, minutes * 60))
            answered.append(start)
    for buckets in (0, pieces.TABLE, 10**6):  # without a table of buckets, as it comes, always with one
        with mock.patch.object(pieces, "TABLE", buckets):
            assert calendar.add_minutes_many(answered, minutes) == expected
    in_order = sorted(answered)
    assert calendar.add_minutes_many(in_order, minutes) == [spans.add(start, minutes * 60) for start in in_order]
    if len(answered) < len(starts):
        with pytest.raises(OutsideCalendar):
            calendar.add_minutes_many(starts, minutes)


@settings(max_examples=150, deadline=None)
@given(calendars(), SECONDS, st.integers(1, 2000))
def test_to_the_second_adding_and_counting_are_inverse(
    built: tuple[WorkingCalendar, Hours], start: datetime, minutes: int
) -> None:
    calendar, _ = built
    try:
        due = calendar.add_minutes(start, minutes)
    except OutsideCalendar:
        return
    assert calendar.worked_seconds(start, due) == minutes * 60
    assert calendar.worked_seconds(start, due - timedelta(seconds=1)) == minutes * 60 - 1
    bound = calendar.first_moment_beyond(start, minutes - 1)
    assert bound == due
    assert calendar.remaining_minutes(start, due - timedelta(seconds=1)) == minutes - 1


@settings(max_examples=150, deadline=None)
@given(calendars(), SECONDS, SECONDS, SECONDS)
def test_an_explanation_adds_up_and_leaves_no_hole(
    built: tuple[WorkingCalendar, Hours], one: datetime, other: datetime, now: datetime
) -> None:
    """Lines follow one another without a hole; their minutes sum to the total; uncounted lines hold no working time."""
    calendar, _ = built
    start, due = sorted((one, other))
    for lines in (explain(calendar, start, due), explain_at(calendar, start, due, now)):
        assert sum(line.minutes for line in lines) == calendar.worked_minutes(start, due)
        edges = [start, *(line.end for line in lines)]
        assert [line.begin for line in lines] == edges[:-1]
        assert edges[-1] == due
        for line in lines:
            assert line.begin < line.end
            assert line.reason
            assert line.words
            worked = calendar.worked_seconds(line.begin, line.end)
            assert worked == ((line.end - line.begin).total_seconds() if line.counted else 0)


@settings(max_examples=100, deadline=None)
@given(calendars(), SECONDS, st.integers(1, 2000))
def test_counting_back_finds_the_last_moment(built: tuple[WorkingCalendar, Hours], end: datetime, minutes: int) -> None:
    calendar, _ = built
    try:
        found = calendar.subtract_minutes(end, minutes)
    except OutsideCalendar:
        assert calendar.worked_minutes(datetime.combine(FIRST, time(), VIETNAM), end) < minutes
        return
    assert calendar.worked_seconds(found, end) == minutes * 60
    assert calendar.worked_seconds(found + timedelta(seconds=1), end) == minutes * 60 - 1


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, LENGTH - 1), st.integers(1, 10))
def test_working_days_equal_a_walk_over_the_days(
    built: tuple[WorkingCalendar, Hours], number: int, amount: int
) -> None:
    calendar, hours = built
    start = FIRST + timedelta(days=number)
    later = [on for on in hours if on > start and hours[on]]
    if len(later) < amount:
        try:
            due = calendar.add_working_days(start, amount)
        except OutsideCalendar:
            return
        raise AssertionError(due)
    on = later[amount - 1]
    expected = datetime.combine(on, time(), VIETNAM) + timedelta(minutes=hours[on][-1][1])
    assert calendar.add_working_days(start, amount) == expected


@settings(max_examples=60, deadline=None)
@given(calendars(), MOMENTS, st.lists(MOMENTS, max_size=40))
def test_what_is_left_of_many_at_once_equals_the_walk(
    built: tuple[WorkingCalendar, Hours], now: datetime, dues: list[datetime]
) -> None:
    calendar, hours = built
    left = calendar.remaining_of(now, calendar.marks(seconds(due) for due in dues))
    walked = [walk_worked(hours, now, due) if due >= now else -walk_worked(hours, due, now) for due in dues]
    assert left == walked
    assert [calendar.remaining_minutes(now, due) for due in dues] == walked


@settings(max_examples=80, deadline=None)
@given(calendars(), MOMENTS, st.integers(1, 12))
def test_calendar_days_equal_a_walk_over_the_days(
    built: tuple[WorkingCalendar, Hours], start: datetime, amount: int
) -> None:
    """To the last day, whatever day that is, then on to one that is worked."""
    calendar, hours = built
    last = start.date() + timedelta(days=amount)
    while last in hours and not hours[last]:
        last += timedelta(days=1)
    try:
        due = calendar.due_for(start, amount, TermUnit.DAY)
    except OutsideCalendar:
        assert last not in hours
        return
    assert due == datetime.combine(last, time(), VIETNAM) + timedelta(minutes=hours[last][-1][1])
