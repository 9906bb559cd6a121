"""A new dossier in a real window: light, dark and at 150 %; the pictures are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window

PICTURES = ("new-procedure", "new-applicant-typing", "new-applicant", "new-resumed", "new-papers", "applicant-edit")


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_a_new_dossier_is_painted(theme: str, scale: float, artefacts: Path, practice_folder: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/intake_new.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    for name in PICTURES:
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
