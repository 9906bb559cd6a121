"""A foreign list before it is taken in: what its columns mean, and what would become of each row."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.exchange.columns import Column as Meaning
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import list_import as presenter
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.field import Choice
from ui.widgets.labels import label
from ui.widgets.progress_foot import ActionFoot
from ui.widgets.table import Column, CounterTable

COLUMN_TABLE = [
    Column(key="name", title="Cột trong tệp", width=220, least=150),
    Column(key="samples", title="Vài dòng đầu", width=320, stretch=1, least=160),
    Column(key="meaning", title="Nghĩa ở đây", width=200, least=150),
]
ROW_TABLE = [
    Column(key="row", title="Dòng", width=64, least=56),
    Column(key="code", title="Hồ sơ, thủ tục", width=300, least=200, stretch=1),
    Column(key="who", title="Chủ hồ sơ", width=200, least=130, hide_rank=1),
    Column(key="told", title="Danh sách ghi", width=320, least=220, stretch=2),
]
SIDE, NARROW_SIDE, WIDE = 320, 264, 1000


class ListSheet(QWidget):
    """`mapped(places)` when a column gets another meaning; `taken` and `left` are the two ways out."""

    mapped = Signal(object)
    taken = Signal()
    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.shown: Any = None  # a `ListPreview`
        self.head, self.source = label("", "medium", wrap=True), label("", "small", "text2", wrap=True)
        specs = [
            ChipSpec(key=key, text=words, icon=icon, tone=tone, group=group)
            for key, words, icon, tone, group in presenter.CHIPS
        ]
        self.chips = ChipBar(specs, height=44, ground="surface")
        self.columns, self.rows = CellModel(COLUMN_TABLE, self), CellModel(ROW_TABLE, self)
        self.column_table = CounterTable("list-columns", COLUMN_TABLE, context.memory, accessible="Cột của tệp")
        self.row_table = CounterTable("list-rows", ROW_TABLE, context.memory, accessible="Dòng của danh sách")
        self.column_table.setModel(self.columns)
        self.row_table.setModel(self.rows)
        self.choice = Choice(presenter.meaning_items())
        self.choice.setAccessibleName("Nghĩa của cột đang chọn")
        self.foot = ActionFoot()
        self.leave = SecondaryButton("Thôi", icon_name="x", hint="Esc")
        self.take = PrimaryButton("", icon_name="check", hint="Ctrl+Enter")
        self._place_all()
        self._wire()

    def show_preview(self, shown: Any, *, chip: str = "") -> None:
        """`chip`: which part to show; empty: the columns when they need a person, else what would be added."""
        self.shown = shown
        self.head.setText(presenter.head_words(shown))
        self.source.setText(presenter.source_words(shown))
        self.chips.set_counts(presenter.counts(shown))
        self.columns.set_lines([(one.place, presenter.column_cells(one, shown.places)) for one in shown.opened.columns])
        if chip or not self.chips.value:
            self.chips.set_value(chip or presenter.COLUMNS)
        if self.column_table.row < 0 and self.columns.rowCount():
            self.column_table.selectRow(0)
        self._look()
        self._show_part()
        words, tone = presenter.foot_words(shown)
        self.foot.tell(words, tone)
        self.take.setText(presenter.act_words(shown))
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        self.take.setEnabled(not busy and self.shown is not None and presenter.can_take(self.shown))
        self.choice.setEnabled(not busy)

    def press(self) -> None:
        if self.take.isEnabled():
            self.taken.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(SIDE if self.width() >= WIDE else NARROW_SIDE)

    def _show_part(self) -> None:
        on_columns = self.chips.value == presenter.COLUMNS
        self.parts.setCurrentIndex(0 if on_columns else 1)
        if not on_columns:
            self.rows.set_lines(presenter.row_lines(self.shown, self.chips.value))
        table = self.column_table if on_columns else self.row_table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self) -> None:
        """The column under the cursor: its name, its first cells, its meaning."""
        place = self.columns.value(self.column_table.row)
        column = next((one for one in self.shown.opened.columns if one.place == place), None) if self.shown else None
        self._side_rows.setVisible(column is not None)
        if column is None:
            return
        self.name.setText(column.name)
        self.choice.blockSignals(True)
        self.choice.set_value(str(self.shown.places.get(column.place, "")))
        self.choice.blockSignals(False)
        said = presenter.samples(column, self.shown.places)
        self.samples.setText("\n".join(said) or "Các dòng đầu để trống.")

    def _choose(self) -> None:
        place = self.columns.value(self.column_table.row)
        if place is None or self.shown is None:
            return
        value = str(self.choice.value or "")  # Qt keeps the word, not which one of the enumeration it was
        meaning = Meaning(value) if value else None
        self.mapped.emit(presenter.with_meaning(self.shown.places, place, meaning))

    def _place_all(self) -> None:
        head = QFrame()
        head.setProperty("ground", "surface")
        head.setProperty("edge", "bottom")
        words = QVBoxLayout(head)
        words.setContentsMargins(16, 10, 16, 10)
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.source)
        self.parts = QStackedWidget()
        first = QWidget()
        line = QHBoxLayout(first)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.column_table, 1)
        line.addWidget(self._make_side())
        self.parts.addWidget(first)
        self.parts.addWidget(self.row_table)
        self.foot.add_action(self.leave)
        self.foot.add_action(self.take)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (head, self.chips, self.parts, self.foot):
            whole.addWidget(part, 1 if part is self.parts else 0)

    def _make_side(self) -> QFrame:
        self.side = QFrame()
        self.side.setProperty("ground", "surface")
        self.side.setProperty("edge", "left")
        self._side_rows = QWidget()
        column = QVBoxLayout(self._side_rows)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        self.name = label("", "question", wrap=True)
        asked = label("Cột này là", "small", "text2")
        asked.setBuddy(self.choice)
        self.samples = label("", "small", "text2", wrap=True)
        for part in (self.name, asked, self.choice):
            column.addWidget(part)
        column.addSpacing(6)
        column.addWidget(label("Vài dòng đầu", "small", "text3"))
        column.addWidget(self.samples)
        column.addStretch(1)
        inner = QVBoxLayout(self.side)
        inner.setContentsMargins(1, 0, 0, 0)
        inner.addWidget(self._side_rows)
        return self.side

    def _wire(self) -> None:
        self.chips.chosen.connect(lambda _: self._show_part())
        self.column_table.moved.connect(lambda _: self._look())
        self.column_table.opened.connect(lambda _: self.choice.setFocus(Qt.FocusReason.OtherFocusReason))
        self.choice.currentIndexChanged.connect(lambda _: self._choose())
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        self.take.clicked.connect(lambda _checked=False: self.press())
        away = QShortcut(QKeySequence("Esc"), self, self.left.emit)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
