"""What needs a supervisor on the intake page: asked for with its ground, approved on the board or at this desk."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter_app.access.people import Act, may
from counter_app.errors import CounterError
from counter_app.model.approval import Question
from ui.dialogs.questions import ApproveDialog
from ui.presenters.approval import in_place_words

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeApproval:
    def __init__(self, page: "IntakePage") -> None:
        self._page = page

    def wire(self) -> None:
        self._page.ui.decision.ask_approval.connect(self.ask)
        self._page.ui.decision.approve_here.connect(self.approve_here)

    def ask(self, ground: str) -> None:
        page, dossier_id = self._page, self._page.dossier_id
        if dossier_id is not None:
            page.acts.change(
                lambda cases, office: cases.approval.ask(office, dossier_id, ground),
                lambda _: page.work.saved(),
                page.ui.decision.show_approval_error,
            )

    def ask_refusal(
        self,
        said: tuple[str, str, str | None],
        done: Callable[[object], object],
        failed: Callable[[CounterError], object],
    ) -> None:
        """`said`: reason, ground, the body that has the authority."""
        dossier_id = self._page.dossier_id
        if dossier_id is None:
            return
        reason, ground, guidance = said
        self._page.acts.change(
            lambda cases, office: cases.approval.ask_refusal(
                office, dossier_id, reason=reason, legal_ground=ground, guidance=guidance
            ),
            done,
            failed,
        )

    def approve_here(self) -> None:
        """The supervisor signs in at this desk for this one act."""
        page, dossier_id, office = self._page, self._page.dossier_id, self._page.context.office
        if dossier_id is None:
            return
        people = [(person.name, login) for login, person in office.people.items() if may(person, Act.REASSIGN)]
        refusal = page.view is not None and page.view.refusal.waits
        words = in_place_words(Question.REFUSAL if refusal else Question.SUPPLEMENT)
        dialog = ApproveDialog(people, words, page, with_password=not office.settings.practice)

        def approve(login: str, password: str) -> None:
            page.acts.change(
                lambda cases, office: cases.approval.approve_in_place(office, dossier_id, login, password),
                lambda _: dialog.accept(),
                dialog.show_error,
            )

        dialog.answered.connect(approve)
        dialog.open()
