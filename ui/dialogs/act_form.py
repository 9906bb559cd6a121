"""A small form with its button, and a panel of lines with such forms under them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.dialogs.files import choose_file
from ui.presenters.results import SignedLine
from ui.widgets.buttons import SecondaryButton
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.signed_lines import SignedLines

# Key, caption, and what is asked for: choices, None for a line of words, `FILE` for a file.
Spec = tuple[str, str, list[tuple[str, object]] | str | None]
FILE = "file"


class ActForm(QWidget):
    """Fields and one button. `asked(key, values)`: the page does it; `values` by the fields' keys."""

    asked = Signal(str, dict)

    def __init__(self, key: str, specs: Sequence[Spec], button: str, icon_name: str) -> None:
        super().__init__()
        self._key = key
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.fields: dict[str, Field] = {}
        for name, caption, choices in specs:
            control = Choice(choices) if isinstance(choices, list) else FileChoice() if choices == FILE else QLineEdit()
            self.fields[name] = Field(caption, control)
            column.addWidget(self.fields[name])
        self.button = SecondaryButton(button, icon_name=icon_name)
        self.button.clicked.connect(lambda _checked=False: self._ask())
        column.addWidget(self.button)

    def line(self, name: str) -> QLineEdit:
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def clear(self) -> None:
        for field in self.fields.values():
            if isinstance(field.control, QLineEdit | FileChoice):
                field.control.clear()
            field.show_error("")

    def _ask(self) -> None:
        commit_composing()
        values: dict[str, object] = {}
        for name, field in self.fields.items():
            control = field.control
            words = isinstance(control, QLineEdit)
            values[name] = " ".join(self.line(name).text().split()) if words else control.value  # type: ignore[attr-defined]
        self.asked.emit(self._key, values)


class FileChoice(SecondaryButton):
    """A button that chooses a file and then shows its name."""

    def __init__(self) -> None:
        super().__init__("Chọn tệp…", icon_name="paperclip")
        self.value: Path | None = None
        self.clicked.connect(lambda _checked=False: self.take(choose_file(self, "Chọn tệp minh chứng")))

    def take(self, path: Path | None) -> None:
        if path is not None:
            self.value = path
            self.setText(path.name if len(path.name) <= 36 else path.name[:33] + "…")

    def clear(self) -> None:
        self.value = None
        self.setText("Chọn tệp…")


class LifePanel(Panel):
    """A panel of lines with forms under them; with neither it says so in one sentence."""

    def __init__(self, title: str, nothing: str, forms: Sequence[QWidget] = ()) -> None:
        super().__init__(title)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(12)
        self.nothing, self.lines = label(nothing, "small", "text2", wrap=True), SignedLines()
        column.addWidget(self.nothing)
        column.addWidget(self.lines)
        for form in forms:
            column.addWidget(form)
        self.body.addWidget(inner)

    def show_lines(self, lines: list[SignedLine]) -> None:
        self.lines.show_lines([("", lines)] if lines else [])
        self.nothing.setVisible(not lines)
