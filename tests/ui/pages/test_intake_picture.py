"""Intake in a real window: light, dark, at 150 % and on a wide screen; the pictures are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window

PICTURES = (
    "start",
    "empty",
    "list",
    "list-columns",
    "import",
    "check",
    "procedure",
    "applicant",
    "papers",
    "decision",
    "refuse",
    "finish",
)


@pytest.mark.xvfb
@pytest.mark.parametrize(
    ("theme", "scale", "size"),
    [
        ("light", 1.0, (1366, 768)),
        ("dark", 1.0, (1366, 768)),
        ("light", 1.5, (1366, 768)),
        ("light", 1.0, (1920, 1080)),
    ],
)
def test_every_step_of_intake_is_painted(
    theme: str, scale: float, size: tuple[int, int], artefacts: Path, practice_folder: Path
) -> None:
    folder = artefacts / f"{size[0]}x{size[1]}"
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/intake.py", folder, theme=theme, scale=scale, size=size, arguments=arguments)
    for name in PICTURES:
        assert (folder / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000
