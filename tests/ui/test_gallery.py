"""All small parts are painted in light, dark and at 150 %; the sheets are kept for looking."""

from pathlib import Path

import pytest

from tests.ui.xvfb import run_in_window


@pytest.mark.xvfb
@pytest.mark.parametrize(
    ("theme", "scale", "size"), [("light", 1.0, (1366, 768)), ("dark", 1.0, (1366, 768)), ("light", 1.5, (2049, 1152))]
)
def test_gallery_is_painted_in_a_real_window(theme: str, scale: float, size: tuple[int, int], artefacts: Path) -> None:
    run_in_window("tests/ui/gallery.py", artefacts, theme=theme, scale=scale, size=size)
    made = artefacts / f"gallery-{theme}-{scale:g}.png"
    assert made.stat().st_size > 20_000
