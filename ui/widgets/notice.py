"""An error that stays in the page until it is answered: what happened, what to do, one act."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from counter_app.errors import CounterError
from ui.widgets.buttons import IconButton, Link
from ui.widgets.labels import icon_label, label


class Notice(QFrame):
    """Hidden until `tell`. Put it at the top of a page; `tell_error` takes the sentences of a `CounterError`."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("band", "bad")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(8)
        line.addWidget(icon_label("octagon-alert", "bad", 16))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._what = label("", "medium", "bad", wrap=True)
        self._advice = label("", "small", "text2", wrap=True)
        words.addWidget(self._what)
        words.addWidget(self._advice)
        line.addLayout(words, 1)
        self._link = Link("Thử lại")
        self._act: Callable[[], object] | None = None
        self._link.clicked.connect(self._run)
        line.addWidget(self._link)
        line.addWidget(IconButton("x", "Đóng", self.hide, side=24))
        self.hide()

    @property
    def words(self) -> str:
        return f"{self._what.text()} {self._advice.text()}".strip()

    def tell(
        self, what: str, advice: str = "", act: Callable[[], object] | None = None, act_words: str = "Thử lại"
    ) -> None:
        self._what.setText(what)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._act = act
        self._link.setText(act_words)
        self._link.setVisible(act is not None)
        self.setAccessibleName(self.words)
        self.show()

    def tell_error(self, error: CounterError, act: Callable[[], object] | None = None) -> None:
        self.tell(error.what, error.advice, act)

    def _run(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
