"""A token on a bad day: a PKCS#11 library over SoftHSM that loses tokens, counts tries, crashes and hangs on order."""

import itertools
import shutil
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.tools import SOFTHSM, under_ci


class Shim:
    """Orders to the token, and its notes; see `tests/signing/token_shim.c`."""

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
    def processes(self) -> set[int]:
        """Every process that ever loaded this test's token, dead or alive; never another test's."""
        words = (self.folder / "log").read_text().split() if (self.folder / "log").exists() else []
        return {int(number) for word, number in itertools.pairwise(words) if word == "process"}

    @property
    def living(self) -> set[int]:
        """Those of `processes` that still run."""
        return {pid for pid in self.processes if _runs(pid)}

    @property
    def tries(self) -> int:
        return int((self.folder / "tries").read_text())


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the machine's C compiler."""
    if shutil.which("gcc") is None:
        if under_ci():
            pytest.fail("gcc is missing: the token shim cannot be built")
        pytest.skip("máy này thiếu gcc")
    library = tmp_path_factory.mktemp("shim") / "shim.so"
    source = Path(__file__).parent / "signing" / "token_shim.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


@pytest.fixture
def bad_token(shim_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shim:
    """Shows the tokens that SOFTHSM2_CONF names."""
    folder = tmp_path / "bad-token"
    folder.mkdir()
    monkeypatch.setenv("SHIM_DIR", str(folder))
    monkeypatch.setenv("SHIM_OVER", str(SOFTHSM))
    return Shim(shim_library, folder)
