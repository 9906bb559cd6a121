"""Step 1 of a new dossier: the catalogue searched while typing; case, channel and what the procedure asks for."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from counter_app.model.dossier import Channel
from counter_app.model.procedure import Procedure, ProcedureLine
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import reception as presenter
from ui.tasks import Lane
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import FactSheet
from ui.widgets.field import Choice, Field, SearchField
from ui.widgets.list_foot import ListFoot
from ui.widgets.table import Column, CounterTable

MOST = 60
COLUMNS = [
    Column(key="name", title="Thủ tục", width=260, stretch=1, least=200),
    Column(key="papers", title="Thành phần", width=160, hide_rank=1),
    Column(key="mark", title="Số liệu", width=140, hide_rank=2),
]
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class ProcedurePicker(QFrame):
    """`chosen(code)` when another row is looked at; `taken()` on Enter."""

    chosen = Signal(str)
    taken = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._number = 0
        self._only = ""  # the code that is looked for, its row among others that begin like it
        self.field = SearchField("Tìm thủ tục theo tên hoặc mã, không cần gõ dấu", wait_ms=60)
        self.field.searched.connect(self.search)
        self.field.installEventFilter(self)
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("procedures", COLUMNS, context.memory, accessible="Thủ tục tìm thấy")
        self.table.setModel(self.model)
        self.table.moved.connect(self._moved)
        self.table.opened.connect(lambda _: self.taken.emit())
        self.empty = EmptyState("search", "Không có thủ tục nào khớp", "Thử ít chữ hơn, hoặc gõ mã thủ tục.", [])
        self.foot = ListFoot([("↑↓", "chọn"), ("Enter", "tiếp tục")])
        head = QFrame()
        head.setProperty("ground", "surface")
        head.setProperty("edge", "bottom")
        top = QVBoxLayout(head)
        top.setContentsMargins(16, 12, 16, 12)
        top.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.foot)
        self.empty.hide()

    @property
    def code(self) -> str:
        line: ProcedureLine | None = self.model.value(self.table.row)
        return line.code if line else ""

    def show_only(self, code: str) -> None:
        """The procedure that was chosen earlier, found by its code."""
        self._only = code
        self.field.setText(code)
        self.search(code)

    def search(self, text: str) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._number += 1
        number = self._number
        self._context.tasks.run(
            Lane.READING,
            lambda: cases.catalogue.lines(office, text, limit=MOST if text else 0),
            owner=self,
            on_done=lambda lines: self._loaded(number, text, lines),
            on_error=self.failed.emit,
        )

    def _loaded(self, number: int, text: str, lines: tuple[ProcedureLine, ...]) -> None:
        if number != self._number:
            return
        self.model.set_lines([(line, presenter.procedure_cells(line)) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.foot.tell(presenter.found_words(len(lines), text, MOST))
        if lines:
            row = next((row for row, line in enumerate(lines) if line.code == self._only), 0)
            self.table.selectRow(row)
            self._moved(row)

    def _moved(self, row: int) -> None:
        line = self.model.value(row)
        if line is not None:
            self.chosen.emit(line.code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field move the list: the hand stays where it types."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self.table.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.taken.emit()
                return True
        return super().eventFilter(watched, event)


class ProcedureSide(QFrame):
    """Case and channel of the procedure looked at, and its sheet. `changed()` when one of them is chosen anew."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.procedure: Procedure | None = None
        self.case, self.channel = (
            Choice(),
            Choice([("Trực tiếp tại quầy", Channel.DIRECT), ("Bưu chính", Channel.POSTAL)]),
        )
        self.case_field = Field("&Trường hợp", self.case)
        self.sheet = FactSheet()
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.case_field)
        column.addWidget(Field("&Kênh nộp", self.channel))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.sheet, 1)
        for choice in (self.case, self.channel):
            choice.currentIndexChanged.connect(lambda _: self._again())
        self._day: Any = None

    @property
    def case_name(self) -> str:
        return str(self.case.value or "")

    def show_procedure(self, procedure: Procedure, day: Any) -> None:
        same = self.procedure is not None and self.procedure.code == procedure.code
        self.procedure, self._day = procedure, day
        if not same:
            self.case.blockSignals(True)
            self.case.clear()
            for words, value in presenter.case_choices(procedure):
                self.case.addItem(words, value)
            self.case.blockSignals(False)
        self.case_field.setVisible(len(procedure.cases) > 1)
        self._again()

    def _again(self) -> None:
        if self.procedure is None:
            return
        channel = Channel(self.channel.value)  # type: ignore[arg-type]
        self.sheet.show_groups(presenter.procedure_sheet(self.procedure, self.case_name, channel, self._day))
        self.changed.emit()
