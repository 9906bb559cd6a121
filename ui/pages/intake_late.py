"""A decision that was taken before it is written down: asked for from the decision that would be late."""

from typing import TYPE_CHECKING, Any

from ui.dialogs.late_record import LateRecordDialog
from ui.pages.base import Command
from ui.presenters.intake import Step
from ui.presenters.intake_decision import decision_lines

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeLate:
    def __init__(self, page: "IntakePage") -> None:
        self._page = page

    def wire(self) -> None:
        self._page.ui.decision.earlier.connect(self.ask)

    def commands(self) -> list[Command]:
        view = self._page.view
        if view is None or not view.dossier.state.awaits_intake:
            return []
        return [Command(words="Ghi việc đã làm trước đó…", act=self.ask, icon="pencil")]

    def ask(self) -> None:
        page, view, context = self._page, self._page.view, self._page.context
        if view is None:
            return
        sheet, dossier_id, now = page.ui.decision, view.dossier.id, context.clock.now()
        lines = tuple(one for one in decision_lines(view, context.office.calendar, now) if not one.guides)
        dialog = LateRecordDialog(view.dossier, lines, sheet.decision, now, page)
        typed = dict(zip(("reason", "legal_ground", "guidance"), sheet.said, strict=True))

        def written(_changes: Any) -> None:
            dialog.accept()
            page.work.saved()
            page.step = Step.FINISH

        def record(values: dict[str, Any]) -> None:
            words = typed if values["decision"] is sheet.decision else {}
            page.acts.change(
                lambda cases, office: cases.late_record.record_decision(office, dossier_id, **values, **words).changes,
                written,
                dialog.show_error,
            )

        dialog.answered.connect(record)
        dialog.open()
