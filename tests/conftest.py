"""Shared by all tests: programs that are missing are named, pictures are kept, warnings are errors."""

import gc
import os
from collections.abc import Generator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

import pytest

from tests.tools import AVAILABLE, SAMPLES, under_ci

pytest_plugins = ["tests.pki", "tests.practice", "tests.key_store", "tests.bad_token", "tests.server"]

ARTEFACTS = Path(__file__).resolve().parent.parent / "artefacts"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for name, there in AVAILABLE.items():
            if item.get_closest_marker(name) and not there:
                if under_ci() and name != "samples":
                    item.add_marker(pytest.mark.usefixtures("_missing_program"))
                else:
                    item.add_marker(pytest.mark.skip(reason=f"máy này thiếu {name}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """As `ui.garbage` has it: what a test leaves of its windows is taken away here, never in a thread of its own."""
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(1)
        gc.enable()


@pytest.fixture
def _missing_program() -> None:
    pytest.fail("with CI=true nothing may be skipped: a program that this test needs is missing")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample files beside the checkout; mark such a test with `samples`."""
    return SAMPLES


@pytest.fixture
def artefacts(request: pytest.FixtureRequest) -> Path:
    """A folder whose pictures are kept after the run."""
    folder = ARTEFACTS / request.node.path.stem
    folder.mkdir(parents=True, exist_ok=True)
    return folder
