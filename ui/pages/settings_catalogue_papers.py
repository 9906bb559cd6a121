"""Cases and their papers: the list at the left, the fields of the paper in hand at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.model.procedure import Case, RequiredComponent
from ui.models.cell_model import CellModel
from ui.pages.settings_catalogue_paper_card import CaseCard, PaperCard
from ui.presenters.catalogue_draft import ProcedureDraft, paper_cells
from ui.widgets.buttons import IconButton, SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Choice
from ui.widgets.table import Column, ColumnMemory, CounterTable

COLUMNS = [
    Column(key="name", title="Giấy tờ", width=240, least=150, stretch=1),
    Column(key="kind", title="Loại, số bản", width=160, least=120, hide_rank=1),
    Column(key="need", title="Nộp", width=90, least=84),
]
SIDE, NARROW_SIDE, WIDE = 388, 316, 820


class PapersForm(QWidget):
    """Works on the draft itself, each act a step; `changed` is called after every step."""

    def __init__(self, changed: Callable[[], object], memory: ColumnMemory) -> None:
        super().__init__()
        self._changed = changed
        self.draft: ProcedureDraft | None = None
        self.place, self.row = 0, 0
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("catalogue-papers", COLUMNS, memory, accessible="Giấy tờ của trường hợp")
        self.table.setModel(self.model)
        self.table.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
        self.case = Choice()
        self.paper_card = PaperCard(self._paper_typed)
        self.case_card = CaseCard(self._case_typed, self.add_case, self.drop_case, self.take_guidance)
        self._build()
        self.table.moved.connect(self._moved)
        self.case.activated.connect(self.choose_case)

    def show_draft(self, draft: ProcedureDraft) -> None:
        self.draft = draft
        cases = draft.data.cases
        self.place = min(self.place, max(0, len(cases) - 1))
        self.case.clear()
        for number, case in enumerate(cases):
            self.case.addItem(case.name or "Mọi trường hợp", number)
        self.case.setCurrentIndex(self.place if cases else -1)
        self.case_card.show_case(self._case, draft.data.source)
        papers = self._case.components if self._case else ()
        self.row = min(self.row, max(0, len(papers) - 1))
        self.model.set_lines([(number, paper_cells(part)) for number, part in enumerate(papers)])
        if papers:
            self.table.selectRow(self.row)
        self._show_paper()

    def show_faults(self, faults: dict[str, str]) -> QWidget | None:
        """The first fault opens its case and paper."""
        for place, words in faults.items():
            what, *numbers = place.split(":")
            if what not in ("case", "component"):
                continue
            self.choose_case(int(numbers[0]))
            if what == "case":
                self.case_card.name_field.show_error(words)
                return self.case_card.name
            self.table.selectRow(int(numbers[1]))
            self.paper_card.name_field.show_error(words)
            return self.paper_card.name
        return None

    def choose_case(self, place: int) -> None:
        self.place, self.row = place, 0
        self.show_draft(self._draft)

    # Acts

    def add_paper(self) -> None:
        self.row = self._draft.add_paper(self.place)
        self._step()
        self.paper_card.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_paper(self) -> None:
        if self._paper is not None:
            self._draft.drop_paper(self.place, self.row)
            self.row = max(0, self.row - 1)
            self._step()

    def move_paper(self, by: int) -> None:
        if self._paper is not None:
            self.row = self._draft.move_paper(self.place, self.row, by)
            self._step()

    def add_case(self) -> None:
        self._draft.add_case()
        self.place, self.row = len(self._draft.data.cases) - 1, 0
        self._step()
        self.case_card.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def drop_case(self) -> None:
        if self._case is not None:
            self._draft.drop_case(self.place)
            self.place = max(0, self.place - 1)
            self._step()

    def take_guidance(self, line: int) -> None:
        self.row = self._draft.paper_of_guidance(self.place, line)
        self._step()

    @property
    def _draft(self) -> ProcedureDraft:
        assert self.draft is not None
        return self.draft

    @property
    def _case(self) -> Case | None:
        cases = self._draft.data.cases
        return cases[self.place] if self.place < len(cases) else None

    @property
    def _paper(self) -> RequiredComponent | None:
        papers = self._case.components if self._case else ()
        return papers[self.row] if 0 <= self.row < len(papers) else None

    def _step(self) -> None:
        self.show_draft(self._draft)
        self._changed()

    def _show_paper(self) -> None:
        paper = self._paper
        self.paper_card.show_paper(paper)
        count = len(self._case.components) if self._case else 0
        self.up.setEnabled(paper is not None and self.row > 0)
        self.down.setEnabled(paper is not None and self.row < count - 1)
        self.drop.setEnabled(paper is not None)

    def _paper_typed(self) -> None:
        paper = self._paper
        if paper is None:
            return
        typed = self.paper_card.read(paper)
        self._draft.write_paper(self.place, self.row, typed)
        self.model.set_line(self.row, (self.row, paper_cells(typed)))
        self._changed()

    def _case_typed(self) -> None:
        case = self._case
        if case is not None:
            typed = self.case_card.read(case, self._draft.data.source)
            self._draft.write_case(self.place, typed)
            self.case.setItemText(self.place, typed.name or "Mọi trường hợp")
            self._changed()

    def _moved(self, row: int) -> None:
        if row >= 0 and row != self.row:
            self.row = row
            self._show_paper()

    # Building

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE if self.width() >= WIDE else NARROW_SIDE)

    def _build(self) -> None:
        left, column = QFrame(), QVBoxLayout()
        left.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools())
        column.addWidget(self.table, 1)
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        self._side.setProperty("edge", "left")
        inner = QVBoxLayout(self._side)
        inner.setContentsMargins(1, 0, 0, 0)
        area = ScrollColumn()
        area.column.addWidget(self.paper_card)
        area.column.addWidget(self.case_card)
        inner.addWidget(area)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left, 1)
        line.addWidget(self._side)

    def _tools(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "surface")
        bar.setProperty("edge", "bottom")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 16, 8)
        line.setSpacing(8)
        self.case.setAccessibleName("Trường hợp")
        line.addWidget(self.case, 1)
        self.up = IconButton("arrow-up", "Lên một dòng", lambda: self.move_paper(-1))
        self.down = IconButton("arrow-down", "Xuống một dòng", lambda: self.move_paper(1))
        self.drop = IconButton("trash-2", "Xóa giấy tờ này", self.drop_paper)
        self.add = SecondaryButton("Thêm", icon_name="plus")
        self.add.setShortcut(QKeySequence(Qt.Key.Key_Insert))
        self.add.setToolTip("Thêm giấy tờ (Insert)")
        self.add.setAccessibleName("Thêm giấy tờ")
        self.add.clicked.connect(lambda _checked=False: self.add_paper())
        for part in (self.up, self.down, self.drop, self.add):
            line.addWidget(part)
        return bar
