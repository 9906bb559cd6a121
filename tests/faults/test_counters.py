"""Several counters and a server, and what may go wrong between them: afterwards no dossier is lost, none is held twice,
the diary is whole, and work goes on. Real processes, a real server, a real line that is cut."""

import contextlib
import multiprocessing
import os
import random
import select
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import Trouble
from counter_app.model.dossier import DossierId, Event
from counter_app.store.database import Store, open_store
from counter_app.store.shared_vault import Place, open_vault, try_place
from tests.faults.test_disk import files_up_to
from tests.store.conftest import NOON
from tests.store.made_up import new_dossier
from tests.store.postgres_server import PostgresServer, running_server

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]
PILE, KILLS = 120, 12
PATIENCE = 240  # seconds, for a machine that does other things


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """With everything that keeps what was committed; nobody else's, since it is stopped without a farewell."""
    with running_server(safe=True) as server:
        yield server


def heap_up(url: str) -> list[DossierId]:
    store = open_store(url, FixedClock(NOON))
    with store.unit_of_work() as unit:
        made = [unit.add_dossier(new_dossier(holder="", components=())) for _ in range(PILE)]
        unit.commit()
    store.close()
    return made


def take_one(store: Store, login: str) -> DossierId | None:
    with store.unit_of_work() as unit:
        found = unit.claims.take_next(login)
        if found is not None:
            unit.append_event(Event(dossier_id=found, at=NOON, by=login, kind="claim", details={}))
            unit.commit()
        return found


def counter(url: str, login: str, begun: Any) -> None:
    """Takes dossiers until there are none; a server that is away is asked again, as the window does. `begun` is set
    with the first one, or when there is none."""
    store: Store | None = None
    while True:
        try:
            store = store or open_store(url, FixedClock(NOON))
            left = take_one(store, login) is not None
            begun.set()
            if not left:
                break
            time.sleep(0.002)
        except Trouble:
            time.sleep(0.05)
    store.close()


def look(url: str, pile: list[DossierId], *, everything: bool) -> None:
    store = open_store(url, FixedClock(NOON))
    examined = store.diary.examine()
    assert examined.ok, examined
    with store.unit_of_work() as unit:
        held = [unit.dossier(one) for one in pile]
        taken = {one.id: [event.by for event in unit.events(one.id) if event.kind == "claim"] for one in held}
    assert {one.id: [one.holder] if one.holder else [] for one in held} == taken
    if everything:
        assert all(taken.values())
    store.close()


def begin(url: str, login: str) -> tuple[Any, Any]:
    """A counter in a process of its own, and the event of its first dossier."""
    spawn = multiprocessing.get_context("spawn")
    begun = spawn.Event()
    process = spawn.Process(target=counter, args=(url, login, begun))
    process.start()
    return process, begun


def test_counters_killed_while_they_write_leave_whole_acts_behind(server: PostgresServer) -> None:
    url, chance = server.new_database(), random.Random(7)
    pile = heap_up(url)
    for number in range(KILLS):
        process, begun = begin(url, f"quay-{number}")
        assert begun.wait(PATIENCE)
        time.sleep(chance.random() * 0.05)  # anywhere in an act; a later one on a slow machine
        process.kill()
        process.join()
    look(url, pile, everything=False)
    last, _ = begin(url, "quay-cuoi")
    last.join(PATIENCE)
    look(url, pile, everything=True)


def test_a_server_that_dies_and_comes_back_loses_nothing_that_was_done(server: PostgresServer) -> None:
    url = server.new_database()
    pile = heap_up(url)
    counters = [begin(url, login) for login in ("ha", "tuan", "lan", "mai")]
    for how in (signal.SIGQUIT, signal.SIGINT, signal.SIGQUIT):
        time.sleep(0.9)
        server.stop(how)
        time.sleep(0.1)
        server.start()
    for process, _ in counters:
        process.join(PATIENCE)
        assert process.exitcode == 0
    look(url, pile, everything=True)


class Line:
    """Between a counter and its server; `cut` holds every byte back, as a cable that was pulled does."""

    def __init__(self, socket_path: Path) -> None:
        self._path, self._open = socket_path, threading.Event()
        self._open.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._open.clear()

    def mend(self) -> None:
        self._open.set()

    def close(self) -> None:
        self._open.set()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(str(self._path))
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with near, far, contextlib.suppress(OSError):
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(65536)
                    self._open.wait()
                    if not data:
                        return
                    (far if ready is near else near).sendall(data)


def test_a_line_that_is_cut_and_mended_loses_nothing(server: PostgresServer) -> None:
    url = server.new_database()
    pile = heap_up(url)
    line = Line(next(server.folder.glob(".s.PGSQL.*[0-9]")))
    through = f"postgresql://tester@127.0.0.1:{line.port}/{url.split('/')[3].split('?')[0]}"
    process, begun = begin(through, "quay-xa")
    assert begun.wait(PATIENCE)
    for _ in range(3):
        line.cut()
        time.sleep(1.5)
        line.mend()
        time.sleep(0.2)
    process.join(PATIENCE)
    assert process.exitcode == 0
    look(url, pile, everything=True)
    line.close()


@pytest.mark.skipif(os.name == "nt", reason="the limit on the size of files is POSIX's")
def test_a_shared_vault_without_room_takes_nothing_half(tmp_path: Path) -> None:
    share = tmp_path / "may-chu-tep"
    share.mkdir()
    place = Place(str(share))
    try_place(place)
    paper = tmp_path / "lon.pdf"
    paper.write_bytes(os.urandom(300_000))
    vault = open_vault(tmp_path / "quay", place, None)
    with files_up_to(100_000), pytest.raises(Trouble) as told:
        vault.put(paper)
    assert told.value.code == "store.disk_full"
    assert [path for path in share.rglob("*") if path.is_file() and path.stat().st_size > 1000] == []
    kept = vault.put(paper)
    assert vault.path(kept).read_bytes() == paper.read_bytes()
