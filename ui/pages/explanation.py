"""«In bảng giải trình…» of a clock panel: printed by its use case, then shown over the page that asked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from counter_app.access.people import Act, may
from counter_app.errors import CounterError
from counter_app.model.dossier import DossierId
from ui.pages.base import PageContext
from ui.pages.sheet_view import SheetView
from ui.tasks import Lane
from ui.widgets.clock_panel import ClockPanel

TITLES = {"intake": "Giải trình khoảng tiếp nhận", "term": "Giải trình thời hạn giải quyết"}


class Explanations:
    """`stack`: the page's own, whose first widget it comes back to; `dossier`: (id, code) of the one in hand."""

    def __init__(
        self,
        context: PageContext,
        stack: QStackedWidget,
        dossier: Callable[[], tuple[DossierId, str] | None],
        failed: Callable[[CounterError], object],
    ) -> None:
        self._context, self._stack, self._dossier, self._failed = context, stack, dossier, failed
        self.sheet: SheetView | None = None

    def offer(self, panel: ClockPanel, what: str) -> None:
        """Whoever may print forms may print this."""
        panel.set_printable(may(self._context.office.person, Act.PRINT_FORMS))
        panel.print_wanted.connect(lambda: self.print(what))

    def print(self, what: str) -> None:
        wanted, office, cases = self._dossier(), self._context.office, self._context.use_cases
        if wanted is None:
            return
        dossier_id, code = wanted

        def show(made: Any) -> None:
            now = self._dossier()
            if now is not None and now[0] == dossier_id:
                self._show(TITLES[what], f"hồ sơ {code}", made)
            self._context.refresh.publish(made.changes)

        self._context.tasks.run(
            Lane.STORE,
            lambda: cases.deadline_sheet.print_explanation(office, dossier_id, what),
            owner=self._stack,
            on_done=show,
            on_error=self._failed,
        )

    def close(self) -> None:
        self._stack.setCurrentIndex(0)

    def _show(self, title: str, qualifier: str, made: Any) -> None:
        if self.sheet is None:
            self.sheet = SheetView(self._context, self.close)
            self._stack.addWidget(self.sheet)
        self._stack.setCurrentWidget(self.sheet)
        self.sheet.show_sheet(title, qualifier, made.path, made.pages)
