"""Starting: without a screen, to the first paint, and what must not be imported before it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("sqlalchemy", "alembic", "pyhanko", "reportlab", "openpyxl", "pypdfium2", "pikepdf", "xlsxwriter", "numpy")


def start(*arguments: str, code: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *(["-c", code] if code else ["-m", "ui.app", *arguments])]
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return subprocess.run(
        command, env={**kept, **environment}, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False
    )


def test_without_a_screen_it_says_so_and_ends_with_4() -> None:
    ended = start()
    assert ended.returncode == 4
    assert "không có màn hình" in ended.stderr


def test_the_first_paint_needs_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys; from ui.app import main; "
        f"code = main(['--data', {str(tmp_path)!r}, '--exit-after-first-paint']); "
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = start(code=code, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(ROOT))
    assert ended.stdout.strip() == "0 []", ended.stderr


def test_an_unreadable_office_is_told_with_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("office_nme = 'x'\n", encoding="utf-8")
    ended = start("--data", str(tmp_path), "--self-check", QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 4
    assert "office_name" in ended.stderr
