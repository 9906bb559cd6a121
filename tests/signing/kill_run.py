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
from pathlib import Path

from counter_app.model.signature import SignStatus
from counter_app.signing.practice_pki import PracticeKeys, make_practice_pki
from tests.pki import OFFICE, PEOPLE
from tests.signing.desk import Desk, valid_signatures
from tests.signing.papers import paper

FILES = 12
ROOT = Path(__file__).resolve().parent.parent.parent


def one_round(folder: Path, pki: PracticeKeys) -> int:
    """Kill the batch somewhere, look, let it go on, look again; how many files were finished by the kill.

    AssertionError when a file is damaged, signed twice, lost or left behind.
    """
    folder.mkdir()
    desk = Desk(folder, pki)
    items = [desk.item(paper(folder / f"{number}.pdf", number=number)) for number in range(FILES)]
    sources = {item.source: Path(item.source).read_bytes() for item in items}
    _killed(desk, items, pki)
    finished = {path.name: path.read_bytes() for path in desk.out.glob("*.pdf")}
    assert all(valid_signatures(desk.out / name) == 1 for name in finished)
    outcomes = desk.sign(items)
    assert {one.status for one in outcomes} <= {SignStatus.SIGNED, SignStatus.SKIPPED}, outcomes
    assert all((desk.out / name).read_bytes() == data for name, data in finished.items())
    assert [one.status for one in outcomes].count(SignStatus.SKIPPED) == len(finished)
    assert all(valid_signatures(Path(item.output)) == 1 for item in items)
    assert desk.leftovers() == []
    assert {path: Path(path).read_bytes() for path in sources} == sources
    return len(finished)


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
        pki = make_practice_pki(Path(name) / "pki", PEOPLE, OFFICE, today=date.today())
        counts = Counter(one_round(Path(name) / str(number), pki) for number in range(given.rounds))
    print(
        f"{given.rounds} kills; files finished before the kill, of {FILES}: {dict(sorted(counts.items()))}; all whole"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
