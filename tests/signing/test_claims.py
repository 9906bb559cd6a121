"""Two batches that want the same files: each file is signed once, and the second batch says so."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from counter_app.signing.claims import GaveUp, claimed
from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import valid_signatures
from tests.signing.papers import paper


@pytest.mark.poppler
def test_two_programs_on_one_folder_sign_each_file_once(pki: PracticeKeys, tmp_path: Path) -> None:
    sources = [paper(tmp_path / f"{number}.pdf", number=number) for number in range(12)]
    out = tmp_path / "out"
    words = ["sign", *map(str, sources), "--out", str(out), "--p12", str(pki.key("ha").p12), "--pin-env", "MAT_KHAU"]
    call = [sys.executable, "-m", "counter_app", "--json", *words]
    programs = [
        subprocess.Popen(call, env=os.environ | {"MAT_KHAU": pki.password}, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [[json.loads(line) for line in program.communicate(timeout=60)[0].splitlines()] for program in programs]
    assert [program.returncode for program in programs] == [0, 0]
    counts = [lines[-1]["summary"] for lines in told]
    assert sorted((one["signed"], one["skipped"]) for one in counts) == [(0, 12), (12, 0)]
    assert {valid_signatures(path) for path in out.glob("*.pdf")} == {1}
    assert {line["code"] for lines in told for line in lines[:-1]} == {None, "signing.already_done"}


def test_whoever_waits_may_give_up_and_others_are_not_held_up(tmp_path: Path) -> None:
    asked = []

    def impatient() -> bool:
        asked.append(None)
        return len(asked) < 2

    with claimed(tmp_path, ["/a", "/b"], impatient):
        with claimed(tmp_path, ["/c"], impatient):
            assert asked == []
        with pytest.raises(GaveUp), claimed(tmp_path, ["/c", "/b"], impatient):
            raise AssertionError("two hold the same file")
        assert len(asked) == 2
    with claimed(tmp_path, ["/b", "/c"], impatient):
        pass


def test_two_that_want_the_same_files_in_another_order_do_not_wait_for_each_other(tmp_path: Path) -> None:
    names, done = [f"/{number}" for number in range(20)], []

    def work(wanted: list[str]) -> None:
        for _ in range(3):
            with claimed(tmp_path, wanted, lambda: True):
                done.append(None)

    threads = [threading.Thread(target=work, args=(order,)) for order in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(done) == 6
