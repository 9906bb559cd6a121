"""A broken unsigned file as it looks before and after it is rebuilt: nobody signs what nobody has looked at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app.workflow.office import Office
from counter_app.workflow.sign_rows import SignRow

if TYPE_CHECKING:
    from counter_app.pdf.render import PageImage

MOST_PAGES = 20  # more than anybody compares; the count of pages is compared by the machine
WIDTH_PX = 620


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairView:
    """Pictures of the same pages in the same order; `pages` is how many the file has."""

    pages: int
    before: "tuple[PageImage, ...]"
    after: "tuple[PageImage, ...]"


def look(office: Office, row: SignRow) -> RepairView:
    """Refused `signing.repair_changes_pages`, `signing.truncated` … when rebuilding is not safe at all."""
    source = office.vault.path(row.file.hash)
    with office.scratch() as folder:
        target = folder / "rebuilt.pdf"
        pages = office.signing.rebuild(source, target)
        shown = range(1, min(pages, MOST_PAGES) + 1)
        return RepairView(
            pages=pages,
            before=tuple(office.reader.render(source, page, WIDTH_PX) for page in shown),
            after=tuple(office.reader.render(target, page, WIDTH_PX) for page in shown),
        )
