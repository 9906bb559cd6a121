"""Label and value in panels, with a mark beside what is not verified; scrolls when it is long."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.presenters.intake_facts import Fact, FactGroup
from ui.theme import Tone
from ui.widgets.buttons import Link
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

_LABEL_WIDTH = 148
_MOST_WIDTH = 792
_GAP = 8  # between two facts


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

    def __init__(self) -> None:
        super().__init__()
        self.widget().setMaximumWidth(_MOST_WIDTH)  # of the whole: heights are reckoned for the width that is used

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
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(12, 10, 12, 12)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    row = 0
    for fact in group.facts:
        row = _add_fact(grid, row, fact)
    panel.body.addWidget(inner)
    return panel


def _add_fact(grid: QGridLayout, row: int, fact: Fact) -> int:
    """Label, value and mark in columns of their own, what it is cited from under the value; answers the next row."""
    top = Qt.AlignmentFlag.AlignTop
    if row:
        grid.setRowMinimumHeight(row, _GAP)
        row += 1
    name = label(fact.label, "small", "text2", wrap=True)
    name.setFixedWidth(_LABEL_WIDTH)
    words = label(fact.value, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    source = f"Nguồn: {fact.source}" if fact.source else ""
    words.setToolTip(source)
    rows = 1 + bool(fact.cited)
    grid.addWidget(name, row, 0, rows, 1, top)
    grid.addWidget(words, row, 1)
    if fact.mark:
        tag = Tag(fact.mark, Tone.WARN, "circle-help")
        tag.setToolTip(source)
        grid.addWidget(tag, row, 2, rows, 1, top)
    if fact.cited:
        grid.addWidget(label(fact.cited, "small", "text3", wrap=True), row + 1, 1)
    return row + rows
