"""What the intake page writes down: verdicts, the decision, its sheets. Refusals stay in the page."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.errors import CounterError
from counter_app.model.dossier import Component, ComponentVerdict, DossierId, PaperKind
from ui.presenters import intake as presenter
from ui.presenters.intake import Step

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeWork:
    """`saved_at`: when something of the dossier in hand was last written; `receipt`: where it was printed to."""

    def __init__(self, page: "IntakePage") -> None:
        self._page = page
        self.forget()

    def forget(self) -> None:
        """Another dossier comes into the hand."""
        self.saved_at: datetime | None = None
        self.receipt: Path | None = None
        self.busy = False

    # Verdict, decision, receipt

    def check(self, verdict: ComponentVerdict, remark: str, kind: PaperKind) -> None:
        component = self._page.component
        if component is None or self._page.dossier_id is None:
            return
        if (verdict, remark.strip(), kind) == (component.verdict, component.remark, component.paper_kind):
            self._page.ui.check.show_error(None)
            return
        wanted = component.id

        def refused(error: CounterError) -> None:
            if error.code == "workflow.changed_by_colleague":
                self._ask_whose(component, verdict, remark, kind, error)
            elif self._page.component_id == wanted:
                self._page.ui.check.show_error(error)
            else:
                self._page.ui.notice.tell_error(error)

        def done() -> None:
            if self._page.component_id == wanted:
                self._page.ui.check.show_error(None)
            self.saved()

        self._page.acts.check(self._page.dossier_id, component.id, verdict, remark, kind, done, refused, component)

    def pass_and_go_on(self) -> None:
        """One key for «đạt» and the next paper that waits; after the last one comes the decision."""
        page, component, dossier_id = self._page, self._page.component, self._page.dossier_id
        if page.step is not Step.CHECK or component is None or dossier_id is None or page.view is None:
            return
        if not presenter.is_editable(page.view.dossier):
            return
        waiting = [part for part in presenter.unchecked(page.view.dossier) if part.id != component.id]
        following = next((part for part in waiting if part.number > component.number), None) or (waiting or [None])[0]

        def done() -> None:
            self.saved()
            if page.component_id != component.id:
                return  # somebody has gone elsewhere meanwhile
            if following is not None:
                page.show_component(following)
            else:
                page.go_to(Step.DECISION)

        remark, kind = page.ui.check.remark.text(), PaperKind(str(page.ui.check.paper.value))
        page.acts.check(
            dossier_id,
            component.id,
            ComponentVerdict.PASS,
            remark,
            kind,
            done,
            page.ui.check.show_error,
            component,
        )

    def _ask_whose(
        self, component: Component, verdict: ComponentVerdict, remark: str, kind: PaperKind, error: CounterError
    ) -> None:
        """A colleague was faster: both values are told; closing the question keeps theirs."""
        page = self._page

        def mine() -> None:
            if page.dossier_id is not None:
                page.acts.check(
                    page.dossier_id, component.id, verdict, remark, kind, self.saved, page.ui.notice.tell_error
                )

        page.ui.check.forget()
        page.ui.notice.tell(error.what, error.advice, mine, "Ghi của tôi")
        page.reload()

    def saved(self) -> None:
        self.saved_at = self._page.context.clock.now()
        self._page.ui.saved.setText(presenter.saved_words(self.saved_at))

    def decide(self) -> None:
        sheet = self._page.ui.decision
        sheet.commit()
        decision = sheet.decision
        if self._page.dossier_id is None or decision is None or not sheet.ready or self.busy:
            return
        self._set_busy(True)

        def done(decided: Any) -> None:
            self._set_busy(False)
            self.saved()
            self._page.step = Step.FINISH

        def asked(_: object) -> None:
            self._set_busy(False)
            self.saved()

        def failed(error: CounterError) -> None:
            self._set_busy(False)
            sheet.show_error(error)
            if not sheet.line or not sheet.line.reason_label:
                self._page.ui.notice.tell_error(error)

        if sheet.line is not None and sheet.line.needs_approval:
            self._page.approval.ask_refusal(sheet.said, asked, failed)
        else:
            self._page.acts.decide(self._page.dossier_id, decision, sheet.said, done, failed)

    def receive_supplement(self) -> None:
        dossier_id = self._page.dossier_id
        if dossier_id is not None:
            self._page.acts.change(
                lambda cases, office: cases.supplement.receive(office, dossier_id),
                lambda _: self.saved(),
                self._page.ui.notice.tell_error,
            )

    def print_receipt(self) -> None:
        if (
            self._page.dossier_id is None
            or self._page.view is None
            or not presenter.is_decided(self._page.view.dossier)
            or self.busy
        ):
            return
        self._set_busy(True)

        def done(printed: Any) -> None:
            self._set_busy(False)
            self.receipt = printed.path

        def failed(error: CounterError) -> None:
            self._set_busy(False)
            self._page.ui.notice.tell_error(error, self.print_receipt)

        self._page.acts.print_receipt(self._page.dossier_id, done, failed)

    def print_form(self) -> None:
        """The sheet of a supplement request or a refusal."""
        page = self._page
        sheet = presenter.form_of(page.view.dossier) if page.view else None
        if page.dossier_id is None or sheet is None or self.busy:
            return
        self._set_busy(True)

        def done(printed: Any) -> None:
            self._set_busy(False)
            self.receipt = printed.path

        def failed(error: CounterError) -> None:
            self._set_busy(False)
            page.ui.notice.tell_error(error, self.print_form)

        page.acts.print_form(page.dossier_id, sheet[0], done, failed)

    def sign(self) -> None:
        if self._page.dossier_id is not None:
            self._page.context.open_page("signing", dossier_id=self._page.dossier_id)

    def next_dossier(self) -> None:
        def found(one: int | None) -> None:
            if one is not None:
                self._page.open_dossier(DossierId(one))
            else:
                self._page.open_dossier(None)

        self._page.acts.next_awaiting(self._page.dossier_id, found, self._page.ui.notice.tell_error)

    def next_component(self) -> None:
        page = self._page
        following = presenter.next_component(page.view.dossier, page.component_id) if page.view else None
        if following is not None:
            page.show_component(following)

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self._page.show_foot()
