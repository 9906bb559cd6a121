"""The supervisor's board and what a dossier still lacks: values in, values out."""

from dataclasses import replace
from datetime import datetime

import pytest

from counter_app.model.dossier import Channel, DossierId, DossierState
from counter_app.model.queue import BoardFigure, Missing, OfficerLoad, QueueRow
from counter_app.supervision.board import (
    FIGURES,
    assemble,
    cause_detail,
    change_words,
    details_of,
    load_words,
    near_words,
    previous_moment,
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


def test_the_board_splits_late_from_next() -> None:
    dues = ["2026-11-19 17:00", "2026-11-20 16:15", "2026-11-23 10:15", "2026-11-25 17:00", None]
    rows = [_row(number, due) for number, due in enumerate(dues, start=1)]
    loads = [
        OfficerLoad(login="ngan", name="Phạm Thị Ngân", overdue=0, due_soon=0, in_time=9),
        OfficerLoad(login="ha", name="Nguyễn Thu Hà", overdue=1, due_soon=3, in_time=12),
    ]
    board = assemble(
        now=NOW,
        figures=dict.fromkeys(FIGURES, 2) | {"overdue": 3},
        before=dict.fromkeys(FIGURES, 1),
        before_at=at("2026-11-20 08:00"),
        rows=rows,
        loads=loads,
        standing_still={"no_state_change": 4},
        open_total=46,
        details={"overdue": cause_detail(1)},
        next_rows=1,
    )
    assert [row.id for row in board.overdue] == [1, 2]
    assert [row.id for row in board.next_to_breach] == [3]
    assert [load.login for load in board.loads] == ["ha", "ngan"]
    assert [figure.key for figure in board.figures] == list(FIGURES)
    assert (board.figures[2].value, board.figures[2].before, board.figures[2].detail) == (3, 1, "1 chưa có nguyên nhân")
    assert [load_words(load) for load in board.loads] == ["1 quá · 3 sắp", ""]
    assert board.standing_still == {"no_state_change": 4}


def test_without_an_earlier_state_nothing_is_compared() -> None:
    board = assemble(
        now=NOW, figures={}, before=None, before_at=None, rows=[], loads=[], standing_still={}, open_total=0
    )
    assert {(figure.value, figure.before, figure.before_day) for figure in board.figures} == {(0, None, None)}


def test_details_come_from_the_rows() -> None:
    rows = [
        _row(1, "2026-11-20 16:15"),
        _row(2, "2026-11-23 08:45"),
        _row(3, channel=Channel.POSTAL, unsigned=2),
        _row(4, awaits_intake=False, state=DossierState.DONE, has_result=True),
    ]
    assert details_of(rows, NOW) == {
        "awaiting_intake": "2 trực tuyến · 1 bưu chính",
        "intake_due_soon": "sớm nhất hết lúc 08:45",
        "missing_signature": "1 thành phần · 1 kết quả",
    }
    assert details_of([], NOW) == {"awaiting_intake": "", "intake_due_soon": "", "missing_signature": ""}


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
