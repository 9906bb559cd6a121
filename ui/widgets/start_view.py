"""What stands in the window before the first page: one calm line, and a bar when there is real waiting."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from ui.widgets.buttons import PrimaryButton
from ui.widgets.labels import label


class StartView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._title = label("", "title")
        self._words = label("", "body", "text2", wrap=True)
        self._words.setAlignment(centre)
        self._words.setFixedWidth(460)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(320)
        self.bar.setTextVisible(False)
        self._again = PrimaryButton("Thử lại", icon_name="refresh-cw", hint="Enter")
        self._act: Callable[[], object] | None = None
        self._again.clicked.connect(lambda _checked=False: self._act() if self._act else None)
        self.answer = QLineEdit()
        self.answer.setFixedWidth(460)
        self.answer.returnPressed.connect(self._again.click)
        for widget in (self._title, self._words, self.bar, self.answer, self._again):
            column.addWidget(widget, 0, centre)
        column.addStretch(3)
        self.tell("", "")

    def tell(self, title: str, words: str, *, part: float | None = None, busy: bool = False) -> None:
        """`part` 0…1 or `busy` shows the bar; neither shows none."""
        self._title.setText(title)
        self._words.setText(words)
        self.bar.setVisible(busy or part is not None)
        self.bar.setRange(0, 0 if part is None else 1000)
        if part is not None:
            self.bar.setValue(round(1000 * part))
        self._again.hide()
        self.answer.hide()

    def ask(self, what: str, advice: str, name: str, then: Callable[[str], object]) -> None:
        """Something is needed before the office opens; the answer leaves the field at once."""

        def take() -> None:
            given = self.answer.text()
            self.answer.clear()
            then(given)

        self.fail(what, advice, take)
        self.answer.setAccessibleName(name)
        self.answer.setPlaceholderText(name)
        self.answer.show()
        self.answer.setFocus()

    def fail(self, what: str, advice: str, again: Callable[[], object]) -> None:
        self.tell(what, advice)
        self._act = again
        self._again.show()
        self._again.setFocus()
