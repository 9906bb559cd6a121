"""Does a PDF want to do something by itself: scripts, programs to start, data to send; does it carry other files."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from counter_app.model.page_box import Box

_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition"}
MAX_PAGES = 2000
MAX_ANNOTATIONS = 20_000
MAX_NAMES = 1000


class ActiveContent(NamedTuple):
    """Where the first act of a file lies. `page` None: it belongs to the file as a whole."""

    page: int | None
    box: Box | None


def find_active_content(document: Any) -> ActiveContent | None:
    """`document` is an open pikepdf.Pdf. Looks at the catalogue, the pages and what lies on the pages."""
    root = document.Root
    names = _dictionary(root.get("/Names"))
    if names is not None and "/JavaScript" in names:
        return ActiveContent(None, None)
    if _acts(root.get("/OpenAction")) or _has_active_triggers(root):
        return ActiveContent(None, None)
    for number, page, entry in islice(_annotations(document), MAX_ANNOTATIONS):
        if _acts(entry.get("/A")) or _has_active_triggers(entry):
            return ActiveContent(number, _place(page, entry))
    return None


def count_embedded_files(document: Any) -> int:
    """Files carried inside, by the name tree and as attachments on pages; counted no further than is worth telling."""
    import pikepdf

    names = _dictionary(document.Root.get("/Names"))
    listed = _leaves(_dictionary(names.get("/EmbeddedFiles")) if names is not None else None)
    attached = sum(
        isinstance(entry, pikepdf.Dictionary) and str(entry.get("/Subtype", "")) == "/FileAttachment"
        for _, _, entry in islice(_annotations(document), MAX_ANNOTATIONS)
    )
    return listed + attached


def _leaves(tree: Any) -> int:
    import pikepdf

    waiting, found = [tree], 0
    for _ in range(MAX_NAMES):
        if not waiting:
            break
        node = _dictionary(waiting.pop())
        if node is None:
            continue
        pairs, kids = node.get("/Names"), node.get("/Kids")
        found += len(pairs) // 2 if isinstance(pairs, pikepdf.Array) else 0
        waiting += list(kids) if isinstance(kids, pikepdf.Array) else []
    return found


def _annotations(document: Any) -> Iterator[tuple[int, Any, Any]]:
    """(page number, page, entry): the pages themselves (they have triggers too) and their annotations."""
    import pikepdf

    for number, page in enumerate(islice(document.pages, MAX_PAGES), start=1):
        yield number, page, page.obj
        found = page.obj.get("/Annots")
        if isinstance(found, pikepdf.Array):
            yield from ((number, page, entry) for entry in found if isinstance(entry, pikepdf.Dictionary))


def _place(page: Any, entry: Any) -> Box | None:
    """Where an annotation lies on the page as shown; None for a turned page, or without a rectangle."""
    try:
        left, bottom, right, top = sorted_corners(entry.get("/Rect"))
        crop = [float(side) for side in page.cropbox]
        if int(page.obj.get("/Rotate", 0)) % 360:
            return None
    except (TypeError, ValueError, ArithmeticError):
        return None
    return Box(x=left - crop[0], y=crop[3] - top, width=right - left, height=top - bottom)


def sorted_corners(rectangle: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a PDF rectangle, whichever corners it names. TypeError, ValueError: it is none."""
    x1, y1, x2, y2 = (float(side) for side in rectangle)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _has_active_triggers(entry: Any) -> bool:
    triggers = _dictionary(entry.get("/AA"))
    return triggers is not None and any(_acts(triggers.get(key)) for key in triggers.keys())  # noqa: SIM118


def _acts(action: Any) -> bool:
    found = _dictionary(action)
    return found is not None and str(found.get("/S", "")) in _ACTIVE


def _dictionary(entry: Any) -> Any:
    import pikepdf

    return entry if isinstance(entry, pikepdf.Dictionary) else None
