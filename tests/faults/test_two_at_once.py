"""Two windows, or two scheduled jobs, at the same dossiers: one is done, the other is told, nothing is done twice."""

import multiprocessing
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.errors import CounterError, Refused
from counter_app.model.dossier import ComponentVerdict, Decision, DossierId, DossierState
from counter_app.model.queue import QueueFilter
from counter_app.model.signature import Level, SignProgress, SignStatus
from counter_app.workflow import intake, queue, results, signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.exchange.tables import HEADER, line, workbook
from tests.faults.outside import ROOT, assert_sentence, command, judged
from tests.faults.whole import count_of
from tests.practice import MORNING, PASSWORD
from tests.signing.papers import paper
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything


@pytest.fixture
def other_window(practice_folder: Path, office: Office, clock: FixedClock) -> Iterator[Office]:
    opened = open_office(practice_folder, clock=clock, person="khue.lm")
    yield opened
    opened.close()


def test_two_imports_of_one_list_at_the_same_time_add_each_dossier_once(
    office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    rows = [line(f"H31.15-261117-{number:04d}") for number in range(1, 201)]
    path = workbook(tmp_path / "danh-sach.xlsx", [HEADER, *rows])
    before = count_of(office.folder)
    run = command("dossiers", "import", path, "--data", office.folder)
    pair = [
        subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)
    ]
    heard = [process.communicate(timeout=60) for process in pair]
    said = [judged(process.returncode, *told) for process, told in zip(pair, heard, strict=True)]
    assert [one.code for one in said] == [0, 0]
    assert sorted(one.lines[-1]["added"] for one in said) == [0, 200]
    assert sorted(one.lines[-1]["unchanged"] for one in said) == [0, 200]
    after = count_of(office.folder)
    assert after["dossier"] == before["dossier"] + 200
    assert after["event"] == before["event"] + 200 + 2
    whole()


def _decide(folder: Path, moment: datetime, dossier_id: int, start: Any, answers: Any) -> None:
    office = open_office(folder, clock=FixedClock(moment))
    try:
        start.wait(60)
        intake.decide(office, DossierId(dossier_id), Decision.ACCEPT)
        answers.put(("", ""))
    except CounterError as error:
        answers.put((error.code, str(error)))
    finally:
        office.close()


def test_two_processes_decide_and_one_of_them_is_told(
    office: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(2), context.Queue()
    given = (office.folder, MORNING, int(dossier.id), start, answers)
    pair = [context.Process(target=_decide, args=given) for _ in range(2)]
    for process in pair:
        process.start()
    said = sorted(answers.get(timeout=60) for _ in pair)
    for process in pair:
        process.join()
    answers.close()
    answers.join_thread()
    assert said[0] == ("", "")
    assert said[1][0]
    assert_sentence(said[1][1])
    kinds = [event.kind for event in queue.events(office, dossier.id)]
    assert kinds.count("accept") == 1
    whole()


@contextmanager
def meanwhile(office: Office, act: Callable[[], object]) -> Iterator[Office]:
    """An office whose reading of a file takes long enough for `act` to happen in the other window."""

    class Slow:
        def __getattr__(self, name: str) -> Any:
            return getattr(office.reader, name)

        def inspect(self, path: Path) -> Any:
            found = office.reader.inspect(path)
            act()
            return found

    from dataclasses import replace

    yield replace(office, reader=Slow())


def test_a_file_put_or_judged_after_the_other_window_has_decided_is_refused(
    office: Office, other_window: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    part = dossier.components[0]
    file = paper(tmp_path / "muon.pdf")
    decided = []

    def decide() -> None:
        if not decided:
            decided.append(intake.decide(other_window, dossier.id, Decision.ACCEPT))

    with meanwhile(office, decide) as slow, pytest.raises(Refused) as refused:
        intake.check_component(slow, dossier.id, part.id, ComponentVerdict.PASS)
    assert refused.value.code == "workflow.past_intake"
    with pytest.raises(Refused):
        intake.attach_file(office, dossier.id, part.id, file)
    after = queue.dossier(office, dossier.id)
    assert after == decided[0].dossier
    assert_sentence(str(refused.value))
    whole()


def test_a_verdict_on_a_file_that_the_other_window_has_replaced_is_refused(
    office: Office, other_window: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    part = dossier.components[0]
    act = lambda: intake.attach_file(other_window, dossier.id, part.id, paper(tmp_path / "moi.pdf"))  # noqa: E731
    with meanwhile(office, act) as slow, pytest.raises(Refused) as refused:
        intake.check_component(slow, dossier.id, part.id, ComponentVerdict.PASS)
    assert refused.value.code == "store.changed_meanwhile"
    assert queue.dossier(office, dossier.id).components[0].verdict is ComponentVerdict.NOT_CHECKED
    whole()


def test_a_component_replaced_while_it_is_signed_stays_unsigned_and_is_told(
    office: Office, other_window: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    dossier = pass_everything(office, new_online_dossier(office), tmp_path)
    rows: tuple[SignRow, ...] = signing.waiting(office, dossier_id=dossier.id)[:2]
    first = rows[0]
    assert first.component_id is not None
    new = paper(tmp_path / "moi.pdf")

    def replace_first(step: SignProgress) -> None:
        if (step.index, step.step) == (0, "reading_back") and first.component_id is not None:
            intake.attach_file(other_window, dossier.id, first.component_id, new)

    key = file_key(office, "ha.nt")
    report = signing.sign(office, rows, key, pin=answer(PASSWORD), level=Level.B_B, progress=replace_first)
    assert [(one.status, one.code) for one in report.outcomes] == [
        (SignStatus.REFUSED, "store.changed_meanwhile"),
        (SignStatus.SIGNED, ""),
    ]
    part = next(one for one in queue.dossier(office, dossier.id).components if one.id == first.component_id)
    assert part.file is not None and part.file.name == "moi.pdf" and not part.signed
    whole()


def test_a_result_added_while_another_is_returned_keeps_the_dossier_open(
    office: Office, other_window: Office, tmp_path: Path, whole: Callable[[], None]
) -> None:
    from dataclasses import replace

    one = DossierId(queue.ids(office, QueueFilter(states=(DossierState.PROCESSING,)))[0])
    attached = results.attach_result(office, one, paper(tmp_path / "ket-qua.pdf"))
    leader = office.as_person("lam.vd")
    (row,) = [row for row in signing.waiting(leader, dossier_id=one) if row.file.hash == attached.file.hash]
    signing.sign(leader, [row], file_key(office, "lam.vd"), pin=answer(PASSWORD), level=Level.B_B)

    class Slow:
        def verify(self, path: Path) -> Any:
            results.attach_result(other_window, one, paper(tmp_path / "them.pdf", number=7))
            return office.signing.verify(path)

    with pytest.raises(Refused) as refused:
        results.return_result(replace(office, signing=Slow()), one)
    assert refused.value.code == "store.changed_meanwhile"
    assert queue.dossier(office, one).state is DossierState.DONE
    whole()
