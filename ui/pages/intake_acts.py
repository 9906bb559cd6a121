"""What the intake page asks of the use cases, each in its lane. Answers come back on the GUI thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from counter_app.errors import CounterError
from counter_app.model.approval import Question
from counter_app.model.changes import Changes
from counter_app.model.dossier import (
    Component,
    ComponentId,
    ComponentVerdict,
    Decision,
    Dossier,
    DossierId,
    FileSource,
    PaperKind,
)
from counter_app.model.form import FormKind
from counter_app.model.queue import QueueFilter
from ui.pages.base import PageContext
from ui.presenters.intake import IntakeView
from ui.presenters.queue import CHIPS
from ui.tasks import Lane
from ui.widgets.document_view import ShownFile

Done = Callable[[Any], object]
Failed = Callable[[CounterError], object]
AWAITING = next(chip.states for chip in CHIPS if chip.key == "awaits_intake")
KEPT_INSPECTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachOutcome:
    """One file of an attachment: taken, or refused with its error."""

    component: Component
    path: Path
    error: CounterError | None = None


class IntakeActs(QObject):
    def __init__(self, context: PageContext, owner: QObject) -> None:
        super().__init__(owner)
        self._context = context
        self._inspected: dict[str, Any] = {}

    @property
    def _office(self) -> Any:
        return self._context.office

    def load(self, dossier_id: DossierId, done: Done, failed: Failed) -> None:
        """An `IntakeView` of the dossier."""
        office, cases = self._office, self._context.use_cases

        def work() -> IntakeView:
            cases.evidence.record_view(office, dossier_id)
            dossier = cases.queue.dossier(office, dossier_id)
            events = cases.queue.events(office, dossier_id)
            approval = cases.approval.approval_in(events)
            refusal = cases.approval.approval_in(events, Question.REFUSAL)
            printed = [event for event in events if event.kind == "print_receipt"]
            return IntakeView(
                dossier=dossier,
                procedure=cases.intake.procedure_of(office, dossier),
                options=cases.intake.decisions(office, dossier_id),
                receipt_number=int(printed[0].details.get("number") or 0) if printed else 0,
                offers=cases.reuse.offers_for(office, dossier) if dossier.state.awaits_intake else {},
                excepted=frozenset(cases.reuse.exceptions(events)),
                approval=approval,
                answered_by=office.name_of(approval.approved_by or approval.turned_down_by),
                refusal=refusal,
                refusal_answered_by=office.name_of(refusal.approved_by or refusal.turned_down_by),
                printed_forms=frozenset(str(event.details["form"]) for event in events if event.kind == "print_form"),
                draft=cases.sitting.draft(office, dossier_id) if dossier.state.awaits_intake else None,
                clocked=cases.clocks.clocked(office, dossier_id),
                twins=cases.reception.twins_of(office, dossier),
            )

        self._run(Lane.READING, work, done, failed)

    def knows(self, component: Component) -> bool:
        """Whether `inspect` answers at once."""
        return _content(component) in self._inspected

    def inspect(self, component: Component, dossier: Dossier, done: Done, failed: Failed) -> None:
        """An `Inspected` of the component's file, or None. The same content is looked at once."""
        office, cases = self._office, self._context.use_cases
        key = _content(component)
        if key in self._inspected:
            done(self._inspected[key])
            return

        def keep(found: Any) -> None:
            if len(self._inspected) >= KEPT_INSPECTIONS:
                self._inspected.clear()
            self._inspected[key] = found
            done(found)

        self._run(Lane.READING, lambda: cases.intake.inspect_component(office, component, dossier), keep, failed)

    def render(self, file: ShownFile, page: int, width_px: int, done: Done, failed: Failed) -> None:
        """A `PageImage`. `file.source`: a path, or the hash under which the vault keeps it."""
        office = self._office

        def work() -> Any:
            path = file.source if isinstance(file.source, Path) else office.vault.path(file.source)
            return office.reader.render(path, page, width_px)

        self._run(Lane.READING, work, done, failed)

    def attach(
        self,
        dossier_id: DossierId,
        pairs: Sequence[tuple[Component, Path]],
        done: Callable[[list[AttachOutcome]], Any],
        source: FileSource = FileSource.APPLICANT,
        expires_on: date | None = None,
    ) -> None:
        """Files to components, one after the other; a refused one leaves the others alone."""
        office, attach_file = self._office, self._context.use_cases.intake.attach_file
        how = {"source": source, "expires_on": expires_on}

        def work() -> tuple[list[AttachOutcome], Changes]:
            outcomes, changes = [], Changes()
            for component, path in pairs:
                try:
                    changes |= attach_file(office, dossier_id, component.id, path, **how).changes
                    outcomes.append(AttachOutcome(component=component, path=path))
                except CounterError as error:
                    outcomes.append(AttachOutcome(component=component, path=path, error=error))
            return outcomes, changes

        def told(answer: tuple[list[AttachOutcome], Changes]) -> None:
            done(answer[0])
            self._publish(answer[1])

        self._run(Lane.STORE, work, told, self._context.tasks.trouble.emit)

    def read_store_list(self, path: Path, done: Done, failed: Failed) -> None:
        office, cases = self._office, self._context.use_cases
        self._run(Lane.STORE, lambda: cases.reuse.import_store_list(office, path), done, failed)

    def propose(self, dossier_id: DossierId, paths: Sequence[Path], done: Done, failed: Failed) -> None:
        office, cases = self._office, self._context.use_cases
        self._run(Lane.READING, lambda: cases.intake.propose_files(office, dossier_id, paths), done, failed)

    def check(
        self,
        dossier_id: DossierId,
        component_id: ComponentId,
        verdict: ComponentVerdict,
        remark: str,
        paper_kind: PaperKind,
        done: Callable[[], Any],
        failed: Failed,
        known: Component | None = None,
    ) -> None:
        office, cases = self._office, self._context.use_cases

        def told(changes: Changes) -> None:
            done()
            self._publish(changes)

        self._run(
            Lane.STORE,
            lambda: cases.intake.check_component(
                office, dossier_id, component_id, verdict, remark=remark, paper_kind=paper_kind, known=known
            ),
            told,
            failed,
        )

    def decide(
        self,
        dossier_id: DossierId,
        decision: Decision,
        words: tuple[str, str, str | None],
        done: Done,
        failed: Failed,
    ) -> None:
        """`words`: reason, legal ground, the body that has the authority."""
        office, cases = self._office, self._context.use_cases
        reason, ground, guidance = words

        def work() -> Any:
            decided = cases.intake.decide(
                office, dossier_id, decision, reason=reason, legal_ground=ground, guidance=guidance
            )
            cases.sitting.keep_draft(office, dossier_id, {})
            return decided

        self._write(work, done, failed)

    def change(self, work: Callable[[Any, Any], Changes], done: Done, failed: Failed) -> None:
        """`work(use cases, office)` in the lane of writes; what it changed is told to every page."""
        office, cases = self._office, self._context.use_cases

        def told(changes: Changes) -> None:
            done(changes)
            self._publish(changes)

        self._run(Lane.STORE, lambda: work(cases, office), told, failed)

    def print_form(self, dossier_id: DossierId, kind: FormKind, done: Done, failed: Failed) -> None:
        office, cases = self._office, self._context.use_cases
        self._write(lambda: cases.forms.print_form(office, kind, dossier_id), done, failed)

    def print_receipt(self, dossier_id: DossierId, done: Done, failed: Failed) -> None:
        office, cases = self._office, self._context.use_cases
        self._write(lambda: cases.receipt.print_receipt(office, dossier_id), done, failed)

    def next_awaiting(self, current: DossierId | None, done: Done, failed: Failed) -> None:
        """The id of the next dossier to take in: first of one's own, then of anybody's; None when there is none."""
        office, cases = self._office, self._context.use_cases

        def work() -> int | None:
            for holder in (office.person.login, ""):
                for one in cases.queue.ids(office, QueueFilter(states=AWAITING, holder=holder)):
                    if one != current:
                        return int(one)
            return None

        self._run(Lane.READING, work, done, failed)

    def _write(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """For use cases whose answer carries its `changes`."""

        def told(answer: Any) -> None:
            done(answer)
            self._publish(answer.changes)

        self._run(Lane.STORE, work, told, failed)

    def _publish(self, changes: Changes) -> None:
        if changes != Changes():
            self._context.refresh.publish(changes)

    def _run(self, lane: Lane, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        self._context.tasks.run(lane, work, owner=self.parent(), on_done=done, on_error=failed)


def _content(component: Component) -> str:
    return f"{component.file.hash}:{component.file.name}" if component.file else ""
