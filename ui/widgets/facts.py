"""Label and value in panels, with a mark beside what is not verified; scrolls when it is long."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.presenters.intake_facts import Fact, FactGroup
from ui.theme import Tone
from ui.widgets.buttons import Link
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.tag import Tag

_LABEL_WIDTH = 148
_MOST_WIDTH = 792
_GAP = 8  # between two facts
_AROUND = 40  # of what has the keyboard: its label above and its hint below are seen, too


class ScrollColumn(QScrollArea):
    """A column of widgets as wide as the area; only the height scrolls. What gets the keyboard comes into sight."""

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
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Not after a click: what was clicked is in sight, and must not move away under the pointer."""
        clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and not clicked and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, _AROUND)

    def clear(self) -> None:
        while self.column.count():
            taken = self.column.takeAt(0).widget()
            if taken is not None:
                taken.hide()
                taken.deleteLater()


class FactSheet(ScrollColumn):
    """`link` of `show_groups`: words and act in the head of the first panel; it keeps the keyboard when it had it.

    `stacked`: for a narrow place, each label stands over its value.
    """

    link: Link | None = None

    def __init__(self, *, stacked: bool = False) -> None:
        super().__init__()
        self._stacked = stacked
        self.widget().setMaximumWidth(_MOST_WIDTH)  # of the whole: heights are reckoned for the width that is used

    def show_groups(self, groups: list[FactGroup], link: tuple[str, Callable[[], object]] | None = None) -> None:
        focused = self.link is not None and self.link.hasFocus()
        self.clear()
        self.link = None
        for number, group in enumerate(groups):
            panel = _panel(group, None if number else link, stacked=self._stacked)
            self.column.addWidget(panel)
            if not number:
                self.link = panel.link
        if focused and self.link is not None:
            self.link.setFocus(Qt.FocusReason.OtherFocusReason)


def _panel(group: FactGroup, link: tuple[str, Callable[[], object]] | None, *, stacked: bool) -> Panel:
    words, act = link or ("", None)
    panel = Panel(group.title, group.qualifier, words, act)
    inner = QWidget()
    grid = QGridLayout(inner)
    grid.setContentsMargins(12, 10, 12, 12)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0 if stacked else 1, 1)
    row = 0
    for fact in group.facts:
        if row:
            grid.setRowMinimumHeight(row, _GAP)
            row += 1
        row = _add_over(grid, row, fact) if stacked else _add_beside(grid, row, fact)
    panel.body.addWidget(inner)
    return panel


def _add_beside(grid: QGridLayout, row: int, fact: Fact) -> int:
    """Label, value and mark in columns of their own, what it is cited from under the value; answers the next row."""
    top = Qt.AlignmentFlag.AlignTop
    name, words, tag, cited = _parts(fact)
    name.setFixedWidth(_LABEL_WIDTH)
    rows = 1 + bool(cited)
    grid.addWidget(name, row, 0, rows, 1, top)
    grid.addWidget(words, row, 1)
    if tag is not None:
        grid.addWidget(tag, row, 2, rows, 1, top)
    if cited is not None:
        grid.addWidget(cited, row + 1, 1)
    return row + rows


def _add_over(grid: QGridLayout, row: int, fact: Fact) -> int:
    name, words, tag, cited = _parts(fact)
    grid.addWidget(name, row, 0)
    if tag is not None:
        grid.addWidget(tag, row, 1, Qt.AlignmentFlag.AlignTop)
    for part in (words, cited):
        if part is not None:
            row += 1
            grid.addWidget(part, row, 0, 1, 2)
    return row + 1


def _parts(fact: Fact) -> tuple[QLabel, QLabel, Tag | None, QLabel | None]:
    source = f"Nguồn: {fact.source}" if fact.source else ""
    words = label(fact.value, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    words.setToolTip(source)
    tag = Tag(fact.mark, Tone.WARN, "circle-help") if fact.mark else None
    if tag is not None:
        tag.setToolTip(source)
    cited = label(fact.cited, "small", "text3", wrap=True) if fact.cited else None
    return label(fact.label, "small", "text2", wrap=True), words, tag, cited
