"""Tokens that come and go, a login that is kept, drivers that crash or hang: SoftHSM behind the bad-day shim."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from counter_app.clock import FixedClock
from counter_app.errors import CounterError
from counter_app.model.signature import SignItem, SignStatus
from counter_app.model.token import KeepOffer
from counter_app.settings import Settings
from counter_app.signing import key_driver, key_session
from tests.signing.desk import Desk, frozen, valid_signatures
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


def until(happened: Callable[[], bool], seconds: float = 60.0) -> None:
    """Far longer than it takes, for a machine that has other things to do."""
    last = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.05)


def test_plugging_and_unplugging_are_seen_and_the_state_of_the_pin_with_them(watched: Desk, shim: Any) -> None:
    news = watched.room.token_news
    until(lambda: len(news().tokens) > 0)
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
    """The drivers' own watch is moved by hand: a machine with much to do makes no healthy driver hang."""
    watch = [1000.0]
    monkeypatch.setattr(key_driver, "time", SimpleNamespace(monotonic=lambda: watch[0]))
    desk = make_desk(modules=(str(shim.library), str(SOFTHSM)))
    both, healthy = {str(shim.library), str(SOFTHSM)}, {str(SOFTHSM)}

    def seen(later: float = 0.0) -> set[str]:
        watch[0] += later
        return {one.path for one in desk.room.token_news().tokens}

    try:
        until(lambda: seen() == both)
        shim.order(hang_at="slots")
        assert seen() == both, "what it showed last stays while it is waited for"
        until(lambda: seen(key_driver.LOOK_SECONDS + 1) == healthy)
        assert seen() == healthy
        asked = shim.processes
        assert {one.key.path for one in desk.room.certificates() if one.key.kind == "pkcs11"} == healthy
        assert shim.processes == asked, "who hung a moment ago is not asked, and so not waited for again"
        shim.recall("hang_at")
        assert not any(one.trouble for one in desk.room.drivers()), "who is tried out gets another chance at once"
        assert seen() == both
        shim.order(crash_at="info")
        until(lambda: seen() == healthy)
        shim.recall("crash_at")
        watch[0] += key_driver.LONGEST_REST
        until(lambda: seen() == both)
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
    for pid in shim.living:
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

    outcomes = watched.sign(papers(watched, 10), over(shim, watched.pki), stop=lock, keep=offer(clock))
    assert [one.status for one in outcomes] == [SignStatus.SIGNED] * 10, "the batch itself goes on"
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
    until(lambda: len(watched.room.token_news().tokens) > 0)
    watching = shim.living
    assert len(watching) == 1
    during: list[set[int]] = []

    def look() -> bool:
        during.append(shim.living)
        return False

    watched.sign(papers(watched, 1), over(shim, watched.pki), stop=look)
    assert during and all(seen == watching for seen in during), "the watching process serves the batch"
    assert shim.living == set(), "it saw the PIN, so it is gone"
    watched.room.token_news()
    watched.room.close()
    assert shim.living == set()
    assert watched.room.token_news().tokens == (), "a look that comes after the end begins nothing anew"
    assert shim.living == set()


def test_a_batch_that_outlives_its_room_keeps_no_login(watched: Desk, shim: Any, clock: FixedClock) -> None:
    def leave() -> str:
        watched.room.close()
        return watched.pki.pin

    (outcome,) = watched.sign(papers(watched, 1), over(shim, watched.pki), pin=leave, keep=offer(clock))
    assert outcome.status is SignStatus.SIGNED, "the batch itself goes on"
    assert watched.room.token_news().kept is None and shim.living == set()


def test_a_kept_process_ends_by_itself_when_nobody_asks_any_more(watched: Desk, shim: Any, clock: FixedClock) -> None:
    until(lambda: len(watched.room.token_news().tokens) > 0)
    soon = KeepOffer(person="ha", until=clock.now() + timedelta(seconds=1.5))
    watched.sign(papers(watched, 1), over(shim, watched.pki), keep=soon)
    assert watched.room._keys.kept is not None and len(shim.processes) == 1
    until(lambda: not shim.living)


def out_at_the_question(desk: Desk, shim: Any) -> dict[str, Any]:
    def pulled() -> str:
        shim.order(unplugged=1)
        return desk.pki.pin

    return {"pin": pulled}


def out_at_the_login(desk: Desk, shim: Any) -> dict[str, Any]:
    shim.order(unplugged_at_login=1)
    return {}


def out_between_files(desk: Desk, shim: Any) -> dict[str, Any]:
    def pulled() -> bool:
        if (0, "done") in desk.steps:
            shim.order(unplugged=1)
        return False

    return {"stop": pulled}


def out_during_a_signature(desk: Desk, shim: Any) -> dict[str, Any]:
    shim.order(remove_during=1)
    return {}


def out_before_the_logout(desk: Desk, shim: Any) -> dict[str, Any]:
    shim.order(remove_after=3)
    return {}


@pytest.mark.poppler
@pytest.mark.parametrize(
    "moment",
    [out_at_the_question, out_at_the_login, out_between_files, out_during_a_signature, out_before_the_logout],
)
def test_a_token_that_is_pulled_out_at_any_moment_leaves_whole_files_and_the_rest_for_later(
    desk: Desk, shim: Any, moment: Any
) -> None:
    items, how = papers(desk, 3), moment(desk, shim)
    try:
        codes = {one.code for one in desk.sign(items, over(shim, desk.pki), **how)}
    except CounterError as error:
        codes = {error.code}
    assert codes <= {"", "signing.token_removed", "signing.token_not_found"}
    whole = sorted(desk.out.iterdir())
    assert all(valid_signatures(path) == 1 for path in whole) and desk.leftovers() == []
    shim.recall(*(path.name for path in shim.folder.iterdir() if path.name != "log"))
    logins = shim.count("login")
    again = desk.sign(items, over(shim, desk.pki))
    assert [one.status for one in again].count(SignStatus.SKIPPED) == len(whole)
    assert all(one.status in (SignStatus.SKIPPED, SignStatus.SIGNED) for one in again)
    assert shim.count("login") - logins == (1 if len(whole) < 3 else 0) and shim.count("sign") >= 3
    assert all(request.misses == 0 for request in desk.asked), "no try was lost"


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
