"""`counterctl` as somebody else's script sees it: a process with an exit code, lines and messages."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.practice import PASSWORD, PIN

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 100  # seconds after which a command counts as hanging


@dataclass(frozen=True)
class Said:
    code: int
    lines: list[dict[str, Any]]
    words: str  # what it wrote on standard error

    @property
    def summary(self) -> dict[str, int]:
        found: dict[str, int] = self.lines[-1]["summary"]
        return found


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "counter_app", *map(str, arguments), "--json"]


def counterctl(
    *arguments: object, given: str = "", limits: Callable[[], None] | None = None, secrets: tuple[str, ...] = ()
) -> Said:
    """Run it; whatever it was told, it leaves no traceback, no secret and no identity number in what it says."""
    done = subprocess.run(
        command(*arguments),
        input=given,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        preexec_fn=limits,
        timeout=PATIENCE,
        check=False,
    )
    return judged(done.returncode, done.stdout, done.stderr, secrets)


def judged(code: int, out: str, words: str, secrets: tuple[str, ...] = ()) -> Said:
    everything = out + words
    assert "Traceback" not in everything, everything
    assert not any(secret in everything for secret in (PASSWORD, PIN, *secrets)), "a secret was shown"
    assert not re.search(r"(?<![\w.-])\d{12}(?![\w.-])", everything), "an identity number was shown"
    lines = [json.loads(line) for line in out.splitlines()]
    return Said(code, lines, words)


def assert_sentence(words: str) -> None:
    """What happened and what to do: more than one sentence, in Vietnamese, without names of classes or modules."""
    assert re.search(r"[ăâđêôơưạảấầậắằếềệịọốồộớờợụủứừựỳ]", words), words
    assert len(re.findall(r"[.;?!](\s|$)", words.strip())) >= 2, words
    assert not re.search(r"Error|Exception|errno|None|\bsqlite3?\b|counter_app\.", words), words
