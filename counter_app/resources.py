"""Where the shipped data files are, in a checkout and in a frozen build."""

import sys
from pathlib import Path


def resource_folder() -> Path:
    """The folder `resources/`: beside the packages, or inside the PyInstaller folder."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    return resource_folder().joinpath(*parts)
