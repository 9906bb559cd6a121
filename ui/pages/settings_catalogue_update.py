"""What a file would change: each procedure ticked or not, with before and after; and what was done, to take back."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.catalogue.update import ChangeKind, ProcedureChange
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import catalogue_update as presenter
from ui.widgets.buttons import Link, PrimaryButton, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.facts import FactSheet, ScrollColumn
from ui.widgets.labels import ElidedLabel, label
from ui.widgets.panel import Panel, two_line_row
from ui.widgets.progress_foot import ActionFoot
from ui.widgets.report_view import ReportView
from ui.widgets.table import Column, CounterTable

COLUMNS = [
    Column(key="tick", title="", width=40),
    Column(key="name", title="Thủ tục", width=240, stretch=1, least=160),
    Column(key="kind", title="Thay đổi", width=124, least=110),
    Column(key="mark", title="Số liệu", width=140, hide_rank=1),
]
SIDE, NARROW_SIDE, WIDE = 440, 296, 900


class UpdateSheet(QWidget):
    """`apply(codes)` when the ticked changes are to be written; `left` when nothing is."""

    apply = Signal(object)
    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.update_found: Any = None
        self.chosen: set[str] = set()
        self.report = ReportView("Những chỗ nguồn ghi bằng lời")
        specs = [ChipSpec(key=presenter.ALL, text="Tất cả")]
        specs += [ChipSpec(key=str(kind), text=words, icon=icon) for kind, (words, icon) in presenter.KINDS.items()]
        specs.append(ChipSpec(key=presenter.PROSE, text="Ghi bằng lời", icon="circle-help", tone="warn", group=1))
        self.chips = ChipBar(specs, height=44, ground="surface")
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("catalogue-update", COLUMNS, context.memory, accessible="Thủ tục thay đổi theo tệp")
        self.table.setModel(self.model)
        self.title, self.code = label("", "question", wrap=True), ElidedLabel("", "small", "text2")
        self.sheet = FactSheet(stacked=True)
        self.foot = ActionFoot()
        self.all = Link("", self._tick_all)
        self.leave = SecondaryButton("Thôi", icon_name="x", hint="Esc")
        self.write = PrimaryButton("", icon_name="check", hint="Ctrl+Enter")
        self._build()
        self._wire()

    def show_update(self, update: Any) -> None:
        """`update`: a `CatalogueUpdate`."""
        self.update_found = update
        self.chosen = presenter.proposed(update.changes)
        words = presenter.update_words(update.file, update.told, update.changes, len(update.problems))
        self.report.show_lines(words, [problem.sentence for problem in update.problems], opened=False)
        self.chips.set_value(presenter.ALL)
        self.chips.set_counts(dict(presenter.counts(update.changes)))
        self._show_lines()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_chosen(self) -> None:
        if self.write.isEnabled():
            self.apply.emit(frozenset(self.chosen))

    def set_busy(self, busy: bool) -> None:
        self.write.setEnabled(not busy and bool(self.chosen))

    @property
    def _shown(self) -> list[ProcedureChange]:
        return presenter.shown(self.update_found.changes, self.chips.value) if self.update_found else []

    def _show_lines(self) -> None:
        self.model.set_lines([(one, presenter.cells(one, self.chosen)) for one in self._shown])
        if self.model.rowCount():
            self.table.selectRow(0)
            self._look(0)
        self._right.setVisible(self.model.rowCount() > 0)
        self._show_foot()

    def _look(self, row: int) -> None:
        change: ProcedureChange | None = self.model.value(row)
        if change is None:
            return
        self.title.setText(change.after.short_name or change.after.name)
        self.code.setText(" · ".join(part for part in (change.code, change.after.field) if part))
        self.sheet.show_groups(presenter.details(change, self._context.clock.now().date()))
        self.sheet.verticalScrollBar().setValue(0)

    def _tick(self, row: int) -> None:
        """The chosen rows follow the one that was ticked."""
        clicked = self.model.value(row)
        if clicked is None:
            return
        on = clicked.code not in self.chosen
        rows = self.table.chosen_rows()
        for number in rows if row in rows else [row]:
            change = self.model.value(number)
            (self.chosen.add if on else self.chosen.discard)(change.code)
            self.model.set_line(number, (change, presenter.cells(change, self.chosen)))
        self._show_foot()

    def _tick_all(self) -> None:
        codes = {one.code for one in self._shown}
        self.chosen = self.chosen - codes if codes <= self.chosen else self.chosen | codes
        self.model.set_lines([(one, presenter.cells(one, self.chosen)) for one in self._shown])
        self._show_foot()

    def _show_foot(self) -> None:
        codes = {one.code for one in self._shown}
        self.all.setText("Bỏ chọn hết" if codes and codes <= self.chosen else "Chọn hết")
        self.all.setAccessibleName(self.all.text())
        changes = self.update_found.changes if self.update_found else ()
        ending = sum(one.kind is ChangeKind.GONE and one.code in self.chosen for one in changes)
        self.foot.tell(f"{ending} thủ tục sẽ hết hiệu lực" if ending else "", "warn" if ending else "text2")
        self.write.setText(f"Cập nhật {len(self.chosen)} thủ tục")
        self.write.setEnabled(bool(self.chosen))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(SIDE if self.width() >= WIDE else NARROW_SIDE)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self.chips, self.table):
            left.addWidget(part, 1 if part is self.table else 0)
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        self._side.setProperty("edge", "left")
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(1, 0, 0, 0)
        right.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self.code)
        right.addLayout(head)
        right.addWidget(self.sheet, 1)
        inner = QVBoxLayout(self._side)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._right)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self._side)
        self.foot.add_left(self.all)
        self.foot.add_action(self.leave)
        self.foot.add_action(self.write)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.report)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)

    def _wire(self) -> None:
        self.chips.chosen.connect(lambda _: self._show_lines())
        self.table.moved.connect(self._look)
        self.table.ticked.connect(self._tick)
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        self.write.clicked.connect(lambda _checked=False: self.write_chosen())


class HistorySheet(ScrollColumn):
    """Imports and edits, the newest first; what was not taken back can be."""

    def __init__(self, take_back: Callable[[int], object]) -> None:
        super().__init__()
        self._take_back = take_back
        self.widget().setMaximumWidth(792)
        self.links: list[int] = []  # the imports that can be taken back, as they stand

    def show_acts(self, acts: Sequence[Any], *, may_edit: bool) -> None:
        self.clear()
        self.links = []
        if not acts:
            self.column.addWidget(label("Danh mục chưa được nhập hay sửa lần nào.", "body", "text2", wrap=True))
            return
        panel = Panel("Các lần nhập và sửa", f"{len(acts)} lần gần nhất")
        for number, act in enumerate(acts):
            icon_name, first, second = presenter.act_words(act)
            able = may_edit and act.import_id and act.undone_at is None
            if able:
                self.links.append(act.import_id)
            undo = (lambda act=act: self._take_back(act.import_id)) if able else None
            row = two_line_row(icon_name, first, second, "Hoàn tác" if able else "", undo)
            panel.add_row(row, height=48, last=number == len(acts) - 1)
        self.column.addWidget(panel)
