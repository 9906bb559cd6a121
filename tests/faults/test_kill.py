"""`counterctl sign` killed in the middle: the same command again signs the rest, nothing twice, and says so."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.signing import disk
from tests.faults.outside import ROOT, Said, command
from tests.practice import MORNING
from tests.signing.desk import valid_signatures
from tests.signing.papers import paper


@pytest.mark.poppler
def test_the_same_command_again_finishes_what_a_kill_left(ctl: Callable[..., Said], pki: Any, tmp_path: Path) -> None:
    files = [paper(tmp_path / f"{number}.pdf", number=number, pages=20) for number in range(12)]
    out = tmp_path / "ra"
    run = ("sign", *files, "--out", out, "--p12", pki.key("ha").p12, "--pin-env", "MAT_KHAU", "--stamp", "component")
    with subprocess.Popen(
        command(*run), stdout=subprocess.PIPE, text=True, cwd=ROOT, env=dict(os.environ), start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert '"signed"' in process.stdout.readline()
        os.killpg(process.pid, signal.SIGKILL)
        told = 1 + sum('"signed"' in line for line in process.stdout)
    assert process.returncode == -signal.SIGKILL
    done = {path.name: path.read_bytes() for path in out.glob("*.pdf")}
    assert told <= len(done) < len(files), "what was told is there, and not everything was done"
    again = ctl(*run)
    assert again.code == 0
    assert again.summary == {
        "signed": len(files) - len(done),
        "skipped": len(done),
        "refused": 0,
        "failed": 0,
        "pending": 0,
        "debt": 0,
    }
    assert {name: (out / name).read_bytes() for name in done} == done
    assert all(valid_signatures(path) == 1 for path in out.glob("*.pdf"))
    assert [path.name for path in out.iterdir() if path.name.startswith(".sign-")] == []
    last = ctl(*run)
    assert (last.code, last.summary["skipped"]) == (0, len(files))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="máy này không có /proc")
def test_the_copy_of_a_dead_process_that_nobody_has_collected_is_removed(tmp_path: Path) -> None:
    import hashlib
    import platform

    machine = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as dead:
        assert dead.stdout is not None and dead.stdout.read() == b""  # it has ended; its entry is still there
        while Path(f"/proc/{dead.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            time.sleep(0.01)
        mine, copy = (tmp_path / f".sign-{machine}-{pid}-x.tmp" for pid in (os.getpid(), dead.pid))
        mine.touch()
        copy.touch()
        disk.remove_stale_copies([tmp_path], MORNING)
        assert mine.exists() and not copy.exists()
