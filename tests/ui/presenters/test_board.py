"""The words of the supervisor's board."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.model.dossier import DossierState, Event
from counter_app.model.limits import Limits
from counter_app.model.problem import Problem
from counter_app.model.queue import Board, BoardFigure, GroupBy, GroupLoad
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar_file import shipped_calendar
from tests.ui.fakes import MONDAY, sample_rows
from ui.presenters import board as presenter
from ui.presenters import board_groups as groups

FRIDAY = MONDAY - timedelta(days=3)


def board(**values: int) -> Board:
    figures = tuple(
        BoardFigure(key=key, value=values.get(key, 0), before=2, before_day=FRIDAY, detail="")
        for key in presenter.FIGURES
    )
    officers = (
        GroupLoad(key="ha", name="Nguyễn Thu Hà", overdue=1, due_soon=3, in_time=12),
        GroupLoad(key="ngan", name="Phạm Thị Ngân", overdue=0, due_soon=2, in_time=0),
        GroupLoad(key="khue", name="Lê Minh Khuê", overdue=0, due_soon=0, in_time=0),
        GroupLoad(key="", name="", overdue=0, due_soon=0, in_time=1),
    )
    states = tuple(
        GroupLoad(key=str(int(state)), name="", overdue=0, due_soon=0, in_time=count)
        for state, count in ((DossierState.DONE, 2), (DossierState.NEW, 9), (DossierState.PROCESSING, 0))
    )
    fields = tuple(GroupLoad(key=f"{n}", name=f"Lĩnh vực {n}", overdue=0, due_soon=0, in_time=1) for n in range(10))
    return Board(
        at=MONDAY,
        figures=figures,
        next_to_breach=(),
        overdue=(),
        groups={GroupBy.HOLDER: officers, GroupBy.STATE: states, GroupBy.FIELD: fields},
        limits=Limits(still_hours=16, waiting_days=10, alert_minutes=60),
        standing_still={"no_state_change": 4},
    )


def test_a_zero_is_never_red_and_says_what_it_means() -> None:
    cards = presenter.cards(board())
    assert {(card.tone, card.icon_token) for card in cards} == {("text", "text2")}
    assert cards[2].detail == "không hồ sơ nào quá hạn"
    assert cards[2].words == "Quá hạn: 0, giảm 2 so với 2 hôm thứ Sáu. không hồ sơ nào quá hạn"


def test_only_overdue_is_red_and_names_the_one_that_is_late_the_longest() -> None:
    late = sample_rows()[0]
    oldest = countdown(shipped_calendar(), MONDAY, late.due_at, 240)
    cards = presenter.cards(board(awaiting_intake=9, intake_due_soon=3, overdue=2, missing_signature=4), oldest)
    assert [card.tone for card in cards] == ["text", "text", "bad", "text"]
    assert cards[2].detail == "lâu nhất quá 8 giờ 30 phút làm việc"


@pytest.mark.parametrize(("value", "arrow"), [(1, "arrow-down"), (2, ""), (3, "arrow-up")])
def test_the_arrow_follows_the_change_and_the_words_name_the_day(value: int, arrow: str) -> None:
    card = presenter.cards(board(awaiting_intake=value))[0]
    assert card.arrow == arrow
    assert card.change.endswith("hôm thứ Sáu")


def test_without_an_earlier_figure_there_is_no_arrow() -> None:
    known = board(overdue=2)
    unknown = replace(known, figures=tuple(replace(one, before=None, before_day=None) for one in known.figures))
    assert {card.arrow for card in presenter.cards(unknown)} == {""}


def test_lines_of_officers_say_late_and_soon_and_what_nobody_holds() -> None:
    (ha, ngan, free, nobody), more = groups.board_lines(board(), GroupBy.HOLDER)
    assert (ha.total, ha.late_words, ha.tone) == (16, "1 quá · 3 sắp", "bad")
    assert (ngan.late_words, ngan.tone) == ("2 sắp", "warn")
    assert ha.words == "Nguyễn Thu Hà: 16 hồ sơ, 1 quá hạn, 3 sắp đến hạn, 12 trong hạn"
    assert (free.total, nobody.name, more) == (0, "Chưa giao", 0)


def test_states_stand_in_the_order_of_a_dossiers_way_and_empty_ones_are_left_out() -> None:
    lines, _ = groups.board_lines(board(), GroupBy.STATE)
    assert [(line.name, line.total) for line in lines] == [("Chờ tiếp nhận", 9), ("Chờ trả kết quả", 2)]


def test_more_groups_than_there_is_room_for_are_counted() -> None:
    lines, more = groups.board_lines(board(), GroupBy.FIELD)
    assert (len(lines), groups.more_words(GroupBy.FIELD, more)) == (8, "và 2 lĩnh vực khác")


@pytest.mark.parametrize(("hours", "words"), [(16, "2 ngày làm việc"), (12, "12 giờ làm việc"), (4, "4 giờ làm việc")])
def test_what_stands_still_names_the_offices_own_limit(hours: int, words: str) -> None:
    shown = board()
    shown = replace(shown, limits=replace(shown.limits, still_hours=hours))
    line = presenter.still_lines(shown)[0]
    assert (line.words, line.count) == (f"Không đổi trạng thái quá {words}", 4)


def test_a_week_before_is_told_where_it_is_known() -> None:
    known = board(overdue=2)
    week = replace(known.figures[2], week_before=5, week_day=MONDAY - timedelta(days=7))
    shown = presenter.cards(replace(known, figures=(*known.figures[:2], week, known.figures[3])))
    assert [card.week for card in shown] == ["", "", "tuần trước 5", ""]
    assert "tuần trước 5" in shown[2].words


def test_what_will_be_overdue_says_band_and_due_moment_in_words() -> None:
    row = sample_rows()[2]
    cells = presenter.next_cells(row, countdown(shipped_calendar(), MONDAY, row.due_at, 240), MONDAY)
    assert cells["left"].text == "còn 45 phút làm việc"
    assert cells["left"].second == "Sắp đến hạn · 08:45 hôm nay"
    assert cells["missing"].text == "1 chưa ký"


def test_what_is_overdue_says_whose_it_is_and_what_it_lacks() -> None:
    row = sample_rows()[0]
    cells = presenter.overdue_cells(row, countdown(shipped_calendar(), MONDAY, row.due_at, 240))
    assert cells["left"].text == "quá 8 giờ 30 phút làm việc"
    assert cells["left"].second == "Trần Quốc Bảo · chưa có kết quả"


def test_the_last_list_is_told_with_its_day_and_its_bad_rows() -> None:
    event = Event(
        dossier_id=None,
        at=FRIDAY,
        by="ha",
        kind="import_list",
        details={"list": "a.xlsx", "added": 3, "rows": 46, "bad": 2},
    )
    moment, took = presenter.import_words(event, "Nguyễn Thu Hà", MONDAY)
    assert moment == "nhập lần cuối 08:00 thứ Sáu 20/11, Nguyễn Thu Hà"
    assert took == "a.xlsx: thêm 3 trên 46 hồ sơ, 2 dòng lỗi"
    assert presenter.import_words(None, "", MONDAY)[0] == "Chưa nhập danh sách nào"


def test_only_the_first_bad_rows_are_listed() -> None:
    problems = tuple(Problem(row, "list.no_code") for row in range(2, 8))
    words = presenter.problem_words(problems)
    assert len(words) == presenter.PROBLEMS_SHOWN + 1
    assert words[-1] == "… và 3 dòng khác."
    assert words[0].startswith("Dòng 2")


def test_every_number_has_a_name_for_the_list_behind_it() -> None:
    keys = [*presenter.FIGURES, "open", *(line.key for line in presenter.still_lines(board()))]
    assert all(presenter.figure_scope(key, board()).title for key in keys)


def test_behind_one_of_the_four_stand_its_earlier_moments_too() -> None:
    known = board(overdue=3)
    late = replace(known.figures[2], week_before=5, week_day=MONDAY - timedelta(days=7))
    scope = presenter.figure_scope("overdue", replace(known, figures=(late,)))
    assert [view.words for view in scope.views] == ["lúc này: 3", "thứ Sáu: 2", "thứ Hai 16/11: 5"]
    assert [view.words for view in presenter.figure_scope("open", known).views] == ["lúc này"]
