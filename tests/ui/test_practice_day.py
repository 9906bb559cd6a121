"""What `python3 run.py` does without a display: the whole day through the real pages, told where everything is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.xvfb import ROOT, start_screen

STEPS = 19  # pictures, one for each thing that is worth looking at
pytestmark = pytest.mark.timeout(900)  # half a minute where nothing else runs


def perform(out: Path, **environment: str) -> str:
    """Run the day into `out`; answers what it said. A failed day shows its words."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.practice_day", "--out", str(out)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=840,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr
    return done.stdout


def assert_complete(out: Path, said: str) -> None:
    assert len(list((out / "hinh").glob("*.png"))) == STEPS
    signed = list((out / "du-lieu" / "signed").rglob("*.pdf"))
    forms = list((out / "du-lieu" / "forms").rglob("*.pdf"))
    assert len(signed) == 4 and len(forms) == 1
    assert all(path.name in said for path in (*signed, *forms))
    assert f"({len(signed)} trên {len(signed)} còn nguyên vẹn)" in said
    assert str(out / "hinh") in said


@pytest.mark.poppler
def test_the_day_without_a_display(tmp_path: Path) -> None:
    out = tmp_path / "ngay"
    assert_complete(out, perform(out, QT_QPA_PLATFORM="offscreen"))
    for path in (out / "du-lieu" / "signed").rglob("*.pdf"):
        told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in told


@pytest.mark.xvfb
def test_the_day_in_a_real_window_leaves_its_pictures(artefacts: Path) -> None:
    screen = start_screen()
    try:
        assert_complete(artefacts / "ngay", perform(artefacts / "ngay", QT_QPA_PLATFORM="xcb", DISPLAY=screen.display))
    finally:
        screen.close()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text("của tôi", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ui.practice_day", "--out", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and "--out" in done.stderr
    assert (tmp_path / "thu.txt").read_text(encoding="utf-8") == "của tôi"
