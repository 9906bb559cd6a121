"""Does a PDF want to do something by itself: scripts, programs to start, data to send."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
MAX_PAGES = 2000
MAX_ANNOTATIONS = 20_000


def has_active_content(document: Any) -> bool:
    """`document` is an open pikepdf.Pdf. Looks at the catalogue, the pages and what lies on the pages."""
    root = document.Root
    names = _dictionary(root.get("/Names"))
    if names is not None and "/JavaScript" in names:
        return True
    if _acts(root.get("/OpenAction")) or _has_active_triggers(root):
        return True
    return any(
        _acts(annotation.get("/A")) or _has_active_triggers(annotation)
        for annotation in islice(_annotations(document), MAX_ANNOTATIONS)
    )


def _annotations(document: Any) -> Iterator[Any]:
    """The pages themselves (they have triggers too) and their annotations."""
    import pikepdf

    for page in islice(document.pages, MAX_PAGES):
        yield page.obj
        found = page.obj.get("/Annots")
        if isinstance(found, pikepdf.Array):
            yield from (entry for entry in found if isinstance(entry, pikepdf.Dictionary))


def _has_active_triggers(entry: Any) -> bool:
    triggers = _dictionary(entry.get("/AA"))
    return triggers is not None and any(_acts(triggers.get(key)) for key in triggers.keys())  # noqa: SIM118


def _acts(action: Any) -> bool:
    found = _dictionary(action)
    return found is not None and str(found.get("/S", "")) in _ACTIVE


def _dictionary(entry: Any) -> Any:
    import pikepdf

    return entry if isinstance(entry, pikepdf.Dictionary) else None
