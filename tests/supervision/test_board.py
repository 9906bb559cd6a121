"""The supervisor's board and what a dossier still lacks: values in, values out."""

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.limits import Limits
from counter_app.model.queue import BoardCounts, BoardFigure, Earlier, GroupBy, GroupLoad, Missing, QueueRow
from counter_app.supervision.board import (
    FIGURES,
    assemble,
    change_words,
    details_of,
    load_words,
    near_words,
    previous_moment,
    week_before,
    week_words,
)
from counter_app.supervision.missing import missing_items, missing_of, missing_words, urgent
from counter_app.working_time.calendar_file import shipped_calendar
from tests.working_time.builders import at

NOW = at("2026-11-23 08:00")


def _row(number: int = 1, due: str | None = "2026-11-23 10:15", **changes: object) -> QueueRow:
    row = QueueRow(
        id=DossierId(number),
        code=f"H31.15-261118-{number:04d}",
        procedure_code="2.002278",
        procedure_name="GCN doanh nghiệp KH&CN",
        term_words="tiếp nhận 8 giờ",
        applicant_name="Công ty Ví dụ",
        applicant_number="",
        channel=Channel.ONLINE,
        state=DossierState.NEW,
        supplement_count=0,
        awaits_intake=True,
        received_at=at("2026-11-20 10:15"),
        due_at=at(due) if due else None,
        holder="ha",
        holder_name="Thu Hà",
        unchecked=0,
        failed=0,
        unsigned=0,
        has_result=False,
        result_signed=False,
        state_changed_at=at("2026-11-20 10:15"),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "before", "day", "words"),
    [
        (9, 7, "2026-11-20 08:00", "tăng 2 so với 7 hôm thứ Sáu"),
        (3, 6, "2026-11-20 08:00", "giảm 3 so với 6 hôm thứ Sáu"),
        (2, 2, "2026-11-20 08:00", "bằng hôm thứ Sáu"),
        (2, 1, "2026-11-13 08:00", "tăng 1 so với 1 hôm thứ Sáu 13/11"),
        (2, None, None, "chưa có số của ngày làm việc trước"),
    ],
)
def test_a_figure_is_compared_with_the_working_day_before(
    value: int, before: int | None, day: str | None, words: str
) -> None:
    figure = BoardFigure(key="overdue", value=value, before=before, before_day=at(day) if day else None, detail="")
    assert change_words(figure, NOW) == words


def test_the_moment_to_compare_with_skips_weekends_and_holidays() -> None:
    calendar = shipped_calendar()
    assert previous_moment(calendar, NOW) == at("2026-11-20 08:00")
    assert previous_moment(calendar, at("2026-11-25 09:30")) == at("2026-11-23 09:30")
    assert previous_moment(calendar, at("2023-01-03 08:00")) is None
    assert previous_moment(calendar, at("2031-01-03 08:00")) is None


COUNTS = BoardCounts(
    open_total=46,
    awaiting={Channel.DIRECT: 0, Channel.ONLINE: 8, Channel.POSTAL: 1},
    earliest_intake=at("2026-11-23 08:45"),
    intake_due_soon=3,
    overdue=2,
    without_cause=1,
    missing_signature=4,
    unsigned_components=3,
    unsigned_result=1,
    missing_result=1,
    no_state_change=4,
    waits_for_applicant=0,
)
NONE = replace(
    COUNTS,
    awaiting=dict.fromkeys(Channel, 0),
    earliest_intake=None,
    without_cause=0,
    unsigned_components=0,
    unsigned_result=0,
)
LIMITS = Limits(still_hours=16, waiting_days=10, alert_minutes=60)


def test_the_board_tells_its_figures_with_those_of_earlier_days() -> None:
    ha = GroupLoad(key="ha", name="Nguyễn Thu Hà", overdue=1, due_soon=3, in_time=12)
    friday, week = at("2026-11-20 08:00"), at("2026-11-16 08:00")
    board = assemble(
        now=NOW,
        counts=COUNTS,
        before=Earlier(at=friday, figures=dict.fromkeys(FIGURES, 1)),
        week=Earlier(at=week, figures=dict.fromkeys(FIGURES, 5)),
        late=[_row(1, "2026-11-19 17:00")],
        ahead=[_row(2)],
        groups={GroupBy.HOLDER: [ha]},
        more={"timestamp_debt": 2},
        limits=LIMITS,
    )
    assert [figure.key for figure in board.figures] == list(FIGURES)
    assert [figure.value for figure in board.figures] == [9, 3, 2, 4]
    late = board.figures[2]
    assert (late.before, late.before_day, late.week_before, late.week_day) == (1, friday, 5, week)
    assert week_words(late) == "tuần trước 5"
    assert (board.groups, load_words(ha)) == ({GroupBy.HOLDER: (ha,)}, "1 quá · 3 sắp")
    assert (board.standing_still["no_state_change"], board.standing_still["timestamp_debt"]) == (4, 2)
    assert (board.open_total, board.limits) == (46, LIMITS)


