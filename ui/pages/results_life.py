"""A dossier's life after intake: its sheets on the page, printing and sending, lateness, hand-overs, feedback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.checks.words import megabytes
from counter_app.errors import CounterError
from counter_app.model.dossier import Decision, DossierId, PrintedForm
from counter_app.model.form import FormKind
from counter_app.model.life import FeedbackKind, Satisfaction, WaitFor
from counter_app.workflow.after_intake import AfterIntake
from ui import printing
from ui.dialogs.act_form import LifePanel
from ui.pages.base import PageContext
from ui.pages.documents import document_view
from ui.pages.results_life_parts import DONE_WORDS, begin_explanation, make_acts
from ui.pages.results_supplement import SupplementActs, SupplementPanel
from ui.presenters import life as presenter
from ui.presenters.supplement import supplement_view
from ui.tasks import Lane
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.document_view import ShownFile
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice
from ui.widgets.labels import restyle
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, two_line_row
from ui.widgets.printer_menu import choose_printer
from ui.widgets.top_bar import TopBar

WIDTH = 388


class LifeView(QWidget):
    """`begin(dossier)` shows it; `changed(Changes)` after each act."""

    changed = Signal(object)

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.found: AfterIntake | None = None
        self.form: PrintedForm | None = None
        self.head, self.notice = TopBar("Sau tiếp nhận"), Notice()
        self.head.add_action(Link("Quay lại danh sách", back))
        self.document = document_view(context)
        self._build_forms()
        self._place_all()
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # Coming

    def begin(self, dossier_id: DossierId) -> None:
        self.notice.hide()
        self.found = self.form = None
        for act in self.acts.values():
            act.clear()
        self._load(dossier_id)

    def _load(self, dossier_id: DossierId, then: Callable[[], object] = lambda: None) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.after_intake.after_intake(office, dossier_id),
            owner=self,
            on_done=lambda found: (self._show(found), then()),
            on_error=self.notice.tell_error,
        )

    def _show(self, found: AfterIntake) -> None:
        first = self.found is None
        self.found = found
        now, person = self.context.clock.now(), self.context.office.person
        title, qualifier = presenter.head(found)
        self.head.title.setText(title)
        self.head.qualifier.setText(qualifier)
        self._show_sheets(found)
        self.kind.clear()
        for words, kind in presenter.printable(found.dossier, person):
            self.kind.addItem(words, kind)
        for part in (self.kind, self.print_new):
            part.setVisible(self.kind.count() > 0)
        self.late.show_lines(presenter.lateness_lines(found, now))
        self.supplement.show_view(supplement_view(found, person, now))
        for key, shown in presenter.offered(found, person, now).items():
            self.acts[key].setVisible(shown)
        restyle(self.acts["reappoint"].button, role="primary" if found.is_late and found.may_reappoint else "")
        if first:
            self.acts["reappoint"].line("day").setText(presenter.day_words(found.proposed_day))
            begin_explanation(self.acts["explain"], found, self.context.office.name_of)
        self.rated.show_lines(presenter.rating_lines(found, now))
        self.steps.show_lines(presenter.step_lines(found.steps, now))
        self.feedback.show_lines([presenter.feedback_line(one, now) for one in found.feedback])
        last = found.forms[-1] if found.forms else None
        self._show_sheet(self.form if self.form in found.forms else last)

    def _show_sheets(self, found: AfterIntake) -> None:
        now = self.context.clock.now()
        while self.sheets.count():
            taken = self.sheets.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()
        for form in found.forms:
            row = QWidget()
            row.setLayout(
                two_line_row(
                    "file-check" if form.file.signed_from else "file-text",
                    presenter.form_name(form),
                    presenter.form_detail(form, now),
                    "Xem",
                    lambda form=form: self._show_sheet(form),
                )
            )
            self.sheets.addWidget(row)

    def _show_sheet(self, form: PrintedForm | None) -> None:
        self.form = form
        for button in self.sheet_buttons:
            button.setEnabled(form is not None)
        if form is None:
            self.document.show_empty("Chưa in tờ nào", "Chọn biểu mẫu ở bên phải rồi bấm «Lập tờ».")
            return
        file = form.file
        words = f"{file.pages} trang · {megabytes(file.size)}"
        name = presenter.form_name(form)
        self.document.show_file(
            ShownFile(key=str(file.hash), name=name, words=words, pages=file.pages, source=file.hash)
        )

    # Acts

    def _ask(self, key: str, values: dict[str, Any]) -> None:
        if self.found is None:
            return
        office, cases, one = self.context.office, self.context.use_cases, self.found.dossier.id
        day = presenter.read_day(str(values.get("day", ""))) if key == "reappoint" else None
        if key == "reappoint" and day is None:
            self.acts[key].fields["day"].show_error("Ghi ngày như 05/12/2026.")
            return
        pending = [each.id for each in self.found.feedback if each.answered_at is None]
        works: dict[str, Callable[[], Any]] = {
            "reappoint": lambda: cases.lateness.reappoint(office, one, day, reason=values["reason"]),
            "explain": lambda: cases.lateness.explain_overdue(
                office,
                one,
                presenter.cause_of(values["cause"]),
                words=values["words"],
                responsible=values["responsible"],
                evidence=values["evidence"],
                proposed=self.found.proposed.cause if self.found and self.found.proposed else None,
            ),
            "wait": lambda: cases.lateness.begin_waiting(
                office, one, WaitFor(values["for"]), whom=values["whom"], reason=values["reason"]
            ),
            "wait_end": lambda: cases.lateness.end_waiting(office, one),
            "early": lambda: cases.returns.announce_early(office, one, how=values["how"]),
            "stop": lambda: cases.returns.stop(
                office,
                one,
                reason=values["reason"],
                legal_ground=values["ground"],
                stage=values["stage"],
                handling=values["handling"],
            ),
            "withdraw": lambda: cases.intake.decide(office, one, Decision.WITHDRAW, reason=values["reason"]),
            "hand_over": lambda: cases.handover.hand_over(
                office, one, values["unit"], receiver=values["receiver"], note=values["note"]
            ),
            "scan": lambda: cases.returns.rate_scanned(office, values["text"], self._satisfaction()),
            "rate": lambda: cases.returns.rate(office, one, Satisfaction(values["satisfaction"])),
            "feedback": lambda: cases.feedback.receive_feedback(
                office,
                FeedbackKind(values["kind"]),
                sender=values["sender"],
                content=values["content"],
                contact=values["contact"],
                dossier_id=one,
            )[1],
            "forward": lambda: cases.feedback.forward_feedback(office, pending[0], to=values["to"]),
            "answer": lambda: cases.feedback.answer_feedback(office, pending[0], answer=values["answer"]),
        }
        self.run(works[key], DONE_WORDS[key], key)

    def _satisfaction(self) -> Satisfaction:
        """The answer that is chosen beside the scanned code; the slip's own one goes before it."""
        control = self.acts["rate"].fields["satisfaction"].control
        assert isinstance(control, Choice)
        return Satisfaction(int(str(control.value)))

    def _print_new(self) -> None:
        kind = self.kind.value
        if self.found is None or kind is None:
            return
        office, cases, one = self.context.office, self.context.use_cases, self.found.dossier.id
        self.run(lambda: cases.forms.print_form(office, FormKind(str(kind)), one), "Đã lập tờ mới.", "")

    def run(
        self,
        work: Callable[[], Any],
        words: str,
        key: str,
        refused: Callable[[CounterError], object] | None = None,
    ) -> None:
        buttons = [act.button for act in self.acts.values()] + self.supplement.buttons
        for button in buttons:
            button.setEnabled(False)

        def done(answer: Any) -> None:
            self.notice.hide()
            self.context.toast(words)
            if key:
                self.acts[key].clear()
            self.form = None  # the newest sheet is the one to look at
            self.area.verticalScrollBar().setValue(0)  # what has become of it stands at the top
            if self.found is not None:
                self._load(self.found.dossier.id)
            self.changed.emit(getattr(answer, "changes", answer))

        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=done,
            on_error=refused or self.notice.tell_error,
            on_end=lambda: [button.setEnabled(True) for button in buttons],
        )

    # The sheet as paper and as a file

    def _choose_printer(self) -> None:
        choose_printer(self.print_button, self.print_on, self.notice.tell_error)

    def print_on(self, name: str) -> None:
        form, office = self.form, self.context.office
        if form is None:
            return
        self.context.tasks.run(
            Lane.READING,
            lambda: printing.print_pages(
                printing.printer_called(name), office.vault.path(form.file.hash), form.file.pages, office.reader.render
            ),
            owner=self,
            on_done=lambda _: self.context.toast(f"Đã gửi đến máy in {name}."),
            on_error=self.notice.tell_error,
        )

    def _with_file(self, act: Callable[[Path], object]) -> None:
        form, found = self.form, self.found
        if form is None or found is None:
            return
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.after_intake.sheet_file(office, found.dossier.id, form),
            owner=self,
            on_done=act,
            on_error=self.notice.tell_error,
        )

    def _copy(self, path: Path) -> None:
        printing.copy_file(path)
        self.context.toast("Đã chép tệp; dán vào thư hoặc thư mục.")

    def _mail(self, path: Path) -> None:
        if self.found is None or self.form is None:
            return
        dossier = self.found.dossier
        subject, body = presenter.mail_words(dossier, self.form, self.context.office.settings.office_name)
        printing.copy_file(path)
        printing.write_mail(dossier.applicant.email, subject, body)
        self.context.toast("Đã mở thư mới và chép sẵn tệp; dán tệp vào thư.")

    # Building

    def _build_forms(self) -> None:
        self.acts = make_acts()
        for act in self.acts.values():
            act.asked.connect(self._ask)
        late = [self.acts[key] for key in ("reappoint", "explain", "wait", "wait_end", "early", "stop", "withdraw")]
        self.late = LifePanel("Thời hạn", "Hồ sơ không có hạn trả.", late)
        self.supplement = SupplementPanel()
        SupplementActs(self, self.supplement)
        self.steps = LifePanel("Chuyển giao", "Chưa chuyển cho đơn vị nào.", [self.acts["hand_over"]])
        self.rated = LifePanel(
            "Đánh giá",
            "Mức mà người nộp đánh dấu trên phiếu được ghi khi trả kết quả.",
            [self.acts["rate"], self.acts["scan"]],
        )
        told = [self.acts[key] for key in ("forward", "answer", "feedback")]
        self.feedback = LifePanel("Phản ánh, kiến nghị", "Chưa có phản ánh về hồ sơ này.", told)

    def _make_sheets(self) -> Panel:
        panel = Panel("Biểu mẫu")
        holder = QWidget()
        self.sheets = QVBoxLayout(holder)
        self.sheets.setContentsMargins(0, 4, 0, 0)
        self.sheets.setSpacing(0)
        panel.body.addWidget(holder)
        self.kind = Choice([])
        self.kind.setAccessibleName("Biểu mẫu cần lập")
        self.print_new = SecondaryButton("&Lập tờ", icon_name="file-plus")
        self.print_new.clicked.connect(lambda _checked=False: self._print_new())
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 12)
        line.setSpacing(8)
        line.addWidget(self.kind, 1)
        line.addWidget(self.print_new)
        panel.body.addLayout(line)
        return panel

    def _make_bar(self) -> QFrame:
        """What may be done with the sheet that is shown."""
        bar = QFrame()
        bar.setProperty("ground", "surface")
        bar.setProperty("edge", "top")
        bar.setFixedHeight(48)
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self.print_button = SecondaryButton("&In…", icon_name="printer")
        self.folder_button = SecondaryButton("Thư &mục", icon_name="folder-open")
        self.copy_button = SecondaryButton("&Chép", icon_name="copy")
        self.mail_button = SecondaryButton("Th&ư…", icon_name="mail")
        self.sheet_buttons = (self.print_button, self.folder_button, self.copy_button, self.mail_button)
        self.print_button.clicked.connect(lambda _checked=False: self._choose_printer())
        self.folder_button.clicked.connect(lambda _checked=False: self._with_file(printing.reveal))
        self.copy_button.clicked.connect(lambda _checked=False: self._with_file(self._copy))
        self.mail_button.clicked.connect(lambda _checked=False: self._with_file(self._mail))
        for button, words in zip(self.sheet_buttons, presenter.SHEET_ACTS, strict=True):
            button.setToolTip(words)
            button.setAccessibleName(words)
            line.addWidget(button)
        line.addStretch(1)
        return bar

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.notice)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.document, 1)
        left.addWidget(self._make_bar())
        middle.addLayout(left, 1)
        self.area = area = ScrollColumn(edge=16, spacing=12)
        area.setFixedWidth(WIDTH)
        for part in (self._make_sheets(), self.late, self.supplement, self.steps, self.rated, self.feedback):
            area.column.addWidget(part)
        middle.addWidget(area)
        column.addLayout(middle, 1)
