"""Until when a paper holds: shown where the catalogue has a rule or somebody has written it down, else a link away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from counter_app.model.dossier import Component
from ui.presenters.dates import typed_day
from ui.widgets.buttons import Link
from ui.widgets.field import Field


class PaperValidity(QWidget):
    """`written(component, words)` when another day was typed; empty words: without end."""

    written = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._component: Component | None = None
        self._asked = False
        self.day = QLineEdit()
        self.day.setPlaceholderText("ngày/tháng/năm")
        self.day.setMaxLength(10)
        self.day.setFixedWidth(124)
        self.field = Field("&Có giá trị đến hết ngày", self.day)
        self.link = Link("Ghi hạn của giấy tờ", self._ask, flush=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        self.day.editingFinished.connect(self._tell)

    def show_component(self, component: Component, editable: bool, months: int) -> None:
        """`months`: how long the catalogue says such a paper holds from its issue; 0: it does not say."""
        if self._component is None or self._component.id != component.id:
            self._asked = False
            self.field.show_error("")
        self._component = component
        known = component.file.expires_on if component.file else None
        shown = component.file is not None and (bool(months) or known is not None or self._asked)
        self.field.hint = f"Danh mục: giá trị {months} tháng kể từ ngày cấp" if months else ""
        if not self.day.hasFocus():
            self.day.setText(typed_day(known))
        if not self.field.error:
            self.field.show_error("")
        self.day.setEnabled(editable)
        self.field.setVisible(shown)
        self.link.setVisible(not shown and editable and component.file is not None)

    def show_error(self, words: str) -> None:
        self.field.show_error(words)

    def _ask(self) -> None:
        self._asked = True
        self.link.hide()
        self.field.show()
        self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        component = self._component
        if component is None or component.file is None:
            return
        self.field.show_error("")
        if self.day.text().strip() != typed_day(component.file.expires_on):
            self.written.emit(component, self.day.text())
