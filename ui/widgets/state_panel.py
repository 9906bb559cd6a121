"""A panel that says how one thing stands: a mark, what holds, what that means, and its acts under it."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.presenters.safety import State
from ui.theme import set_icon
from ui.widgets.buttons import SecondaryButton
from ui.widgets.labels import icon_label, label, restyle
from ui.widgets.panel import Panel


class StatePanel(Panel):
    """A panel with one state and its acts."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._icon = icon_label("hourglass", "text2", 16)
        self._what, self._detail = label("", "medium", wrap=True), label("", "small", "text2", wrap=True)
        inner, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._detail)
        inner.setContentsMargins(12, 12, 12, 4)
        inner.setSpacing(10)
        column = QVBoxLayout()
        column.addWidget(self._icon)
        column.addStretch(1)
        inner.addLayout(column)
        inner.addLayout(words, 1)
        self.body.addLayout(inner)
        self._acts = QHBoxLayout()
        self._acts.setContentsMargins(38, 4, 12, 12)
        self._acts.setSpacing(8)
        self._acts.addStretch(1)
        self.body.addLayout(self._acts)

    def act(self, words: str, act: Callable[[], object]) -> SecondaryButton:
        button = SecondaryButton(words)
        button.clicked.connect(lambda _checked=False: act())
        self._acts.insertWidget(self._acts.count() - 1, button)
        return button

    @property
    def words(self) -> str:
        return self._what.text()

    def tell(self, state: State) -> None:
        set_icon(self._icon, state.icon, state.token, 16)
        self._what.setText(state.what)
        self._detail.setText(state.detail)
        restyle(self._what, tone="bad" if state.token == "bad" else "text")
