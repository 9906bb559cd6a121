"""«Tiếp nhận» with no dossier in hand: the ones that wait, a search among them, and taking in a list."""

import array
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.model.queue import QueueFilter
from ui.models.queue_model import COLUMNS, Line, QueueModel
from ui.pages.base import PageContext
from ui.pages.intake_acts import AWAITING
from ui.tasks import Lane
from ui.widgets.buttons import IconButton, Link, SecondaryButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import icon_label, label
from ui.widgets.list_foot import ListFoot
from ui.widgets.queue_table import QueueTable

MOST_PROBLEMS = 200
MOST_HEIGHT = 180  # of the lines; more of them scroll


class StartSheet(QWidget):
    """`opened(dossier id)`; `import_wanted` when a list is to be taken in; `failed(error)`."""

    opened = Signal(int)
    import_wanted = Signal()
    failed = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._text = ""
        self._number = 0
        self.model = QueueModel(self._fetch, self._count_down, context.clock.now(), self)
        self.table = QueueTable("intake", COLUMNS, context.memory, sorted_key="left", accessible="Hồ sơ chờ tiếp nhận")
        self.table.setModel(self.model)
        self.table.opened.connect(lambda _: self.open_current())
        self.report = ImportView()
        button = SecondaryButton("Nhập danh sách…", icon_name="file-input")
        button.clicked.connect(lambda _checked=False: self.import_wanted.emit())
        self.empty = EmptyState("inbox", "", "", [button])
        self.foot = ListFoot([("Enter", "mở hồ sơ"), ("Ctrl+F", "tìm")])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.report, self.table, self.empty, self.foot):
            column.addWidget(part, 1 if part in (self.table, self.empty) else 0)
        self.report.hide()
        self.empty.hide()

    def search(self, words: str) -> None:
        self._text = words
        self.reload()

    def reload(self) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._number += 1
        number, text = self._number, self._text
        self._context.tasks.run(
            Lane.READING,
            lambda: cases.queue.ids(office, QueueFilter(states=AWAITING, text=text)),
            owner=self,
            on_done=lambda ids: self._loaded(number, ids),
            on_error=self.failed.emit,
        )

    def tick(self, now: datetime) -> None:
        self.model.tick(now, *self.table.visible_rows())

    def open_current(self) -> None:
        row = self.model.row_at(self.table.row)
        if row is not None:
            self.opened.emit(int(row.id))

    def _loaded(self, number: int, ids: "array.array[int]") -> None:
        if number != self._number:
            return
        if ids == self.model.ids:
            self.model.renew(*self.table.visible_rows())
        else:
            self.model.set_ids(ids)
            if ids:
                self.table.selectRow(0)
        self.table.setVisible(bool(ids))
        self.foot.setVisible(bool(ids))
        self.empty.setVisible(not ids)
        self.foot.tell(f"{len(ids)} hồ sơ chờ tiếp nhận")
        if self._text:
            self.empty.set_words("Không có hồ sơ chờ tiếp nhận nào khớp", "Thử ít chữ hơn, hoặc tìm ở trang Tra cứu.")
        else:
            self.empty.set_words(
                "Không còn hồ sơ nào chờ tiếp nhận",
                "Nhập danh sách từ hệ thống tỉnh để thấy hồ sơ mới.",
            )

    def _fetch(self, ids: Sequence[int], answer: Callable[[list[Line]], None]) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._context.tasks.run(
            Lane.READING,
            lambda: [(row, "") for row in cases.queue.rows(office, ids)],
            owner=self,
            on_done=answer,
            on_error=self.failed.emit,
        )

    def _count_down(self, due_at: datetime | None, now: datetime) -> Any:
        return self._context.use_cases.queue.countdown(self._context.office, due_at, now)


class ImportView(QFrame):
    """What a list brought: one line, then each row that could not be taken with its number and reason."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "bottom")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 8, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = icon_label("file-input", "text2", 16)
        self.words = label("", "medium", wrap=True)
        self.more = Link("", self._toggle)
        head.addWidget(self._mark)
        head.addWidget(self.words, 1)
        head.addWidget(self.more)
        head.addWidget(IconButton("x", "Đóng", self.hide, side=24))
        column.addLayout(head)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("Các dòng chưa nhập được")
        column.addWidget(self._area)
        self.lines: list[str] = []

    def show_report(self, report: Any) -> None:
        """`report`: an `ImportReport`."""
        self.words.setText(report.words())
        self.lines = [problem.sentence for problem in report.problems]
        self.lines += [f"Đã nhập, nên xem lại. {problem.sentence}" for problem in report.warnings]
        inner = QWidget()
        inner.setProperty("ground", "none")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(24, 0, 8, 0)
        rows.setSpacing(4)
        for said in self.lines[:MOST_PROBLEMS]:
            rows.addWidget(label(said, "small", "text2", wrap=True))
        if len(self.lines) > MOST_PROBLEMS:
            rows.addWidget(label(f"… và {len(self.lines) - MOST_PROBLEMS} dòng nữa", "small", "text3"))
        rows.addStretch(1)
        self._area.setWidget(inner)
        self._area.setFixedHeight(min(MOST_HEIGHT, max(24, 20 * len(self.lines))))
        self._area.setVisible(bool(report.problems))
        self.more.setVisible(bool(self.lines))
        self._show_more()
        self.show()

    def _toggle(self) -> None:
        self._area.setVisible(self._area.isHidden())
        self._show_more()

    def _show_more(self) -> None:
        self.more.setText("Xem từng dòng" if self._area.isHidden() else "Gập lại")
        self.more.setAccessibleName(self.more.text())
