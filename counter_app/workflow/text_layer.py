"""A scan gets a layer of recognised words on a copy while nobody has signed it; what came stays in the vault."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.access.people import Act, require
from counter_app.errors import Refused
from counter_app.model.changes import Changes
from counter_app.model.dossier import AttachedFile, Component, ComponentId, DossierId
from counter_app.model.file_facts import FileFacts, PageFacts
from counter_app.workflow.office import Office
from counter_app.workflow.page_edits import editable, put_copy
from counter_app.workflow.ports import FileReader

COMPARED_PX = 620  # pages are held beside each other at this width


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLayer:
    pages: int  # how many were read
    without_words: tuple[int, ...]  # those of them on which nothing was recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A copy that lies in the vault and is not yet the component's file."""

    component: Component  # as it was when the recognition began
    file: AttachedFile
    pages: int  # how many were read
    without_words: tuple[int, ...]  # those of them on which nothing was recognised


def recognise(
    office: Office,
    dossier_id: DossierId,
    component_id: ComponentId,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Recognised | None:
    """Read the scanned pages; nothing of the dossier changes. None: stopped. Takes a second or two for each page.

    Refused: signed by anybody, past intake, no scanned page without words, no word found, the pages look different
    afterwards. Trouble `pdf.no_tesseract`, `pdf.no_vietnamese` with what to install.
    """
    require(office.person, Act.CHECK_COMPONENTS)
    component = editable(office, dossier_id, component_id)
    assert component.file is not None
    source = office.vault.path(component.file.hash)
    with office.scratch() as folder:
        output = folder / "text.pdf"
        layer = lay_words(office.reader, source, output, component.name, progress=progress, stop=stop)
        if layer is None:
            return None
        kept = office.vault.put(output)
    file = replace(
        component.file,
        hash=kept,
        size=office.vault.path(kept).stat().st_size,
        attached_at=office.now(),
        attached_by=office.person.login,
        converted_from=component.file.hash,
    )
    return Recognised(component=component, file=file, pages=layer.pages, without_words=layer.without_words)


def lay_words(
    reader: FileReader,
    source: Path,
    output: Path,
    name: str,
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    stop: Callable[[], bool] = lambda: False,
) -> TextLayer | None:
    """A searchable copy of a scan. `name`: how the sentences call it. None: stopped; refused as `recognise`."""
    facts = reader.inspect(source)
    wanted = pages_without_text(facts)
    if not wanted:
        raise Refused("workflow.nothing_to_recognise", component=name)
    words = reader.add_text(source, wanted, output, progress=progress, stop=stop)
    if words is None:
        return None
    if not any(words):
        raise Refused("workflow.no_words_recognised", component=name)
    _check_same_look(reader, name, source, output, facts.page_count)
    without = tuple(page.number for page, count in zip(wanted, words, strict=True) if not count)
    return TextLayer(pages=len(wanted), without_words=without)


def keep(office: Office, dossier_id: DossierId, found: Recognised) -> Changes:
    """The copy becomes the component's file; `page_edits.put_back` undoes it. Refused: it has got another file."""
    require(office.person, Act.CHECK_COMPONENTS)
    with office.store.unit_of_work() as unit:
        put_copy(office, unit, dossier_id, found.component, found.file, kind="add_text_layer")
        unit.commit()
    return Changes(dossiers=frozenset({dossier_id}), queue=True, files=True)


def pages_without_text(facts: FileFacts) -> tuple[PageFacts, ...]:
    """Scanned pages without words. A long file whose looked-at pages are all such scans is one to its end."""
    looked = [page for page in facts.pages if page.colour is not None]
    scans = [page for page in looked if page.image_dpi and not page.blank and not page.has_text]
    if not scans or len(looked) == len(facts.pages) or any(page.has_text for page in looked):
        return tuple(scans)
    return tuple(page for page in facts.pages if page in scans or page.colour is None)


def _check_same_look(reader: FileReader, name: str, source: Path, output: Path, count: int) -> None:
    """The copy is read back: as many pages, each the same picture, and words where there were none."""
    made = reader.inspect(output)
    if made.page_count != count or not any(page.has_text for page in made.pages):
        raise Refused("workflow.text_changed_look", component=name, page=1)
    for page in range(1, count + 1):
        before, after = (reader.render(path, page, COMPARED_PX) for path in (source, output))
        if before != after:
            raise Refused("workflow.text_changed_look", component=name, page=page)
