"""PySide6 6.12.0 loses a reference to None with every call that returns nothing, and dies after some thousand calls."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 1000
NOISE = CALLS // 10  # other threads of the test run also come and go with references


@pytest.mark.parametrize("kept", [None, True], ids=["None", "True"])
def test_a_thousand_calls_lose_no_reference(qapp: QApplication, kept: object) -> None:
    label = QLabel()
    acts: list[Callable[[], object]] = [
        label.update,
        lambda: label.setText("Ưởng"),
        lambda: label.objectNameChanged.emit("a"),
    ]
    for act in acts:
        before = sys.getrefcount(kept)
        for _ in range(CALLS):
            act()
        assert sys.getrefcount(kept) > before - NOISE
    label.deleteLater()
