"""The words of the search page, and where a dossier opens."""

from dataclasses import replace

import pytest

from counter_app.model.dossier import DossierState
from counter_app.supervision.countdown import countdown
from counter_app.working_time.calendar_file import shipped_calendar
from tests.ui.fakes import MONDAY, sample_rows
from ui.presenters import search as presenter
from ui.presenters.queue import cells, page_of


@pytest.mark.parametrize(
    ("state", "pages", "page"),
    [
        (DossierState.NEW, {"intake", "results"}, "intake"),
        (DossierState.PROCESSING, {"intake", "results"}, "results"),
        (DossierState.DONE, {"results"}, "results"),
        (DossierState.NEW, {"results"}, ""),
        (DossierState.DONE, {"today", "search"}, ""),
        (DossierState.RETURNED, {"intake", "results"}, "intake"),
    ],
)
def test_a_dossier_opens_where_its_work_is_done_if_this_role_has_the_page(
    state: DossierState, pages: set[str], page: str
) -> None:
    assert page_of(replace(sample_rows()[0], state=state), pages) == page


def test_a_full_answer_asks_for_more_letters() -> None:
    assert presenter.foot_words(17) == "17 hồ sơ, mới nhất đứng trước"
    assert presenter.foot_words(presenter.MOST) == "200 hồ sơ mới nhất khớp; gõ thêm chữ để thu hẹp"


def test_emptiness_is_told_by_its_reason() -> None:
    titles = {presenter.empty_words(*said)[0] for said in (("", ""), ("x", ""), ("", "Quá hạn"))}
    assert len(titles) == 3


def test_a_closed_dossier_counts_nothing_down() -> None:
    row = replace(sample_rows()[0], state=DossierState.RETURNED)
    shown = cells(row, countdown(shipped_calendar(), MONDAY, row.due_at, 240))
    assert shown["band"].text == "Đã đóng"
    assert shown["left"].text == "Đã trả kết quả"
    assert "làm việc" not in shown["left"].words
