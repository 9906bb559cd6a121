"""Questions that need an answer before anything is written: why not reuse; who approves; yes or no."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.errors import CounterError
from ui.dialogs.base import CounterDialog
from ui.presenters.intake_reuse import CANNOT_WORDS
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label


class ConfirmDialog(CounterDialog):
    """`confirmed` when the person says yes; what happens then and what stays is told before."""

    confirmed = Signal()

    def __init__(
        self, title: str, words: str, yes_words: str, parent: QWidget | None, *, icon_name: str = "info"
    ) -> None:
        super().__init__(title, parent, icon_name=icon_name)
        self.body.addWidget(label(words, "body", "text2", wrap=True))
        cancel, self.yes = SecondaryButton("Thôi", hint="Esc"), PrimaryButton(yes_words, hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.yes.clicked.connect(lambda _checked=False: self._confirm())
        self.add_buttons(cancel, self.yes)

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


class CannotReuseDialog(CounterDialog):
    """`answered(reason, note)`: both are there."""

    answered = Signal(str, str)

    def __init__(self, component: str, parent: QWidget | None) -> None:
        super().__init__("Vì sao không dùng được giấy tờ đã có?", parent, icon_name="info", qualifier=component)
        said = "Giấy tờ đã có thì không yêu cầu nộp lại, trừ ba trường hợp dưới đây. Lý do được lưu vào nhật ký."
        self.body.addWidget(label(said, "body", "text2", wrap=True))
        self.reason = Choice([(words, str(reason)) for reason, words in CANNOT_WORDS.items()])
        self.note = QLineEdit()
        self.note.setMaxLength(300)
        self._note = Field("&Ghi rõ", self.note)
        self.body.addWidget(Field("&Lý do", self.reason))
        self.body.addWidget(self._note)
        cancel, self.save = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Ghi lại", hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.add_buttons(cancel, self.save)

    def _save(self) -> None:
        commit_composing()
        if not self.note.text().strip():
            self._note.show_error("Ghi rõ chuyện gì đã xảy ra.")
            self.note.setFocus()
            self.fit()
            return
        self.answered.emit(str(self.reason.value), self.note.text().strip())
        self.accept()


class NoteDialog(CounterDialog):
    """An act that needs a written reason: `answered(note)`, never empty."""

    answered = Signal(str)

    def __init__(self, title: str, said: str, act: str, qualifier: str, parent: QWidget | None) -> None:
        super().__init__(title, parent, icon_name="triangle-alert", token="warn", qualifier=qualifier)
        self.body.addWidget(label(said, "body", "text2", wrap=True))
        self.note = QLineEdit()
        self.note.setMaxLength(300)
        self._field = Field("&Ghi rõ lý do", self.note)
        self.body.addWidget(self._field)
        cancel, self.save = SecondaryButton("Thôi", hint="Esc"), PrimaryButton(act, hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.add_buttons(cancel, self.save)

    def _save(self) -> None:
        commit_composing()
        words = self.note.text().strip()
        if not words:
            self._field.show_error("Ghi rõ vì sao.")
            self.note.setFocus()
            self.fit()
            return
        self.accept()
        self.answered.emit(words)


class ApproveDialog(CounterDialog):
    """`answered(login, password)`; stays open until `accept`, a refusal is shown at the field."""

    answered = Signal(str, str)

    def __init__(
        self, people: list[tuple[str, str]], said: str, parent: QWidget | None, *, with_password: bool
    ) -> None:
        super().__init__("Lãnh đạo duyệt tại bàn này", parent, icon_name="users")
        self.body.addWidget(label(said, "body", "text2", wrap=True))
        self.who = Choice([(name, login) for name, login in people])
        self.body.addWidget(Field("&Người duyệt", self.who))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._field = Field("&Mật khẩu của người duyệt", self.password)
        self.body.addWidget(self._field)
        self._error = label("", "small", "bad", wrap=True)
        self._error.hide()
        self.body.addWidget(self._error)
        self._field.setVisible(with_password)
        cancel, self.save = SecondaryButton("Thôi", hint="Esc"), PrimaryButton("Duyệt", hint="Enter")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.save.clicked.connect(lambda _checked=False: self._answer())
        self.save.setEnabled(bool(people))
        self.add_buttons(cancel, self.save)

    def show_error(self, error: CounterError) -> None:
        self._error.setText(f"{error.what} {error.advice}".strip())
        self._error.show()
        self.fit()

    def _answer(self) -> None:
        commit_composing()
        secret = self.password.text()
        self.password.clear()
        self.answered.emit(str(self.who.value), secret)


class AnswerDialog(CounterDialog):
    """The supervisor's yes or no: `answered(approved, reason)`; stays open until `accept`, a refusal is shown."""

    answered = Signal(bool, str)

    def __init__(self, code: str, words: tuple[str, str, str], parent: QWidget | None) -> None:
        """`words`: title, the question, what a yes means."""
        title, question, said = words
        super().__init__(title, parent, icon_name="hourglass", qualifier=f"Hồ sơ {code}")
        self.body.addWidget(label(question, "body", wrap=True))
        self.body.addWidget(label(said, "body", "text2", wrap=True))
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self._reason = Field("&Lý do, khi không duyệt", self.reason)
        self.body.addWidget(self._reason)
        cancel = SecondaryButton("Thôi", hint="Esc")
        self.no, self.yes = SecondaryButton("&Không duyệt"), PrimaryButton("&Duyệt")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        self.no.clicked.connect(lambda _checked=False: self._turn_down())
        self.yes.clicked.connect(lambda _checked=False: self.answered.emit(True, ""))
        for button in (cancel, self.no, self.yes):
            button.setAutoDefault(False)  # Enter in the field must not approve
        self.add_buttons(cancel, self.no, self.yes)

    def show_error(self, error: CounterError) -> None:
        self._reason.show_error(f"{error.what} {error.advice}".strip())
        self.fit()

    def _turn_down(self) -> None:
        commit_composing()
        self.answered.emit(False, self.reason.text().strip())
