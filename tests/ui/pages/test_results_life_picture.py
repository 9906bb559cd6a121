"""The view after intake in a real window over the practice office; the pictures are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_the_view_after_intake_is_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/life.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in ("results", "life-late", "life-promised", "life-feedback", "feedback"):
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
