"""A file that was never there before and will never be signed again: who signs it holds the key now."""

from pathlib import Path


def write_challenge(path: Path, nonce: str) -> None:
    """One empty page whose title holds `nonce`; `path` must not exist."""
    import pikepdf

    with pikepdf.new() as made:
        made.add_blank_page(page_size=(200, 100))
        made.docinfo["/Title"] = f"Quay Mot cua {nonce}"
        with path.open("xb") as out:
            made.save(out)


def read_challenge(path: Path) -> str:
    """The `nonce` that was written; empty: it is no such file. Only worth something once its signature is verified."""
    import pikepdf

    try:
        with pikepdf.open(path) as found:
            return str(found.docinfo.get("/Title", "")).removeprefix("Quay Mot cua ")
    except pikepdf.PdfError:
        return ""
