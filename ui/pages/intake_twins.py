"""The band over the intake: what has been decided here, else which other open dossier may be this one."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.model.dossier import DossierState
from ui.presenters.intake import IntakeView, closed_words
from ui.presenters.reception import twins_here

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage

Band = tuple[str, tuple[str, Callable[[], object]] | None]


class IntakeTwins:
    def __init__(self, page: "IntakePage") -> None:
        self._page = page

    def band(self, view: IntakeView) -> Band:
        """(words, (what can be done about it, the act)); no words: no band."""
        closed = closed_words(view.dossier, view.asked)
        if view.dossier.state is DossierState.SUPPLEMENT_REQUESTED:
            return closed, ("Ghi nhận đã bổ sung", self._page.work.receive_supplement)
        if closed or not view.twins:
            return closed, None
        other = view.twins[0]
        return twins_here(view.dossier, view.twins), (
            f"Mở {other.display_code}",
            lambda: self._page.open_dossier(other.id),
        )
