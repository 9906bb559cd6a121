"""The files of the house, and what they say, for the tests of the house rules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("counter_app", "ui")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project: git's list; in an unpacked archive everything that git would not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        ignored = {".venv", "build", "dist", "artefacts", "__pycache__"}
        found = [path for path in ROOT.rglob("*") if not ignored & {*path.parts}]
    return tuple(sorted(path for path in found if path.is_file()))


def modules(*folders: str) -> tuple[Path, ...]:
    return tuple(path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    for path in modules(*folders):
        for node in ast.walk(parsed(path)):
            yield path, node


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
