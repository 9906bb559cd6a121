"""«Vì sao?» in the office's words: each session, each stretch that is not counted and what ordered it."""

from datetime import date

from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.calendar_edit import mark_off
from counter_app.working_time.calendar_file import shipped_calendar
from counter_app.working_time.days import Certainty
from counter_app.working_time.explanation import LEFT, UNTIL_NOW, Line, explain, explain_at
from counter_app.working_time.words import day_words, hours_minutes, moment_words, session_words
from tests.working_time.builders import at, day, office, sessions

SHIPPED = shipped_calendar()


def _shown(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    return [(line.words, hours_minutes(line.minutes) if line.counted else "không tính") for line in lines]


def test_the_clock_panel_of_a_friday_dossier_on_monday_morning() -> None:
    received, now = at("2026-11-20 10:15"), at("2026-11-23 08:00")
    lines = explain_at(SHIPPED, received, SHIPPED.add_minutes(received, 480), now)
    assert _shown(lines) == [
        ("thứ Sáu 20/11, sáng 10:15–11:30", "1 giờ 15 phút"),
        ("Nghỉ trưa 11:30–13:00", "không tính"),
        ("thứ Sáu 20/11, chiều 13:00–17:00", "4 giờ 00 phút"),
        ("Đêm, thứ Bảy 21/11 và Chủ nhật 22/11", "không tính"),
        ("thứ Hai 23/11, sáng 07:30–08:00, đến lúc này", "0 giờ 30 phút"),
        ("thứ Hai 23/11, sáng 08:00–10:15, còn lại", "2 giờ 15 phút"),
    ]
    assert [line.part for line in lines[-2:]] == [UNTIL_NOW, LEFT]
    assert sum(line.minutes for line in lines) == 480


def test_without_a_present_moment_nothing_is_cut() -> None:
    lines = explain(SHIPPED, at("2026-11-20 10:15"), at("2026-11-23 10:15"))
    assert [line.words for line in lines][-1] == "thứ Hai 23/11, sáng 07:30–10:15"
    assert explain_at(SHIPPED, at("2026-11-20 10:15"), at("2026-11-23 10:15"), at("2026-11-23 12:00")) == lines


def test_tet_stands_alone_between_its_weekends() -> None:
    lines = explain(SHIPPED, at("2026-02-13 14:00"), at("2026-02-23 14:00"))
    uncounted = [(line.words, line.document, line.begin, line.end) for line in lines if not line.counted][:3]
    notice = "Thông báo 9441/TB-BNV ngày 16/10/2025"
    assert uncounted == [
        ("Đêm, thứ Bảy 14/02 và Chủ nhật 15/02", "", at("2026-02-13 17:00"), at("2026-02-16 00:00")),
        (f"Nghỉ 16/02–20/02 Tết Nguyên đán ({notice})", notice, at("2026-02-16 00:00"), at("2026-02-21 00:00")),
        ("Thứ Bảy 21/02 và Chủ nhật 22/02", "", at("2026-02-21 00:00"), at("2026-02-23 07:30")),
    ]


def test_a_single_holiday_swallows_its_nights_and_names_its_document() -> None:
    lines = explain(SHIPPED, at("2026-11-23 10:00"), at("2026-11-25 10:00"))
    assert [line.reason for line in lines] == [
        "buổi sáng",
        "nghỉ trưa",
        "buổi chiều",
        "đêm, nghỉ 24/11 Ngày Văn hóa Việt Nam (Nghị quyết 28/2026/QH16)",
        "buổi sáng",
    ]


def test_a_make_up_saturday_says_for_which_day_and_by_which_document() -> None:
    lines = explain(SHIPPED, at("2026-08-21 16:00"), at("2026-08-22 16:00"))
    notice = "Thông báo 9441/TB-BNV ngày 16/10/2025"
    assert lines[2].words == f"thứ Bảy 22/08, sáng 07:30–11:30, làm bù cho thứ Hai 31/08 ({notice})"
    assert lines[2].document == notice
    assert lines[1].reason == "đêm"


def test_expected_days_and_documents_that_nobody_read_are_marked() -> None:
    lines = explain(SHIPPED, at("2027-02-03 16:00"), at("2027-02-11 16:00"))
    assert "chưa xác minh" in lines[1].words
    assert "dự kiến" not in lines[1].words
    storm = mark_off(SHIPPED.data, [date(2027, 7, 20)], "bão", certainty=Certainty.EXPECTED)
    lines = explain(WorkingCalendar(storm), at("2027-07-19 16:00"), at("2027-07-21 16:00"))
    assert "dự kiến" in lines[1].words


def test_a_start_outside_the_hours() -> None:
    assert [line.words for line in explain(SHIPPED, at("2026-11-20 06:00"), at("2026-11-20 08:00"))] == [
        "Trước giờ làm việc 06:00–07:30",
        "thứ Sáu 20/11, sáng 07:30–08:00",
    ]
    saturday = explain(SHIPPED, at("2024-06-08 10:00"), at("2024-06-10 17:00"))
    assert saturday[0].words == "Thứ Bảy 08/06 và Chủ nhật 09/06"
    evening = explain(SHIPPED, at("2026-11-19 20:00"), at("2026-11-20 08:00"))
    assert evening[0].words == "Đêm"
    late = explain(SHIPPED, at("2026-11-20 16:00"), at("2026-11-20 18:00"))
    assert late[-1].words == "Hết giờ làm việc 17:00–18:00"


def test_seconds_are_not_lost() -> None:
    lines = explain(SHIPPED, at("2026-11-20 09:17:30"), at("2026-11-23 09:17:30"))
    assert lines[0].words == "thứ Sáu 20/11, sáng 09:17:30–11:30"
    assert [line.minutes for line in lines if line.counted] == [132, 240, 108]


def test_half_days_say_why_the_other_half_is_missing() -> None:
    calendar = office(special={"2024-06-05": "07:30-11:30", "2024-06-12": "13:00-17:00"})
    lines = explain(calendar, at("2024-06-05 09:00"), at("2024-06-06 09:00"))
    assert lines[0].reason == "buổi sáng, nửa ngày"
    assert lines[1].words == "Đêm, thứ Tư 05/06: nửa ngày"
    lines = explain(calendar, at("2024-06-11 16:00"), at("2024-06-12 14:00"))
    assert lines[1].words == "Đêm, thứ Tư 12/06: nửa ngày"


def test_an_open_saturday_that_does_not_count_says_so() -> None:
    calendar = office(saturday="~07:30-11:30")
    lines = explain(calendar, at("2024-06-07 16:00"), at("2024-06-10 08:00"))
    assert lines[1].words == "Đêm, thứ Bảy 08/06 (có tiếp nhận, không tính giờ) và Chủ nhật 09/06"


def test_three_sessions_a_day() -> None:
    calendar = office(sessions("07:00-09:00 09:30-11:30 18:00-20:00"))
    lines = explain(calendar, at("2024-06-03 07:00"), at("2024-06-03 20:00"))
    assert [line.words for line in lines] == [
        "thứ Hai 03/06, sáng 07:00–09:00",
        "Nghỉ giữa buổi 09:00–09:30",
        "thứ Hai 03/06, sáng 09:30–11:30",
        "Nghỉ trưa 11:30–18:00",
        "thứ Hai 03/06, tối 18:00–20:00",
    ]


def test_nothing_to_explain_backwards() -> None:
    assert explain(SHIPPED, at("2026-11-20 10:15"), at("2026-11-20 10:15")) == ()
    assert explain(SHIPPED, at("2026-11-20 10:15"), at("2026-11-20 09:15")) == ()


def test_words_of_days_and_sessions() -> None:
    assert day_words(day("2026-11-23"), year=True) == "thứ Hai 23/11/2026"
    assert day_words(day("2026-11-22")) == "Chủ nhật 22/11"
    assert moment_words(at("2026-11-23 10:15"), at("2026-01-05 08:00")) == "10:15 thứ Hai 23/11"
    assert moment_words(at("2027-01-04 10:15"), at("2026-12-31 08:00")) == "10:15 thứ Hai 04/01/2027"
    assert session_words(SHIPPED, at("2026-11-23 08:00")) == "buổi sáng 07:30–11:30"
    assert session_words(SHIPPED, at("2026-11-23 14:00")) == "buổi chiều 13:00–17:00"
    assert session_words(SHIPPED, at("2026-11-23 12:00")) == "ngoài giờ làm việc"
    assert session_words(SHIPPED, at("2026-11-24 08:00")) == "ngoài giờ làm việc"
    assert session_words(SHIPPED, at("2030-01-01 08:00")) == "ngoài lịch làm việc"
