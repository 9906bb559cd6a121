"""The practice day: lively at any moment, through the real list and the real import."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from counter_app.access.practice import practice_office, practice_people
from counter_app.catalogue.seed import seed_procedures
from counter_app.clock import VIETNAM
from counter_app.errors import Trouble
from counter_app.exchange.cells import known_code_shape
from counter_app.exchange.import_plan import Surroundings, plan_import
from counter_app.exchange.lists import read_list
from counter_app.exchange.practice import Handed, PracticeRow, practice_dossiers, practice_rows, worked_before
from counter_app.exchange.practice_list import HEADER_ROW, write_practice_list
from counter_app.model.dossier import ApplicantKind, Channel, DossierState, NewDossier
from counter_app.working_time.calendar_file import shipped_calendar

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
DAYS = [
    datetime(2026, 11, 23, 8, 0, tzinfo=VIETNAM),  # the day of the pictures
    datetime(2026, 11, 21, 1, 17, tzinfo=VIETNAM),  # a Saturday night
    datetime(2026, 11, 24, 10, 0, tzinfo=VIETNAM),  # a holiday
    datetime(2026, 2, 23, 16, 59, tzinfo=VIETNAM),  # after Tết
    datetime(2026, 6, 10, 12, 0, tzinfo=VIETNAM),  # lunch
]


def rows_at(now: datetime) -> tuple[PracticeRow, ...]:
    return practice_rows(
        practice_dossiers(),
        now=now,
        calendar=shipped_calendar(),
        procedures=seed_procedures(),
        people=practice_people(),
        office_code=practice_office().office_code,
    )


def imported(now: datetime, folder: Path) -> list[NewDossier]:
    path = folder / "danh-sach.xlsx"
    write_practice_list(path, [one.row for one in rows_at(now)], office_name=practice_office().office_name)
    around = Surroundings(
        procedures=seed_procedures(),
        intake_due=lambda start: shipped_calendar().add_minutes(start, 480),
        rule_set=lambda _: "",
        people=practice_people(),
    )
    plan = plan_import(read_list(path).rows, lambda _: None, around)
    assert (plan.problems, plan.warnings) == ((), ())
    return [planned.dossier for planned in plan.new]


@pytest.mark.parametrize("now", DAYS)
def test_two_are_overdue_three_due_soon_and_the_rest_in_time_on_any_day(now: datetime, tmp_path: Path) -> None:
    calendar = shipped_calendar()
    dues = [
        made.intake_due_at or made.due_at if made.state.awaits_intake else made.due_at
        for made in imported(now, tmp_path)
    ]
    left = [calendar.remaining_minutes(now, due) for due in dues if due]
    assert len(left) == 46
    assert sum(1 for minutes in left if minutes < 0) == 2
    assert sum(1 for minutes in left if 0 <= minutes <= 240) == 3


def test_the_pictured_morning_is_met(tmp_path: Path) -> None:
    now = DAYS[0]
    made = {one.applicant.name: one for one in imported(now, tmp_path)}
    calendar = shipped_calendar()
    brick, clinic = made["Công ty TNHH Gạch Văn Lâm"], made["Phòng khám Đa khoa Phố Nối"]
    assert brick.intake_due_at and calendar.remaining_minutes(now, brick.intake_due_at) == -75
    assert brick.intake_due_at == datetime(2026, 11, 20, 16, 15, tzinfo=VIETNAM)
    assert clinic.due_at == datetime(2026, 11, 19, 17, 0, tzinfo=VIETNAM)
    assert made["Nguyễn Thị Ưởng"].intake_due_at == datetime(2026, 11, 23, 8, 45, tzinfo=VIETNAM)


def test_states_and_holders_are_those_of_the_pictures(tmp_path: Path) -> None:
    made = imported(DAYS[0], tmp_path)
    states = [one.state for one in made]
    counts = [states.count(state) for state in (DossierState.NEW, DossierState.SUPPLEMENT_REQUESTED)]
    counts += [states.count(state) for state in (DossierState.PROCESSING, DossierState.DONE)]
    assert counts == [9, 6, 27, 4]
    holders = [one.holder for one in made]
    officers = [person.login for person in practice_people()][:5]
    assert [holders.count(login) for login in officers] == [16, 12, 9, 6, 3]


@pytest.mark.parametrize("now", DAYS)
def test_codes_look_official_stand_once_and_name_the_day_of_submission(now: datetime) -> None:
    rows = [one.row for one in rows_at(now)]
    assert len({row.code for row in rows}) == 46
    for row in rows:
        assert known_code_shape(row.code)
        assert row.submitted_at and f"-{row.submitted_at:%y%m%d}-" in row.code
        assert row.submitted_at <= now
        assert row.received_at is None or row.submitted_at <= row.received_at <= now


def test_the_components_told_are_those_of_the_procedure() -> None:
    procedures = {procedure.code: procedure for procedure in seed_procedures()}
    for dossier in practice_dossiers():
        papers = procedures[dossier.procedure_code].cases[0].components
        assert len(dossier.components) == len(papers)
        for paper, handed in zip(papers, dossier.components, strict=True):
            assert paper.must_sign or handed is not Handed.SIGNED


def test_invented_numbers_pass_the_checks_of_real_ones() -> None:
    for dossier in practice_dossiers():
        number = dossier.applicant.identity_number
        if dossier.applicant.kind is ApplicantKind.ENTERPRISE:
            check = 10 - sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11
            assert len(number) == 10 and int(number[-1]) == check
        else:
            assert len(number) == 12 and number[:3] in {"033", "034"} and number[3] in "0123"
    numbers = [dossier.applicant.identity_number for dossier in practice_dossiers()]
    assert len(set(numbers)) == len(numbers)


def test_the_written_list_reads_back_as_it_was(tmp_path: Path) -> None:
    rows = [one.row for one in rows_at(DAYS[0])]
    path = tmp_path / "danh-sach.xlsx"
    write_practice_list(path, rows, office_name="Cơ quan (TẬP SỰ)")
    found = read_list(path)
    assert (found.header_row, found.problems, found.warnings, found.skipped) == (HEADER_ROW, (), (), 0)
    assert list(found.rows) == [replace(row, row=HEADER_ROW + number) for number, row in enumerate(rows, 1)]


def test_every_state_and_channel_can_be_written_and_read(tmp_path: Path) -> None:
    (first, *_) = [one.row for one in rows_at(DAYS[0])]
    rows = [replace(first, code=f"H31.15-261117-{state:04d}", state=state) for state in DossierState]
    rows += [replace(first, code=f"H31.15-261118-{channel:04d}", channel=channel) for channel in Channel]
    path = tmp_path / "danh-sach.xlsx"
    write_practice_list(path, rows, office_name="X")
    assert [(row.state, row.channel) for row in read_list(path).rows] == [(row.state, row.channel) for row in rows]


def test_a_folder_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        write_practice_list(tmp_path / "không có" / "a.xlsx", [], office_name="X")
    assert trouble.value.code == "list.cannot_write"


@pytest.mark.parametrize("minutes", [0, 1, 30, 240, 480, 555, 10_000])
def test_worked_before_is_the_inverse_of_counting(minutes: int) -> None:
    calendar = shipped_calendar()
    for now in DAYS:
        assert calendar.worked_minutes(worked_before(calendar, now, minutes), now) == minutes
