"""The board's promise: every number opens exactly the dossiers that it counts."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.clock import FixedClock
from counter_app.exchange.practice_list import write_practice_list
from counter_app.model.dossier import DossierId, DossierState
from counter_app.model.queue import GroupBy, QueueFilter
from counter_app.workflow import board, lists, queue
from counter_app.workflow.office import Office
from tests.practice import MORNING


def test_each_of_the_four_figures_opens_as_many_dossiers_as_it_says(office: Office) -> None:
    shown = board.board(office)
    behind = {figure.key: board.dossiers_behind(office, figure.key) for figure in shown.figures}
    assert {key: len(ids) for key, ids in behind.items()} == {figure.key: figure.value for figure in shown.figures}
    assert all(len(set(ids)) == len(ids) > 0 for ids in behind.values())


@pytest.mark.parametrize("figure", ["no_state_change", "waits_for_applicant", "missing_result", "unsigned_components"])
def test_what_stands_still_opens_as_many_dossiers_as_it_says(office: Office, clock: FixedClock, figure: str) -> None:
    clock.advance(days=12)
    count = board.board(office).standing_still[figure]
    assert count > 0
    assert len(board.dossiers_behind(office, figure)) == count


def test_signatures_that_owe_a_time_stamp_open_their_dossiers(office: Office) -> None:
    ids = board.dossiers_behind(office, "timestamp_debt")
    for one in ids[:5]:
        dossier = queue.dossier(office, DossierId(one))
        files = [part.file for part in dossier.components if part.file] + list(dossier.results)
        assert any(file.signature_level == "B-B" for file in files)
    assert len(set(ids)) == len(ids) == board.board(office).standing_still["timestamp_debt"]


_GROUP_OF = {GroupBy.HOLDER: lambda row: row.holder, GroupBy.STATE: lambda row: str(int(row.state))}


def test_groups_open_what_they_count_and_what_nobody_holds(office: Office) -> None:
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(DossierId(queue.ids(office, QueueFilter())[0]))
        unit.update_dossier(dossier, holder="")
        unit.commit()
    groups = board.board(office).groups
    for by, of_row in _GROUP_OF.items():
        for load in groups[by]:
            rows = queue.rows(office, board.dossiers_behind(office, str(by), load.key))
            assert len(rows) == load.total
            assert {of_row(row) for row in rows} <= {load.key}
        assert sum(load.total for load in groups[by]) == board.board(office).open_total
    assert list(board.dossiers_behind(office, "holder")) == [dossier.id]
    fields = {queue.dossier(office, DossierId(one)).field for one in board.dossiers_behind(office, "open")}
    assert {load.key for load in groups[GroupBy.FIELD]} == fields


def test_earlier_figures_open_the_dossiers_of_then(office: Office, clock: FixedClock) -> None:
    clock.advance(days=2)
    for figure in board.board(office).figures:
        for at, count in ((figure.before_day, figure.before), (figure.week_day, figure.week_before)):
            assert at is not None
            ids = board.dossiers_behind(office, figure.key, at=at)
            assert len(set(ids)) == len(ids) == count
    assert board.board(office).figures[0].before, "on the working day before there was something"


def test_the_offices_own_limit_says_what_stands_still(office: Office, clock: FixedClock) -> None:
    clock.advance(hours=1)
    before = board.board(office)
    stricter = office.with_settings(replace(office.settings, still_hours=1))
    after = board.board(stricter)
    assert (before.limits.still_hours, after.limits.still_hours) == (16, 1)
    assert after.standing_still["no_state_change"] > before.standing_still["no_state_change"]
    count = after.standing_still["no_state_change"]
    assert len(board.dossiers_behind(stricter, "no_state_change")) == count


def test_everything_open_stands_in_the_order_of_its_due_moment(office: Office) -> None:
    rows = queue.rows(office, board.dossiers_behind(office, "open"))
    assert len(rows) == board.board(office).open_total
    moments = [row.due_at for row in rows if row.due_at]
    assert moments == sorted(moments)


def test_as_many_rows_as_are_wanted_come_next(office: Office) -> None:
    assert len(board.board(office, next_rows=20).next_to_breach) == 20
    assert len(board.board(office).next_to_breach) == 8


def test_however_many_are_overdue_those_that_come_next_are_still_told(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "OVERDUE_ROWS", 1)
    shown = board.board(office)
    assert len(shown.overdue) == 1
    assert len(shown.next_to_breach) == 8
    assert {figure.key: figure.detail for figure in shown.figures} == {
        "awaiting_intake": "8 trực tuyến · 1 bưu chính",
        "intake_due_soon": "sớm nhất hết lúc 08:45",
        "overdue": "1 chưa có nguyên nhân",
        "missing_signature": "3 thành phần · 1 kết quả",
    }


def test_the_last_list_is_remembered_with_its_figures(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    first = lists.last_import(office)
    assert first is not None
    assert first.details["rows"] == first.details["added"] == board.board(office).open_total
    clock.advance(minutes=5)
    empty = tmp_path / "trong.xlsx"
    write_practice_list(empty, [], office_name="Sở")
    lists.import_list(office, empty)
    last = lists.last_import(office)
    assert last is not None
    assert (last.at, last.details["list"], last.details["added"]) == (MORNING + timedelta(minutes=5), "trong.xlsx", 0)


def test_search_finds_closed_dossiers_too_and_needs_no_diacritics(office: Office) -> None:
    row = queue.rows(office, queue.ids(office, QueueFilter(text="nguyen thi uong")))[0]
    with office.store.unit_of_work() as unit:
        unit.update_dossier(unit.dossier(row.id), state=DossierState.WITHDRAWN, ended_at=office.now())
        unit.commit()
    assert row.id not in queue.ids(office, QueueFilter(text="nguyen thi uong"))
    assert row.id in queue.search(office, "nguyen thi uong")
    assert row.id in queue.search(office, row.code[-4:])
    assert len(queue.search(office, "h31", limit=3)) == 3
