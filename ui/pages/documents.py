"""A document view over the office's files: drawn by the reader's child process, in the lane of readings."""

from pathlib import Path

from ui.pages.base import PageContext
from ui.tasks import Lane
from ui.widgets.document_view import DocumentView, Done, Failed, ShownFile


def document_view(context: PageContext, choose_words: str = "Chọn tệp…") -> DocumentView:
    """`ShownFile.source`: a path, or the hash under which the vault keeps the file."""

    def render(file: ShownFile, page: int, width_px: int, done: Done, failed: Failed) -> None:
        office = context.office

        def work() -> object:
            path = file.source if isinstance(file.source, Path) else office.vault.path(file.source)
            return office.reader.render(path, page, width_px)

        context.tasks.run(Lane.READING, work, owner=view, on_done=done, on_error=failed)

    view = DocumentView(render, choose_words)
    return view
