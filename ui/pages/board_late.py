"""The acts that were written down later, for the supervisor: both moments, who and why, and the file that proves it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.workflow.late_record import LateRecord
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.pages.documents import document_view
from ui.presenters import late_record as presenter
from ui.tasks import Lane
from ui.widgets.buttons import Link
from ui.widgets.document_view import ShownFile
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

COLUMNS = [
    Column(key="act", title="Việc, hồ sơ", width=230, least=170, stretch=1),
    Column(key="moments", title="Làm lúc, ghi lúc", width=206, least=190),
    Column(key="who", title="Ai, vì sao", width=160, least=120, stretch=1),
]


class LateRecordsView(QWidget):
    """`begin()` shows it anew."""

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.head, self.notice = TopBar("Việc ghi muộn", "có minh chứng, 30 ngày qua"), Notice()
        self.head.add_action(Link("Quay lại Giám sát", back))
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("late-records", COLUMNS, context.memory, accessible="Việc ghi muộn có minh chứng")
        self.table.setModel(self.model)
        self.table.moved.connect(lambda _: self._show_evidence())
        self.table.opened.connect(lambda _: self._open_dossier())
        self.document = document_view(context)
        self.empty = EmptyState(
            "pencil",
            "Chưa có việc nào ghi muộn",
            "Việc làm đúng hạn mà ghi vào máy sau, có tệp chứng minh, sẽ đến đây.",
        )
        self.foot = ListFoot([("Enter", "mở hồ sơ"), ("Esc", "quay lại")])
        self._place_all()
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def chosen(self) -> LateRecord | None:
        found: LateRecord | None = self.model.value(self.table.row)
        return found

    def begin(self) -> None:
        self.notice.hide()
        self._show([])
        self.empty.hide()
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.late_record.recent(office),
            owner=self,
            on_done=self._loaded,
            on_error=lambda error: self.notice.tell_error(error, self.begin),
        )

    def _loaded(self, found: Any) -> None:
        self._show(list(found))
        if found:
            self.table.selectRow(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, found: list[LateRecord]) -> None:
        now = self.context.clock.now()
        self.model.set_lines([(one, presenter.cells(one, now)) for one in found])
        self.foot.tell(presenter.foot_words(len(found)))
        for part in (self.table, self.document, self.foot):
            part.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._show_evidence()

    def _show_evidence(self) -> None:
        one = self.chosen
        if one is None:
            self.document.show_empty("", "")
            return
        office = self.context.office

        def pages() -> int:
            return max(1, int(office.reader.inspect(office.vault.path(one.evidence)).page_count))

        def show(count: int) -> None:
            if self.chosen is one:
                key = str(one.evidence)
                shown = ShownFile(key=key, name=one.evidence_name, words="minh chứng", pages=count, source=one.evidence)
                self.document.show_file(shown)

        def failed(error: Any) -> None:
            if self.chosen is one:
                self.document.show_empty(one.evidence_name, f"{error.what} {error.advice}".strip())

        self.context.tasks.run(Lane.READING, pages, owner=self, on_done=show, on_error=failed)

    def _open_dossier(self) -> None:
        if self.chosen is not None:
            self.context.open_page("search", text=self.chosen.code)

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.notice)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 3)
        middle.addWidget(self.document, 2)
        column.addLayout(middle, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.foot)
