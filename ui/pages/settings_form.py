"""A section that is a form: fields over settings, checked by the use case, one button that saves."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters.settings import FormLine, Value, changed, form_values
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice, Field, commit_composing
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar

_FIELD_WIDTH = 440
_GAP = 12
_BESIDE_FROM = 820  # from this width on something stands beside the fields, else under them


class NumberField(QLineEdit):
    """A whole number. What is too small or too large is told by the use case, beside the field."""

    def __init__(self) -> None:
        super().__init__()
        self.setValidator(QIntValidator(0, 99_999, self))
        self.setMaximumWidth(120)

    @property
    def value(self) -> int:
        return int(self.text() or 0)


class FormSection(SettingsSection):
    """`self.fields` by key of the setting. `edited` is called after every change of a value."""

    def __init__(self, context: PageContext, title: str, qualifier: str, form: Sequence[FormLine]) -> None:
        super().__init__(context)
        self.form = tuple(form)
        self._saved: dict[str, Value] = {}
        self.head, self.notice = TopBar(title, qualifier), Notice()
        self.save_button = PrimaryButton("&Lưu", icon_name="check", shortcut="Ctrl+S")
        self.undo_button = SecondaryButton("Bỏ thay đổi", icon_name="undo-2")
        self.save_button.clicked.connect(lambda _checked=False: self.save())
        self.undo_button.clicked.connect(lambda _checked=False: self.discard())
        self.fields: dict[str, Field] = {}
        self.beside = QVBoxLayout()
        self._build()
        self._fill()

    @property
    def values(self) -> dict[str, Value]:
        return {key: _read(field.control) for key, field in self.fields.items()}

    @property
    def unsaved(self) -> bool:
        commit_composing()
        return bool(changed(self._saved, self.values))

    def activate(self) -> None:
        if not self.unsaved:
            self._fill()

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self.activate()

    def discard(self) -> None:
        self._fill()

    def edited(self) -> None:
        """A value was changed by hand or by `discard`."""

    def saved(self) -> None:
        """The new settings hold now."""

    def save(self) -> None:
        commit_composing()
        wanted = changed(self._saved, self.values)
        if not wanted:
            self.context.toast("Không có gì thay đổi.")
            return
        office, cases = self.context.office, self.context.use_cases

        def work() -> tuple[dict[str, CounterError], Any]:
            faults = cases.office_settings.faults(wanted)
            return faults, None if faults else cases.office_settings.change_settings(office, wanted)

        self.save_button.setEnabled(False)
        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=lambda answer: self._done(*answer),
            on_error=self.notice.tell_error,
            on_end=self._show_buttons,
        )

    def _done(self, faults: dict[str, CounterError], answer: Any) -> None:
        for key, field in self.fields.items():
            field.show_error(str(faults[key]) if key in faults else "")
        if faults:
            next(field for key, field in self.fields.items() if key in faults).control.setFocus()
            return
        office, changes = answer
        self.notice.hide()
        self.context.adopt_office(office)
        self._fill()
        self.saved()
        self.context.refresh.publish(changes)
        self.context.toast("Đã lưu cài đặt.")

    def _fill(self) -> None:
        self._saved = form_values(self.context.office.settings, self.form)
        for key, value in self._saved.items():
            _write(self.fields[key].control, value)
            self.fields[key].show_error("")
        self._changed()

    def _changed(self) -> None:
        self._show_buttons()
        self.edited()

    def _show_buttons(self) -> None:
        busy = bool(changed(self._saved, self.values))
        self.save_button.setEnabled(busy)
        self.undo_button.setEnabled(busy)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        area = ScrollColumn()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(24)
        self._line.addLayout(self._column(), 3)
        self._line.addLayout(self.beside, 4)
        area.column.addLayout(self._line)
        whole.addWidget(area, 1)
        foot = QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(48)
        acts = QHBoxLayout(foot)
        acts.setContentsMargins(16, 1, 16, 0)
        acts.setSpacing(8)
        acts.addStretch(1)
        acts.addWidget(self.undo_button)
        acts.addWidget(self.save_button)
        whole.addWidget(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _BESIDE_FROM
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _column(self) -> QVBoxLayout:
        """The fields in order; two halves share a line."""
        column = QVBoxLayout()
        column.setSpacing(12)
        beside: QHBoxLayout | None = None
        for entry in self.form:
            field = Field(entry.caption, self._control(entry), entry.hint)
            field.setMaximumWidth((_FIELD_WIDTH - _GAP) // 2 if entry.half else _FIELD_WIDTH)
            self.fields[entry.key] = field
            if not entry.half:
                column.addWidget(field)
            elif beside is None:
                beside = QHBoxLayout()
                beside.setSpacing(_GAP)
                beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                column.addLayout(beside)
            else:
                beside.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
                beside.addStretch(1)
                beside = None
        column.addStretch(1)
        return column

    def _control(self, entry: FormLine) -> QWidget:
        if entry.choices:
            choice = Choice([(words, value) for words, value in entry.choices])
            choice.currentIndexChanged.connect(lambda _: self._changed())
            return choice
        if entry.unit:
            return self._wired(NumberField())
        return self._wired(QLineEdit())

    def _wired(self, text: QLineEdit) -> QLineEdit:
        text.textChanged.connect(lambda _: self._changed())
        text.returnPressed.connect(self.save)
        return text


def _read(control: QWidget) -> Value:
    if isinstance(control, Choice):
        return str(control.value)
    if isinstance(control, NumberField):
        return control.value
    assert isinstance(control, QLineEdit)
    return control.text()


def _write(control: QWidget, value: Value) -> None:
    control.blockSignals(True)
    if isinstance(control, Choice):
        control.set_value(value)
    elif isinstance(control, QLineEdit):
        control.setText(str(value))
        control.setCursorPosition(0)
    control.blockSignals(False)
