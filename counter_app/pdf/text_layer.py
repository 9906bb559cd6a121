"""A layer of invisible words laid over the pages of a scan: a new file; the pictures stay byte by byte as they are."""

from pathlib import Path

from counter_app.errors import Refused
from counter_app.pdf.page_edits import save_copy


def lay_text(path: Path, texts: tuple[tuple[int, Path], ...], part: Path) -> None:
    """`texts`: (1-based page, a PDF of one page as it is shown, with nothing but invisible words on it).

    Refused `pdf.cannot_arrange` for a file that cannot be opened or forbids changes, `pdf.no_such_page`;
    Trouble `pdf.disk`.
    """
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            if document.is_encrypted and not document.allow.modify_other:
                raise Refused("pdf.cannot_arrange", file=path.name)
            for number, layer in texts:
                if not 1 <= number <= len(document.pages):
                    raise Refused("pdf.no_such_page", file=path.name)
                page = document.pages[number - 1]
                with pikepdf.open(layer) as words:
                    page.add_overlay(words.pages[0], pikepdf.Rectangle(page.cropbox))
            save_copy(document, part, path.name)
    except pikepdf.PdfError as error:
        raise Refused("pdf.cannot_arrange", file=path.name) from error
