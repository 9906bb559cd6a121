"""Tiếp nhận: one dossier, the steps on the left, the document in the middle, findings and the clock on the right.

Everything is written through the use cases the moment it is done; the page keeps nothing but the last second's keys.
"""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.dossier import Component, ComponentId, DossierId, DossierState
from ui.pages.base import Command, Page, PageContext
from ui.pages.explanation import Explanations
from ui.pages.intake_acts import IntakeActs
from ui.pages.intake_approval import IntakeApproval
from ui.pages.intake_begun import IntakeBegun
from ui.pages.intake_desk import IntakeDesk
from ui.pages.intake_files import IntakeFiles
from ui.pages.intake_finish import show_sheet
from ui.pages.intake_frame import IntakeFrame
from ui.pages.intake_late import IntakeLate
from ui.pages.intake_lists import IntakeLists
from ui.pages.intake_scanner import IntakeScanner
from ui.pages.intake_start_way import IntakeNew
from ui.pages.intake_twins import IntakeTwins
from ui.pages.intake_work import IntakeWork
from ui.presenters import intake as presenter
from ui.presenters.intake import IntakeView, Step
from ui.presenters.intake_check import check_view
from ui.presenters.intake_clock import clock_view, term_view
from ui.presenters.intake_decision import decision_lines
from ui.presenters.intake_facts import procedure_groups
from ui.presenters.intake_reuse import valid_months
from ui.widgets.document_view import ShownFile
from ui.widgets.page_canvas import PageMark


