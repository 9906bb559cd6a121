"""The small parts by themselves: journal, names on the disk, children, standings, repair."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from counter_app.errors import Refused, Trouble
from counter_app.messages import catalogue
from counter_app.signing import disk
from counter_app.signing.child import Ask, Child, ChildBug, Handlers, serve
from counter_app.signing.earlier import Standing, got_worse
from counter_app.signing.journal import ItemKey, Journal
from tests.signing.desk import frozen
from tests.signing.papers import paper

KEY = ItemKey("aa", "/out/a.pdf", "ff")
DONE = {"sha256": "cc", "level": "B-T", "debt": False, "signed_at": "2026-11-21T09:00:00+07:00"}


def test_a_later_journal_knows_what_was_verified_even_after_half_a_line(tmp_path: Path) -> None:
    now = frozen().now()
    with Journal(tmp_path, now) as journal:
        journal.queued([KEY])
        journal.write("signed", KEY)
        assert journal.finished(KEY) is None
        journal.write("verified", KEY, **DONE)
    (written,) = tmp_path.glob("*.jsonl")
    with written.open("a") as file:
        file.write('{"state": "verified", "sour')
    with Journal(tmp_path, now + timedelta(seconds=1)) as again:
        found = again.finished(KEY)
        assert found is not None and (found.sha256, found.level) == ("cc", "B-T")
        assert again.finished(ItemKey("aa", "/out/a.pdf", "00")) is None, "another signer"
    with Journal(tmp_path, now + timedelta(days=40)) as late:
        assert late.finished(KEY) is None
    assert not list(tmp_path.glob("*.jsonl")), "journals are kept a month"


def test_a_name_is_given_only_when_it_is_free(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy, target = tmp_path / ".sign-x.tmp", tmp_path / "a.pdf"
    copy.write_bytes(b"new")
    target.write_bytes(b"old")
    with pytest.raises(Refused):
        disk.give_name(copy, target)
    assert target.read_bytes() == b"old" and copy.exists()

    def no_links(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "link", no_links)  # a share without hard links
    with pytest.raises(Refused):
        disk.give_name(copy, target)
    target.unlink()
    disk.give_name(copy, target)
    assert target.read_bytes() == b"new" and not copy.exists()


def test_only_copies_that_nobody_works_on_are_removed(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    machine = disk.copy_prefix().split("-")[1]
    stale = tmp_path / f".sign-{machine}-{int(dead.stdout)}-abc.tmp"
    live = tmp_path / f"{disk.copy_prefix()}abc.tmp"
    fresh_elsewhere = tmp_path / ".sign-00000000-1-abc.tmp"
    old_elsewhere = tmp_path / ".sign-00000000-2-abc.tmp"
    other = tmp_path / "bang.tmp"
    for path in (stale, live, fresh_elsewhere, old_elsewhere, other):
        path.touch()
    now = frozen().now()
    os.utime(fresh_elsewhere, (now.timestamp(), now.timestamp()))
    os.utime(old_elsewhere, (now.timestamp() - 90_000,) * 2)
    disk.remove_stale_copies([tmp_path, tmp_path / "missing"], now)
    assert {path.name for path in tmp_path.iterdir()} == {live.name, fresh_elsewhere.name, other.name}


def _room(ask: Ask) -> Handlers:
    def double(number: int) -> int:
        return int(ask("double", number))

    def limits() -> tuple[int, int]:
        import resource

        return resource.getrlimit(resource.RLIMIT_CORE)

    def refuse() -> None:
        raise Refused("signing.file_changed")

    def fail(secret: str) -> None:
        raise ValueError(secret)

    return {
        "double": double,
        "refuse": refuse,
        "fail": fail,
        "crash": os.abort,
        "sleep": time.sleep,
        "limits": limits,
        "arguments": lambda: (sys.argv, Path("/proc/self/cmdline").read_bytes()),
    }


def _start(pipe: Connection) -> None:
    serve(pipe, _room)


def test_a_child_answers_asks_back_and_survives_refusals_but_not_crashes_or_silence() -> None:
    child = Child(_start, name="test", ended_code="signing.key_process_ended", hangs_code="signing.token_hangs")
    try:
        assert child.request("double", 21, timeout=60, answer=lambda _what, number: number * 2) == 42
        with pytest.raises(Refused):
            child.request("refuse", timeout=60)
        with pytest.raises(ChildBug) as bug:
            child.request("fail", "bi-mat-1234", timeout=60)
        assert "ValueError" in str(bug.value) and "bi-mat" not in str(bug.value)
        assert child.request("limits", timeout=60) == (0, 0), "no core dump with a PIN in it"
        with pytest.raises(Trouble) as crashed:
            child.request("crash", timeout=60)
        assert crashed.value.code == "signing.key_process_ended"
        with pytest.raises(Trouble) as silent:
            child.request("sleep", 60, timeout=0.3)
        assert silent.value.code == "signing.token_hangs" and child.pid is None
    finally:
        child.end()


def test_a_child_that_is_just_being_started_can_be_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The window closes while a lane begins with a batch."""
    begun, wanted, start = threading.Event(), threading.Event(), SpawnProcess.start

    def slow(process: SpawnProcess) -> None:
        begun.set()
        wanted.wait(60)
        time.sleep(0.1)  # long enough for an `end` that waits for nothing to find a process that does not run yet
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", slow)
    child = Child(_start, name="test", ended_code="signing.key_process_ended", hangs_code="signing.token_hangs")
    beginning = threading.Thread(target=child.begin)
    beginning.start()
    assert begun.wait(60)
    wanted.set()
    child.end()
    beginning.join()
    assert child.pid is None


def test_a_signature_gets_worse_when_it_vanishes_breaks_or_turns_suspicious() -> None:
    good, broken, suspicious, signed_on = Standing(1, 3), Standing(0, 3), Standing(1, 0), Standing(1, 2)
    assert not got_worse({"a": good}, {"a": signed_on, "b": good})
    assert got_worse({"a": good}, {})
    assert got_worse({"a": good}, {"a": broken})
    assert got_worse({"a": good}, {"a": suspicious})
    assert not got_worse({"a": suspicious}, {"a": suspicious})


def test_importing_the_room_loads_no_heavy_library() -> None:
    code = (
        "import sys, counter_app.signing.service;"
        "print([name for name in ('pyhanko', 'pkcs11', 'pypdfium2', 'pikepdf', 'fontTools') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_code_of_the_room_has_its_sentence() -> None:
    import re

    folder = Path(disk.__file__).parent
    used = {code for path in folder.glob("*.py") for code in re.findall(r'"(signing\.[a-z_]+)"', path.read_text())}
    assert used <= set(catalogue())
    assert all(catalogue()[code]["what"].endswith((".", ")")) for code in used)


def test_a_repair_that_would_change_the_page_is_refused(tmp_path: Path) -> None:
    from counter_app.signing.repair import rebuild

    half = paper(tmp_path / "a.pdf", pages=2)
    data = half.read_bytes()
    half.write_bytes(data[: data.rindex(b"xref")])
    with pytest.raises(Refused) as refused:
        rebuild(half, tmp_path / "b.pdf")
    assert refused.value.code == "signing.truncated"
