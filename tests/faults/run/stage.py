"""One prepared practice office, its copies, and the four acts that faults are played against.

An act runs in a process of its own, in a process group of its own: a kill takes the processes that it started along,
as a power cut does. It is forked from a server that has loaded everything, so that moments fall into the act.
"""

import multiprocessing
import os
import resource
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from counter_app.bootstrap import load_practice, open_office
from counter_app.clock import FixedClock
from counter_app.errors import CounterError
from counter_app.model.dossier import Decision, DossierId, DossierState
from counter_app.model.signature import KeyRef, Level
from counter_app.settings import load_settings, save_settings
from counter_app.store import engine
from counter_app.workflow import backup, intake, lists, queue, signing
from counter_app.workflow.office import Office
from tests.exchange.tables import HEADER, line, workbook
from tests.practice import MORNING, PASSWORD, PIN
from tests.workflow.test_day import answer, file_key, new_online_dossier, pass_everything

ROWS = 200
CODES = "H31.15-261117-7"  # how the numbers of the list begin; nothing else has such
PAPERS = 4
BACKUPS = "sao-luu"
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.faults.run.stage", "tests.faults.run.loaded"])
PATIENCE = 120.0  # seconds after which an act counts as hanging


@dataclass(frozen=True)
class Scene:
    """`template` holds an office with a key, files on its shelf, one dossier that is ready to be accepted."""

    template: Path
    recovery: str
    dossier: DossierId
    list: Path

    def copy(self, folder: Path) -> Path:
        """An office of its own; the vault's files are links, nothing ever writes into them.

        The template was closed and only reads follow: its log is empty, and comes and goes with those who look.
        """
        (folder / BACKUPS).mkdir(parents=True)
        target = folder / "office"
        shutil.copytree(self.template, target, ignore=shutil.ignore_patterns("vault", "*-wal", "*-shm"))
        shutil.copytree(self.template / "vault", target / "vault", copy_function=os.link)
        return target

    def open(self, office: Path, moment: datetime = MORNING) -> Office:
        return open_office(office, clock=FixedClock(moment), recovery=self.recovery)


def make_scene(folder: Path) -> Scene:
    """A scene with a practice office of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    use_memory()
    load_practice(folder / "template", clock=FixedClock(MORNING))
    return scene_of(folder / "template", folder)


def scene_of(template: Path, folder: Path) -> Scene:
    """The practice office in `template` is made ready: a key, papers of one dossier, a list in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    save_settings(template, replace(load_settings(template), time_stamp_url=""))
    office = open_office(template, clock=FixedClock(MORNING))
    recovery = backup.make_key(office.as_person("dung.bt"))
    office.close()
    office = open_office(template, clock=FixedClock(MORNING), recovery=recovery)
    dossier = pass_everything(office, new_online_dossier(office), folder)
    office.close()
    rows = [line(f"{CODES}{number:03d}") for number in range(ROWS)]
    return Scene(template, recovery, dossier.id, workbook(folder / "danh-sach.xlsx", [HEADER, *rows]))


def use_memory() -> None:
    """Nobody's real key store is touched; the recovery key opens the office."""
    import keyring

    from tests.key_store import MemoryStore

    if not isinstance(keyring.get_keyring(), MemoryStore):
        keyring.set_keyring(MemoryStore())


def import_list(office: Office, scene: Scene) -> None:
    lists.import_list(office, scene.list)


def sign(office: Office, scene: Scene) -> None:
    _sign(office, scene, file_key(office, "ha.nt"), PASSWORD)


def sign_with_token(office: Office, scene: Scene) -> None:
    """Through the library that the order names, which passes on to SoftHSM until it is told otherwise."""
    mine = (one for one in signing.certificates(office) if one.usable and one.subject == office.person.name)
    key = next(one.key for one in mine if one.key.kind == "pkcs11")
    _sign(office, scene, replace(key, path=os.environ["SHIM_LIBRARY"]), PIN)


