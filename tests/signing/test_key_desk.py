"""Tokens that come and go, a login that is kept, drivers that crash or hang: SoftHSM behind the bad-day shim."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from counter_app.clock import FixedClock
from counter_app.errors import CounterError
from counter_app.model.signature import SignItem, SignStatus
from counter_app.model.token import KeepOffer
from counter_app.settings import Settings
from counter_app.signing import key_driver, key_session
from tests.signing.desk import Desk, frozen
from tests.signing.papers import paper
from tests.signing.test_tokens import over
from tests.tools import SOFTHSM

pytestmark = pytest.mark.softhsm


def papers(desk: Desk, count: int) -> list[SignItem]:
    """Without a mark: these tests are about the key."""
    return [desk.item(paper(desk.folder / f"{n}.pdf", number=n), stamp=None) for n in range(count)]


@pytest.fixture
def clock() -> FixedClock:
    return frozen("2026-11-23T09:00:00")


@pytest.fixture
def watched(make_desk: Callable[..., Desk], shim: Any, clock: FixedClock) -> Iterator[Desk]:
    made = make_desk(modules=(str(shim.library),), clock=clock)
    yield made
    made.room.close()


def offer(clock: FixedClock, person: str = "ha", minutes: int = 90) -> KeepOffer:
    return KeepOffer(person=person, until=clock.now() + timedelta(minutes=minutes))


def until(happened: Callable[[], bool], seconds: float = 2.0) -> float:
    """Seconds until it did."""
    start = time.monotonic()
    while not happened():
        assert time.monotonic() - start < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - start


def key_processes() -> set[int]:
    mine = [one for one in psutil.Process().children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
    return {one.pid for one in mine if "spawn_main" in " ".join(one.cmdline())}


def test_plugging_and_unplugging_are_seen_and_the_state_of_the_pin_with_them(watched: Desk, shim: Any) -> None:
    news = watched.room.token_news
    until(lambda: len(news().tokens) > 0, 10)
    before = news()
    assert before == news() and {one.pin_state for one in before.tokens} == {"normal"}
    shim.order(unplugged=1)
    until(lambda: news().tokens == ())
    shim.recall("unplugged")
    until(lambda: news() == before)
    shim.order(tries=1)
    until(lambda: {one.pin_state for one in news().tokens} == {"final_try"})
    assert shim.count("login") == 0


def test_a_driver_that_hangs_or_crashes_holds_up_nobody_else(
    make_desk: Callable[..., Desk], shim: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_driver, "LOOK_SECONDS", 1.0)
    monkeypatch.setattr(key_driver, "FIRST_REST", 0.1)
    desk = make_desk(modules=(str(shim.library), str(SOFTHSM)))
    try:
        seen = lambda: {one.path for one in desk.room.token_news().tokens}  # noqa: E731
        until(lambda: len(seen()) == 2, 10)
        shim.order(hang_at="slots")
        longest = 0.0
        for _ in range(12):
            start = time.monotonic()
            paths = seen()
            longest = max(longest, time.monotonic() - start)
            assert str(SOFTHSM) in paths
            if paths == {str(SOFTHSM)}:
                break
        assert paths == {str(SOFTHSM)} and longest < 1.0
        shim.recall("hang_at")
        until(lambda: len(seen()) == 2, 10)
        shim.order(crash_at="info")
        until(lambda: seen() == {str(SOFTHSM)}, 5)
        shim.recall("crash_at")
        until(lambda: len(seen()) == 2, 10)
    finally:
        desk.room.close()


def test_a_login_that_is_kept_serves_the_next_batches_of_its_person_only(
    watched: Desk, shim: Any, clock: FixedClock
) -> None:
    key = over(shim, watched.pki)
    items = papers(watched, 4)
    watched.sign(items[:1], key, keep=offer(clock))
    kept = watched.room.token_news().kept
    assert kept is not None and (kept.person, kept.holder) == ("ha", "Nguyễn Thu Hà")
    assert kept.until == offer(clock).until
    outcomes = watched.sign(items[1:3], key, keep=offer(clock))
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 2
    assert (len(watched.asked), shim.count("login"), shim.count("sign")) == (1, 1, 3)
    watched.sign(items[3:], key, pin=None, keep=offer(clock, "cuong"))
    assert len(watched.asked) == 2 and watched.room.token_news().kept is None


def expire(desk: Desk, shim: Any, clock: FixedClock) -> None:
    clock.moment = offer(clock).until


def pull_out(desk: Desk, shim: Any, clock: FixedClock) -> None:
    shim.order(unplugged=1)


def pull_out_and_in(desk: Desk, shim: Any, clock: FixedClock) -> None:
    shim.order(plugs=1)


def forbid(desk: Desk, shim: Any, clock: FixedClock) -> None:
    desk.room.follow(Settings(token_modules=(str(shim.library),), allow_keep_login=False), desk.folder)


def kill(desk: Desk, shim: Any, clock: FixedClock) -> None:
    for pid in key_processes():
        os.kill(pid, 9)


@pytest.mark.parametrize("how", [expire, pull_out, pull_out_and_in, forbid, kill])
def test_what_ends_a_kept_login(watched: Desk, shim: Any, clock: FixedClock, how: Any) -> None:
    key, items = over(shim, watched.pki), papers(watched, 2)
    watched.sign(items[:1], key, keep=offer(clock))
    assert watched.room.token_news().kept is not None
    how(watched, shim, clock)
    until(lambda: watched.room.token_news().kept is None)
    if how is pull_out:
        shim.recall("unplugged")
    watched.sign(items[1:], key, pin=None, keep=offer(clock))
    assert len(watched.asked) == 2, "the PIN is asked again"
    assert shim.count("login") == 1


def test_a_desk_that_is_locked_during_a_batch_keeps_nothing_after_it(
    watched: Desk, shim: Any, clock: FixedClock
) -> None:
    kept: list[object] = []

    def lock() -> bool:
        if (0, "done") in watched.steps and not kept:
            kept.append(watched.room.token_news().kept)
            watched.room.end_kept_login()
        return False

    outcomes = watched.sign(papers(watched, 3), over(shim, watched.pki), stop=lock, keep=offer(clock))
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 3, "the batch itself goes on"
    assert kept[0] is not None and watched.room.token_news().kept is None


def test_a_login_lost_since_the_last_look_is_noticed_before_it_is_used(
    watched: Desk, shim: Any, clock: FixedClock
) -> None:
    key, items = over(shim, watched.pki), papers(watched, 2)
    watched.sign(items[:1], key, keep=offer(clock))
    shim.order(plugs=1)
    (outcome,) = watched.sign(items[1:], key, keep=offer(clock))
    assert outcome.status is SignStatus.SIGNED and len(watched.asked) == 2 and shim.count("login") == 2


def test_the_process_of_a_batch_ends_with_it_and_no_login_survives(watched: Desk, shim: Any) -> None:
    until(lambda: len(watched.room.token_news().tokens) > 0, 10)
    watching = key_processes()
    assert len(watching) == 1
    during: list[set[int]] = []

    def look() -> bool:
        during.append(key_processes())
        return False

    watched.sign(papers(watched, 1), over(shim, watched.pki), stop=look)
    assert all(watching <= seen and len(seen) == 2 for seen in during), "the watching process and the paper's"
    assert key_processes() & watching == set(), "it saw the PIN, so it is gone"
    watched.room.close()
    assert key_processes() == set()


def test_a_kept_process_ends_by_itself_when_nobody_asks_any_more(
    watched: Desk, shim: Any, clock: FixedClock, tmp_path: Path
) -> None:
    until(lambda: len(watched.room.token_news().tokens) > 0, 10)
    soon = KeepOffer(person="ha", until=clock.now() + timedelta(seconds=1.5))
    watched.sign(papers(watched, 1), over(shim, watched.pki), keep=soon)
    (process,) = key_processes()
    until(lambda: process not in key_processes(), 4)


@pytest.mark.parametrize(
    ("kind", "call"),
    [
        ("crash_at", "find"),
        ("crash_at", "sign_init"),
        ("crash_at", "logout"),
        ("hang_at", "login"),
        ("hang_at", "logout"),
    ],
)
def test_a_driver_that_crashes_or_hangs_in_any_call_is_told_in_words(
    desk: Desk, shim: Any, kind: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "hang_at":
        monkeypatch.setattr(key_session, {"login": "LOGIN_SECONDS", "logout": "CLOSE_SECONDS"}[call], 0.5)
    shim.order(**{kind: call})
    expected = {"crash_at": "signing.key_process_ended", "hang_at": "signing.token_hangs"}[kind]
    try:
        (outcome,) = desk.sign(papers(desk, 1), over(shim, desk.pki))
    except CounterError as error:
        assert error.code == expected and error.advice
    else:
        assert outcome.status is SignStatus.SIGNED if call == "logout" else outcome.code == expected
    assert shim.count("login") <= 1
    assert desk.leftovers() == []


SEARCH = """
import gc, sys, types
from counter_app.model.signature import KeyRef
from counter_app.signing.key_process import KeyRoom
from counter_app.signing.tokens import find_one

path, token, cert_id, parts = sys.argv[1:]
pin = parts.replace("-", "")
room = KeyRoom()
room.open_token(find_one(KeyRef(kind="pkcs11", path=path, token=token, cert_id=cert_id))[0], pin)
room.keep(5.0)
seen, todo, found = set(), [room], 0
while todo:
    one = todo.pop()
    if id(one) not in seen and not isinstance(one, (types.ModuleType, type)):
        seen.add(id(one))
        found += isinstance(one, (str, bytes)) and one in (pin, pin.encode())
        todo += [each for each in gc.get_referents(one) if not isinstance(each, dict) or "__builtins__" not in each]
print(len(room.sign(b"x")), len(seen) > 20, found)
"""


def test_a_kept_process_holds_the_session_and_not_the_pin(desk: Desk, shim: Any) -> None:
    """Everything that can be reached from the process's handlers after a login, searched for the PIN."""
    key = over(shim, desk.pki)
    command = [sys.executable, "-c", SEARCH, key.path, key.token, key.cert_id, "-".join(desk.pki.pin)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["256", "True", "0"], done.stderr
