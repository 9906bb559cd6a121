"""Unsigned files with broken cross-references, rebuilt only when the pages stay what the reader sees.

Signed files are never rewritten. qpdf "repairs" a half file to a page with nothing on it and may leave /Size out, so
the page count and the picture of page 1 are compared before and after.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from counter_app.errors import Refused
from counter_app.pdf.pdf_facts import REBUILT
from counter_app.pdf.signature_scan import scan_bytes

PICTURE_SCALE = 0.5
TAIL = 2048  # bytes in which nearly every file has its end-of-file mark


def check_end(path: Path) -> None:
    """Refused `signing.truncated` when the end is cut off and the table of objects with it: what is missing cannot be
    known, though a lenient reader finds an older table and is content."""
    import pikepdf

    if _ends(path) or scan_bytes(path).has_end:
        return
    with suppress(pikepdf.PdfError), pikepdf.open(path, suppress_warnings=True) as document:
        len(document.pages)
        if any(REBUILT in str(warning) for warning in document.get_warnings()):
            raise Refused("signing.truncated")


def _ends(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        tail = file.read()
    return b" obj" not in tail[tail.rfind(b"%%EOF") :] if b"%%EOF" in tail else False


def rebuild(source: Path, target: Path) -> int:
    """Write a rebuilt copy of `source` over `target`; its page count. Refused `signing.unreadable` when unsafe."""
    import pikepdf

    if not scan_bytes(source).has_end:  # cut off: what is missing cannot be known
        raise Refused("signing.truncated")
    try:
        before = _look(source)
        with pikepdf.open(source, suppress_warnings=True) as broken:
            if before is None or len(broken.pages) != before[0]:
                raise Refused("signing.unreadable")
            broken.trailer["/Size"] = len(broken.objects) + 1  # qpdf leaves it out after a lost trailer
            broken.save(target, encryption=broken.is_encrypted)  # True: as it is
        after = _look(target)
    except pikepdf.PasswordError as error:
        raise Refused("signing.needs_password") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Refused("signing.unreadable") from error
    if after != before or after is None:
        raise Refused("signing.repair_changes_pages")
    return after[0]


def _look(path: Path) -> tuple[int, bytes] | None:
    """Page count and picture of page 1 as pdfium shows them; None when it cannot."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(path) as document:
            document.init_forms()
            page: Any = document[0]
            return len(document), bytes(page.render(scale=PICTURE_SCALE, grayscale=True).buffer)
    except (pypdfium2.PdfiumError, IndexError):
        return None
