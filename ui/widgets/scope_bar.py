"""Which number of another page is being looked behind, at which moment, and the way out of it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.presenters.scope import Scope, View
from ui.widgets.buttons import Link, Segment
from ui.widgets.labels import ElidedLabel, icon_label, label


class ScopeBar(QFrame):
    """Hidden without a scope. `view` is the moment that is chosen; `changed()` when another one is."""

    def __init__(self, clear: Callable[[], object], changed: Callable[[], object]) -> None:
        super().__init__()
        self._changed = changed
        self._scope: Scope | None = None
        self._number = 0
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        self.setFixedHeight(40)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 0, 16, 0)
        self._line.setSpacing(8)
        self.origin = label("", "body", "text2")
        self.words = ElidedLabel("", "strong")
        self.link = Link("Bỏ lọc", clear)
        self.moments: Segment | None = None
        self._line.addWidget(icon_label("gauge", "text2", 16))
        self._line.addWidget(self.origin)
        self._line.addWidget(self.words, 1)
        self._line.addWidget(self.link)
        self.hide()

    @property
    def view(self) -> View | None:
        return self._scope.views[self._number] if self._scope is not None else None

    @property
    def title(self) -> str:
        return self._scope.title if self._scope is not None else ""

    @property
    def order(self) -> str:
        return self._scope.order if self._scope is not None else ""

    def set_scope(self, scope: Scope | None) -> None:
        self._scope, self._number = scope, 0
        if self.moments is not None:
            self._line.removeWidget(self.moments)
            self.moments.deleteLater()
            self.moments = None
        self.setVisible(scope is not None)
        if scope is None:
            return
        self.origin.setText(f"Từ trang {scope.source}:")
        self.words.setText(scope.title)
        if len(scope.views) > 1:
            options = [(str(number), view.words, "", "", "") for number, view in enumerate(scope.views)]
            self.moments = Segment(options, "Thời điểm", 28)
            self.moments.set_value("0")
            self.moments.chosen.connect(self._choose)
            self._line.insertWidget(3, self.moments)

    def _choose(self, number: str) -> None:
        self._number = int(number)
        self._changed()
