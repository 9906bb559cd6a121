"""The office's calendar saved, brought in and given out: who may, what is recorded, what open dossiers get."""

from datetime import date
from pathlib import Path

import pytest

from counter_app.errors import Misuse, Refused, Trouble
from counter_app.model.dossier import DossierId
from counter_app.workflow import calendar as counting
from counter_app.workflow import calendar_edit as use_calendar
from counter_app.workflow import queue
from counter_app.workflow.office import Office
from counter_app.workflow.office_files import reread, stamp
from counter_app.working_time.calendar_edit import change_hours, cover, mark_hours, mark_off, usual_again
from counter_app.working_time.calendar_file import FILE_NAME, office_calendar
from counter_app.working_time.days import Certainty, HoursPeriod, Session, same_hours

SUPERVISOR = "phuoc.dh"
WEDNESDAY = date(2026, 11, 25)
SUMMER = same_hours((Session(420, 660), Session(810, 1050)))
ORDER = "Quyết định 1234/QĐ-UBND ngày 20/11/2026"


@pytest.fixture
def supervised(office: Office) -> Office:
    return office.as_person(SUPERVISOR)


def test_hours_that_change_move_open_due_moments_and_tell_before_and_after(supervised: Office) -> None:
    data = change_hours(supervised.calendar.data, HoursPeriod(first=date(2026, 11, 24), week=SUMMER))
    preview = use_calendar.preview_calendar(supervised, data)
    assert preview.needs_document
    assert office_calendar(supervised.folder).data == supervised.calendar.data
    saved = use_calendar.save_office_calendar(supervised, data, document=ORDER)
    assert saved.recomputed.moved == preview.recomputed.moved
    assert saved.recomputed.moved
    moved = saved.recomputed.moved[0]
    dossier = queue.dossier(saved.office, moved.dossier_id)
    assert moved.after in (dossier.intake_due_at, dossier.due_at)
    assert moved.before != moved.after
    told = [event for event in queue.events(saved.office, moved.dossier_id) if event.kind == "recompute_due"]
    assert [event.by for event in told] == [SUPERVISOR]
    assert office_calendar(saved.office.folder).data == saved.office.calendar.data
    assert saved.office.calendar.data.hours[-1].source.document == ORDER
    event = saved.office.store.readings.last_office_event("change_calendar")
    assert event is not None
    assert (event.by, event.details["document"]) == (SUPERVISOR, ORDER)


def test_a_preview_tells_how_far_it_is_and_can_be_stopped(supervised: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "CHUNK", 10)
    data = mark_off(supervised.calendar.data, [WEDNESDAY], "bão")
    told: list[tuple[int, int]] = []
    whole = use_calendar.preview_calendar(supervised, data, progress=lambda *where: told.append(where))
    assert told[-1][0] == told[-1][1] > 30  # those that are due before that Wednesday are not looked at
    assert len(told) == 4
    part = use_calendar.preview_calendar(supervised, data, stop=lambda: True)
    assert not part.recomputed.kept and not part.recomputed.moved
    assert whole.recomputed.moved


def test_only_who_may_change_settings_may_save(office: Office) -> None:
    data = mark_off(office.calendar.data, [WEDNESDAY], "x")
    with pytest.raises(Refused) as refused:
        use_calendar.save_office_calendar(office, data, document=ORDER)
    assert refused.value.code == "access.not_allowed"
    assert not (office.folder / FILE_NAME).exists()


def test_a_change_names_what_ordered_it_unless_it_is_only_expected(supervised: Office) -> None:
    data = supervised.calendar.data
    with pytest.raises(Refused, match="văn bản"):
        use_calendar.save_office_calendar(supervised, mark_off(data, [WEDNESDAY], "x"), document=" ")
    expected = mark_off(data, [date(2027, 7, 19)], "x", certainty=Certainty.EXPECTED)
    saved = use_calendar.save_office_calendar(supervised, expected, document="")
    assert saved.office.calendar.day(date(2027, 7, 19)).source.document == ""
    longer = cover(saved.office.calendar.data, data.covered_from, date(2028, 12, 31))
    assert use_calendar.save_office_calendar(saved.office, longer, document="").office.calendar.covers(
        supervised.now().replace(year=2028)
    )
    back = usual_again(longer, [date(2026, 9, 2)])
    with pytest.raises(Refused, match="văn bản"):
        use_calendar.save_office_calendar(
            supervised.with_calendar(office_calendar(supervised.folder)), back, document=""
        )


