"""To whom, and why: dossiers from one officer to another."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.errors import CounterError
from counter_app.model.assignment import Candidate, ReassignReason
from ui.dialogs.base import CounterDialog
from ui.presenters import reassign as presenter
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label

_SAID = "Người nhận thấy ở Hôm nay; lý do được lưu vào nhật ký từng hồ sơ. Hoàn tác được khi chưa ai đổi tiếp."


class ReassignDialog(CounterDialog):
    """`answered(login or SHARED, reason, note)`; stays open until `accept`, a refusal is shown at the field."""

    answered = Signal(str, str, str)

    def __init__(
        self,
        title: str,
        qualifier: str,
        choices: list[tuple[str, object]],
        found: Sequence[Candidate],
        reason: ReassignReason,
        parent: QWidget | None,
    ) -> None:
        super().__init__(title, parent, icon_name="users", qualifier=qualifier)
        self._found = found
        self.body.addWidget(label(_SAID, "body", "text2", wrap=True))
        self.to = Choice(choices)
        self.reason = Choice([(words, str(each)) for words, each in presenter.REASONS])
        self.reason.set_value(str(reason))
        self.note = QLineEdit()
        self.note.setMaxLength(300)
        self._to = Field("&Người nhận", self.to, " ")
        self._note = Field("&Ghi rõ", self.note)
        for part in (self._to, Field("&Lý do", self.reason), self._note):
            self.body.addWidget(part)
        cancel, self.save = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Giao lại", hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self._answer())
        self.save.setEnabled(bool(choices))
        self.add_buttons(cancel, self.save)
        self.to.currentIndexChanged.connect(lambda _: self._explain())
        self._explain()

    def show_error(self, error: CounterError) -> None:
        self.save.setEnabled(True)
        self._note.show_error(f"{error.what} {error.advice}".strip())
        self.note.setFocus()
        self.fit()

    def _explain(self) -> None:
        self._to.show_finding(presenter.why(self.to.value, self._found), "text3")
        self.fit()

    def _answer(self) -> None:
        commit_composing()
        self.save.setEnabled(False)
        self.answered.emit(str(self.to.value), str(self.reason.value), self.note.text())
