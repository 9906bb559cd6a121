"""A further supplement request on the intake page: asked for with a ground, approved by a supervisor at this desk."""

from typing import TYPE_CHECKING

from counter_app.access.people import Act, may
from ui.dialogs.questions import ApproveDialog

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

    def approve_here(self) -> None:
        """The supervisor signs in at this desk for this one act."""
        page, dossier_id, office = self._page, self._page.dossier_id, self._page.context.office
        if dossier_id is None:
            return
        people = [(person.name, login) for login, person in office.people.items() if may(person, Act.REASSIGN)]
        dialog = ApproveDialog(people, page, with_password=not office.settings.practice)

        def approve(login: str, password: str) -> None:
            page.acts.change(
                lambda cases, office: cases.approval.approve_in_place(office, dossier_id, login, password),
                lambda _: dialog.accept(),
                dialog.show_error,
            )

        dialog.answered.connect(approve)
        dialog.open()
