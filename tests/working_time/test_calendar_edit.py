"""Editing a calendar: what gives way, pairs that belong together, seasons, and what differs afterwards."""

from datetime import date

import pytest

from counter_app.errors import Misuse
from counter_app.model.procedure import Source
from counter_app.working_time.calendar_differences import change_runs, day_changes, day_summary, run_words
from counter_app.working_time.calendar_edit import (
    change_hours,
    cover,
    drop_hours,
    mark_hours,
    mark_off,
    put_entries,
    swap,
    usual_again,
    with_document,
)
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import CalendarData, DayKind, DayOff, HoursPeriod, MakeupDay, Session, same_hours
from tests.working_time.builders import FULL_DAY_A, day, office, sessions

SHIPPED = shipped_calendar().data
SUMMER = same_hours(sessions("07:00-11:00 13:30-17:30"))


def _kinds(data: CalendarData, *days: str) -> list[DayKind]:
    return [data.day(day(one)).kind for one in days]


def test_days_in_a_row_become_one_entry_and_an_old_entry_gives_way() -> None:
    data = mark_off(SHIPPED, [day("2026-09-02"), day("2026-09-03"), day("2026-09-07")], "bão số 5")
    named = [(entry.first, entry.last) for entry in data.days_off if entry.name == "bão số 5"]
    assert named == [(day("2026-09-02"), day("2026-09-03")), (day("2026-09-07"), day("2026-09-07"))]
    assert data.day(day("2026-09-01")) == SHIPPED.day(day("2026-09-01"))


def test_a_swapped_pair_goes_away_together() -> None:
    data = swap(SHIPPED, day("2026-12-31"), day("2027-01-09"), name="hoán đổi")
    assert _kinds(data, "2026-12-31", "2027-01-09") == [DayKind.OFF, DayKind.MAKEUP]
    assert data.day(day("2027-01-09")).sessions == FULL_DAY_A
    for one in ("2026-12-31", "2027-01-09"):
        assert usual_again(data, [day(one)]) == SHIPPED
    again = swap(data, day("2026-12-31"), day("2027-01-16"), name="hoán đổi")
    assert _kinds(again, "2027-01-09", "2027-01-16") == [DayKind.WEEKEND, DayKind.MAKEUP]


@pytest.mark.parametrize(
    ("off", "worked", "words"),
    [
        ("2026-12-31", "2026-12-31", "cho chính nó"),
        ("2026-12-26", "2027-01-09", "vốn không làm việc"),
        ("2026-12-31", "2026-12-30", "vốn là ngày làm việc"),
        ("2026-12-31", "2027-02-06", "Tết Nguyên đán"),
    ],
)
def test_a_swap_that_makes_no_sense_is_refused(off: str, worked: str, words: str) -> None:
    with pytest.raises(Misuse, match=words):
        swap(SHIPPED, day(off), day(worked), name="x")


def test_a_make_up_day_on_a_holiday_is_refused_when_both_are_put_at_once() -> None:
    entries: list[DayOff | MakeupDay] = [
        DayOff(first=day("2026-12-24"), last=day("2026-12-24"), name="x"),
        MakeupDay(day=day("2026-12-24"), replaces=day("2026-12-31")),
    ]
    with pytest.raises(Misuse, match="24/12/2026"):
        put_entries(SHIPPED, entries)


def test_hours_that_overlap_are_refused_and_the_old_calendar_is_as_it_was() -> None:
    before = SHIPPED.day(day("2026-12-24"))
    with pytest.raises(Misuse, match="24/12/2026"):
        mark_hours(SHIPPED, [day("2026-12-24")], "x", (Session(450, 690), Session(600, 700)))
    assert SHIPPED.day(day("2026-12-24")) == before


