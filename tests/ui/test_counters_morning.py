"""Four real windows on one real server play a morning: 200 dossiers, each decided once, none lost, the diary whole."""

import json
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap import open_office
from counter_app.clock import FixedClock
from counter_app.model.dossier import DossierId, DossierState, NewDossier
from counter_app.model.procedure import RequiredComponent
from counter_app.pdf.practice_pages import draw_paper
from counter_app.store.shared_vault import Place
from counter_app.workflow import evidence, intake, office_vault, queue
from counter_app.workflow.office import Office
from tests.store.postgres_server import running_server
from tests.ui.counters import another_counter, on_server
from tests.ui.intake_papers import fresh_dossier
from tests.ui.xvfb import run_in_window

DOSSIERS = 200
PEOPLE = ("ha.nt", "bao.tq", "ngan.pt", "khue.lm")


@pytest.mark.postgres
@pytest.mark.xvfb
@pytest.mark.xdist_group("postgres_windows")
@pytest.mark.timeout(900)
def test_four_windows_decide_two_hundred_dossiers_and_none_twice(
    practice_folder: Path, clock: FixedClock, tmp_path: Path
) -> None:
    with running_server() as server:
        on_server(practice_folder, server.new_database(), clock)
        share_files(practice_folder, tmp_path / "may-chu-tep", clock)
        folders = [practice_folder, *(another_counter(practice_folder, f"quay-{n}") for n in (2, 3, 4))]
        office = open_office(practice_folder, clock=clock)
        pile = heap_up(office)
        play(folders, tmp_path)
        logs = [read(tmp_path / f"{person}.jsonl") for person in PEOPLE]
        decided = Counter(line["id"] for log in logs for line in log if line["what"] == "decided")
        assert sorted(decided) == sorted(pile)
        assert set(decided.values()) == {1}
        assert all(any(line["what"] == "decided" for line in log) for log in logs)
        for one in pile:
            dossier = queue.dossier(office, one)
            kinds = [event.kind for event in queue.events(office, one)]
            assert dossier.state in (DossierState.ACCEPTED, DossierState.WITHDRAWN)
            assert (kinds.count("claim"), kinds.count("accept") + kinds.count("withdraw")) == (1, 1)
        assert evidence.examine(office).ok
        office.close()


def share_files(folder: Path, share: Path, clock: FixedClock) -> None:
    share.mkdir()
    keeper = open_office(folder, clock=clock, person="phuoc.dh")
    assert office_vault.use_vault(keeper, Place(str(share)))
    keeper.close()


def heap_up(office: Office) -> list[DossierId]:
    """One paper each, nobody holds them; the practice office's own new ones are held already."""
    pattern = fresh_dossier(office)
    left_out = ("code", "components", "supplement_count", "holder")
    kept: dict[str, Any] = {name: getattr(pattern, name) for name in NewDossier.__slots__ if name not in left_out}
    papers = (RequiredComponent(number=1, name="Đơn đề nghị", must_sign=False),)
    with office.store.unit_of_work() as unit:
        made = [
            unit.add_dossier(
                NewDossier(**kept, code=f"H31.15-261123-{n:04}", components=papers, supplement_count=0, holder="")
            )
            for n in range(5000, 5000 + DOSSIERS)
        ]
        unit.commit()
    path = office.folder / "don-de-nghi.pdf"
    draw_paper(path, "Đơn đề nghị", seed=1)
    attached = intake.attach_file(office, made[0], queue.dossier(office, made[0]).components[0].id, path)
    paper_file = queue.dossier(office, made[0]).components[0].file
    assert attached.changes and paper_file
    with office.store.unit_of_work() as unit:
        for one in made[1:]:
            unit.update_component(unit.dossier(one).components[0].id, file=paper_file)
        unit.commit()
    return made


def play(folders: list[Path], tmp_path: Path) -> None:
    go, failed = tmp_path / "go", []

    def counter(folder: Path, person: str) -> None:
        log = tmp_path / f"{person}.jsonl"
        try:
            run_in_window(
                "tests/ui/journeys/counter_morning.py",
                tmp_path / "pictures",
                arguments=["--office", folder, "--person", person, "--log", log, "--go", go],  # type: ignore[list-item]
                seconds=600,
            )
        except BaseException as error:
            failed.append(error)

    windows = [threading.Thread(target=counter, args=pair) for pair in zip(folders, PEOPLE, strict=True)]
    for window in windows:
        window.start()
    while not failed and not all((tmp_path / f"{person}.ready").exists() for person in PEOPLE):
        time.sleep(0.1)
    go.touch()
    for window in windows:
        window.join()
    if failed:
        raise failed[0]


def read(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