def test_the_same_calendar_is_not_saved(supervised: Office) -> None:
    with pytest.raises(Refused, match="không có gì thay đổi"):
        use_calendar.save_office_calendar(supervised, supervised.calendar.data, document=ORDER)


def test_what_another_window_saved_meanwhile_is_not_lost(supervised: Office) -> None:
    first = mark_off(supervised.calendar.data, [WEDNESDAY], "bão")
    use_calendar.save_office_calendar(supervised, first, document=ORDER)
    with pytest.raises(Refused, match="cửa sổ khác"):
        use_calendar.save_office_calendar(
            supervised, mark_off(supervised.calendar.data, [date(2026, 11, 26)], "x"), document=ORDER
        )
    found = reread(supervised)
    assert found is not None
    with pytest.raises(Refused, match="cửa sổ khác"):
        use_calendar.save_office_calendar(
            found,
            mark_off(supervised.calendar.data, [date(2026, 11, 26)], "x"),
            document=ORDER,
            based_on=supervised.calendar.data,
        )
    assert not found.calendar.is_working_day(WEDNESDAY)


def test_a_register_that_cannot_be_written_keeps_the_old_calendar(
    supervised: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise Trouble("working_time.calendar_not_written", file="x")

    monkeypatch.setattr(use_calendar, "recompute_open_dossiers", broken)
    for _ in range(2):
        with pytest.raises(Trouble):
            use_calendar.save_office_calendar(
                supervised, mark_off(supervised.calendar.data, [WEDNESDAY], "x"), document=ORDER
            )
        assert office_calendar(supervised.folder).data == supervised.calendar.data


def test_a_disk_that_refuses_leaves_file_and_due_moments(supervised: Office) -> None:
    (supervised.folder / (FILE_NAME + ".new")).mkdir()
    before = queue.dossier(supervised, DossierId(1))
    with pytest.raises(Trouble, match="lịch cũ"):
        use_calendar.save_office_calendar(
            supervised, mark_off(supervised.calendar.data, [WEDNESDAY], "x"), document=ORDER
        )
    assert queue.dossier(supervised, DossierId(1)) == before
    assert reread(supervised) is None


def test_an_import_is_only_a_proposal_and_a_bad_file_changes_nothing(supervised: Office, tmp_path: Path) -> None:
    good, bad = tmp_path / "them.csv", tmp_path / "hong.json"
    own = mark_hours(supervised.calendar.data, [WEDNESDAY], "tổng vệ sinh", (Session(450, 690),))
    saved = use_calendar.save_office_calendar(supervised, own, document=ORDER)
    use_calendar.export_calendar(saved.office, good)
    bad.write_text("{}", encoding="utf-8")
    read = use_calendar.import_calendar(supervised, good)
    assert read.data == saved.office.calendar.data
    with pytest.raises(Misuse, match=r"hong\.json"):
        use_calendar.import_calendar(supervised, bad)
    with pytest.raises(Trouble, match=r"khong\.csv"):
        use_calendar.import_calendar(supervised, tmp_path / "khong.csv")
    with pytest.raises(Misuse, match="ghi đè"):
        use_calendar.export_calendar(supervised, good)
    assert office_calendar(supervised.folder).data == saved.office.calendar.data


def test_proposals_are_days_that_the_package_knows_otherwise(supervised: Office) -> None:
    found = use_calendar.proposed_days(supervised.calendar.data, date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.on, one.off) for one in found] == [(date(2026, 1, 2), False), (date(2026, 1, 10), True)]
    ahead = use_calendar.proposed_days(supervised.calendar.data, date(2028, 1, 1), date(2028, 12, 31))
    assert date(2028, 11, 24) in [one.on for one in ahead]


def test_the_stamp_changes_when_a_file_is_written(supervised: Office) -> None:
    before = stamp(supervised.folder)
    use_calendar.save_office_calendar(supervised, mark_off(supervised.calendar.data, [WEDNESDAY], "x"), document=ORDER)
    assert stamp(supervised.folder) != before