class IntakePage(Page):
    title = "Tiếp nhận"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.acts = IntakeActs(context, self)
        self.view: IntakeView | None = None
        self.step = Step.CHECK
        self.component_id: ComponentId | None = None
        self.dossier_id: DossierId | None = None
        self._opening = False
        self.work, self.lists = IntakeWork(self), IntakeLists(self)
        self.files, self.memory, self.approval = IntakeFiles(self), IntakeDesk(self), IntakeApproval(self)
        self.scanner, self.new, self.late = IntakeScanner(self), IntakeNew(self), IntakeLate(self)
        self.twins, self.begun = IntakeTwins(self), IntakeBegun(self)
        self._looked_back = False
        self.ui = IntakeFrame(self, context, self.acts.render)
        self.explanations = Explanations(context, self.ui.over, self._in_hand, self.ui.notice.tell_error)
        self._wire()
        self.ui.show_start()

    # The page's life

    def activate(self, **arguments: Any) -> None:
        """`dossier_id`: the dossier to take in; `new`: no dossier, the ones that wait; from there a new one."""
        wanted = arguments.get("dossier_id")
        self.explanations.close()
        if self.new.asked(bool(arguments.get("new"))):
            pass
        elif wanted is not None and wanted != self.dossier_id:
            self.open_dossier(DossierId(int(wanted)))
        elif self.dossier_id is not None and self.stale:
            self.reload()
        elif self.new.under_way:
            self.ui.new.resume()
        elif self.dossier_id is None:
            self.ui.start.reload()
            self.ui.start.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._looked_back:
                self.begun.find(self.memory.find_unfinished)
        self._looked_back = True

    def deactivate(self) -> None:
        self.new.left()
        self.ui.check.flush()
        self.memory.keep()
        self.begun.keep()

    def may_leave(self) -> bool:
        self.ui.check.flush()
        return True

    def refreshed(self, changes: Changes) -> None:
        if self.dossier_id is None:
            self.ui.start.reload()
        elif self.dossier_id in changes.dossiers or changes.catalogue:
            self.reload()

    def search(self) -> None:
        self.open_dossier(None)
        self.ui.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commands(self) -> list[Command]:
        steps = [
            Command(words=f"Bước {int(step)}: {words}", act=lambda step=step: self.go_to(step), icon="chevron-right")
            for step, words in presenter.STEP_NAMES.items()
        ]
        more = [
            Command(words="Hồ sơ kế tiếp chờ tiếp nhận", act=self.work.next_dossier, icon="arrow-right"),
            *self.lists.commands(),
            Command(words="Nhập danh sách của kho dữ liệu", act=self.files.import_store_list, icon="file-input"),
            Command(words="Sửa trang của tệp đang xem", act=self.files.edit_pages, icon="pencil"),
            Command(words="Thêm lớp chữ (OCR) cho tệp đang xem", act=self.files.text.begin, icon="scan-text"),
            self.new.command(),
        ]
        return (steps if self.view else []) + self.late.commands() + more

    def open_dossier(self, dossier_id: DossierId | None) -> None:
        """Take a dossier in hand. None: put it away and show the ones that wait."""
        self.begun.left()
        self.ui.new.stop()
        self.ui.check.flush()
        self.memory.put_away()
        self.scanner.put_away()
        self.dossier_id, self.view, self.component_id = dossier_id, None, None
        self._opening = True
        self.ui.applicant.put_away()
        self.work.forget()
        self.ui.notice.hide()
        if dossier_id is not None:
            self.memory.take(dossier_id)
            self.reload()
            return
        self.ui.show_start()
        self.ui.start.reload()
        self.ui.start.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        wanted = self.dossier_id
        if wanted is None:
            return

        def failed(error: CounterError) -> None:
            if self.view is None:
                self.open_dossier(None)
            self.ui.notice.tell_error(error, self.reload)

        self.acts.load(wanted, self._loaded, failed)

    def _loaded(self, view: IntakeView) -> None:
        if view.dossier.id != self.dossier_id:
            return
        self.view = view
        opening, self._opening = self._opening, False
        if opening:
            self.step, self.component_id = presenter.place_of(view)
        if self.component is None:
            first = presenter.first_component(view.dossier)
            self.component_id = first.id if first else None
        self._show_all()
        if opening and view.draft is not None:
            self.memory.take_up(view.draft.values)

    def _in_hand(self) -> tuple[DossierId, str] | None:
        return (self.view.dossier.id, self.view.dossier.display_code) if self.view else None

    # What is shown

    @property
    def component(self) -> Component | None:
        parts = self.view.dossier.components if self.view else ()
        return next((part for part in parts if part.id == self.component_id), None)

    def _show_all(self) -> None:
        view = self.view
        if view is None:
            return
        self.ui.show_work(presenter.head_words(view))
        self.ui.show_banner(*self.twins.band(view))
        parts = self.step is Step.CHECK and self.component is not None
        key = presenter.component_key(self.component.id) if parts and self.component else presenter.step_key(self.step)
        self.ui.stepper.show_lines(presenter.stepper(view, self.step), key)
        self.ui.saved.setText(presenter.saved_words(self.work.saved_at))
        self.ui.show_step(self.step)
        self._show_middle(view)
        self._tick(self.context.clock.now())
        self.show_foot()

    def _show_middle(self, view: IntakeView) -> None:
        ui = self.ui
        if self.step is Step.PROCEDURE:
            ui.procedure.show_groups(procedure_groups(view))
        elif self.step is Step.APPLICANT:
            ui.applicant.show_view(view)
        elif self.step is Step.PAPERS:
            ui.papers.show_view(view)
            ui.match.set_editable(presenter.is_editable(view.dossier))
        elif self.step is Step.CHECK:
            self._show_component()
        elif self.step is Step.DECISION:
            ui.summary.show_dossier(view.dossier)
            ui.decision.show_lines(decision_lines(view, self.context.office.calendar, self.context.clock.now()))
            ui.decision.show_approval(view)
        else:
            ui.finish.show_view(view, self.work.receipt)
            show_sheet(ui, view, self.work.receipt)

    def _show_component(self) -> None:
        component, view, ui = self.component, self.view, self.ui
        if component is None or view is None:
            ui.document.show_empty("Chưa có thành phần nào", "Thủ tục này chưa có danh mục thành phần.")
            ui.check.hide()
            return
        ui.check.show()
        editable = presenter.is_editable(view.dossier)
        ui.edit_pages.setVisible(editable and presenter.may_edit_pages(component))
        ui.check.show_component(component, editable, valid_months(view.procedure, component))
        if component.file is None:
            words = "Kéo tệp vào đây hoặc chọn tệp. Ảnh được chuyển thành PDF, giữ nguyên chất lượng."
            ui.document.show_empty("Chưa có tệp", words if editable else "", can_choose=editable)
            ui.check.show_nothing("Chưa có tệp nên máy chưa có gì để xem.")
            return
        ui.document.show_file(self._shown_file(component, ()))
        wanted = component.id

        def found(inspected: Any) -> None:
            now = self.component
            if self.step is not Step.CHECK or now is None or now.id != wanted or inspected is None:
                return
            found_view = check_view(inspected.facts, inspected.findings)
            ui.check.show_check(found_view)
            marks = tuple(
                PageMark(number=line.number, page=line.page, tone=line.tone, box=line.box)
                for line in found_view.findings
                if line.page is not None
            )
            ui.document.show_marks(marks)

        if not self.acts.knows(component):
            ui.check.show_waiting()
        self.acts.inspect(component, view.dossier, found, ui.check.show_trouble)

    def _shown_file(self, component: Component, marks: tuple[PageMark, ...]) -> ShownFile:
        file = component.file
        assert file is not None
        return ShownFile(
            key=str(file.hash),
            name=file.name,
            words=presenter.file_words(component),
            pages=max(1, file.pages),
            source=file.hash,
            marks=marks,
        )

    def _tick(self, now: datetime) -> None:
        """A new minute: head and clock change in place; what the rules allow may change with them."""
        view = self.view
        if view is None:
            self.ui.start.tick(now)
            return
        queue, office = self.context.use_cases.queue, self.context.office
        left = queue.countdown(office, view.dossier.active_due_at, now)
        asked = view.dossier.state is DossierState.SUPPLEMENT_REQUESTED
        self.ui.badge.show_countdown(left.band, left.text, left.due_text or "chờ người nộp bổ sung" * asked)
        window = queue.countdown(office, view.dossier.intake_due_at, now)
        if view.clocked is not None:
            self.ui.clock.show_view(clock_view(view.clocked, office.calendar, now, window, office.clock_seen.trust))
            appointment = queue.countdown(office, view.dossier.due_at, now)
            self.ui.show_term(term_view(view.clocked, office.calendar, now, appointment))

    def _minute(self, now: datetime) -> None:
        self._tick(now)
        if self.view is not None and self.step is Step.DECISION and self.shown:
            self.reload()

    # Steps

    def go_to(self, step: Step) -> None:
        if self.view is None or step is self.step:
            return
        self.ui.check.flush()
        self.step = step
        self._show_all()
        self.memory.touch()

    def move(self, by: int) -> None:
        wanted = int(self.step) + by
        if self.view is None:
            return
        if wanted < 1:
            self.open_dossier(None)
        elif wanted <= len(Step):
            self.go_to(Step(wanted))

    def show_component(self, component: Component) -> None:
        self.ui.check.flush()
        self.component_id, self.step = component.id, Step.CHECK
        self._show_all()
        self.memory.touch()

    def _stepped(self, key: str) -> None:
        kind, _, number = key.partition(":")
        if kind == "step":
            self.go_to(Step(int(number)))
        elif self.view is not None:
            self.show_component(next(part for part in self.view.dossier.components if str(part.id) == number))

    # Foot and keys

    def show_foot(self) -> None:
        view = self.view
        if view is not None:
            words = presenter.foot_words(view, self.step)
            line = self.ui.decision.line if self.step is Step.DECISION else None
            self.ui.show_foot(view, self.step, words, self._primary(view), bool(line and line.late))

    def _primary(self, view: IntakeView) -> tuple[str, bool]:
        """(words, enabled) of the one primary act of this step."""
        if self.step is Step.DECISION and view.dossier.state.awaits_intake:
            line = self.ui.decision.line
            return line.verb if line else "Chọn quyết định", self.ui.decision.ready and not self.work.busy
        if self.step is not Step.FINISH:
            return presenter.STEP_NAMES[Step(int(self.step) + 1)], True
        owed = len(presenter.unsigned(view.dossier)) if presenter.is_decided(view.dossier) else 0
        if owed:
            return f"Ký {owed} thành phần", True
        if presenter.is_decided(view.dossier) and not view.receipt_number:
            return "In giấy tiếp nhận", not self.work.busy
        sheet = presenter.owed_form(view)
        if sheet is not None:
            return f"In {sheet[1]}", not self.work.busy
        return "Hồ sơ kế tiếp", True

    def primary(self) -> None:
        """Press the one primary act."""
        view = self.view
        if view is None:
            self.lists.take()
        elif self.step is Step.DECISION and view.dossier.state.awaits_intake:
            self.work.decide()
        elif self.step is not Step.FINISH:
            self.move(1)
        elif presenter.is_decided(view.dossier) and presenter.unsigned(view.dossier):
            self.work.sign()
        elif presenter.is_decided(view.dossier) and not view.receipt_number:
            self.work.print_receipt()
        elif presenter.owed_form(view) is not None:
            self.work.print_form()
        else:
            self.work.next_dossier()

    def _wire(self) -> None:
        ui = self.ui
        ui.stepper.chosen.connect(self._stepped)
        ui.stepper.dropped.connect(self.files.dropped_on)
        ui.document.choose.connect(lambda: self.files.choose_for(self.component))
        ui.check.changed.connect(self.work.check)
        ui.check.validity.written.connect(self.files.set_validity)
        ui.papers.choose.connect(self.files.choose_for)
        ui.papers.dropped.connect(self.files.take_files)
        ui.papers.loose.connect(lambda paths: self.files.take_files(None, paths))
        ui.papers.look.connect(self.show_component)
        ui.papers.reuse.connect(self.files.reuse)
        ui.papers.cannot_reuse.connect(self.files.cannot_reuse)
        self.approval.wire()
        self.late.wire()
        for panel, what in ((ui.clock, "intake"), (ui.term, "term")):
            self.explanations.offer(panel, what)
        words = (ui.decision.typed, ui.check.remark.textEdited, ui.applicant.touched)
        for typed in (*words, ui.decision.chosen, ui.check.segment.chosen):
            typed.connect(self.memory.touch)
        ui.match.choose.connect(self.files.choose_many)
        ui.match.attach.connect(self.files.attach_chosen)
        ui.summary.look.connect(self.show_component)
        ui.decision.chosen.connect(self.show_foot)
        ui.start.opened.connect(lambda one: self.open_dossier(DossierId(one)))
        ui.start.import_wanted.connect(self.lists.choose)
        self.new.wire()
        self.begun.wire()
        ui.wire(self)
        self.context.ticker.minute.connect(self._minute)
        self.ui.hold_keys(
            [
                ("Alt+Left", self.new.either("back", lambda: self.move(-1))),
                ("Alt+Right", self.new.either("forward", lambda: self.move(1))),
                ("F8", self.work.next_component),
                ("F9", self.work.pass_and_go_on),
                ("Ctrl+Return", self.new.either("forward", self.primary)),
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ui.arrange(self.width())
