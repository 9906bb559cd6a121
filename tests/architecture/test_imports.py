"""The direction of imports, and what starting up may load."""

import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT, modules, name

HEAVY = [
    "PySide6",
    "shiboken6",
    "ui",
    "pyhanko",
    "pyhanko_certvalidator",
    "pkcs11",
    "certomancer",
    "reportlab",
    "openpyxl",
    "xlsxwriter",
    "pypdfium2",
    "pikepdf",
    "img2pdf",
    "PIL",
    "alembic",
    "sqlalchemy",
    "psycopg",
    "numpy",
    "fontTools",
]


def dotted(folder: str) -> list[str]:
    found = [name(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in modules(folder)]
    return [module for module in found if ".migrations" not in module and not module.endswith("__main__")]


def loaded_after(imports: list[str], watched: list[str]) -> list[str]:
    """Which of the watched packages a fresh interpreter holds after the imports."""
    code = (
        "import importlib, sys\n"
        f"for one in {imports!r}: importlib.import_module(one)\n"
        f"print(*sorted({{*{watched!r}}} & {{one.partition('.')[0] for one in sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_every_import_contract_is_kept() -> None:
    command = "from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_whole_of_counter_app_loads_no_qt() -> None:
    everything = dotted("counter_app")
    assert "counter_app.forms.layout" in everything
    assert loaded_after(everything, ["PySide6", "shiboken6", "ui"]) == []


def test_use_cases_bootstrap_and_ports_load_no_heavy_library() -> None:
    """The start-up budget: pyHanko alone costs 0.3 s; such libraries come with the first call that needs them."""
    use_cases = [module for module in dotted("counter_app") if module.startswith("counter_app.workflow")]
    assert loaded_after(["counter_app.bootstrap", *use_cases], HEAVY) == []


@pytest.mark.parametrize("door", ["counter_app.forms.printing", "counter_app.cli", "counter_app.pdf.reader"])
def test_doors_of_rooms_open_without_their_heavy_library(door: str) -> None:
    assert loaded_after([door], HEAVY) == []


def test_presenters_load_no_qt() -> None:
    presenters = [module for module in dotted("ui") if module.startswith("ui.presenters")]
    assert presenters
    assert loaded_after(presenters, ["PySide6", "shiboken6"]) == []