def _sign(office: Office, scene: Scene, key: KeyRef, secret: str) -> None:
    rows = unsigned(office, scene)
    if not rows:
        return
    report = signing.sign(office, rows, key, pin=answer(secret), level=Level.B_B)
    for outcome in report.outcomes:
        if outcome.status.value not in {"signed", "skipped"}:
            raise NotDone(outcome.code, outcome.message)


def unsigned(office: Office, scene: Scene) -> tuple[signing.SignRow, ...]:
    own = [row for row in signing.waiting(office) if not row.is_result and row.dossier_id != scene.dossier]
    return tuple(sorted(own, key=lambda row: row.file.hash))


def accept(office: Office, scene: Scene) -> None:
    if queue.dossier(office, scene.dossier).state is DossierState.NEW:
        intake.decide(office, scene.dossier, Decision.ACCEPT)


def back_up(office: Office, scene: Scene) -> None:
    backup.create(office.as_person("dung.bt"), office.folder.parent / BACKUPS)


ACTS: dict[str, Callable[[Office, Scene], None]] = {
    "nhập danh sách": import_list,
    "ký một lô": sign,
    "tiếp nhận": accept,
    "sao lưu": back_up,
}


class NotDone(Exception):
    """An outcome of a batch that was told with a code and a sentence."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Order:
    """What befalls the act: a largest size of any file, another moment, another user, little patience, variables."""

    largest: int | None = None
    moment: datetime = MORNING
    as_nobody: bool = False
    wait_seconds: float = 10
    variables: tuple[tuple[str, str], ...] = ()
    stay_open: bool = False  # end without closing anything, so that the database keeps its log


@dataclass(frozen=True)
class Ended:
    """How the act ended: "done", "told" with a code, "bug" with a traceback, "killed", "hangs"."""

    how: str
    code: str = ""
    seconds: float = 0.0


class Running:
    """An act in its process."""

    def __init__(self, scene: Scene, office: Path, act: Callable[[Office, Scene], None], order: Order) -> None:
        self._near, far = SERVER.Pipe()
        self._process = SERVER.Process(target=_play, args=(scene, office, act, order, far))
        self._process.start()
        far.close()

    def begun(self) -> bool:
        """Wait until the office is open and the act begins; False when it ended before."""
        return bool(self._near.poll(PATIENCE)) and self._peek() == "begun"

    def _peek(self) -> str:
        try:
            self._told = self._near.recv()
        except EOFError:
            self._told = ("killed", "", 0.0)
        return str(self._told[0])

    def kill(self) -> None:
        pid = self._process.pid
        assert pid is not None
        try:
            os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            self._process.kill()

    def ended(self) -> Ended:
        if getattr(self, "_told", ("begun",))[0] == "begun":
            if not self._near.poll(PATIENCE):
                self.kill()
                self._process.join()
                return Ended("hangs")
            if self._peek() == "begun":
                return self.ended()
        self._process.join()
        self._near.close()
        return Ended(*self._told)


def play(scene: Scene, office: Path, act: Callable[[Office, Scene], None], order: Order | None = None) -> Ended:
    return Running(scene, office, act, order or Order()).ended()


def _play(scene: Scene, folder: Path, act: Callable[[Office, Scene], None], order: Order, pipe: Any) -> None:
    os.setsid()
    use_memory()
    os.environ.update(order.variables)
    engine.WAIT_SECONDS = order.wait_seconds  # type: ignore[assignment]
    if order.as_nobody and os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    started = time.monotonic()
    try:
        office = scene.open(folder, order.moment)
        try:
            pipe.send(("begun", "", 0.0))
            started = time.monotonic()
            if order.largest is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest, order.largest))
            act(office, scene)
            told = ("done", "", time.monotonic() - started)
            if order.stay_open:
                pipe.send(told)
                os._exit(0)
        finally:
            office.close()
    except (CounterError, NotDone) as error:
        told = ("told", error.code, time.monotonic() - started)
    except BaseException:
        told = ("bug", traceback.format_exc(), time.monotonic() - started)
    pipe.send(told)
