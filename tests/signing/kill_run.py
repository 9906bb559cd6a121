"""Kill a signing batch at random moments and let it go on. Run as a program for many rounds:

python -m tests.signing.kill_run --rounds 100
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from counter_app.model.signature import SignStatus
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from tests.pki import OFFICE, PEOPLE
from tests.signing.desk import Desk, valid_signatures
from tests.signing.papers import paper, signed_by_applicant

FILES = 12
ROOT = Path(__file__).resolve().parent.parent.parent


class Round(NamedTuple):
    finished: int  # files that had their names at the kill
    again: int  # files whose finished copy went with the kill: the key signed their sources anew


def one_round(folder: Path, pki: PracticeKeys) -> Round:
    """Kill the batch somewhere, look, let it go on, look again. Every third file carries an applicant's signature.

    AssertionError when a file is damaged, holds two signatures of ours or has lost the applicant's, is lost or left
    behind.
    """
    folder.mkdir()
    desk = Desk(folder, pki)
    items = [desk.item(_source(folder / f"{number}.pdf", number, pki)) for number in range(FILES)]
    sources = {item.source: Path(item.source).read_bytes() for item in items}
    wanted = {Path(item.output): 2 if place % 3 == 0 else 1 for place, item in enumerate(items)}
    _killed(desk, items, pki)
    finished = {path.name: path.read_bytes() for path in desk.out.glob("*.pdf")}
    assert all(valid_signatures(desk.out / name) == wanted[desk.out / name] for name in finished)
    outcomes = desk.sign(items)
    assert {one.status for one in outcomes} <= {SignStatus.SIGNED, SignStatus.SKIPPED}, outcomes
    assert all((desk.out / name).read_bytes() == data for name, data in finished.items())
    assert [one.status for one in outcomes].count(SignStatus.SKIPPED) == len(finished)
    assert {path: valid_signatures(path) for path in wanted} == wanted
    assert all(Path(item.output).read_bytes().startswith(sources[item.source]) for item in items)
    assert desk.leftovers() == []
    assert {path: Path(path).read_bytes() for path in sources} == sources
    return Round(len(finished), _times_signed(desk) - FILES)


def _source(path: Path, number: int, pki: PracticeKeys) -> Path:
    make = partial(paper, number=number)
    if number % 3:
        return make(path)
    assert pki.stranger is not None
    return signed_by_applicant(path, pki.stranger.p12, pki.password, make=make)


def _times_signed(desk: Desk) -> int:
    """How many signatures the key gave, by the journals of both runs."""
    lines = [line for path in (desk.folder / "journal").glob("*.jsonl") for line in path.read_text().splitlines()]
    return sum('"state": "signed"' in line for line in lines)


def _killed(desk: Desk, items: list, pki: PracticeKeys) -> None:  # type: ignore[type-arg]
    plan = {
        "journal": str(desk.folder / "journal"),
        "items": [[item.source, item.output] for item in items],
        "key": str(pki.key("ha").p12),
        "password": pki.password,
        "kill_at": None,
    }
    words = [sys.executable, "-m", "tests.signing.killed_batch"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as batch:
        assert batch.stdin is not None
        batch.stdin.write(json.dumps(plan).encode())
        batch.stdin.close()
        _wait_for_a_moment(desk, batch)
        if batch.poll() is None:
            os.kill(batch.pid, signal.SIGKILL)
    _wait_for_children(desk)


def _wait_for_a_moment(desk: Desk, batch: "subprocess.Popen[bytes]") -> None:
    """While it starts, or a random fraction of a file's time after some number of files is there."""
    wanted = random.randrange(FILES + 1)
    if wanted == 0:
        time.sleep(random.uniform(0.1, 2.0))
        return
    while batch.poll() is None and len(list(desk.out.glob("*.pdf"))) < wanted:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.02))


def _wait_for_children(desk: Desk) -> None:
    """Its processes notice the end of their pipes and take their copies with them."""
    end = time.monotonic() + 10
    while desk.leftovers() and time.monotonic() < end:
        time.sleep(0.02)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        pki = make_practice_pki(Path(name) / "pki", PEOPLE, OFFICE, today=date.today(), with_negative=True)
        rounds = [one_round(Path(name) / str(number), pki) for number in range(given.rounds)]
    finished, again = (Counter(values) for values in zip(*rounds, strict=True))
    print(
        f"{given.rounds} kills, all whole; files finished before the kill, of {FILES}: {dict(sorted(finished.items()))}"
    )
    print(f"copies that went with the kill, their sources signed anew: {dict(sorted(again.items()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
