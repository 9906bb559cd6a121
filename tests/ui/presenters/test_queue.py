"""What the queue says about a dossier, without a window."""

from array import array
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.model.dossier import Channel, DossierState
from counter_app.model.queue import Band, Missing, QueueFilter
from counter_app.supervision.countdown import Countdown
from tests.ui.fakes import MONDAY, FakeQueue, sample_rows
from ui.presenters import queue


def left(band: Band = Band.IN_TIME) -> Countdown:
    return Countdown(minutes=135, band=band, text="còn 2 giờ 15 phút làm việc", due_text="hạn 10:15", order=1)


def by_code(ending: str):
    return next(row for row in sample_rows() if row.code.endswith(ending))


def test_a_band_is_told_by_word_tone_and_never_by_colour_alone() -> None:
    row = by_code("0042")
    shown = {band: queue.cells(row, left(band))["band"] for band in Band}
    assert {band: (cell.text, cell.tag) for band, cell in shown.items()} == {
        Band.OVERDUE: ("Quá hạn", "bad"),
        Band.DUE_SOON: ("Sắp đến hạn", "warn"),
        Band.IN_TIME: ("Trong hạn", "good"),
        Band.NO_TERM: ("Chưa có hạn", "unknown"),
    }


def test_the_first_missing_thing_is_shown_and_all_of_them_are_said() -> None:
    row = replace(by_code("0087"), unsigned=1, missing=(Missing.UNCHECKED_COMPONENTS, Missing.UNSIGNED_COMPONENTS))
    cell = queue.missing_cell(row, Band.IN_TIME)
    assert cell.text == "2 chưa kiểm tra"
    assert cell.words == "2 chưa kiểm tra\n2 chưa kiểm tra; 1 chưa ký"


def test_a_result_owed_past_the_due_moment_is_told_in_red() -> None:
    row = by_code("0031")
    assert queue.missing_cell(row, Band.OVERDUE).tone == "bad"
    assert queue.missing_cell(row, Band.IN_TIME).tone == "text"


def test_nothing_missing_is_a_dash() -> None:
    assert queue.missing_cell(by_code("0009"), Band.IN_TIME).text == "—"


def test_a_new_dossier_after_a_supplement_says_so() -> None:
    assert queue.state_words(by_code("0042")) == "Đã bổ sung lần 1"
    assert queue.state_words(by_code("0087")) == "Chờ tiếp nhận"


def test_the_intake_window_stands_beside_the_code_only_before_the_decision() -> None:
    awaiting, decided = by_code("0087"), by_code("0009")
    assert queue.cells(awaiting, left(), "tiếp nhận 8 giờ")["procedure"].second == "2.001209 · tiếp nhận 8 giờ"
    assert queue.cells(decided, left(), "tiếp nhận 8 giờ")["procedure"].second == "2.001207 · 5 ngày làm việc"


@pytest.mark.parametrize(("minutes", "words"), [(480, "tiếp nhận 8 giờ"), (450, ""), (0, ""), (-60, "")])
def test_only_whole_hours_are_told_as_a_window(minutes: int, words: str) -> None:
    assert queue.window_words(minutes) == words


def test_only_an_online_dossier_has_a_window() -> None:
    assert queue.is_windowed(by_code("0087"))
    assert not queue.is_windowed(replace(by_code("0087"), channel=Channel.POSTAL))
    assert not queue.is_windowed(replace(by_code("0087"), due_at=None))


def test_counts_of_the_chips_add_up_to_everything() -> None:
    from types import SimpleNamespace

    from counter_app.clock import FixedClock
    from counter_app.settings import Settings
    from counter_app.working_time.calendar_file import shipped_calendar

    office = SimpleNamespace(clock=FixedClock(MONDAY), calendar=shipped_calendar(), settings=Settings())
    counts = queue.chip_counts(FakeQueue(sample_rows()).counts(office), 3)
    assert counts["overdue"] + counts["due_soon"] + counts["in_time"] == counts["all"] == len(sample_rows())
    assert counts["awaits_intake"] + counts["supplement"] + counts["processing"] + counts["done"] == counts["all"]
    assert (counts["overdue"], counts["due_soon"], counts["no_result"], counts["unsigned"]) == (2, 3, 1, 3)


def test_every_chip_has_the_condition_it_names() -> None:
    soon = QueueFilter(due_from=MONDAY, due_before=MONDAY + timedelta(hours=4))
    bands = {Band.DUE_SOON: soon}
    assert queue.filter_for("due_soon", "", "ha", bands.__getitem__) == replace(soon, holder="ha")
    assert queue.filter_for("done", "", "", bands.__getitem__).states == (DossierState.DONE,)
    asked: list[QueueFilter] = []
    queue.ordered_ids("no_result", "x", "", bands.__getitem__, lambda wanted: asked.append(wanted) or array("q"))
    assert [(wanted.missing, wanted.text) for wanted in asked] == [(Missing.RESULT, "x")]


def test_a_missing_signature_is_that_of_a_component_or_of_the_result_each_dossier_once_in_the_due_order() -> None:
    found = {None: [7, 3, 5, 1], Missing.UNSIGNED_COMPONENTS: [3, 1], Missing.RESULT_SIGNATURE: [5, 3]}

    def ids(wanted: QueueFilter) -> "array[int]":
        return array("q", found[wanted.missing])

    assert list(queue.ordered_ids("unsigned", "", "", {}.__getitem__, ids)) == [3, 5, 1]
    assert queue.lacking_signature("", ids) == 3


def test_words_alone_look_at_closed_dossiers_too() -> None:
    assert queue.filter_for("all", "uong", "", {}.__getitem__).include_closed
    assert queue.filter_for("all", "uong", "", {}.__getitem__).newest == 200
    for narrowed in (queue.filter_for("done", "uong", "", {}.__getitem__), queue.filter_for("all", "", "", {}.get)):
        assert (narrowed.include_closed, narrowed.newest) == (False, 0)


def test_the_foot_counts_in_the_countrys_figures() -> None:
    assert queue.foot_words(100_000, 0) == "100.000 hồ sơ"
    assert queue.foot_words(46, 1) == "46 hồ sơ · đang chọn 1"
    assert queue.foot_words(199, 0, searched=True) == "199 hồ sơ"
    assert queue.foot_words(200, 0, searched=True) == "200 hồ sơ mới nhất khớp; gõ thêm chữ để thu hẹp"


def test_idle_jobs_name_only_pages_this_role_has() -> None:
    assert [job.page for job in queue.idle_jobs(2, frozenset({"today", "signing"}))] == ["signing"]
    assert [job.page for job in queue.idle_jobs(0, frozenset({"signing", "reports"}))] == ["reports"]


def test_the_quick_look_says_who_what_when_and_what_is_missing() -> None:
    said = dict(queue.preview_lines(by_code("0042"), left()))
    assert said["Còn thiếu"] == "3 chưa ký"
    assert said["Hạn"] == "10:15"
    assert said["Người giữ"] == "Nguyễn Thu Hà"
