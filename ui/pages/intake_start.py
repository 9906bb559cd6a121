"""«Tiếp nhận» with no dossier in hand: the ones that wait, a search among them, and taking in a list."""

import array
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.model.queue import QueueFilter
from ui.models.queue_model import COLUMNS, Line, QueueModel
from ui.pages.base import PageContext
from ui.pages.intake_acts import AWAITING
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_foot import ListFoot
from ui.widgets.queue_table import QueueTable
from ui.widgets.report_view import ReportView


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


class ImportView(ReportView):
    """What a list brought, each row that could not be taken with its number and reason."""

    def __init__(self) -> None:
        super().__init__("Các dòng chưa nhập được")

    def show_report(self, report: Any) -> None:
        """`report`: an `ImportReport`."""
        lines = [problem.sentence for problem in report.problems]
        lines += [f"Có thể trùng. {problem.sentence}" for problem in report.twins]
        lines += [f"Nên xem lại. {problem.sentence}" for problem in report.warnings]
        self.show_lines(report.words(), lines, opened=bool(report.problems or report.twins))
