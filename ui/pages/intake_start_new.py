"""A new dossier over the counter or by post: procedure, applicant, and it is made; then the intake goes on with it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import Applicant, Channel, Dossier
from counter_app.model.procedure import Procedure
from counter_app.model.request import Request
from ui.pages.base import PageContext
from ui.pages.intake_card import CardReading
from ui.pages.intake_start_applicant import ApplicantForm, ApplicantSide
from ui.pages.intake_start_procedure import ProcedurePicker, ProcedureSide
from ui.presenters import reception as presenter
from ui.presenters.intake import Step
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.progress_foot import ActionFoot
from ui.widgets.stepper import Stepper

LEFT, RIGHT = (232, 168), (392, 308)
WIDE = 1180


class NewDossierSheet(QWidget):
    """`received(dossier)` when it is made; `look(dossier id)` when another one is to be opened; `left()`."""

    received = Signal(object)
    look = Signal(int)
    left_sheet = Signal()
    touched = Signal()  # something of it may have changed

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.step = Step.PROCEDURE
        self.procedure: Procedure | None = None
        self.twins: tuple[Dossier, ...] = ()
        self._busy = False
        self._asked = 0
        self._build()
        self.cards = CardReading(context, self, self.form, self.notice, self.foot.tell)
        self._wire()

    # The sheet's life

    def start(self) -> None:
        """Nothing chosen, nothing typed, the keyboard in the search field."""
        self.procedure, self.twins, self.cards.card = None, (), None
        self.picker.field.clear_search()
        self.picker.search("")
        self.form.fill(Applicant(name=""))
        self.side.show()
        self.go_to(Step.PROCEDURE)

    def take_up(self, procedure: Procedure, day: Any, case: str, channel: int) -> None:
        """As it was chosen earlier."""
        self.procedure = procedure
        self.details.show_procedure(procedure, day)
        self.details.case.set_value(case)
        self.details.channel.set_value(Channel(channel))
        self.picker.show_only(procedure.code)

    def stop(self) -> None:
        self.cards.listen(False)

    def resume(self) -> None:
        """Shown again with what was typed."""
        self.cards.listen(self.step is Step.APPLICANT)

    def go_to(self, step: Step) -> None:
        if step is Step.APPLICANT and self.procedure is None:
            return
        self.notice.hide()
        self.step = step
        applicant = step is Step.APPLICANT
        self.middle.setCurrentWidget(self.form if applicant else self.picker)
        self.right.setCurrentWidget(self.side if applicant else self.details)
        self.cards.listen(applicant)
        if applicant:
            self.form.start()
        else:
            self.picker.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_all()

    def back(self) -> None:
        if self.step is Step.APPLICANT:
            self.go_to(Step.PROCEDURE)
        else:
            self.left_sheet.emit()

    def forward(self) -> None:
        if self.step is Step.PROCEDURE:
            self.go_to(Step.APPLICANT)
        else:
            self.receive()

    def _show_all(self) -> None:
        name = self.procedure.short_name or self.procedure.name if self.procedure else ""
        lines = presenter.steps(self.step, name, self.form.applicant.name)
        self.stepper.show_lines(lines, lines[int(self.step) - 1].key)
        applicant = self.step is Step.APPLICANT
        self.back_button.setText("Thủ tục" if applicant else "Danh sách chờ")
        words = ("Vẫn lập hồ sơ mới" if self.twins else "Lập hồ sơ") if applicant else "Người nộp"
        self.primary.setText(words)
        self.primary.setEnabled(self.procedure is not None and not self._busy)
        said = f"{len(self.twins)} hồ sơ có thể trùng, xem bên phải" if self.twins and applicant else ""
        self.foot.tell(said, "warn" if said else "text2")
        self.touched.emit()

    # Procedure

    def _look_at(self, code: str) -> None:
        office, cases = self._context.office, self._context.use_cases

        def work() -> tuple[Any, Any]:
            return cases.catalogue.procedure(office, code), cases.catalogue.today(office)

        def done(answer: tuple[Procedure | None, Any]) -> None:
            if answer[0] is not None and code == self.picker.code:
                self.procedure = answer[0]
                self.details.show_procedure(*answer)
                self._show_all()

        self._run(Lane.READING, work, done)

    # Applicant

    def _request(self) -> Request:
        assert self.procedure is not None
        return Request(
            procedure_code=self.procedure.code,
            case_name=self.details.case_name,
            channel=Channel(self.details.channel.value),  # type: ignore[arg-type]
            applicant=self.form.applicant,
            code=self.form.code,
        )

    def _typed(self, *, everything: bool = False) -> None:
        """Look at what was typed: findings under the fields, who has handed in before, what may be the same."""
        if self.procedure is None:
            return
        office, cases = self._context.office, self._context.use_cases
        applicant, card, request = self.form.applicant, self.cards.card, self._request()
        self._asked += 1
        number = self._asked

        def work() -> tuple[Any, Any, Any]:
            findings = cases.reception.findings(office, applicant, card)
            known = cases.reception.earlier(office, applicant.identity_number or applicant.name)
            return findings, known, cases.reception.twins(office, request) if applicant.name.strip() else ()

        def done(answer: tuple[Any, Any, Any]) -> None:
            if number != self._asked:
                return
            self.form.show_findings(answer[0], everything=everything)
            others = [one for one in answer[1] if one.applicant.identity_number != applicant.identity_number]
            self.twins = answer[2]
            self.side.show(self.twins, others or ([] if applicant.name else answer[1]))
            self._show_all()

        self._run(Lane.READING, work, done)

    def _choose_known(self, applicant: Applicant) -> None:
        self.cards.card = None
        self.form.fill(applicant)
        self._typed(everything=True)

    def receive(self) -> None:
        """Make the dossier; the twins that stand at the right have been seen."""
        if self.procedure is None or self._busy:
            return
        office, cases, request = self._context.office, self._context.use_cases, self._request()
        although = tuple(dossier.id for dossier in self.twins)
        self._set_busy(True)

        def done(answer: Any) -> None:
            self._set_busy(False)
            self.stop()
            self.received.emit(answer.dossier)
            self._context.refresh.publish(answer.changes)

        def failed(error: CounterError) -> None:
            self._set_busy(False)
            self.notice.tell_error(error)
            self._typed(everything=True)

        self._context.tasks.run(
            Lane.STORE,
            lambda: cases.reception.receive(office, request, although=although),
            owner=self,
            on_done=done,
            on_error=failed,
        )

    # Building

    def _build(self) -> None:
        self.picker, self.details = ProcedurePicker(self._context), ProcedureSide()
        self.form, self.side = ApplicantForm(), ApplicantSide()
        self.stepper, self.notice = Stepper(), Notice()
        self.left = QFrame()
        self.left.setProperty("ground", "surface")
        self.left.setProperty("edge", "right")
        steps = QVBoxLayout(self.left)
        steps.setContentsMargins(0, 9, 0, 8)
        steps.addWidget(self.stepper)
        self.middle, self.right = QStackedWidget(), QStackedWidget()
        for part in (self.picker, self.form):
            self.middle.addWidget(part)
        for part in (self.details, self.side):
            self.right.addWidget(part)
        edge = QFrame()
        edge.setProperty("ground", "surface")
        edge.setProperty("edge", "left")
        inner = QVBoxLayout(edge)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self.right)
        self._edge = edge
        work = QHBoxLayout()
        work.setSpacing(0)
        work.addWidget(self.left)
        work.addWidget(self.middle, 1)
        work.addWidget(edge)
        self.foot = ActionFoot()
        self.back_button = SecondaryButton("", icon_name="arrow-left", hint="Alt+←")
        self.primary = PrimaryButton("", trailing_icon="arrow-right", hint="Ctrl+Enter")
        self.foot.add_left(self.back_button)
        self.foot.add_action(self.primary)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addLayout(work, 1)
        whole.addWidget(self.foot)
        self.arrange(WIDE)

    def _wire(self) -> None:
        self.picker.chosen.connect(self._look_at)
        self.picker.taken.connect(lambda: self.go_to(Step.APPLICANT))
        self.picker.failed.connect(self.notice.tell_error)
        self.details.changed.connect(lambda: self._typed() if self.step is Step.APPLICANT else None)
        self.form.typed.connect(self._typed)
        self.side.known.connect(self._choose_known)
        self.side.look.connect(self.look.emit)
        self.stepper.chosen.connect(self._stepped)
        self.back_button.clicked.connect(lambda _checked=False: self.back())
        self.primary.clicked.connect(lambda _checked=False: self.forward())

    def _stepped(self, key: str) -> None:
        step = Step(int(key.partition(":")[2]))
        if step <= Step.APPLICANT and step is not self.step:
            self.go_to(step)
        self._show_all()

    def arrange(self, width: int) -> None:
        place = 0 if width >= WIDE else 1
        self.left.setFixedWidth(LEFT[place])
        self._edge.setFixedWidth(RIGHT[place])

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._show_all()

    def _run(self, lane: Lane, work: Any, done: Any) -> None:
        self._context.tasks.run(lane, work, owner=self, on_done=done, on_error=self.notice.tell_error)
