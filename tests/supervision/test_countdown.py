"""One function for label, band and order; for any instant they agree."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.clock import VIETNAM
from counter_app.errors import OutsideCalendar
from counter_app.model.queue import Band
from counter_app.supervision.countdown import LAST, amount_words, countdown
from counter_app.working_time.calendar_file import shipped_calendar
from tests.working_time.builders import at

CALENDAR = shipped_calendar()
NOW = at("2026-11-23 08:00")


@pytest.mark.parametrize(
    ("due", "text", "due_text", "band"),
    [
        ("2026-11-19 17:00", "quá 8 giờ 30 phút làm việc", "hạn 17:00 thứ Năm 19/11", Band.OVERDUE),
        ("2026-11-20 16:15", "quá 1 giờ 15 phút làm việc", "hạn 16:15 thứ Sáu 20/11", Band.OVERDUE),
        ("2026-11-23 08:45", "còn 45 phút làm việc", "hạn 08:45 thứ Hai 23/11", Band.DUE_SOON),
        ("2026-11-23 10:15", "còn 2 giờ 15 phút làm việc", "hạn 10:15 thứ Hai 23/11", Band.DUE_SOON),
        ("2026-11-23 13:30", "còn 4 giờ làm việc", "hạn 13:30 thứ Hai 23/11", Band.DUE_SOON),
        ("2026-11-23 13:31", "còn 4 giờ 1 phút làm việc", "hạn 13:31 thứ Hai 23/11", Band.IN_TIME),
        ("2026-11-25 07:41", "còn 7 giờ 41 phút làm việc", "hạn 07:41 thứ Tư 25/11", Band.IN_TIME),
        ("2026-11-25 17:00", "còn 15 giờ 30 phút làm việc", "hạn 17:00 thứ Tư 25/11", Band.IN_TIME),
        ("2026-11-26 08:00", "còn 2 ngày làm việc", "hạn 08:00 thứ Năm 26/11", Band.IN_TIME),
        ("2026-11-26 17:00", "còn 2 ngày 7 giờ làm việc", "hạn 17:00 thứ Năm 26/11", Band.IN_TIME),
        ("2027-01-04 10:15", "còn 28 ngày 2 giờ làm việc", "hạn 10:15 thứ Hai 04/01/2027", Band.IN_TIME),
        ("2029-01-01 10:00", "chưa tính được, ngoài lịch làm việc", "hạn 10:00 thứ Hai 01/01/2029", Band.IN_TIME),
        ("2022-01-01 10:00", "quá hạn, ngoài lịch làm việc", "hạn 10:00 thứ Bảy 01/01/2022", Band.OVERDUE),
    ],
)
def test_on_a_monday_morning(due: str, text: str, due_text: str, band: Band) -> None:
    shown = countdown(CALENDAR, NOW, at(due), 240)
    assert (shown.text, shown.due_text, shown.band) == (text, due_text, band)


@pytest.mark.parametrize(
    ("now", "text", "band"),
    [
        ("2026-11-20 16:59:30", "còn dưới 1 phút làm việc", Band.DUE_SOON),
        ("2026-11-20 17:00:00", "không còn phút làm việc nào", Band.DUE_SOON),
        ("2026-11-20 17:00:01", "quá hạn, ngoài giờ làm việc", Band.OVERDUE),
        ("2026-11-22 23:59:59", "quá hạn, ngoài giờ làm việc", Band.OVERDUE),
        ("2026-11-23 07:30:00", "vừa quá hạn", Band.OVERDUE),
        ("2026-11-23 07:30:01", "quá 1 phút làm việc", Band.OVERDUE),
        ("2026-11-23 07:31:00", "quá 1 phút làm việc", Band.OVERDUE),
    ],
)
def test_around_a_due_moment_at_closing_time(now: str, text: str, band: Band) -> None:
    """Passed by the clock is late, even when no working minute has passed since."""
    shown = countdown(CALENDAR, at(now), at("2026-11-20 17:00"), 240)
    assert (shown.text, shown.band) == (text, band)


def test_without_a_due_moment_nothing_is_counted() -> None:
    shown = countdown(CALENDAR, NOW, None, 240)
    assert (shown.minutes, shown.band, shown.text, shown.due_text) == (None, Band.NO_TERM, "chưa có hạn", "")
    assert shown.order == LAST


def test_a_present_moment_outside_the_calendar_is_said_in_words() -> None:
    late = countdown(CALENDAR, at("2030-01-01 08:00"), at("2026-11-23 10:00"), 240)
    assert (late.band, late.minutes) == (Band.OVERDUE, None)
    ahead = countdown(CALENDAR, at("2022-01-01 08:00"), at("2026-11-23 10:00"), 240)
    assert (ahead.band, ahead.minutes) == (Band.IN_TIME, None)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 phút"),
        (59, "59 phút"),
        (60, "1 giờ"),
        (61, "1 giờ 1 phút"),
        (959, "15 giờ 59 phút"),
        (960, "2 ngày"),
        (1019, "2 ngày"),
        (1020, "2 ngày 1 giờ"),
        (1439, "2 ngày 7 giờ"),
        (1440, "3 ngày"),
    ],
)
def test_amounts_are_rounded_down(minutes: int, words: str) -> None:
    assert amount_words(minutes) == words


START = datetime.combine(CALENDAR.covered_from, time(), VIETNAM) - timedelta(days=30)
SPAN = (CALENDAR.covered_to - CALENDAR.covered_from).days + 60
ANY_MOMENT = st.integers(0, SPAN * 86_400).map(lambda second: START + timedelta(seconds=second))
NEAR = st.integers(-3 * 86_400, 3 * 86_400)


@settings(max_examples=300, deadline=None)
@given(ANY_MOMENT, NEAR, NEAR, st.integers(0, 2000))
def test_label_band_and_order_agree_at_any_instant(now: datetime, one: int, other: int, soon: int) -> None:
    first, second = (countdown(CALENDAR, now, now + timedelta(seconds=shift), soon) for shift in sorted((one, other)))
    assert first.order <= second.order
    bands = [Band.OVERDUE, Band.DUE_SOON, Band.IN_TIME]
    assert bands.index(first.band) <= bands.index(second.band)
    if first.minutes is not None and second.minutes is not None:
        assert first.minutes <= second.minutes
    for shown in (first, second):
        late = shown.text.startswith(("quá", "vừa quá"))
        assert late == (shown.band is Band.OVERDUE)
        if shown.minutes is not None and shown.band is not Band.OVERDUE:
            assert (shown.band is Band.DUE_SOON) == (shown.minutes <= soon)


@settings(max_examples=300, deadline=None)
@given(ANY_MOMENT, NEAR, st.integers(0, 2000))
def test_a_query_by_due_moment_finds_the_same_band(now: datetime, shift: int, soon: int) -> None:
    """Lists ask the database for `now <= due < bound`; the badge must say the same."""
    due = now + timedelta(seconds=shift)
    try:
        bound = CALENDAR.first_moment_beyond(now, soon)
    except OutsideCalendar:
        bound = now
    expected = Band.OVERDUE if due < now else Band.DUE_SOON if due < bound else Band.IN_TIME
    assert countdown(CALENDAR, now, due, soon).band is expected
