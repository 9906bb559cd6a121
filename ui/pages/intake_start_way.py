"""How the intake page comes to a new dossier, and back: keys, commands, what its sheet tells."""

from collections.abc import Callable
from typing import Any

from counter_app.model.dossier import Dossier, DossierId
from ui.pages.base import Command


class IntakeNew:
    def __init__(self, page: Any) -> None:
        self._page = page
        self._here = False  # the page was shown before it was asked for again

    @property
    def under_way(self) -> bool:
        ui = self._page.ui
        return bool(ui.stack.currentWidget() is ui.new)

    def asked(self, new: bool) -> bool:
        """Ctrl+N on the waiting list asks for a new dossier; elsewhere it leads to the list. True: it was taken."""
        here, self._here = self._here, True
        if not new:
            return False
        if here and self._page.dossier_id is None:
            self.begin()
        else:
            self._page.open_dossier(None)
        return True

    def begin(self) -> None:
        """A dossier without a list: procedure, applicant, made."""
        self._page.open_dossier(None)
        self._page.ui.show_new()
        self._page.ui.new.start()
        self._page.begun.begin()

    def left(self) -> None:
        self._here = False
        self._page.ui.new.stop()

    def either(self, in_sheet: str, otherwise: Callable[[], object]) -> Callable[[], object]:
        """A key that means the sheet's own act while it is open."""
        return lambda: getattr(self._page.ui.new, in_sheet)() if self.under_way else otherwise()

    def command(self) -> Command:
        return Command(words="Lập hồ sơ mới tại quầy", act=self.begin, icon="plus", hint="Ctrl+N")

    def wire(self) -> None:
        sheet = self._page.ui.new
        sheet.received.connect(self._made)
        sheet.look.connect(lambda one: self._page.open_dossier(DossierId(one)))
        sheet.left_sheet.connect(lambda: self._page.open_dossier(None))

    def _made(self, dossier: Dossier) -> None:
        self._page.begun.made()
        self._page.open_dossier(dossier.id)
