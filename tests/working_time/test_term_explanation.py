"""«Vì sao?» of a processing term: it adds up in its own unit, names its documents, and tells waits and restarts."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.errors import OutsideCalendar
from counter_app.model.procedure import AfterSupplement, Term, TermUnit
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.term_explanation import explain_term
from counter_app.working_time.terms import TermCount, Wait
from tests.working_time.builders import Hours
from tests.working_time.test_against_walk import SECONDS, calendars
from tests.working_time.test_terms import PAUSE, RESTART, count, wait

CALENDAR = shipped_calendar()


def shown(told: TermCount) -> list[tuple[str, int]]:
    return [(line.words, line.amount) for line in explain_term(CALENDAR, told)]


def test_working_days_over_a_holiday_and_a_weekend() -> None:
    assert shown(count("2026-11-20 09:00", 5, TermUnit.WORKING_DAY)) == [
        ("Ngày nhận thứ Sáu 20/11, tính từ ngày tiếp theo", 0),
        ("Thứ Bảy 21/11 và Chủ nhật 22/11", 0),
        ("thứ Hai 23/11", 1),
        ("Nghỉ 24/11 Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)", 0),
        ("thứ Tư 25/11 đến thứ Sáu 27/11", 3),
        ("Thứ Bảy 28/11 và Chủ nhật 29/11", 0),
        ("thứ Hai 30/11", 1),
    ]


def test_a_make_up_saturday_counts_with_its_document() -> None:
    lines = explain_term(CALENDAR, count("2026-08-21 09:00", 2, TermUnit.WORKING_DAY))
    notice = "Thông báo 9441/TB-BNV ngày 16/10/2025"
    assert (lines[1].words, lines[1].amount) == (f"thứ Bảy 22/08, làm bù cho thứ Hai 31/08 ({notice})", 1)
    assert lines[1].document == notice


def test_a_pause_is_told_and_taken_off() -> None:
    told = count("2026-11-16 09:00", 5, TermUnit.WORKING_DAY, wait("2026-11-18 10:00", "2026-11-20 10:00", PAUSE))
    assert shown(told) == [
        ("Ngày nhận thứ Hai 16/11, tính từ ngày tiếp theo", 0),
        ("thứ Ba 17/11 đến thứ Tư 18/11", 2),
        ("Chờ người nộp bổ sung từ 10:00 thứ Tư 18/11 đến 10:00 thứ Sáu 20/11", 0),
        ("Thứ Bảy 21/11 và Chủ nhật 22/11", 0),
        ("thứ Hai 23/11", 1),
        ("Nghỉ 24/11 Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)", 0),
        ("thứ Tư 25/11 đến thứ Năm 26/11", 2),
    ]


def test_a_restart_says_that_it_begins_anew() -> None:
    told = count("2026-11-16 09:00", 2, TermUnit.WORKING_DAY, wait("2026-11-18 10:00", "2026-11-20 10:00", RESTART))
    assert shown(told)[0] == (
        "Yêu cầu bổ sung 10:00 thứ Tư 18/11, đủ hồ sơ 10:00 thứ Sáu 20/11: tính lại từ đầu",
        0,
    )
    assert shown(told)[-1] == ("thứ Tư 25/11", 1)


def test_calendar_days_that_end_on_a_weekend_roll_forward() -> None:
    assert shown(count("2026-11-11 09:00", 10, TermUnit.DAY)) == [
        ("Ngày nhận thứ Tư 11/11, tính từ ngày tiếp theo", 0),
        ("thứ Năm 12/11 đến thứ Bảy 21/11", 10),
        ("Ngày cuối thứ Bảy 21/11 không làm việc, chuyển sang thứ Hai 23/11", 0),
    ]


def test_months_and_the_hour_of_a_late_receipt() -> None:
    assert shown(count("2026-11-20 16:00", 1, TermUnit.MONTH, late_after=time(15, 0))) == [
        ("Nhận lúc 16:00, sau 15:00: tính như nhận ngày thứ Hai 23/11", 0),
        ("Ngày nhận thứ Hai 23/11, tính từ ngày tiếp theo", 0),
        ("thứ Ba 24/11 đến thứ Tư 23/12", 1),
    ]


def test_hours_with_a_pause() -> None:
    told = count("2026-11-23 08:00", 4, TermUnit.WORKING_HOUR, wait("2026-11-23 10:00", "2026-11-23 14:00", PAUSE))
    assert shown(told) == [
        ("thứ Hai 23/11, sáng 08:00–10:00", 120),
        ("Chờ người nộp bổ sung từ 10:00 thứ Hai 23/11 đến 14:00 thứ Hai 23/11", 0),
        ("thứ Hai 23/11, chiều 14:00–16:00", 120),
    ]


@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    SECONDS,
    st.sampled_from(list(TermUnit)[:3]),
    st.integers(1, 8),
    st.lists(st.tuples(st.integers(1, 200_000), st.integers(0, 200_000)), max_size=2),
    st.sampled_from(list(AfterSupplement)),
    st.booleans(),
)
def test_it_always_adds_up(
    built: tuple[WorkingCalendar, Hours],
    begun: datetime,
    unit: TermUnit,
    amount: int,
    gaps: list[tuple[int, int]],
    mode: AfterSupplement,
    late_rule: bool,
) -> None:
    """Whatever the calendar, the unit, the waits and the rule for late receipt: the amounts are the whole term."""
    calendar, _ = built
    waits, at = [], begun
    for until, lasts in gaps:
        asked = at + timedelta(seconds=until)
        at = asked + timedelta(seconds=lasts)
        waits.append(Wait(begun_at=asked, ended_at=at, mode=mode))
    told = TermCount(
        term=Term(amount=amount, unit=unit),
        begun_at=begun,
        late_after=time(15, 0) if late_rule else None,
        waits=tuple(waits),
    )
    try:
        lines = explain_term(calendar, told)
    except OutsideCalendar:
        return
    whole = amount * 60 if unit is TermUnit.WORKING_HOUR else amount
    assert sum(line.amount for line in lines) == whole
    assert all(line.words for line in lines)
