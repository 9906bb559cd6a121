"""Which fonts of a PDF are not inside it: another machine shows such a text in another font, or not at all."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

MAX_PAGES = 300
MAX_RESOURCES = 5000
NAMED = 5  # more names tell an officer nothing
_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


def fonts_not_embedded(document: Any) -> tuple[str, ...]:
    """Names without subset prefix, the first few in order of appearance. `document` is an open pikepdf.Pdf."""
    found: dict[str, None] = {}
    for font in islice(_fonts(document), MAX_RESOURCES):
        if not _is_embedded(font):
            found[_name(font)] = None
        if len(found) >= NAMED:
            break
    return tuple(found)


def _fonts(document: Any) -> Iterator[Any]:
    """Every font that a page or a form drawn on it names, once."""
    seen: set[tuple[int, int]] = set()
    for page in islice(document.pages, MAX_PAGES):
        waiting = [(page.obj.get("/Resources"), 0)]
        while waiting:
            resources, depth = waiting.pop()
            yield from _new(_entries(resources, "/Font"), seen)
            if depth < 3:
                forms = _new(_entries(resources, "/XObject"), seen)
                waiting += [(form.get("/Resources"), depth + 1) for form in forms if "/Resources" in form]


def _entries(resources: Any, key: str) -> list[Any]:
    import pikepdf

    group = resources.get(key) if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(group, pikepdf.Dictionary):
        return []
    return [entry for _, entry in group.items() if isinstance(entry, (pikepdf.Dictionary, pikepdf.Stream))]


def _new(entries: list[Any], seen: set[tuple[int, int]]) -> Iterator[Any]:
    for entry in entries:
        if entry.objgen == (0, 0) or entry.objgen not in seen:
            seen.add(entry.objgen)
            yield entry


def _is_embedded(font: Any) -> bool:
    import pikepdf

    if str(font.get("/Subtype", "")) == "/Type3":
        return True  # drawn by the file itself
    descendants = font.get("/DescendantFonts")
    if isinstance(descendants, pikepdf.Array) and len(descendants):
        font = descendants[0]
    descriptor = font.get("/FontDescriptor") if isinstance(font, pikepdf.Dictionary) else None
    return isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in _PROGRAMS)


def _name(font: Any) -> str:
    name = str(font.get("/BaseFont", "/?")).lstrip("/")
    prefix, plus, rest = name.partition("+")
    return rest if plus and len(prefix) == 6 else name
