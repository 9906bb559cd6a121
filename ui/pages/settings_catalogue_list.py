"""The catalogue to look at: procedures found without diacritics at the left, the one in hand at the right."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.model.procedure import Procedure, ProcedureLine
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import catalogue as presenter
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.facts import FactSheet
from ui.widgets.field import Choice, SearchField
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.table import Column, CounterTable

COLUMNS = [
    Column(key="name", title="Thủ tục", width=260, stretch=1, least=150),
    Column(key="mark", title="Số liệu", width=140, hide_rank=1),
]
ALL, DOUBTFUL, OUT = "all", "doubtful", "out"
CHIPS = [
    ChipSpec(key=ALL, text="Đang dùng"),
    ChipSpec(key=DOUBTFUL, text="Cần xem lại", icon="circle-help", tone="warn"),
    ChipSpec(key=OUT, text="Ngoài hiệu lực"),
]
LIST, NARROW_LIST, NARROW = 420, 248, 860


class BrowseSheet(QWidget):
    """`edit(procedure, newest version number)` when the one in hand is to be changed."""

    edit = Signal(object, int)

    def __init__(self, context: PageContext, notice: Notice, *, may_edit: bool) -> None:
        super().__init__()
        self._context, self._notice = context, notice
        self._asked = self._looked = 0
        self._wanted = ""  # the code to stand on after a load
        self.versions: tuple[Procedure, ...] = ()
        self.field = SearchField("Tìm tên hoặc mã, không cần gõ dấu", "Ctrl+F", wait_ms=60)
        self.chips = ChipBar(CHIPS, height=44, ground="surface")
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("catalogue", COLUMNS, context.memory, accessible="Danh mục thủ tục")
        self.table.setModel(self.model)
        self.table.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
        self.empty = EmptyState("search", "Không có thủ tục nào khớp", "Thử ít chữ hơn, hoặc xem «Đang dùng».", [])
        self.foot = ListFoot([("Enter", "sửa") if may_edit else ("↑↓", "chọn")])
        self.title, self.code = label("", "question", wrap=True), ElidedLabel("", "small", "text2")
        self.version = Choice()
        self.version.setAccessibleName("Bản của thủ tục")
        self.edit_button = SecondaryButton("&Sửa", icon_name="pencil", hint="Ctrl+E")
        self.edit_button.setVisible(may_edit)
        self.sheet = FactSheet()
        self._may_edit = may_edit
        self._build()
        self._wire()

    @property
    def procedure(self) -> Procedure | None:
        """The version that is shown."""
        return next((one for one in self.versions if one.version == self.version.value), None)

    def load(self, code: str = "") -> None:
        """Search again; `code`: the procedure to stand on."""
        office, cases = self._context.office, self._context.use_cases
        text, chip = self.field.words, self.chips.value
        self._wanted = code or self._wanted
        self._asked += 1
        number = self._asked

        def work() -> Any:
            find = cases.catalogue.lines
            doubtful = find(office, text, unverified=True)
            out = find(office, text, out_of_force=True)
            every = find(office, text)
            return {ALL: every, DOUBTFUL: doubtful, OUT: out}

        def done(found: dict[str, tuple[ProcedureLine, ...]]) -> None:
            if number == self._asked:
                self._loaded(found, chip)

        self._context.tasks.run(Lane.READING, work, owner=self, on_done=done, on_error=self._notice.tell_error)

    def start_edit(self) -> None:
        shown = self.procedure
        if shown is not None and self._may_edit:
            self.edit.emit(shown, max(one.version for one in self.versions))

    def _loaded(self, found: dict[str, tuple[ProcedureLine, ...]], chip: str) -> None:
        lines, day = found[chip], self._context.clock.now().date()
        self.chips.set_counts({key: len(listed) for key, listed in found.items()})
        self.model.set_lines([((line.code, line.version), presenter.line_cells(line, day)) for line in lines])
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._right.setVisible(bool(lines))
        self.foot.tell(f"{len(lines)} thủ tục")
        codes = [line.code for line in lines]
        if lines:
            row = codes.index(self._wanted) if self._wanted in codes else 0
            self.table.selectRow(row)
            self._look(row)

    def _look(self, row: int) -> None:
        chosen = self.model.value(row)
        if chosen is None:
            return
        office, cases = self._context.office, self._context.use_cases
        code, wanted = chosen
        self._wanted = code
        self._looked += 1
        number = self._looked

        def done(versions: tuple[Procedure, ...]) -> None:
            if number == self._looked:
                self._show_versions(versions, wanted)

        self._context.tasks.run(
            Lane.READING,
            lambda: cases.catalogue.versions(office, code),
            owner=self,
            on_done=done,
            on_error=self._notice.tell_error,
        )

    def _show_versions(self, versions: tuple[Procedure, ...], wanted: int) -> None:
        self.versions = versions
        day = self._context.clock.now().date()
        self.version.blockSignals(True)
        self.version.clear()
        for one in versions:
            self.version.addItem(presenter.version_words(one, versions, day), one.version)
        self.version.set_value(wanted)
        self.version.blockSignals(False)
        self._show()

    def _show(self) -> None:
        shown = self.procedure
        if shown is None:
            return
        self.title.setText(presenter.title_words(shown))
        self.code.setText(" · ".join(part for part in (shown.code, shown.field) if part))
        self.sheet.show_groups(presenter.sheet(shown, self._context.clock.now().date()))
        self.sheet.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._left.setFixedWidth(LIST if self.width() >= NARROW else NARROW_LIST)

    def _build(self) -> None:
        self._left = QFrame()
        self._left.setProperty("ground", "surface")
        self._left.setProperty("edge", "right")
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        search = QVBoxLayout()
        search.setContentsMargins(16, 12, 16, 4)
        search.addWidget(self.field)
        column.addLayout(search)
        for part in (self.chips, self.table, self.empty, self.foot):
            column.addWidget(part, 1 if part in (self.table, self.empty) else 0)
        self.empty.hide()
        head = QFrame()
        head.setProperty("ground", "surface")
        head.setProperty("edge", "bottom")
        top = QVBoxLayout(head)
        top.setContentsMargins(16, 12, 16, 12)
        top.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.code)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.version, 1)
        acts.addWidget(self.edit_button)
        top.addLayout(words)
        top.addLayout(acts)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(head)
        right.addWidget(self.sheet, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._left)
        line.addWidget(self._right, 1)

    def _wire(self) -> None:
        self.field.searched.connect(lambda _: self.load())
        self.chips.chosen.connect(lambda _: self.load())
        self.table.moved.connect(self._look)
        self.table.opened.connect(lambda _: self.start_edit())
        self.version.currentIndexChanged.connect(lambda _: self._show())
        self.edit_button.clicked.connect(lambda _checked=False: self.start_edit())
        self.field.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.ShortcutFocusReason))
