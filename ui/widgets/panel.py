"""Panels: surface, 1-px edge, radius 6, a head with title, grey qualifier and one link at the right."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from ui.widgets.buttons import Link
from ui.widgets.labels import ElidedLabel, icon_label, label


class Panel(QFrame):
    """`body` is the layout under the head; add rows with `add_row`."""

    def __init__(
        self,
        title: str = "",
        qualifier: str = "",
        link: str = "",
        act: Callable[[], object] | None = None,
        *,
        dense: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("panel", "true")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        self.title: QLabel = label(title, "strong")
        self.qualifier = ElidedLabel(qualifier, "small", "text2")
        self.link: Link | None = Link(link, act) if link else None
        self.head = QFrame()
        self.head.setProperty("panel", "head")
        self.head.setFixedHeight(36 if dense else 40)
        line = QHBoxLayout(self.head)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(8)
        line.addWidget(self.title)
        line.addWidget(self.qualifier, 1)
        if self.link is not None:
            line.addWidget(self.link)
        if title:
            whole.addWidget(self.head)
        else:
            self.head.hide()
            self.head.setParent(self)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        whole.addLayout(self.body, 1)
        whole.addStretch(0)  # rows of fixed height stay under the head

    def add_row(self, content: QLayout | QWidget, *, height: int = 0, last: bool = False) -> QFrame:
        """A row with a rule under it; `last` has none."""
        row = QFrame()
        if not last:
            row.setProperty("panel", "row")
        if height:
            row.setFixedHeight(height)
        if isinstance(content, QLayout):
            row.setLayout(content)
        else:
            inner = QHBoxLayout(row)
            inner.setContentsMargins(12, 0, 12, 0)
            inner.addWidget(content)
        self.body.addWidget(row)
        return row


def two_line_row(
    icon_name: str,
    first: str,
    second: str,
    link: str = "",
    act: Callable[[], object] | None = None,
    token: str = "text2",
) -> QHBoxLayout:
    """Icon, the thing over what qualifies it, one act at the right."""
    line = QHBoxLayout()
    line.setContentsMargins(12, 6, 12, 6)
    line.setSpacing(8)
    line.addWidget(icon_label(icon_name, token, 16))
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(ElidedLabel(first))
    if second:
        words.addWidget(ElidedLabel(second, "small", "text3"))
    line.addLayout(words, 1)
    if link:
        line.addWidget(Link(link, act))
    return line
