"""The applicant of a dossier that exists: shown masked, and put right with a reason while the dossier is at intake."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.dossier import Applicant
from ui.pages.base import PageContext
from ui.pages.intake_card import CardReading
from ui.pages.intake_start_applicant import MOST_WIDTH, ApplicantForm
from ui.presenters.intake import IntakeView, is_editable
from ui.presenters.intake_facts import applicant_groups, has_hidden
from ui.presenters.reception import applicant_of, applicant_words
from ui.tasks import Lane
from ui.widgets.buttons import Link, SecondaryButton
from ui.widgets.facts import FactSheet
from ui.widgets.field import Field, commit_composing
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel

_REASON_HINT = "Ví dụ: gõ nhầm số nhà; người nộp báo đổi số điện thoại. Lý do vào lịch sử hồ sơ."


class ApplicantStep(QStackedWidget):
    """`touched` whenever something was typed that is not an act yet."""

    touched = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._view: IntakeView | None = None
        self._before: Applicant | None = None  # whom the form was filled with; None: nobody is being put right
        self._revealed = False
        self._asked = 0
        self.sheet, self.form, self.notice = FactSheet(), ApplicantForm(with_code=False), Notice()
        self.edit_button = SecondaryButton("&Sửa người nộp", icon_name="pencil")
        self.reason = QLineEdit()
        self.reason_field = Field("&Vì sao sửa", self.reason, _REASON_HINT)
        self.leave = SecondaryButton("Thôi", icon_name="x")
        self.save_button = SecondaryButton("&Lưu", icon_name="check", shortcut="Ctrl+S")
        self._build()
        self.cards = CardReading(context, self, self.form, self.notice)
        self._wire()

    @property
    def link(self) -> Link | None:
        """«Hiện đủ», «Che lại»."""
        return self.sheet.link

    @property
    def editing(self) -> bool:
        return self._before is not None

    def show_view(self, view: IntakeView) -> None:
        """Work under way stays."""
        self._view = view
        if is_editable(view.dossier):
            self._show_sheet()
        else:
            self.cancel()

    def put_away(self) -> None:
        """Another dossier, or none, comes next."""
        self._view, self._revealed = None, False
        self.cancel()

    def start(self) -> None:
        if self._view is None or self.editing or not is_editable(self._view.dossier):
            return
        self._fill(self._view.dossier.applicant)
        self.form.start()

    def cancel(self) -> None:
        self._before, self.cards.card = None, None
        self.cards.listen(False)
        self.notice.hide()
        self.setCurrentIndex(0)
        self._show_sheet()

    @property
    def half_typed(self) -> dict[str, str]:
        """What differs from the register, by field; the reason, too."""
        if self._before is None:
            return {}
        before, now = applicant_words(self._before), applicant_words(self.form.applicant)
        found = {f"applicant_{key}": words or " " for key, words in now.items() if words != before[key]}
        return found | ({"applicant_reason": self.reason.text()} if self.reason.text().strip() else {})

    def restore(self, values: Mapping[str, str]) -> None:
        typed = {key.removeprefix("applicant_"): words for key, words in values.items() if key.startswith("applicant_")}
        if not typed or self._view is None or not is_editable(self._view.dossier):
            return
        before = self._view.dossier.applicant
        self._fill(before)
        self.reason.setText(typed.pop("reason", ""))
        self.form.fill(applicant_of(applicant_words(before) | {key: words.strip() for key, words in typed.items()}))
        self._typed()

    def save(self) -> None:
        commit_composing()
        if self._view is None or self._before is None:
            return
        office, cases = self._context.office, self._context.use_cases
        dossier_id, applicant, before = self._view.dossier.id, self.form.applicant, self._before
        reason = self.reason.text().strip()
        self.save_button.setEnabled(False)

        def done(changes: Any) -> None:
            self.cancel()
            self._context.refresh.publish(changes)
            self._context.toast("Đã sửa thông tin người nộp.")

        self._context.tasks.run(
            Lane.STORE,
            lambda: cases.reception.change_applicant(office, dossier_id, applicant, reason=reason, known=before),
            owner=self,
            on_done=done,
            on_error=self._refused,
            on_end=lambda: self.save_button.setEnabled(True),
        )

    def _fill(self, applicant: Applicant) -> None:
        self._before = applicant
        self.form.fill(applicant)
        self.reason.clear()
        self.reason_field.show_error("")
        self.setCurrentIndex(1)
        self.cards.listen(True)

    def _refused(self, error: CounterError) -> None:
        if error.code == "reception.no_reason":
            self.reason_field.show_error(str(error))
            self.form.ensureWidgetVisible(self.reason_field)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.notice.tell_error(error)
        self._typed(everything=True)

    def _typed(self, *, everything: bool = False) -> None:
        """Findings under the fields while typing."""
        if not self.editing:
            return
        self.touched.emit()
        office, cases = self._context.office, self._context.use_cases
        applicant, card = self.form.applicant, self.cards.card
        self._asked += 1
        number = self._asked

        def done(found: Any) -> None:
            if number == self._asked:
                self.form.show_findings(found, everything=everything)
                if everything:
                    self.form.focus_first_error()

        self._context.tasks.run(
            Lane.READING,
            lambda: cases.reception.findings(office, applicant, card),
            owner=self,
            on_done=done,
            on_error=self.notice.tell_error,
        )

    def _show_sheet(self) -> None:
        view = self._view
        if view is None:
            return
        words = "Che lại" if self._revealed else "Hiện đủ"
        link = (words, self._reveal) if has_hidden(view) else None
        self.sheet.show_groups(applicant_groups(view, revealed=self._revealed), link)
        self._bar.setVisible(is_editable(view.dossier))

    def _reveal(self) -> None:
        self._revealed = not self._revealed
        self._show_sheet()

    def _build(self) -> None:
        shown, self._bar = QWidget(), QFrame()
        self._bar.setProperty("ground", "surface")
        self._bar.setProperty("edge", "top")
        line = QHBoxLayout(self._bar)
        line.setContentsMargins(16, 8, 16, 8)
        line.addStretch(1)
        line.addWidget(self.edit_button)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sheet, 1)
        column.addWidget(self._bar)
        edited, foot = QWidget(), QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        acts = QHBoxLayout(foot)
        acts.setContentsMargins(16, 8, 16, 8)
        acts.setSpacing(8)
        acts.addStretch(1)
        acts.addWidget(self.leave)
        acts.addWidget(self.save_button)
        why, inner = Panel(), QVBoxLayout()
        why.setMaximumWidth(MOST_WIDTH)
        inner.setContentsMargins(12, 10, 12, 12)
        inner.addWidget(self.reason_field)
        why.body.addLayout(inner)
        self.form.column.addWidget(why)
        whole = QVBoxLayout(edited)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addWidget(self.form, 1)
        whole.addWidget(foot)
        self.addWidget(shown)
        self.addWidget(edited)

    def _wire(self) -> None:
        self.edit_button.clicked.connect(lambda _checked=False: self.start())
        self.leave.clicked.connect(lambda _checked=False: self.cancel())
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.form.typed.connect(self._typed)
        self.reason.textEdited.connect(lambda _: self.touched.emit())
        self.reason.returnPressed.connect(self.save)
