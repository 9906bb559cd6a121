"""What waits for the supervisor's answer; the panel is there only when there is something."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from counter_app.errors import CounterError
from counter_app.model.approval import Question, WaitingQuestion
from ui.dialogs.questions import AnswerDialog
from ui.pages.base import PageContext
from ui.presenters import approval as presenter
from ui.tasks import Lane
from ui.widgets.buttons import Link
from ui.widgets.labels import ElidedLabel, icon_label
from ui.widgets.panel import Panel


class ApprovalPanel(Panel):
    """`answered()` after an answer has been written down."""

    def __init__(
        self, context: PageContext, answered: Callable[[], object], failed: Callable[[CounterError], object]
    ) -> None:
        super().__init__("Chờ bạn duyệt", "bổ sung thêm, từ chối, mở lại")
        self._context, self._answered, self._failed = context, answered, failed
        self._waiting: Sequence[WaitingQuestion] = ()
        self._rows: list[QFrame] = []
        self.links: list[Link] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_waiting(self, waiting: Sequence[WaitingQuestion]) -> None:
        if waiting == self._waiting:
            return  # the keyboard stays where it is
        self._waiting = waiting
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows, self.links = [], []
        for one in waiting:
            self._rows.append(self.add_row(self._row(one), last=one is waiting[-1]))
        self.setVisible(bool(waiting))

    def _row(self, one: WaitingQuestion) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(icon_label("hourglass", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        first, second = presenter.waiting_words(one, self._context.clock.now())
        words.addWidget(ElidedLabel(first, "medium"))
        words.addWidget(ElidedLabel(second, "small", "text2"))
        line.addLayout(words, 1)
        act = Link("Trả lời…", lambda: self.ask(one), flush=True)
        act.setAccessibleName(f"Trả lời: {first}")
        self.links.append(act)
        line.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def ask(self, one: WaitingQuestion) -> None:
        """The question with its ground; refusals stay in the dialog."""
        context, office, cases = self._context, self._context.office, self._context.use_cases
        dialog = AnswerDialog(one.code, presenter.question_words(one), self.window())

        def answer(approved: bool, reason: str) -> None:
            def work() -> object:
                if approved:
                    return cases.approval.approve(office, one.dossier_id)
                return cases.approval.turn_down(office, one.dossier_id, reason)

            def written(changes: object) -> None:
                dialog.accept()
                context.refresh.publish(changes)
                final = approved and one.what is Question.REOPENING
                words = presenter.answered_words(one, approved=approved)
                context.toast(words, None if final else lambda: self._take_back(one))
                self._answered()

            context.tasks.run(Lane.STORE, work, owner=dialog, on_done=written, on_error=dialog.show_error)

        dialog.answered.connect(answer)
        dialog.open()

    def _take_back(self, one: WaitingQuestion) -> None:
        """The answer is taken back as long as nobody has acted upon it; a refusal is told like any answer."""
        context, office, cases = self._context, self._context.office, self._context.use_cases

        def done(changes: object) -> None:
            context.refresh.publish(changes)
            context.toast(f"Hồ sơ {one.code} lại chờ duyệt.")
            self._answered()

        context.tasks.run(
            Lane.STORE,
            lambda: cases.approval.take_back(office, one.dossier_id),
            owner=self,
            on_done=done,
            on_error=self._failed,
        )
