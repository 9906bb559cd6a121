"""«Cài đặt» in a real window over the practice office; the pictures are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window

LOOKS = [("light", 1.0), ("dark", 1.0), ("light", 1.5)]


@pytest.mark.xvfb
@pytest.mark.parametrize(("theme", "scale"), LOOKS)
def test_settings_are_painted(theme: str, scale: float, practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/settings.py", artefacts, theme=theme, scale=scale, arguments=arguments)
    names = ["office", "office-refused", "display", "month", "tet", "year", "changes", "import", "import-refused"]
    for name in [*names, "hours", "proposals"]:
        assert (artefacts / f"{name}-{theme}-{scale:g}.png").stat().st_size > 10_000


@pytest.mark.xvfb
def test_the_catalogue_is_painted(practice_folder: Path, artefacts: Path) -> None:
    arguments = ["--office", str(practice_folder)]
    run_in_window("tests/ui/journeys/catalogue.py", artefacts, scale=1.5, arguments=arguments)
    for name in ("", "-edit", "-refused", "-terms", "-papers", "-saved"):
        assert (artefacts / f"catalogue{name}-light-1.5.png").stat().st_size > 10_000
