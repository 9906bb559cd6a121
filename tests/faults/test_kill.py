"""`counterctl sign` killed in the middle: the same command again signs the rest, nothing twice, and says so."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.outside import ROOT, Said, command
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
