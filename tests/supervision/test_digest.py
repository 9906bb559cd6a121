"""The bulletin of a shift: facts in, a report and its words out."""

from dataclasses import replace
from datetime import date

from counter_app.model.limits import Limits
from counter_app.model.queue import Board, BoardFigure, GroupBy, GroupLoad
from counter_app.model.report import Behind, Figures
from counter_app.supervision.countdown import countdown
from counter_app.supervision.digest import Absent, Shift, as_text, digest, shift_words
from counter_app.working_time.calendar_file import shipped_calendar
from tests.supervision.test_board import NOW, _row
from tests.working_time.builders import at

CALENDAR = shipped_calendar()
SPAN = CALENDAR.next_session(at("2026-11-23 07:00"))
BOARD = Board(
    at=NOW,
    figures=tuple(
        BoardFigure(key=key, value=value, before=1, before_day=at("2026-11-20 08:00"), detail="", week_before=5)
        for key, value in (("awaiting_intake", 9), ("intake_due_soon", 0), ("overdue", 40), ("missing_signature", 1))
    ),
    next_to_breach=(),
    overdue=(),
    groups={
        GroupBy.HOLDER: (
            GroupLoad(key="ngan", name="Phạm Thị Ngân", overdue=0, due_soon=0, in_time=9, no_term=1),
            GroupLoad(key="ha", name="Nguyễn Thu Hà", overdue=1, due_soon=0, in_time=2),
            GroupLoad(key="", name="", overdue=0, due_soon=0, in_time=1),
            GroupLoad(key="khue", name="Lê Minh Khuê", overdue=0, due_soon=0, in_time=0),
        )
    },
    limits=Limits(still_hours=16, waiting_days=10, alert_minutes=60),
    standing_still={"no_state_change": 4, "timestamp_debt": 0},
)
ROW = _row(1, "2026-11-23 10:15", holder_name="Nguyễn Thu Hà")
SHIFT = Shift(
    span=SPAN,
    due=[(ROW, countdown(CALENDAR, NOW, ROW.due_at, 240))],
    due_count=1,
    late=[(ROW, countdown(CALENDAR, NOW, at("2026-11-19 17:00"), 240))] * 2,
    absent=[Absent(login="khue", name="Lê Minh Khuê", last=date(2026, 11, 27), stand_in="Đỗ Văn Hùng", count=6)],
    questions=2,
)


def test_the_words_of_the_shift_name_session_day_and_hours() -> None:
    assert shift_words(SPAN) == "Buổi sáng thứ Hai 23/11/2026, 07:30–11:30"


def test_everything_is_said_in_a_few_lines_without_applicants() -> None:
    said = as_text(digest(BOARD, SHIFT), "Sở Ví dụ")
    assert said.splitlines()[:3] == [
        "Sở Ví dụ",
        "BẢN TIN ĐẦU CA · Buổi sáng thứ Hai 23/11/2026, 07:30–11:30",
        "Lập lúc 08:00 23/11/2026",
    ]
    for line in (
        "Chờ tiếp nhận: 9 (tăng 8 so với 1 hôm thứ Sáu; tuần trước 5)",
        "Hết hạn trong ca này: 1",
        "- còn 2 giờ 15 phút làm việc · H31.15-261118-0001 · GCN doanh nghiệp KH&CN · Nguyễn Thu Hà",
        "Đang quá hạn: 40",
        "  … và 38 hồ sơ khác.",
        "- Nguyễn Thu Hà · 3 đang giữ · 1 quá hạn · 2 trong hạn",
        "- Chưa giao · 1 đang giữ · 1 trong hạn",
        "- Không đổi trạng thái quá 16 giờ làm việc · 4 hồ sơ",
        "- Đề nghị chờ lãnh đạo duyệt · 2 hồ sơ",
        "- Lê Minh Khuê · 27/11/2026 · Đỗ Văn Hùng · 6 đang giữ",
    ):
        assert line in said.splitlines(), line
    assert "Công ty Ví dụ" not in said
    assert "nợ dấu thời gian" not in said, "a zero is not told"


def test_officers_with_the_most_overdue_come_first_and_each_number_names_what_it_counts() -> None:
    report = digest(BOARD, SHIFT)
    officers = next(table for table in report.tables() if table.key == "officers")
    assert [row[0].value for row in officers.rows] == ["Nguyễn Thu Hà", "Phạm Thị Ngân", "Chưa giao"]
    total, overdue, due_soon, in_time = officers.rows[1][1:]
    assert (total.value, total.behind) == (10, Behind(figure="open", group="holder", value="ngan"))
    assert (in_time.value, in_time.behind) == (10, Behind(figure="in_time", group="holder", value="ngan"))
    assert (overdue.value, overdue.behind, due_soon.behind) == (0, None, None)
    figures = next(part for part in report.parts if isinstance(part, Figures))
    assert [one.cell.tone for one in figures.figures] == ["", "", "bad", ""]


def test_a_quiet_morning_says_so() -> None:
    quiet = replace(BOARD, groups={GroupBy.HOLDER: ()}, standing_still={})
    figures = tuple(replace(one, value=0) for one in BOARD.figures)
    shift = Shift(span=SPAN, due=[], due_count=0, late=[], absent=[], questions=0)
    said = as_text(digest(replace(quiet, figures=figures), shift), "")
    for words in ("Không hồ sơ nào hết hạn trong ca này.", "Không hồ sơ nào quá hạn.", "Không có gì đứng yên"):
        assert words in said
    assert "Vắng mặt" not in said
