"""Facts of a component file in, findings out. Pure; never raises: a bad file is a normal day.

ERROR only where the file cannot serve as it is. What was found fine is told in one line by `passed_summary`.
"""

from collections.abc import Iterator
from datetime import date

from counter_app.checks.scan_standard import ScanStandard, scan_standard
from counter_app.checks.scans import check_scan
from counter_app.checks.words import megabytes, page_words
from counter_app.messages import sentence
from counter_app.model.file_facts import FileFacts, FileKind
from counter_app.model.finding import Finding, Severity, gravest_first

CONVERTIBLE = (FileKind.JPEG, FileKind.PNG, FileKind.TIFF)  # taken over into a PDF as they are
NAMED_FONTS = 3
SLANTED = 2.0  # degrees: below it nobody notices, above it scanners cut the corners of the text
_KIND_NAMES = {
    FileKind.PDF: "PDF",
    FileKind.JPEG: "JPEG",
    FileKind.PNG: "PNG",
    FileKind.TIFF: "TIFF",
    FileKind.HEIC: "HEIC",
    FileKind.OFFICE: "Word/Excel",
}
_RESOLUTION = {"checks.low_dpi", "checks.dpi_just_below", "checks.not_to_scale"}
_LACKS_COLOUR = {"checks.grey_scan", "checks.bitonal_scan"}
_UNREADABLE = {"empty", "truncated", "damaged", "needs_password", "too_big", "timeout"}


def check_component_file(facts: FileFacts, day: date, *, expects_signature: bool = False) -> tuple[Finding, ...]:
    """Everything an officer should know about the file, the gravest first.

    `expects_signature`: the paper came in electronically and should carry its issuer's digital signature
    (NĐ 310/2026: the officer checks the signatures of every component of an online dossier).
    """
    found = [*_kind(facts), *_opening(facts)]
    if facts.readable:
        standard = scan_standard(day)
        found += [*_version(facts, standard), *check_scan(facts, standard), *_pages(facts), *_behaviour(facts)]
        found += [*_protection(facts), *_signatures(facts, expects_signature), *_size(facts, standard)]
    return gravest_first(found)


def _kind(facts: FileFacts) -> Iterator[Finding]:
    """What it is, and whether the name says so. Images are fine: they are converted without loss."""
    if facts.kind is FileKind.OFFICE:
        yield Finding("checks.office_file", Severity.ERROR)
    elif facts.kind is FileKind.HEIC:
        yield Finding("checks.heic", Severity.WARNING)
    elif facts.kind is FileKind.OTHER:
        yield Finding("checks.not_a_document", Severity.ERROR)
    elif facts.kind is not FileKind.EMPTY and not facts.suffix_matches:
        code = "checks.image_with_other_name" if facts.kind in CONVERTIBLE else "checks.name_lies"
        yield Finding(code, Severity.WARNING, {"kind": _KIND_NAMES[facts.kind], "file": facts.name})
    elif facts.kind in CONVERTIBLE and facts.readable:
        yield Finding("checks.image", Severity.WARNING, {"kind": _KIND_NAMES[facts.kind]})


def _opening(facts: FileFacts) -> Iterator[Finding]:
    if facts.trouble in _UNREADABLE:
        yield Finding(f"checks.{facts.trouble}", Severity.ERROR)
    elif facts.readable and facts.page_count == 0:
        yield Finding("checks.no_pages", Severity.ERROR)
    elif facts.readable and facts.repaired:
        yield Finding("checks.repaired", Severity.WARNING, {"pages": facts.page_count})


def _version(facts: FileFacts, standard: ScanStandard) -> Iterator[Finding]:
    """The standard is for scans; an old version of a born digital text is a remark."""
    if facts.kind is FileKind.PDF and facts.page_count and facts.pdf_version < standard.min_pdf_version:
        severity = Severity.ERROR if facts.min_dpi else Severity.WARNING
        values: dict[str, str | int | float] = {"version": facts.pdf_version, "minimum": standard.min_pdf_version}
        yield Finding("checks.old_pdf_version", severity, values)