def test_without_an_earlier_state_nothing_is_compared() -> None:
    board = assemble(now=NOW, counts=NONE, before=None, week=None, late=[], ahead=[], groups={}, more={}, limits=LIMITS)
    assert {(figure.before, figure.before_day, week_words(figure)) for figure in board.figures} == {(None, None, "")}


def test_the_small_lines_say_what_a_figure_is_made_of() -> None:
    assert details_of(COUNTS, NOW) == {
        "awaiting_intake": "8 trực tuyến · 1 bưu chính",
        "intake_due_soon": "sớm nhất hết lúc 08:45",
        "overdue": "1 chưa có nguyên nhân",
        "missing_signature": "3 thành phần · 1 kết quả",
    }
    assert set(details_of(NONE, NOW).values()) == {""}


def test_a_week_before_is_a_working_day() -> None:
    calendar = shipped_calendar()
    assert week_before(calendar, NOW) == at("2026-11-16 08:00")
    assert week_before(calendar, at("2026-12-01 09:30")) == at("2026-11-23 09:30"), "24/11 was a holiday"
    assert week_before(calendar, at("2031-01-13 08:00")) is None


def test_near_moments_are_named_by_the_day() -> None:
    assert near_words(at("2026-11-23 08:45"), NOW) == "08:45 hôm nay"
    assert near_words(at("2026-11-25 07:41"), NOW) == "07:41 thứ Tư 25/11"


NOTHING = {"unchecked": 0, "failed": 0, "unsigned": 0, "has_result": False, "result_signed": False}


@pytest.mark.parametrize(
    ("state", "facts", "expected"),
    [
        (DossierState.NEW, {}, ()),
        (
            DossierState.NEW,
            {"unchecked": 3, "unsigned": 4},
            (Missing.UNCHECKED_COMPONENTS, Missing.UNSIGNED_COMPONENTS),
        ),
        (DossierState.ACCEPTED, {"unsigned": 4, "overdue": True}, (Missing.UNSIGNED_COMPONENTS, Missing.RESULT)),
        (DossierState.NEW, {"failed": 1}, (Missing.FAILED_COMPONENTS,)),
        (DossierState.NEW, {"overdue": True}, ()),
        (DossierState.SUPPLEMENT_REQUESTED, {"unchecked": 3}, (Missing.APPLICANT,)),
        (DossierState.PROCESSING, {}, ()),
        (DossierState.PROCESSING, {"overdue": True}, (Missing.RESULT,)),
        (DossierState.PROCESSING, {"has_result": True}, (Missing.RESULT_SIGNATURE,)),
        (DossierState.DONE, {}, (Missing.RESULT,)),
        (DossierState.DONE, {"has_result": True}, (Missing.RESULT_SIGNATURE,)),
        (DossierState.DONE, {"has_result": True, "result_signed": True}, ()),
        (DossierState.RETURNED, {"unchecked": 3, "overdue": True}, ()),
        (DossierState.REFUSED, {"unchecked": 3}, ()),
    ],
)
def test_what_a_dossier_lacks(state: DossierState, facts: dict[str, int | bool], expected: tuple[Missing, ...]) -> None:
    found = missing_items(state, **(NOTHING | facts))  # type: ignore[arg-type]
    assert found == expected
    assert urgent(found) == (Missing.RESULT in expected)


@pytest.mark.parametrize(("now", "expected"), [(NOW, ()), (at("2026-11-23 10:16"), (Missing.RESULT,))])
def test_a_result_is_missing_once_it_is_due(now: datetime, expected: tuple[Missing, ...]) -> None:
    assert missing_of(_row(state=DossierState.PROCESSING, awaits_intake=False), now) == expected
    assert missing_of(_row(state=DossierState.PROCESSING, awaits_intake=False, due_at=None), now) == ()


def test_every_lack_has_words() -> None:
    row = _row(unchecked=3, failed=2, unsigned=1, missing=tuple(Missing))
    assert missing_words(row) == (
        "3 chưa kiểm tra",
        "2 không đạt",
        "1 chưa ký",
        "Chưa có kết quả",
        "Kết quả chưa ký",
        "Chờ người nộp",
    )
