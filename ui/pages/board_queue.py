"""Everything open by the working time that is left, one group or all, one band or all; chosen dossiers are given on."""

import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.dossier import DossierId
from counter_app.model.queue import GroupLoad
from ui.models.cell_model import CellModel
from ui.models.queue_model import COLUMNS, Line, QueueModel
from ui.pages.base import PageContext
from ui.pages.board_groups import GroupChoice, group_switch
from ui.pages.board_reassign import Reassigning
from ui.presenters import board_queue as presenter
from ui.tasks import Lane
from ui.widgets.buttons import Link, PrimaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.notice import Notice
from ui.widgets.queue_table import QueueTable
from ui.widgets.table import Column, CounterTable
from ui.widgets.top_bar import TopBar

GROUPS_WIDE, GROUPS_NARROW = 300, 196
NARROW = 1000
# Who holds a dossier is wanted here more than its band, which its countdown says as well.
_RANKS = {"band": 1, "holder": 2, "state": 3, "applicant": 4}
QUEUE_COLUMNS = [replace(column, hide_rank=_RANKS.get(column.key, 0)) for column in COLUMNS]
GROUP_COLUMNS = [
    Column(key="name", title="Nhóm", width=136, least=96, stretch=1),
    Column(key="late", title="", width=108, right=True, hide_rank=1),
    Column(key="total", title="Hồ sơ", width=52, right=True),
]


