from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app.workflow import signing
from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow
from tests.faults.outside import counterctl
from tests.faults.whole import assert_whole
from tests.practice import PASSWORD


@pytest.fixture
def ctl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    """`counterctl` in a process of its own; the practice password stands in the variable MAT_KHAU."""
    monkeypatch.setenv("MAT_KHAU", PASSWORD)
    monkeypatch.setenv("COUNTER_APP_DATA", str(tmp_path / "chua-co"))
    return counterctl


@pytest.fixture
def five(office: Office) -> tuple[SignRow, ...]:
    """Five components that wait for the officer's signature."""
    rows = signing.waiting(office)
    return tuple(row for row in rows if not row.is_result)[:5]


@pytest.fixture
def whole(office: Office) -> Callable[[], None]:
    """Call it after the fault: the diary's chain and every file of the vault are as they should be."""
    return lambda: assert_whole(office.folder)