def test_a_season_ends_and_the_hours_before_it_are_in_force_again() -> None:
    period = HoursPeriod(first=day("2026-04-15"), last=day("2026-10-14"), week=SUMMER)
    data = change_hours(SHIPPED, period)
    assert [known.first for known in data.hours] == [day("2023-01-01"), day("2026-04-15"), day("2026-10-15")]
    assert data.day(day("2026-10-14")).sessions == SUMMER[2]
    assert data.day(day("2026-10-15")).sessions == FULL_DAY_A
    assert drop_hours(drop_hours(data, day("2026-10-15")), day("2026-04-15")).hours == SHIPPED.hours


def test_hours_from_the_same_day_replace_the_earlier_ones_and_the_first_cannot_go() -> None:
    data = change_hours(SHIPPED, HoursPeriod(first=day("2026-07-01"), week=SUMMER))
    again = change_hours(data, HoursPeriod(first=day("2026-07-01"), week=same_hours(sessions("08:00-12:00"))))
    assert len(again.hours) == 2
    with pytest.raises(Misuse):
        drop_hours(SHIPPED, day("2023-01-01"))


def test_a_season_that_runs_into_the_next_one_is_refused() -> None:
    data = change_hours(SHIPPED, HoursPeriod(first=day("2026-07-01"), week=SUMMER))
    with pytest.raises(Misuse, match="01/07/2026"):
        change_hours(data, HoursPeriod(first=day("2026-05-01"), last=day("2026-08-01"), week={}))


def test_more_years_can_be_covered() -> None:
    data = cover(SHIPPED, day("2022-01-01"), day("2028-12-31"))
    assert data.day(day("2022-03-01")).sessions == data.day(day("2028-03-01")).sessions == FULL_DAY_A


def test_only_what_is_new_and_has_no_document_gets_the_one_that_ordered_it() -> None:
    own = Source(document="Thông báo 5", verified=True)
    data = mark_off(mark_off(SHIPPED, [day("2026-12-24")], "x"), [day("2026-12-25")], "y", source=own)
    found = with_document(SHIPPED, data, "Quyết định 9")
    assert found.day(day("2026-12-24")).source.document == "Quyết định 9"
    assert found.day(day("2026-12-25")).source == own
    assert found.hours == SHIPPED.hours


def test_differences_read_as_runs() -> None:
    data = change_hours(SHIPPED, HoursPeriod(first=day("2027-11-01"), week=SUMMER))
    data = mark_off(data, [day("2027-11-10"), day("2027-11-11")], "bão")
    runs = change_runs(day_changes(SHIPPED, data))
    assert [(run_words(run), run.before, run.after) for run in runs] == [
        (
            "01/11/2027 – 31/12/2027 (42 ngày)",
            "làm việc, 07:30–11:30, 13:00–17:00",
            "làm việc, 07:00–11:00, 13:30–17:30",
        ),
        ("10/11/2027 – 11/11/2027 (2 ngày)", "làm việc, 07:30–11:30, 13:00–17:00", "nghỉ, bão"),
    ]
    assert all(change.counts for change in day_changes(SHIPPED, data))


def test_a_document_alone_is_a_difference_that_counts_nothing() -> None:
    data = mark_off(SHIPPED, [day("2026-11-24")], "Ngày Văn hóa Việt Nam", source=Source(document="A", verified=True))
    (change,) = day_changes(SHIPPED, data)
    assert not change.counts
    assert "(văn bản: A)" in change_runs([change])[0].after


def test_a_year_that_was_not_covered_is_told_as_such() -> None:
    runs = change_runs(day_changes(SHIPPED, cover(SHIPPED, SHIPPED.covered_from, date(2028, 12, 31))))
    assert {run.before for run in runs} == {"chưa có lịch"}
    assert sum(run.days for run in runs) == 366


def test_a_saturday_counter_says_that_nothing_is_counted() -> None:
    data = office(saturday="~07:30-11:30").data
    assert day_summary(data.day(day("2024-06-08"))) == "nghỉ cuối tuần, mở cửa 07:30–11:30 không tính giờ"
