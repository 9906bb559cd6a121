"""Giving dossiers to another officer from any list of the supervisor: the question, the act, its undo."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from counter_app.model.assignment import ReassignReason
from counter_app.model.dossier import DossierId
from ui.dialogs.reassign import ReassignDialog
from ui.pages.base import PageContext
from ui.presenters import reassign as presenter
from ui.tasks import Lane
from ui.widgets.notice import Notice


class Reassigning:
    """`begin(ids)` asks; `done()` after something was given or taken back."""

    def __init__(self, context: PageContext, owner: QWidget, notice: Notice, done: Callable[[], object]) -> None:
        self._context, self._owner, self._notice, self._done = context, owner, notice, done
        self.dialog: ReassignDialog | None = None

    def begin(self, dossier_ids: Sequence[DossierId]) -> None:
        if not dossier_ids:
            return
        office, cases = self._context.office, self._context.use_cases
        wanted = list(dossier_ids)
        self._context.tasks.run(
            Lane.READING,
            lambda: cases.reassign.suggest(office, wanted),
            owner=self._owner,
            on_done=lambda found: self._ask(wanted, found),
            on_error=self._notice.tell_error,
        )

    def _ask(self, wanted: list[DossierId], found: Any) -> None:
        name_of = self._context.office.name_of
        reason = ReassignReason.ABSENCE if found.holder_absent else ReassignReason.LOAD
        dialog = self.dialog = ReassignDialog(
            presenter.title(len(wanted)),
            presenter.holders_words(found.holders, name_of),
            presenter.choices(found.candidates, found.shared, name_of),
            found.candidates,
            reason,
            self._owner.window(),
        )

        def answer(to: str, reason: str, note: str) -> None:
            plan = found.shared if to == presenter.SHARED else dict.fromkeys(wanted, to)
            self._give(dialog, plan, ReassignReason(reason), note)

        dialog.answered.connect(answer)
        dialog.open()

    def _give(self, dialog: ReassignDialog, plan: Any, reason: ReassignReason, note: str) -> None:
        office, cases = self._context.office, self._context.use_cases

        def given(done: Any) -> None:
            dialog.accept()
            self._tell(done)
            if done.given:
                words = presenter.done_words([one.after for one in done.given], office.name_of)
                self._context.toast(words, lambda: self._undo(done))

        self._context.tasks.run(
            Lane.STORE,
            lambda: cases.reassign.reassign(office, plan, reason, note),
            owner=dialog,
            on_done=given,
            on_error=dialog.show_error,
        )

    def _undo(self, done: Any) -> None:
        office, cases = self._context.office, self._context.use_cases

        def undone(back: Any) -> None:
            self._tell(back)
            self._context.toast(presenter.undone_words(len(back.given)))

        self._context.tasks.run(
            Lane.STORE,
            lambda: cases.reassign.undo(office, done),
            owner=self._owner,
            on_done=undone,
            on_error=self._notice.tell_error,
        )

    def _tell(self, done: Any) -> None:
        self._context.refresh.publish(done.changes)
        if done.refused:
            self._notice.tell(
                presenter.refused_words(done.refused), "Các hồ sơ khác đã được giao." if done.given else ""
            )
        self._done()