class BoardQueue(QWidget):
    """`begin(key)` shows one group, or everything."""

    def __init__(self, context: PageContext, choice: GroupChoice, back: Callable[[], object]) -> None:
        super().__init__()
        self.context, self._choice = context, choice
        self._key: str | None = None
        self._loads: Sequence[GroupLoad] = ()
        self._load_number = 0
        self._held = False
        self.notice = Notice()
        self.reassigning = Reassigning(context, self, self.notice, self.reload)
        self._build(back)
        self._place_all()
        self._wire(back)

    def begin(self, key: str | None = None) -> None:
        self._key = key
        self.switch.set_value(str(self._choice.by))
        self.chips.set_value("all")
        self.model.set_ids(array.array("q"))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload()

    def reload(self) -> None:
        self._load_number += 1
        number, by, key = self._load_number, self._choice.by, self._key
        office, cases, band = self.context.office, self.context.use_cases, presenter.BAND_OF[self.chips.value]
        self.context.tasks.run(
            Lane.READING,
            lambda: (cases.board.groups(office, by), cases.board.group_ids(office, by, key, band)),
            owner=self,
            on_done=lambda found: self._loaded(number, *found),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def minute(self, now: datetime) -> None:
        self.model.tick(now, *self.table.visible_rows())
        if self.isVisible():
            self.reload()

    @property
    def chosen(self) -> list[DossierId]:
        return [DossierId(self.model.ids[row]) for row in self.table.chosen_rows()]

    def give_on(self) -> None:
        """The chosen dossiers to somebody else."""
        if self.button.isEnabled():
            self.reassigning.begin(self.chosen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.groups.setFixedWidth(GROUPS_NARROW if self.width() < NARROW else GROUPS_WIDE)

    def _build(self, back: Callable[[], object]) -> None:
        context = self.context
        self.head = TopBar("Hàng đợi", "mọi hồ sơ đang mở, theo thời gian làm việc còn lại")
        self.switch = group_switch(self._choice, self.begin)
        self.head.add_action(self.switch)
        self.back = Link("Quay lại Giám sát", back)
        self.head.add_action(self.back)
        chips = [
            ChipSpec(key=key, text=words, icon=icon, tone=presenter.TONES[key])
            for key, words, icon, _ in presenter.CHIPS
        ]
        self.chips = ChipBar(chips, ruled=True)
        self.groups_model = CellModel(GROUP_COLUMNS, self)
        self.groups = CounterTable("board-queue-groups", GROUP_COLUMNS, row_height=32, accessible="Nhóm hồ sơ")
        self.groups.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.groups.setModel(self.groups_model)
        self.groups.setFixedWidth(GROUPS_WIDE)
        self.model = QueueModel(self._fetch, self._count_down, context.clock.now(), self)
        self.table = QueueTable(
            "board-queue", QUEUE_COLUMNS, context.memory, sorted_key="left", accessible="Hồ sơ đang mở"
        )
        self.table.setModel(self.model)
        self.empty = EmptyState("inbox", "", "")
        self.empty.hide()
        self.count = label("", "small", "text2")
        self.held = Link("Thứ tự đã đổi, xếp lại ngay", self._apply)
        self.held.hide()
        self.button = PrimaryButton("&Giao lại…", icon_name="users", shortcut="Ctrl+G")
        self.button.setVisible(may(context.office.person, Act.REASSIGN))
        self.button.setEnabled(False)

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        side = QFrame()
        side.setProperty("edge", "right")
        line = QVBoxLayout(side)
        line.setContentsMargins(0, 0, 1, 0)
        line.addWidget(self.groups)
        middle.addWidget(side)
        stacked = QVBoxLayout()
        stacked.setSpacing(0)
        for part in (self.chips, self.table, self.empty):
            stacked.addWidget(part, 0 if part is self.chips else 1)
        middle.addLayout(stacked, 1)
        foot = QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(48)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.count)
        row.addWidget(self.held)
        row.addStretch(1)
        row.addWidget(label("Enter mở · Shift, Ctrl chọn nhiều · Esc quay lại", "small", "text2"))
        row.addWidget(self.button)
        for part in (self.head, self.notice):
            column.addWidget(part)
        column.addLayout(middle, 1)
        column.addWidget(foot)

    def _wire(self, back: Callable[[], object]) -> None:
        self.chips.chosen.connect(lambda _: self._narrow())
        self.groups.moved.connect(self._choose_group)
        self.groups.opened.connect(lambda _: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.opened.connect(self._open)
        self.table.left.connect(self._apply)
        self.button.clicked.connect(lambda _checked=False: self.give_on())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_foot())
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _narrow(self) -> None:
        self.model.set_ids(array.array("q"))
        self.reload()

    def _choose_group(self, row: int) -> None:
        if 0 <= row < self.groups_model.rowCount():
            key = self.groups_model.value(row)
            if key != self._key:
                self._key = key
                self._narrow()

    def _loaded(self, number: int, loads: Sequence[GroupLoad], ids: "array.array[int]") -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self._loads = loads
        rows = presenter.group_rows(loads, self._choice.by)
        self.groups_model.set_lines(rows)
        place = next((row for row, (key, _) in enumerate(rows) if key == self._key), 0)
        self.groups.selectRow(place)
        self.chips.set_counts(dict(presenter.chip_counts(loads, self._key)))
        self._order = ids
        if self.model.ids and self.table.in_use() and ids != self.model.ids:
            self._held = True
            self.model.renew(*self.table.visible_rows())
            self._show_foot()
        else:
            self._put(ids)

    def _put(self, ids: "array.array[int]") -> None:
        """Show an order; chosen dossiers stay chosen as far as they are in it."""
        self._held = False
        if ids == self.model.ids:
            self.model.renew(*self.table.visible_rows())
        else:
            kept, at = self.chosen, self.table.verticalScrollBar().value()
            self.model.set_ids(ids)
            self.table.verticalScrollBar().setValue(at)
            self._select([ids.index(one) for one in kept if one in ids] or ([0] if ids else []))
        self.table.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self.empty.set_words(*presenter.empty_words(self._key is not None or self.chips.value != "all"))
        self._show_foot()

    def _select(self, rows: list[int]) -> None:
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            selection.select(self.model.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _apply(self) -> None:
        if self._held:
            self._put(self._order)

    def _show_foot(self) -> None:
        chosen = len(self.table.chosen_rows())
        self.count.setText(presenter.foot_words(len(self.model.ids), chosen))
        self.held.setVisible(self._held)
        self.button.setEnabled(bool(chosen))

    def _open(self, row: int) -> None:
        found = self.model.row_at(row)
        if found is not None:
            self.context.open_page("search", text=found.code)

    def _fetch(self, ids: Sequence[int], answer: Callable[[list[Line]], None]) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: [(row, "") for row in cases.queue.rows(office, ids)],
            owner=self,
            on_done=answer,
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _count_down(self, due_at: datetime | None, now: datetime) -> Any:
        return self.context.use_cases.queue.countdown(self.context.office, due_at, now)
