"""The four acts while something goes wrong around them: killed, no room, no right, no token, another clock."""

import random
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

from tests.faults.run.look import Row, losses
from tests.faults.run.stage import ACTS, Order, Running, Scene, play, sign_with_token
from tests.practice import MORNING
from tests.tools import SOFTHSM

_NUMBERS = count()


@contextmanager
def fresh(scene: Scene, folder: Path) -> Iterator[Path]:
    """An office of its own for one fault, away afterwards."""
    place = folder / f"lan-{next(_NUMBERS)}"
    try:
        yield scene.copy(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def killed(scene: Scene, folder: Path, act: str, times: int, chance: random.Random) -> Row:
    """kill -9 at moments spread evenly over the length of the act; a kill that came too late is played again."""
    row = Row(f"kill -9 khi {act}")
    with fresh(scene, folder) as office:
        length = play(scene, office, ACTS[act]).seconds
    late = 0
    while row.times < times and late < 2 * times + 10:
        with fresh(scene, folder) as office:
            running = Running(scene, office, ACTS[act], Order())
            assert running.begun(), running.ended()
            time.sleep(chance.uniform(0, length))
            running.kill()
            end = running.ended()
            if end.how == "done":
                late += 1
                continue
            row.count(end.how, end.code)
            row.lost += losses(scene, office, act)
    row.note = f"trong {length:.1f} s của việc; {late} lần kill đến sau khi việc đã xong, không tính"
    return row


def no_room(scene: Scene, folder: Path, act: str, times: int) -> Row:
    """No file can grow beyond a size: from nothing up to the size with which the act goes through."""
    row = Row(f"đĩa đầy khi {act}")
    top = 4096
    while True:
        with fresh(scene, folder) as office:
            if play(scene, office, ACTS[act], Order(largest=top)).how == "done":
                break
        top *= 2
    for place in range(times):
        with fresh(scene, folder) as office:
            end = play(scene, office, ACTS[act], Order(largest=top * place // times))
            row.count(end.how, end.code)
            row.lost += losses(scene, office, act)
    row.note = f"không tệp nào lớn hơn 0 … {top // 1024} KB"
    return row


def read_only(scene: Scene, folder: Path, act: str) -> Row:
    """Played as a user who may read everything and write nothing."""
    row = Row("thư mục chỉ đọc")
    with fresh(scene, folder) as office:
        folder.chmod(0o755)
        _rights(office, may_write=False)
        end = play(scene, office, ACTS[act], Order(as_nobody=True))
        _rights(office, may_write=True)
        row.count(end.how, end.code)
        row.lost += losses(scene, office, act)
    return row


def _rights(office: Path, *, may_write: bool) -> None:
    for place in (office.parent, office, *office.rglob("*")):
        if place.is_dir():
            place.chmod(0o755 if may_write else 0o555)
        elif "vault" not in place.parts:
            place.chmod(0o644 if may_write else 0o444)


def locked(scene: Scene, folder: Path, act: str) -> Row:
    row = Row("cơ sở dữ liệu bị chương trình khác giữ")
    with fresh(scene, folder) as office:
        running = Running(scene, office, _after_a_while(ACTS[act]), Order(wait_seconds=0.2))
        assert running.begun(), running.ended()
        holder = sqlite3.connect(office / "counter.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        (office.parent / "held").touch()
        end = running.ended()
        holder.close()
        row.count(end.how, end.code)
        row.lost += losses(scene, office, act)
    return row


class _after_a_while:  # noqa: N801 (it stands for an act)
    """The act, once the database is held."""

    def __init__(self, act: Callable[..., None]) -> None:
        self.act = act

    def __call__(self, office: object, scene: Scene) -> None:
        held = office.folder.parent / "held"  # type: ignore[attr-defined]
        while not held.exists():
            time.sleep(0.01)
        self.act(office, scene)


def two_programs(scene: Scene, folder: Path, act: str) -> Row:
    """The same act in two processes at once: one does it and the other is told; of a batch each does a part."""
    row = Row("hai chương trình cùng một thư mục")
    with fresh(scene, folder) as office:
        pair = [Running(scene, office, ACTS[act], Order()) for _ in range(2)]
        ends = [running.ended() for running in pair]
        for end in ends:
            row.count(end.how, end.code)
        row.times -= 1  # one fault, two programs
        if act != "ký một lô" and "done" not in {end.how for end in ends}:
            row.lost.append(f"{act}: neither was done: {ends}")
        row.lost += losses(scene, office, act)
    return row


JUMPS = (
    timedelta(days=-20_000),
    timedelta(days=-400),
    timedelta(days=-1),
    timedelta(hours=-2),
    timedelta(seconds=-1),
    timedelta(hours=9),
    timedelta(days=1),
    timedelta(days=400),
    timedelta(days=36_500),
)


def clock_jump(scene: Scene, folder: Path, act: str, jump: timedelta) -> Row:
    row = Row("đồng hồ nhảy")
    with fresh(scene, folder) as office:
        end = play(scene, office, ACTS[act], Order(moment=MORNING + jump))
        row.count(end.how, end.code)
        row.lost += losses(scene, office, act)
    return row


def build_shim(folder: Path) -> Path | None:
    """The token that can be pulled out; None where there is no compiler or no SoftHSM."""
    if shutil.which("gcc") is None or SOFTHSM is None:
        return None
    library = folder / "shim.so"
    source = Path(__file__).resolve().parents[2] / "signing" / "token_shim.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


def token_pulled(scene: Scene, folder: Path, library: Path, after: int) -> Row:
    """The token is away from its `after`-th signature on; afterwards the batch goes on with the key file."""
    row = Row("rút token giữa lô ký")
    with fresh(scene, folder) as office:
        orders = office.parent / "token"
        orders.mkdir()
        (orders / "remove_after").write_text(str(after))
        variables = (("SHIM_DIR", str(orders)), ("SHIM_OVER", str(SOFTHSM)), ("SHIM_LIBRARY", str(library)))
        end = play(scene, office, sign_with_token, Order(variables=variables))
        row.count(end.how, end.code)
        row.lost += losses(scene, office, "ký một lô")
    return row
