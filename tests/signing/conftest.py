import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.signing.practice_pki import PracticeKeys
from tests.signing.desk import Desk
from tests.tools import SOFTHSM, under_ci


@pytest.fixture
def desk(tmp_path: Path, pki: PracticeKeys) -> Desk:
    """Signs with the officer's key file."""
    return Desk(tmp_path, pki)


@pytest.fixture
def make_desk(tmp_path: Path, pki: PracticeKeys) -> Callable[..., Desk]:
    return lambda **options: Desk(tmp_path, pki, **options)


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bad-day token, built with the machine's C compiler."""
    if shutil.which("gcc") is None:
        if under_ci():
            pytest.fail("gcc is missing: the token shim cannot be built")
        pytest.skip("máy này thiếu gcc")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).with_name("token_shim.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


class Shim:
    """Orders to the token, and its notes."""

    def __init__(self, library: Path, folder: Path) -> None:
        self.library = library
        self.folder = folder

    def order(self, **orders: int | str) -> None:
        for name, order in orders.items():
            (self.folder / name).write_text(str(order))

    def recall(self, *names: str) -> None:
        for name in names:
            (self.folder / name).unlink()

    def count(self, word: str) -> int:
        log = self.folder / "log"
        return log.read_text().split().count(word) if log.exists() else 0

    @property
    def tries(self) -> int:
        return int((self.folder / "tries").read_text())


@pytest.fixture
def shim(shim_library: Path, softhsm: PracticeKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    folder = tmp_path / "shim"
    folder.mkdir()
    monkeypatch.setitem(os.environ, "SHIM_DIR", str(folder))
    monkeypatch.setitem(os.environ, "SHIM_OVER", str(SOFTHSM))
    return Shim(shim_library, folder)
