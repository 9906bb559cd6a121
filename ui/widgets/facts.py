"""Label and value in panels, with a mark beside what is not verified; scrolls when it is long."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.presenters.intake_facts import Fact, FactGroup
from ui.theme import Tone
from ui.widgets.buttons import Link
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

_LABEL_WIDTH = 148
_MOST_WIDTH = 760


class ScrollColumn(QScrollArea):
    """A column of widgets as wide as the area; only the height scrolls."""

    def __init__(self, ground: str = "bg", edge: int = 16, spacing: int = 12) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("ground", ground)
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(0)
        self.column = QVBoxLayout()
        self.column.setSpacing(spacing)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self.setWidget(inner)

    def clear(self) -> None:
        while self.column.count():
            taken = self.column.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()


class FactSheet(ScrollColumn):
    """`link` of `show_groups`: words and act in the head of the first panel; it keeps the keyboard when it had it."""

    link: Link | None = None

    def show_groups(self, groups: list[FactGroup], link: tuple[str, Callable[[], object]] | None = None) -> None:
        focused = self.link is not None and self.link.hasFocus()
        self.clear()
        self.link = None
        for number, group in enumerate(groups):
            panel = _panel(group, None if number else link)
            self.column.addWidget(panel)
            if not number:
                self.link = panel.link
        if focused and self.link is not None:
            self.link.setFocus(Qt.FocusReason.OtherFocusReason)


def _panel(group: FactGroup, link: tuple[str, Callable[[], object]] | None) -> Panel:
    words, act = link or ("", None)
    panel = Panel(group.title, group.qualifier, words, act)
    panel.setMaximumWidth(_MOST_WIDTH)
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(12, 10, 12, 12)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    for row, fact in enumerate(group.facts):
        name = label(fact.label, "small", "text2", wrap=True)
        name.setFixedWidth(_LABEL_WIDTH)
        grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(_value(fact), row, 1)
    panel.body.addWidget(inner)
    return panel


def _value(fact: Fact) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    words = label(fact.value, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if fact.source:
        words.setToolTip(f"Nguồn: {fact.source}")
    line.addWidget(words, 1)
    if fact.mark:
        tag = Tag(fact.mark, Tone.WARN, "circle-help")
        tag.setToolTip(f"Nguồn: {fact.source}" if fact.source else "")
        line.addWidget(tag, 0, Qt.AlignmentFlag.AlignTop)
    return line
