"""The one-folder build: its lists are true, and what is built starts and passes its own check.

The build takes about 50 s, so it is made once, by one worker; `-m "not slow_build"` leaves it out.
"""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

NAME = "quay-mot-cua"
SPEC = ROOT / "build.spec"


def spec_list(name: str) -> list[ast.expr]:
    """The members of a list that the spec assigns to `name`."""
    for node in ast.parse(SPEC.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == name:
            assert isinstance(node.value, ast.List)
            return node.value.elts
    raise AssertionError(f"build.spec assigns no list {name}")


def test_all_data_of_the_spec_is_there() -> None:
    pairs = [ast.literal_eval(pair) for pair in spec_list("DATA")]
    assert ("resources", "resources") in pairs
    assert ("counter_app/store/migrations", "counter_app/store/migrations") in pairs
    assert [source for source, _ in pairs if not (ROOT / source).exists()] == []


def test_all_hidden_imports_of_the_spec_can_be_imported() -> None:
    hidden = [ast.literal_eval(item) for item in spec_list("HIDDEN") if isinstance(item, ast.Constant)]
    assert hidden
    assert [module for module in hidden if importlib.util.find_spec(module) is None] == []


def test_migrations_are_files_that_alembic_finds() -> None:
    folder = ROOT / "counter_app" / "store" / "migrations"
    assert (folder / "env.py").is_file()
    assert [path for path in (folder / "versions").glob("*.py") if path.name[0].isdigit()]


@pytest.mark.parametrize("script", ["start_window.py", "start_counterctl.py"])
def test_entries_serve_child_processes_before_they_load_anything(script: str) -> None:
    """Without `freeze_support` first, every child process of the built program would open another window."""
    tree = ast.parse((ROOT / "packaging" / script).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(guarded.body[0]) == "multiprocessing.freeze_support()"
    outside = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {alias.name for node in outside for alias in node.names} == {"multiprocessing", "sys"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that PyInstaller makes."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", str(SPEC)]
    places = ["--distpath", str(target), "--workpath", str(tmp_path_factory.mktemp("work"))]
    done = subprocess.run([*command, *places], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-4000:]
    return target / NAME


@pytest.fixture(scope="module")
def practice(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice office made by the built command: migrations, calendar, procedures and keys are all in the folder."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    done = run(built / "counterctl", "practice", "load", "--data", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def run(program: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Start a built program as an officer's machine would: nothing of the checkout or its Python in the environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV", "QT_"))}
    environment = {**kept, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.*=false"}
    return subprocess.run(
        [str(program), *arguments],
        cwd=program.parent.parent,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=240,
    )


slow_build = [pytest.mark.slow_build, pytest.mark.xdist_group("slow_build"), pytest.mark.timeout(600)]


class TestBuiltFolder:
    pytestmark = slow_build

    def test_it_holds_both_programs_and_no_web_engine_or_qml(self, built: Path) -> None:
        names = {path.name for path in built.rglob("*")}
        suffix = ".exe" if os.name == "nt" else ""
        assert {NAME + suffix, "counterctl" + suffix, "Tinos-Regular.ttf", "0001_register.py"} <= names
        assert not [name for name in names if "Qt6Qml" in name or "Qt6Quick" in name or "WebEngine" in name]
        assert sum(path.stat().st_size for path in built.rglob("*") if not path.is_symlink()) < 400e6

    def test_the_command_says_what_works_here(self, built: Path, practice: Path) -> None:
        done = run(built / "counterctl", "doctor", "--data", str(practice), "--json")
        assert "Traceback" not in done.stderr, done.stderr
        answer = json.loads(done.stdout.splitlines()[-1])
        essential = {"fonts", "database", "folder", "calendar"}
        assert {check["name"] for check in answer["checks"] if check["ok"]} >= essential, answer

    def test_the_command_prints_a_receipt(self, built: Path, practice: Path, tmp_path: Path) -> None:
        """reportlab, its fonts and the form data came along."""
        listed = run(built / "counterctl", "dossiers", "list", "--data", str(practice), "--json")
        assert listed.returncode == 0, listed.stderr
        accepted = [row for row in map(json.loads, listed.stdout.splitlines()) if row["state"] == "processing"]
        assert accepted, "the practice office has a dossier that was accepted"
        output = tmp_path / "giay-tiep-nhan.pdf"
        command = ["form", "receipt", accepted[0]["code"], "--data", str(practice), "--out", str(output)]
        done = run(built / "counterctl", *command)
        assert done.returncode == 0, done.stderr
        assert output.read_bytes().startswith(b"%PDF-")

    def test_the_calendar_is_compared_and_exported(self, built: Path, practice: Path, tmp_path: Path) -> None:
        """Libraries that load their parts by name came along with them."""
        compared = run(built / "counterctl", "calendar", "differences", "--data", str(practice), "--json")
        assert "Traceback" not in compared.stderr and compared.stdout.strip(), compared.stderr
        out = tmp_path / "lich.ics"
        done = run(built / "counterctl", "calendar", "export", str(out), "--data", str(practice))
        assert done.returncode == 0, done.stderr
        assert out.read_bytes().startswith(b"BEGIN:VCALENDAR")

    def test_a_new_office_and_its_administrator_are_made(self, built: Path, tmp_path: Path) -> None:
        words = ["--name", "Sở Thử", "--admin", "quan.tri", "--admin-name", "Mai Văn Quản"]
        done = run(built / "counterctl", "office", "create", "--data", str(tmp_path / "moi"), *words, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["password"]

    def test_the_window_passes_its_self_check(self, built: Path, practice: Path) -> None:
        done = run(built / NAME, "--data", str(practice), "--self-check")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
