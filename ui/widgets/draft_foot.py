"""The foot of a page that edits a draft: what differs, steps back and forth, letting go, saving."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.widgets.buttons import Link, PrimaryButton, SecondaryButton
from ui.widgets.labels import ElidedLabel


class DraftFoot(QFrame):
    """`save` is the one primary button of its page, with Ctrl+S."""

    def __init__(
        self,
        save_words: str,
        *,
        save: Callable[[], object],
        discard: Callable[[], object],
        undo: Callable[[], object],
        redo: Callable[[], object],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "top")
        self.setFixedHeight(48)
        self.summary = ElidedLabel("", "body", "text2")
        self.redo_button = Link("Làm lại", redo)
        self.undo_button = SecondaryButton("Hoàn tác", hint="Ctrl+Z")
        self.discard_button = SecondaryButton("Bỏ thay đổi", icon_name="undo-2")
        self.save_button = PrimaryButton(save_words, icon_name="check", shortcut="Ctrl+S")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 1, 16, 0)
        line.setSpacing(8)
        line.addWidget(self.summary, 1)
        for button in (self.redo_button, self.undo_button, self.discard_button, self.save_button):
            line.addWidget(button)
        acts = ((self.undo_button, undo), (self.discard_button, discard), (self.save_button, save))
        for pressed, act in acts:
            pressed.clicked.connect(lambda _checked=False, act=act: act())

    def show_state(self, words: str, *, unsaved: bool, undo: str, redo: str) -> None:
        """`undo` and `redo` say what would be taken back or done again; empty: nothing."""
        self.summary.setText(words)
        self.save_button.setEnabled(unsaved)
        self.discard_button.setEnabled(unsaved)
        for button, verb, step in ((self.undo_button, "Hoàn tác", undo), (self.redo_button, "Làm lại", redo)):
            button.setEnabled(bool(step))
            button.setToolTip(f"{verb}: {step}" if step else "")
