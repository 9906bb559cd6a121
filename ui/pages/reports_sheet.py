"""The sheet of a report: its numbers, tables and charts one under another, and how they are counted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from counter_app.model.report import Behind, Cell, Figures, Part, Report, Table
from ui.presenters import reports as presenter
from ui.widgets.buttons import Link
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.panel import Panel
from ui.widgets.report_charts import chart_view
from ui.widgets.report_figures import FigureRow, ReportFigure
from ui.widgets.report_table import ReportTable
from ui.widgets.tag import Tag

GAP, EDGE = 12, 16
Opened = Callable[[Behind, str], object]


class ReportSheet(QWidget):
    """`opened(behind, words)` when a number is pressed; `whole()` when a part is shown and all of it is wanted."""

    def __init__(self, opened: Opened, whole: Callable[[], object] = lambda: None) -> None:
        super().__init__()
        self._opened, self._whole = opened, whole
        self.parts: list[QWidget] = []
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.waiting = label("Đang tính…", "body", "text3")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.waiting)
        self.empty = EmptyState("git-compare", "", "")
        self._stack.addWidget(self.empty)
        self.clear()

    def wait(self) -> None:
        """While the first figures are counted; later ones are replaced when the new ones are there."""
        if not self.parts:
            self._stack.setCurrentWidget(self.waiting)

    def clear(self, title: str = "", words: str = "") -> None:
        """Nothing is shown but, in the middle, what to do."""
        self.parts = []
        self._fill([])
        if title:
            self.empty.set_words(title, words)
            self._stack.setCurrentWidget(self.empty)

    def show_report(self, report: Report, *, part: bool = False) -> None:
        """`part`: it tells a part of a report, and the whole is offered."""
        place = self._area.verticalScrollBar().value() if self.parts else 0
        title, shown = report.title, self._widgets(report.parts)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.title = label(title, "dialog")
        line.addWidget(self.title)
        if report.estimate:
            line.addWidget(Tag("Ước tính", "unknown", "info"))
        span = presenter.span_words(report.period, report.at)
        line.addWidget(ElidedLabel(f"{span} · {report.subject}" if report.subject else span, "body", "text2"), 1)
        if part:
            line.addWidget(Link("Xem tất cả", self._whole))
        self.parts = [head, *shown]
        if report.notes:
            self.parts.append(_notes(report.notes))
        self._fill(self.parts)
        self._area.verticalScrollBar().setValue(place)

    def _fill(self, parts: list[QWidget]) -> None:
        inner = QWidget()
        inner.setProperty("ground", "none")
        column = QVBoxLayout(inner)
        column.setContentsMargins(EDGE, GAP, EDGE, EDGE)
        column.setSpacing(GAP)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self._area.setWidget(inner)
        self._stack.setCurrentWidget(self._area)

    def _widgets(self, parts: tuple[Part, ...]) -> list[QWidget]:
        """Narrow tables that follow one another stand side by side."""
        found: list[QWidget] = []
        narrow: list[QWidget] = []
        for part in (*parts, None):
            made = self._widget(part) if part is not None else None
            if made is not None and isinstance(part, Table) and presenter.is_narrow(part):
                narrow.append(made)
                continue
            if narrow:
                found.append(_side_by_side(narrow) if len(narrow) > 1 else narrow[0])
                narrow = []
            if made is not None:
                found.append(made)
        return found

    def _widget(self, part: Part) -> QWidget | None:
        if isinstance(part, Figures):
            return self._figures(part)
        if isinstance(part, Table):
            return self._table(part)
        if not presenter.has_figures(part):
            return None
        panel, view = Panel(part.title), chart_view(part)
        view.opened.connect(lambda cell, words: self._open(cell, f"{part.title} · {words}"))
        panel.body.addWidget(view)
        if part.note:
            panel.body.addWidget(_under(part.note))
        return panel

    def _figures(self, part: Figures) -> QWidget:
        cards = [ReportFigure(presenter.figure_words(figure)) for figure in part.figures]
        for card, figure in zip(cards, part.figures, strict=True):
            card.clicked.connect(lambda _checked=False, one=figure: self._open(one.cell, one.title))
        return FigureRow(cards, GAP)

    def _table(self, part: Table) -> QWidget:
        panel = Panel(part.title)
        if part.rows:
            table = ReportTable(part)
            table.opened.connect(lambda place, key: self._open_cell(part, place, key))
            panel.body.addWidget(table)
        else:
            panel.body.addWidget(_under(part.nothing))
        if words := part.more_words():
            panel.body.addWidget(_under(words))
        return panel

    def _open_cell(self, table: Table, place: int, key: str) -> None:
        cell = presenter.cell_at(table, place, key)
        if cell is not None:
            self._open(cell, presenter.behind_words(table, place, key))

    def _open(self, cell: Cell, words: str) -> None:
        if cell.behind is not None:
            self._opened(cell.behind, words)


def _side_by_side(widgets: list[QWidget]) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GAP)
    for widget in widgets:
        line.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
    return made


def _under(words: str) -> QWidget:
    made = label(words, "small", "text2", wrap=True)
    made.setContentsMargins(12, 8, 12, 8)
    return made


def _notes(notes: tuple[str, ...]) -> QWidget:
    panel = Panel("Cách tính", dense=True)
    for words in notes:
        panel.body.addWidget(_under(words))
    return panel
