"""Where the calendar ends nothing is guessed and nothing stops: lists go on, and what cannot be counted says so."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import VIETNAM, FixedClock
from counter_app.errors import CounterError
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.queue import Band, QueueFilter
from counter_app.workflow import board, intake, lists, queue, receipt, supplement
from counter_app.workflow.office import Office
from tests.exchange.tables import HEADER, line, workbook
from tests.faults.outside import Said, assert_sentence
from tests.workflow.test_day import new_online_dossier, pass_everything

LATER = datetime(2031, 1, 6, 9, 0, tzinfo=VIETNAM)  # the shipped calendar ends with 2027


@pytest.fixture
def in_2031(practice_folder: Path) -> Iterator[Office]:
    opened = open_office(practice_folder, clock=FixedClock(LATER))
    yield opened
    opened.close()


def test_in_2031_the_queue_still_lists_and_says_that_time_cannot_be_counted(
    ctl: Callable[..., Said], in_2031: Office
) -> None:
    said = ctl("queue", "--now", LATER.isoformat(), "--data", in_2031.folder)
    assert said.code == 0 and said.lines
    due = [row for row in said.lines if row["due_at"]]
    assert {(row["remaining_minutes"], row["band"]) for row in due} == {(None, "overdue")}
    told = queue.countdown(in_2031, LATER - timedelta(days=30), LATER)
    assert (told.minutes, told.band) == (None, Band.OVERDUE) and "lịch" in told.text
    ahead = queue.countdown(in_2031, LATER + timedelta(days=30), LATER)
    assert (ahead.minutes, ahead.band) == (None, Band.IN_TIME) and "lịch" in ahead.text


def test_in_2031_counts_board_and_chips_answer(in_2031: Office) -> None:
    counted = queue.counts(in_2031)
    shown = board.board(in_2031)
    assert counted.total == shown.open_total == len(queue.ids(in_2031, QueueFilter())) > 0
    assert {figure.key: figure.value for figure in shown.figures}["overdue"] > 0
    for figure in shown.figures:
        assert len(set(board.dossiers_behind(in_2031, figure.key))) == figure.value, figure.key


def test_in_2031_the_command_for_deadlines_refuses_in_words(ctl: Callable[..., Said], in_2031: Office) -> None:
    for arguments in (
        ("deadline", "--received", "2031-01-06T09:00", "--minutes", 480),
        ("remaining", "--received", "2026-11-20T09:00", "--now", "2031-01-06T09:00"),
    ):
        said = ctl(*arguments)
        assert (said.code, said.lines[-1]["error"]) == (4, "working_time.outside")
        assert_sentence(said.words)


def test_an_appointment_beyond_the_calendar_is_not_promised(
    office: Office, clock: FixedClock, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    clock.advance(days=(datetime(2027, 12, 31, 8, 0, tzinfo=VIETNAM) - clock.now()).days)
    with pytest.raises(CounterError) as refused:
        intake.decide(office, dossier.id, Decision.ACCEPT)
    assert refused.value.code == "workflow.appointment_outside_calendar"
    assert_sentence(str(refused.value))
    assert queue.dossier(office, dossier.id).state is dossier.state
    whole()


def test_a_promised_day_beyond_the_calendar_goes_in_counts_as_unknown_and_prints(
    office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    far = datetime(2031, 3, 5, 17, 0)
    path = workbook(tmp_path / "a.xlsx", [HEADER, line("H31.15-261117-0777", due=far)])
    (one,) = lists.import_list(office, path).added
    (row,) = queue.rows(office, [one])
    told = queue.countdown(office, row.due_at, office.now())
    assert (told.minutes, told.band) == (None, Band.IN_TIME) and "lịch" in told.text and "2031" in told.due_text
    printed = receipt.print_receipt(office, DossierId(one), tmp_path / "giay.pdf")
    assert printed.path.read_bytes().startswith(b"%PDF-")
    whole()


def test_a_list_from_beyond_the_calendar_goes_in_or_is_told_row_by_row(
    ctl: Callable[..., Said], in_2031: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    at = datetime(2031, 1, 6, 8, 0)
    rows = [
        line("H31.15-310106-0001", state="Mới đăng ký", submitted=at, received=at, due=at + timedelta(days=9)),
        line("H31.15-261117-0002"),
    ]
    path = workbook(tmp_path / "a.xlsx", [HEADER, *rows])
    said = ctl("dossiers", "import", path, "--data", in_2031.folder)
    assert said.code in (0, 3)
    told = {problem["row"] for problem in said.lines[0]["problems"]}
    assert said.lines[0]["added"] + len(told) == 2 and 3 not in told
    whole()


def test_a_supplement_that_comes_after_the_calendar_is_told(office: Office, clock: FixedClock) -> None:
    dossier = new_online_dossier(office)
    asked = queue.ids(office, QueueFilter(states=(DossierState.SUPPLEMENT_REQUESTED,)))
    clock.advance(days=5 * 366)
    results = []
    for one in asked:
        before = queue.dossier(office, DossierId(one))
        try:
            supplement.receive(office, DossierId(one))
            results.append("in")
        except CounterError as error:
            assert_sentence(str(error))
            assert queue.dossier(office, DossierId(one)) == before
            results.append(error.code)
    assert results and set(results) <= {"in", "working_time.outside"}
    assert intake.decisions(office, dossier.id)
