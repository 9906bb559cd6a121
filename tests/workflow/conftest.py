"""An office with a past, shared by the tests of reports."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.life import Satisfaction
from counter_app.model.queue import QueueFilter
from counter_app.workflow import intake, lateness, lists, queue, results, returns, supplement
from counter_app.workflow.office import Office
from tests.practice import MORNING
from tests.workflow import report_events
from tests.workflow.report_events import Story
from tests.workflow.report_lists import write_past

GROUND = "khoản 2 Điều 17 Nghị định 118/2025/NĐ-CP"


@pytest.fixture(scope="session")
def past(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The practice office with a list of three months, and some days in which acts of every kind were done.

    One for all tests of reports: none of them changes anything.
    """
    folder = tmp_path_factory.mktemp("past")
    shutil.copytree(practice_template, folder, dirs_exist_ok=True)
    clock = FixedClock(MORNING)
    office = open_office(folder, clock=clock)
    with office.store.unit_of_work() as unit:
        procedures = unit.procedures()
    names = [office.name_of(login) for login in office.people]
    path = folder / "ba-thang.csv"
    write_past(path, 300, procedures, names)
    report = lists.import_list(office, path)
    assert (len(report.added), report.problems) == (300, ())
    clock.advance(hours=2)
    ids = lambda *states: list(queue.ids(office, QueueFilter(states=states)))  # noqa: E731
    new, working = ids(DossierState.NEW), ids(DossierState.PROCESSING)
    intake.decide(office, new[0], Decision.REFUSE, reason="Ngoài thẩm quyền", legal_ground=GROUND)
    intake.decide(office, new[1], Decision.WITHDRAW, reason="Người nộp xin rút")
    ready = next(one for one in new[2:] if intake.decisions(office, one)[0].allowed)
    assert intake.decide(office, ready, Decision.ACCEPT).dossier.due_at
    waiting = ids(DossierState.SUPPLEMENT_REQUESTED)
    clock.advance(days=1, hours=1)
    supplement.receive(office, waiting[0])
    due = lambda one: queue.dossier(office, one).due_at or office.now()  # noqa: E731
    in_time = [one for one in working if due(one) > office.now()]
    over = [one for one in working if due(one) < office.now()]
    for one in (*in_time[:2], over[0]):  # sent back in time and late; one comes back
        supplement.ask(office, one, papers={}, others=("Bản vẽ mặt bằng",), reason="Thiếu bản vẽ", legal_ground=GROUND)
    clock.advance(hours=3)
    supplement.receive(office, in_time[0])
    late = next(one for one in in_time[2:] if due(one) < clock.now() + timedelta(days=6))
    lateness.reappoint(office, late, date(2026, 12, 4), reason="Chờ kết quả giám định")
    clock.advance(hours=1)
    for one in (ready, in_time[0], working[-1]):
        returns.stop(
            office, one, reason="Không còn nhu cầu", legal_ground=GROUND, stage="thẩm định", handling="trả lại"
        )
    signed = lambda one: [file for file in queue.dossier(office, one).results if file.signed_from]  # noqa: E731
    done = [one for one in ids(DossierState.DONE) if signed(one)]
    results.return_result(office, DossierId(done[0]))
    for one, answer in zip(ids(DossierState.DONE)[:3], Satisfaction, strict=True):
        returns.rate(office, one, answer)
    clock.advance(minutes=20)
    yield office
    office.close()


@pytest.fixture(scope="session")
def stories(past: Office) -> list[Story]:
    return report_events.stories(past)


@pytest.fixture(scope="session")
def beside(past: Office) -> dict[str, Path]:
    """Files that reports are held beside: the list that was taken in some days ago, the decision with other terms."""
    decision = past.folder / "quyet-dinh.csv"
    with past.store.unit_of_work() as unit:
        codes = [one.code for one in unit.procedures()]
    lines = [f"{code};Thủ tục {number};{number % 7 + 1} ngày làm việc" for number, code in enumerate(codes)]
    decision.write_text("\n".join(["Mã TTHC;Tên TTHC;Thời hạn giải quyết", *lines]), encoding="utf-8")
    return {"list": past.folder / "ba-thang.csv", "decision": decision}
