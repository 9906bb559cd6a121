"""The question before a batch: who signs, with what, how many files, how near the lock. The PIN is handed on, once.

It is asked in the signing lane and answered in the window: `PinBridge` carries question and answer across. Nothing of
the answer stays in a widget, and whatever ends the window or the batch answers «no».
"""

import queue
import threading

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from counter_app.model.signature import PinAnswer, PinRequest
from ui.dialogs.base import CounterDialog
from ui.presenters.signing_pin import PinWords, letters_words, missing_words, pin_words
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.labels import ElidedLabel, icon_label, label
from ui.widgets.pin_ladder import PinLadder
from ui.widgets.secret_field import SecretField

_LOOK_SECONDS = 0.1  # how often a waiting batch looks whether it was told to stop


class PinQuestion:
    """One question under way: answered exactly once, with a PinAnswer or with None."""

    def __init__(self, request: PinRequest) -> None:
        self.request = request
        self._answer: queue.Queue[PinAnswer | None] = queue.Queue()

    def answer(self, given: PinAnswer | None) -> None:
        self._answer.put(given)

    def wait(self, stop: threading.Event) -> PinAnswer | None:
        """In the lane: the answer, or None as soon as `stop` is set."""
        while not stop.is_set():
            try:
                return self._answer.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
        return None


class PinBridge(QObject):
    """`asked(question)` arrives on the GUI thread; `ask` is what the use case is given and blocks its lane only."""

    asked = Signal(object)

    def __init__(self, stop: threading.Event) -> None:
        super().__init__()
        self._stop = stop

    def ask(self, request: PinRequest) -> PinAnswer | None:
        question = PinQuestion(request)
        self.asked.emit(question)
        return question.wait(self._stop)


class PinDialog(CounterDialog):
    """Answers its question when it ends, in whatever way it ends."""

    def __init__(self, question: PinQuestion, parent: QWidget, *, practice: bool = False) -> None:
        self.words: PinWords = pin_words(question.request, practice=practice)
        super().__init__(self.words.title, parent, icon_name="key-round", qualifier=self.words.qualifier)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._question: PinQuestion | None = question
        self._file_key = question.request.key.kind == "p12"
        self._warned = False  # of letters that no PIN has
        self.field, self.confirmation = SecretField(), QLineEdit()
        self.body.addSpacing(4)
        self.body.addWidget(self._facts())
        self.body.addSpacing(8)
        self._add_field()
        self._add_ladder()
        self.keep = QCheckBox(self.words.keep)
        self.keep.setVisible(bool(self.words.keep))
        if self.words.keep:
            self.body.addSpacing(8)
            self.body.addWidget(self.keep)
        self.send = PrimaryButton(self.words.button, hint="Enter")
        self.cancel = SecondaryButton("Hủy", hint="Esc")
        self.add_buttons(self.cancel, self.send)
        self.send.clicked.connect(lambda _checked=False: self._send())
        self.cancel.clicked.connect(lambda _checked=False: self.reject())
        self.finished.connect(self._end)
        first = self.field if self.words.caption else self.confirmation if self.words.asks_confirmation else self.send
        first.setFocus()

    def _facts(self) -> QFrame:
        note = QFrame()
        note.setProperty("panel", "note")
        grid = QGridLayout(note)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnMinimumWidth(0, 68)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self.words.facts):
            grid.addWidget(label(name, "small", "text2"), row, 0)
            grid.addWidget(ElidedLabel(value, "small_medium"), row, 1)
        return note

    def _add_field(self) -> None:
        self.caption = label(self.words.caption, "small", "text2")
        self.caption.setTextFormat(Qt.TextFormat.AutoText)
        self.caption.setBuddy(self.field)
        self.field.setAccessibleName(self.words.caption.replace("&", ""))
        self.field.textEdited.connect(lambda _: self._edited())
        self.body.setSpacing(6)
        for part in (self.caption, self.field):
            part.setVisible(bool(self.words.caption))
            if self.words.caption:
                self.body.addWidget(part)
        self._error_line = QWidget()
        line = QHBoxLayout(self._error_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self._error = label("", "small_medium", "bad", wrap=True)
        line.addWidget(icon_label("circle-x", "bad", 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._error, 1)
        self.body.addWidget(self._error_line)
        self._show_error(self.words.error)
        if self.words.practice:
            self.body.addWidget(label(self.words.practice, "small", "text2", wrap=True))

    def _add_ladder(self) -> None:
        self.ladder = PinLadder(self.words.state)
        self.ladder.setVisible(self.words.ladder)
        if self.words.ladder:
            self.body.addSpacing(4)
            self.body.addWidget(self.ladder)
        if self.words.advice:
            tone = "bad" if self.words.asks_confirmation else "text2"
            self.body.addWidget(label(self.words.advice, "small", tone, wrap=True))
        self.confirmation.setVisible(self.words.asks_confirmation)
        if self.words.asks_confirmation:
            caption = label("&Gõ «lần cuối» để xác nhận (không cần dấu)", "small", "text2")
            caption.setTextFormat(Qt.TextFormat.AutoText)
            caption.setBuddy(self.confirmation)
            self.confirmation.setAccessibleName("Gõ «lần cuối» để xác nhận")
            self.body.addWidget(caption)
            self.body.addWidget(self.confirmation)

    @property
    def error(self) -> str:
        return self._error.text()

    def _show_error(self, words: str) -> None:
        self._error.setText(words)
        self._error_line.setVisible(bool(words))
        self.field.setProperty("invalid", "true" if words else "false")
        self.field.style().polish(self.field)
        if self.isVisible():
            self.fit()  # a line more must not squeeze the others
        if words:
            self.field.setAccessibleDescription(words)

    def _edited(self) -> None:
        self._warned = False
        self._show_error("")

    def _send(self) -> None:
        missing = missing_words(
            len(self.field.text()),
            asks_confirmation=self.words.asks_confirmation,
            confirmation=self.confirmation.text(),
            file_key=self._file_key,
            pad=not self.words.caption,
        )
        if missing:
            self._show_error(missing)
            (self.confirmation if self.field.text() or not self.words.caption else self.field).setFocus()
            return
        doubt = letters_words(foreign=not self.field.text().isascii(), file_key=self._file_key)
        if doubt and not self._warned:
            self._warned = True
            self._show_error(doubt)
            return
        self._answer(
            PinAnswer(secret=self.field.take(), confirmed=self.words.asks_confirmation, keep=self.keep.isChecked())
        )
        self.accept()

    def _answer(self, given: PinAnswer | None) -> None:
        question, self._question = self._question, None
        if question is not None:
            question.answer(given)

    def _end(self, _code: int) -> None:
        self.field.forget()
        self._answer(None)
