"""Which outside programs the tests use, where they are, and what is missing on this machine."""

import os
import shutil
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent.parent / "shared" / "samples"
SOFTHSM = next(
    (
        path
        for path in (
            Path("/usr/lib/softhsm/libsofthsm2.so"),
            Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
        )
        if path.exists()
    ),
    None,
)


def postgres_programs() -> Path | None:
    """The newest folder that holds initdb and postgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def has_vietnamese_tesseract() -> bool:
    """The program and its Vietnamese; Debian keeps the language in a package apart."""
    return bool(shutil.which("tesseract")) and any(
        any(Path("/usr/share").glob(f"{place}/vie.traineddata")) for place in ("tesseract-ocr/*/tessdata", "tessdata")
    )


AVAILABLE = {
    "softhsm": SOFTHSM is not None,
    "postgres": postgres_programs() is not None,
    "poppler": bool(shutil.which("pdfsig")),
    "qpdf": bool(shutil.which("qpdf")),
    "xvfb": bool(shutil.which("Xvfb")),
    "tesseract": has_vietnamese_tesseract(),
    "samples": SAMPLES.is_dir(),
}


def missing_tools() -> list[str]:
    return [name for name, there in AVAILABLE.items() if not there and name != "samples"]


def under_ci() -> bool:
    return os.environ.get("CI") == "true"
