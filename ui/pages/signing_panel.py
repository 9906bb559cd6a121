"""What the panel beside the list shows: the page of the row in hand and the mark that was chosen, read in the
background; an answer that comes for another row is dropped."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from counter_app.errors import CounterError
from ui.pages.base import PageContext
from ui.presenters import signing_mark as marks
from ui.presenters import signing_place as place
from ui.presenters.signing import SignLine
from ui.tasks import Lane
from ui.widgets.placement_panel import PlacementPanel

PAGE_PIXELS = 560


class PanelWork(QObject):
    """`current()` is the row in hand, `signer()` whom the mark names."""

    def __init__(
        self,
        context: PageContext,
        panel: PlacementPanel,
        current: Callable[[], SignLine | None],
        signer: Callable[[], str],
    ) -> None:
        super().__init__(panel)
        self._context, self._panel, self._current, self._signer = context, panel, current, signer
        self.offers: marks.Offers = {}
        panel.page_wanted.connect(self.show_page)
        panel.mark_wanted.connect(self.show_mark)

    def show(self, *, locked: bool) -> None:
        line = self._current()
        self._panel.offer_marks(marks.offered_for(line, self.offers) if line is not None else [])
        self._panel.show_line(line, locked=locked)
        if line is not None:
            self.show_page(self._panel.page)
            self.show_mark(self._panel.mark_key)

    def show_page(self, page: int) -> None:
        line, office, cases = self._current(), self._context.office, self._context.use_cases
        if line is None:
            return

        def work() -> Any:
            cases.evidence.record_view(office, line.row.dossier_id)  # a paper is personal data, too
            return office.reader.render(office.vault.path(line.row.file.hash), page, PAGE_PIXELS)

        self._context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda shown: self._page_came(line, shown),
            on_error=lambda error: self._page_failed(line, error),
        )

    def show_mark(self, key: str) -> None:
        """The words or the picture of the mark `key` on the row in hand, also before it is applied."""
        line, office, cases, signer = self._current(), self._context.office, self._context.use_cases, self._signer()
        if line is None:
            return
        self._context.tasks.run(
            Lane.READING,
            lambda: cases.signed_files.mark_shown(office, line.row, signer, key),
            owner=self,
            on_done=lambda found: self._mark_came(line, key, *found),
            on_error=lambda error: self._mark_failed(line, error),
        )

    def _is_current(self, line: SignLine) -> bool:
        current = self._current()
        return current is not None and current.key == line.key

    def _page_came(self, line: SignLine, shown: Any) -> None:
        if self._is_current(line):
            image = QImage(shown.data, shown.width, shown.height, shown.stride, QImage.Format.Format_RGB32).copy()
            self._panel.show_page(image, (shown.page_width_pt, shown.page_height_pt))

    def _page_failed(self, line: SignLine, error: CounterError) -> None:
        if self._is_current(line):
            self._panel.show_page(None, place.A4, place.cannot_show_words(error, line))

    def _mark_came(self, line: SignLine, key: str, lines: tuple[str, ...], image: str) -> None:
        if self._is_current(line) and key == self._panel.mark_key:
            self._panel.show_mark(marks.words_of(lines, image), image)

    def _mark_failed(self, line: SignLine, error: CounterError) -> None:
        if self._is_current(line):
            self._panel.show_mark(error.what, "")
