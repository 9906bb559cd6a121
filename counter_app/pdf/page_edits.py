"""Pages turned, left out, put into another order: a new file; the pixels and texts of the pages stay as they are."""

import os
from pathlib import Path

from counter_app.errors import Refused, Trouble
from counter_app.model.page_plan import PagePlan


def arrange_pages(path: Path, plan: PagePlan, part: Path) -> None:
    """Write the pages of `plan` to `part` and see them on the disk.

    Refused `pdf.cannot_arrange` for a file that cannot be opened or forbids changes, `pdf.no_such_page`;
    Trouble `pdf.disk`.
    """
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            if document.is_encrypted and not document.allow.modify_assembly:
                raise Refused("pdf.cannot_arrange", file=path.name)
            known = list(document.pages)
            if not plan or any(not 1 <= wanted.page <= len(known) for wanted in plan):
                raise Refused("pdf.no_such_page", file=path.name)
            del document.pages[:]
            for wanted in plan:
                document.pages.append(known[wanted.page - 1])
                if wanted.turn % 360:
                    document.pages[-1].rotate(wanted.turn, relative=True)
            for key in ("/Outlines", "/PageLabels", "/OpenAction"):  # they speak of pages that may be gone
                if key in document.Root:
                    del document.Root[key]
            save_copy(document, part, path.name)
    except pikepdf.PdfError as error:
        raise Refused("pdf.cannot_arrange", file=path.name) from error


def save_copy(document: object, part: Path, name: str) -> None:
    """Write an open pikepdf document and see it on the disk. Trouble `pdf.disk`."""
    import pikepdf

    assert isinstance(document, pikepdf.Pdf)
    try:
        with part.open("wb") as file:
            document.save(file, deterministic_id=not document.is_encrypted)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("pdf.disk", file=name) from error
