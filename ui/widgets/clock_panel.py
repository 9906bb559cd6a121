"""One clock of a dossier: bar, counted and left, «Vì sao?» with a line per stretch, their sum, notes and basis."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.presenters.intake_clock import ClockLine, ClockView
from ui.theme import set_icon
from ui.widgets.buttons import Link
from ui.widgets.labels import ElidedLabel, icon_label, label, restyle, rule


class ClockPanel(QWidget):
    print_wanted = Signal()  # the lines on paper

    def __init__(self, *, opened: bool = True, edge: int = 16) -> None:
        super().__init__()
        self._open = opened
        self._shown: ClockView | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, 9, edge, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        self.title = label("", "strong")
        self.why = Link("Vì sao?", self.toggle, flush=True)
        self.why.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head.addWidget(self.title, 1)
        head.addWidget(self.why)
        column.addLayout(head)
        column.addSpacing(6)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        column.addWidget(self.bar)
        column.addSpacing(4)
        figures = QHBoxLayout()
        self.counted = label("", "small", "text2", wrap=True)
        self.left = label("", "small_medium")
        figures.addWidget(self.counted, 1)
        figures.addWidget(self.left)
        column.addLayout(figures)
        self._warning = _Warning()
        column.addWidget(self._warning)
        self._lines = QWidget()
        column.addWidget(self._lines)
        self._printable = False
        self.print_link = Link("In bảng giải trình…", self.print_wanted.emit, flush=True)
        self._print_row = QWidget()
        row = QHBoxLayout(self._print_row)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.print_link)
        row.addStretch(1)
        column.addWidget(self._print_row)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_printable(self, printable: bool) -> None:
        self._printable = printable
        self._show_open()

    def toggle(self) -> None:
        self._open = not self._open
        self._show_open()

    def show_view(self, view: ClockView) -> None:
        if view == self._shown:
            return
        self._shown = view
        self.title.setText(view.title)
        self.counted.setText(view.counted)
        self.left.setText(view.left)
        restyle(self.left, tone=view.tone)
        self.bar.setVisible(view.part is not None)
        self.bar.setValue(round(1000 * (view.part or 0)))
        self.bar.setAccessibleName(f"{view.title}: {view.counted}, {view.left}")
        restyle(self.bar, tone=view.tone)
        self._warning.tell(view.warning)
        self._fill(view)
        self._show_open()

    def _show_open(self) -> None:
        lines = bool(self._shown and self._shown.lines)
        self._lines.setVisible(lines and self._open)
        self._print_row.setVisible(lines and self._open and self._printable)
        self.why.setVisible(lines)
        set_icon(self.why, "chevron-down" if self._open else "chevron-right", "accent", 16)
        self.why.setAccessibleDescription("đang mở" if self._open else "đang gập")

    def _fill(self, view: ClockView) -> None:
        place = self.layout()
        assert isinstance(place, QVBoxLayout)
        place.removeWidget(self._lines)
        self._lines.deleteLater()
        self._lines = QWidget()
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, line in enumerate(view.lines):
            _add_line(grid, row, line)
        end = len(view.lines)
        if view.lines:
            grid.addWidget(rule("horizontal"), end, 0, 1, 2)
            grid.addWidget(label("Cộng", "small_medium"), end + 1, 0)
            grid.addWidget(label(view.total, "small_medium"), end + 1, 1, Qt.AlignmentFlag.AlignRight)
            self._add_grounds(grid, end + 2, view)
        grid.setColumnStretch(0, 1)
        place.insertWidget(place.indexOf(self._print_row), self._lines)

    def _add_grounds(self, grid: QGridLayout, row: int, view: ClockView) -> None:
        """Earlier runs, notes and the legal basis of each figure."""
        for words, tone in [(one, "text2") for one in (*view.earlier, *view.notes)] + [
            (one, "text3") for one in view.basis
        ]:
            grid.addWidget(label(words, "small", tone, wrap=True), row, 0, 1, 2)
            row += 1


class _Warning(QWidget):
    """Another way of counting ends earlier: said while the clock runs, whether the lines are open or not."""

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 0, 0)
        line.setSpacing(6)
        self._words = label("", "small", "warn", wrap=True)
        line.addWidget(icon_label("triangle-alert", "warn", 14), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.hide()

    def tell(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))


def _add_line(grid: QGridLayout, row: int, line: ClockLine) -> None:
    tone = "text2" if line.counted else "text3"
    # A document's number, and why something is not counted, are what an inspector looks for: never cut.
    whole = line.document or not line.counted
    words = label(line.words, "small", tone, wrap=True) if whole else ElidedLabel(line.words, "small", tone)
    if line.document:
        words.setAccessibleDescription(line.document)
    value = label(line.value, "small", "text" if line.counted else "text3")
    grid.addWidget(words, row, 0)
    grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