def _pages(facts: FileFacts) -> Iterator[Finding]:
    blank = facts.blank_pages
    if blank and len(blank) == facts.page_count:
        yield Finding("checks.all_blank", Severity.ERROR, page=1)
    elif blank:
        yield Finding("checks.blank_pages", Severity.WARNING, {"pages": page_words(blank)}, page=blank[0])
    almost = [page for page in facts.pages if page.ink and not page.blank]
    if almost:
        numbers = tuple(page.number for page in almost)
        values: dict[str, str | int | float] = {"pages": page_words(numbers)}
        yield Finding("checks.almost_blank", Severity.INFO, values, page=numbers[0], box=almost[0].ink)
    if facts.kind is FileKind.PDF and facts.searchable_scan is False:
        yield Finding("checks.no_text_layer", Severity.INFO)
    yield from _slant(facts)
    turned = tuple(page.number for page in facts.pages if page.rotation and facts.kind is FileKind.PDF)
    if turned:
        yield Finding("checks.rotated", Severity.INFO, {"pages": page_words(turned)}, page=turned[0])
    if facts.pages_looked_at < facts.page_count:
        seen: dict[str, str | int | float] = {"looked": facts.pages_looked_at, "pages": facts.page_count}
        yield Finding("checks.partly_seen", Severity.INFO, seen)


def _slant(facts: FileFacts) -> Iterator[Finding]:
    slanted = tuple(page for page in facts.pages if abs(page.skew) >= SLANTED)
    if slanted:
        worst = max(abs(page.skew) for page in slanted)
        values: dict[str, str | int | float] = {
            "pages": page_words(tuple(page.number for page in slanted)),
            "degrees": f"{worst:.1f}".replace(".", ","),
        }
        yield Finding("checks.skewed", Severity.WARNING, values, page=slanted[0].number)


def _behaviour(facts: FileFacts) -> Iterator[Finding]:
    if facts.active_content:
        yield Finding("checks.active_content", Severity.WARNING, page=facts.active_page, box=facts.active_box)
    if facts.embedded_files:
        yield Finding("checks.embedded_files", Severity.WARNING, {"count": facts.embedded_files})
    if facts.foreign_fonts:
        named = ", ".join(facts.foreign_fonts[:NAMED_FONTS]) + (" …" if facts.foreign_fonts[NAMED_FONTS:] else "")
        yield Finding("checks.fonts_not_embedded", Severity.WARNING, {"fonts": named})
    if facts.has_xfa:
        yield Finding("checks.xfa", Severity.WARNING)


def _protection(facts: FileFacts) -> Iterator[Finding]:
    if facts.encrypted and not facts.may_sign:
        yield Finding("checks.signing_forbidden", Severity.WARNING)
    elif facts.encrypted:
        yield Finding("checks.owner_locked", Severity.WARNING)


def _signatures(facts: FileFacts, expected: bool) -> Iterator[Finding]:
    if facts.signature_count:
        yield Finding("checks.signed", Severity.INFO, {"count": facts.signature_count})
    elif expected:
        yield Finding("checks.no_signature", Severity.WARNING)
    if facts.certification == 1 or facts.locked:
        yield Finding("checks.sealed", Severity.WARNING)
    elif facts.certification:
        yield Finding("checks.certified", Severity.INFO)


def _size(facts: FileFacts, standard: ScanStandard) -> Iterator[Finding]:
    if facts.size > standard.large_file_bytes:
        values: dict[str, str | int | float] = {"size": megabytes(facts.size)}
        yield Finding("checks.large_file", Severity.WARNING, values)


def passed_checks(facts: FileFacts, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """What was looked at and found fine, a few words each."""
    if not facts.readable or not facts.page_count:
        return ()
    codes = {finding.code for finding in findings}
    scanned = facts.min_dpi is not None
    passed = [
        ("checks.passed_version", facts.kind is FileKind.PDF and "checks.old_pdf_version" not in codes),
        ("checks.passed_born_digital", not scanned and any(page.has_text for page in facts.pages)),
        (
            "checks.passed_dpi",
            scanned and not codes & _RESOLUTION,
        ),
        ("checks.passed_colour", scanned and not codes & _LACKS_COLOUR),
        ("checks.passed_searchable", bool(facts.searchable_scan)),
        ("checks.passed_open", facts.kind is FileKind.PDF and not facts.encrypted),
        ("checks.passed_no_blank", not facts.blank_pages),
    ]
    values = {"version": facts.pdf_version, "dpi": round(facts.min_dpi or 0)}
    return tuple(sentence(code, **values).what for code, fine in passed if fine)


def passed_summary(facts: FileFacts, findings: tuple[Finding, ...]) -> str:
    """All of it in one line: «PDF 1.6, 200 dpi, màu, không mật khẩu, không trang trắng». Empty: nothing passed."""
    return ", ".join(passed_checks(facts, findings))
