"""Stopped, sealed, withdrawn, returned in real windows over the practice office; the pictures are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window

PICTURES = (
    "return-before",
    "returned",
    "withdraw-before",
    "withdrawn",
    "stop-before",
    "stop-notice",
    "stop-leader",
    "stop-leader-done",
    "seal-waiting",
    "seal",
    "seal-done",
    "seal-sheet",
)


@pytest.mark.xvfb
@pytest.mark.softhsm
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_every_end_of_a_dossier_is_walked(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/ends.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in PICTURES:
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
