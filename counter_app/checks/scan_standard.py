"""The scan standard in force on a day: data with effect dates (resources/rules/scan_standard.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from counter_app.model.procedure import Source
from counter_app.resources import resource


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanStandard:
    """Figures that a scanned paper is measured against, and where they come from."""

    effective_from: date
    source: Source
    min_pdf_version: str
    min_dpi: int
    colour: bool
    tolerated_dpi: int  # from here to `min_dpi` a warning is enough
    large_file_bytes: int


def scan_standard(day: date) -> ScanStandard:
    """The last standard that took effect by `day`; before the first one, the first: older files are measured too."""
    known = _standards()
    return next((standard for standard in reversed(known) if standard.effective_from <= day), known[0])


@cache
def _standards() -> tuple[ScanStandard, ...]:
    found = tomllib.loads(resource("rules", "scan_standard.toml").read_text(encoding="utf-8"))
    practice: dict[str, Any] = found["practice"]
    standards = (
        ScanStandard(
            effective_from=entry["effective_from"],
            source=Source(document=entry["source"], verified=entry["verified"]),
            min_pdf_version=entry["min_pdf_version"],
            min_dpi=entry["min_dpi"],
            colour=entry["colour"],
            tolerated_dpi=practice["tolerated_dpi"],
            large_file_bytes=practice["large_file_bytes"],
        )
        for entry in found["standard"]
    )
    return tuple(sorted(standards, key=lambda standard: standard.effective_from))
