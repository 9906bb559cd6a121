"""Every sample is looked at in time and memory, with a sentence, and nothing crashes; a table is kept for reading."""

import json
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import psutil
import pytest

from counter_app.checks.components import check_component_file
from counter_app.pdf.reader import FileReader
from tests.tools import SAMPLES

pytestmark = pytest.mark.samples
SECONDS, MEGABYTES = 5.0, 500
FOLDERS = ("components", "pdf")
FILES = sorted(path for folder in FOLDERS for path in (SAMPLES / folder).glob("*") if path.suffix != ".md")


def _work(reader: FileReader) -> float:
    """Seconds that the child has worked: what it waited for the machine's other programs is not the file's."""
    if reader.pid is None:
        return 0.0
    times = psutil.Process(reader.pid).cpu_times()
    return float(times.user + times.system)


def _peak(reader: FileReader) -> int:
    """Megabytes that the child which opens the files has taken at most."""
    status = Path(f"/proc/{reader.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def test_each_is_answered_in_time_and_memory_with_a_sentence(samples: Path, artefacts: Path) -> None:
    lines = ["| tệp | giây | điều thấy |", "|---|---|---|"]
    slow = []
    with FileReader() as reader:
        reader.inspect(FILES[0])  # the child's own start is not the file's
        for path in FILES:
            child, start = reader.pid, _work(reader)
            facts = reader.inspect(path)
            took = _work(reader) - (start if reader.pid == child else 0.0)
            assert facts.trouble != "timeout", path.name
            findings = check_component_file(facts, date(2026, 11, 23))
            assert all(one.message and one.advice for one in findings), path.name
            assert facts.readable or findings, path.name
            codes = ", ".join(one.code.removeprefix("checks.") for one in findings)
            lines.append(f"| {path.name} | {took:.2f} | {codes} |")
            if took > SECONDS:
                slow.append((path.name, took))
        peak = _peak(reader)
    lines.append(f"\n{len(FILES)} tệp, tiến trình đọc tệp dùng nhiều nhất {peak} MB.")
    (artefacts / "samples.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert slow == []
    assert peak <= MEGABYTES


@pytest.mark.parametrize("name", ["components/dieu-le-12-trang.pdf", "pdf/broken_dead-01652.pdf"])
def test_the_command_answers_from_a_cold_start(samples: Path, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "counter_app", "inspect", str(samples / name), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    assert "Traceback" not in done.stderr
    found = json.loads(done.stdout)
    assert all(one["message"] and one["advice"] for one in found["findings"])
    assert done.returncode == (0 if found["acceptable"] else 1)
