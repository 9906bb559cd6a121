"""Why personal data leave the register: asked before every export that holds some, kept in the diary."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.dialogs.base import CounterDialog
from ui.tasks import Lane
from ui.widgets.buttons import Link, PrimaryButton, SecondaryButton
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label

_MOST = 300  # letters


class ReasonDialog(CounterDialog):
    """`answered(reason)`, never empty. `earlier`: what this person gave before, the newest first, one press away."""

    answered = Signal(str)

    def __init__(self, what: str, earlier: Sequence[str], parent: QWidget | None) -> None:
        super().__init__("Vì sao đưa dữ liệu ra ngoài?", parent, icon_name="download", qualifier=what)
        said = "Tệp này có tên người nộp. Lý do được lưu vào nhật ký cùng tên bạn và thời điểm."
        self.body.addWidget(label(said, "body", "text2", wrap=True))
        self.reason = QLineEdit()
        self.reason.setMaxLength(_MOST)
        self.field = Field("&Lý do, số văn bản", self.reason, "Việc cần đến tệp này; không ghi tên người nộp")
        self.body.addWidget(self.field)
        self.earlier = [Link(one.replace("&", "&&"), lambda one=one: self._take(one), flush=True) for one in earlier]
        if self.earlier:
            self.body.addLayout(self._before())
        cancel, self.go = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Xuất", hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.go.clicked.connect(lambda _checked=False: self._answer())
        self.add_buttons(cancel, self.go)
        self.reason.setFocus()

    def _before(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label("Đã dùng gần đây", "small", "text2"))
        for link in self.earlier:
            link.setToolTip(link.text())
            link.setMaximumWidth(self.width() - 48)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _take(self, words: str) -> None:
        self.reason.setText(words)
        self.reason.setFocus()

    def _answer(self) -> None:
        commit_composing()
        words = " ".join(self.reason.text().split())
        if not words:
            self.field.show_error("Ghi lý do, ví dụ số văn bản yêu cầu báo cáo.")
            self.reason.setFocus()
            self.fit()
            return
        self.accept()
        self.answered.emit(words)


def ask_reason(page: QWidget, context: Any, what: str, go: Callable[[str], object]) -> None:
    """Ask over the window of `page`, with the reasons that the diary remembers; `go(reason)` when there is one."""

    def ask(earlier: Sequence[str]) -> None:
        dialog = ReasonDialog(what, earlier, page.window())
        dialog.answered.connect(go)
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    office, cases = context.office, context.use_cases
    context.tasks.run(
        Lane.READING,
        lambda: cases.exports.reasons(office),
        owner=page,
        on_done=ask,
        on_error=lambda _: ask(()),  # what was given before is a help, not a condition
    )
