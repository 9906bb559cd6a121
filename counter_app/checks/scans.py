"""Scans and photographs against the scan standard: resolution, true size, colour."""

from collections.abc import Iterator

from counter_app.checks.scan_standard import ScanStandard
from counter_app.checks.words import page_words
from counter_app.model.file_facts import Colour, FileFacts, PageFacts
from counter_app.model.finding import Finding, Severity

A4_LONG_SIDE = 841.89  # points
A3_LONG_SIDE = 1190.55
_ROUNDING = 1.02


def check_scan(facts: FileFacts, standard: ScanStandard) -> Iterator[Finding]:
    """Only pages that an image fills are scans; born digital pages have no resolution to judge."""
    scans = tuple(page for page in facts.pages if page.image_dpi)
    yield from _resolution(scans, standard)
    if standard.colour:
        yield from _colour(scans)


def _resolution(scans: tuple[PageFacts, ...], standard: ScanStandard) -> Iterator[Finding]:
    coarse = [page for page in scans if round(page.image_dpi or 0) < standard.min_dpi]
    oversized = [page for page in coarse if _dpi_on_a4(page) >= standard.min_dpi]
    if oversized:
        numbers = tuple(page.number for page in oversized)
        yield Finding("checks.not_to_scale", Severity.WARNING, {"pages": page_words(numbers)}, page=numbers[0])
    low = [page for page in coarse if page not in oversized]
    if not low:
        return
    dpi = round(min(page.image_dpi or 0 for page in low))
    numbers = tuple(page.number for page in low)
    values: dict[str, str | int | float] = {"dpi": dpi, "minimum": standard.min_dpi, "pages": page_words(numbers)}
    if dpi < standard.tolerated_dpi:
        yield Finding("checks.low_dpi", Severity.ERROR, values, page=numbers[0])
    else:
        yield Finding("checks.dpi_just_below", Severity.WARNING, values, page=numbers[0])


def _dpi_on_a4(page: PageFacts) -> int:
    """Telephones save a photograph as a page of one metre: enough pixels, wrong size. 0 for pages up to A3."""
    longest = max(page.width_pt, page.height_pt)
    if longest <= A3_LONG_SIDE * _ROUNDING:
        return 0
    return round((page.image_dpi or 0) * longest / A4_LONG_SIDE)


def _colour(scans: tuple[PageFacts, ...]) -> Iterator[Finding]:
    """A page of plain text may look grey in a colour scan; only a file without any colour is remarked on."""
    seen = {page.colour for page in scans if page.colour and not page.blank}
    if seen == {Colour.BITONAL}:
        yield Finding("checks.bitonal_scan", Severity.WARNING)
    elif seen and Colour.COLOUR not in seen:
        yield Finding("checks.grey_scan", Severity.WARNING)
