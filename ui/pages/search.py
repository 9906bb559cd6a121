"""Tra cứu: every dossier, closed ones too, found without diacritics; beside it what has happened to it.

Also the list behind a number of another page: `open_page("search", scope=Scope(…))`.
"""

import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.changes import Changes
from counter_app.model.queue import QueueRow
from ui.models.queue_model import COLUMNS, Line, QueueModel
from ui.pages import pages_for
from ui.pages.base import Command, Page, PageContext
from ui.pages.search_feedback import FeedbackView
from ui.pages.search_reopening import ask_reopening
from ui.presenters import feedback as feedback_presenter
from ui.presenters import queue as rows_presenter
from ui.presenters import search as presenter
from ui.presenters.timeline import timeline
from ui.tasks import Lane
from ui.widgets.buttons import Link
from ui.widgets.dossier_preview import DossierPreview
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import SearchField
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.queue_table import QueueTable
from ui.widgets.scope_bar import ScopeBar
from ui.widgets.timeline import Timeline
from ui.widgets.top_bar import TopBar

BESIDE = 1000  # from this width on the details stand beside the list
EVENTS_WAIT_MS = 120  # arrow keys run over rows faster than their diaries are wanted
# The band gives way first: what is left, or what it ended with, stands in words beside it.
_RANKS = {"band": 1, "holder": 2, "state": 3}
_LEAST = {"procedure": 160, "applicant": 150}  # the holder is among the details too
SEARCH_COLUMNS = [
    replace(column, hide_rank=_RANKS.get(column.key, 0), least=_LEAST.get(column.key, column.least))
    for column in COLUMNS
]


class SearchPage(Page):
    title = "Tra cứu"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._text = ""
        self._load_number = 0
        self._closed_by_hand = False
        self.feedback: FeedbackView | None = None
        self._build()
        self._place_all()
        self._wire()
        self._show_empty()

    def activate(self, **arguments: Any) -> None:
        """`text`: what to search for; `scope`: a number to look behind; `feedback`: the list of phản ánh, kiến nghị."""
        if arguments.get("feedback"):
            self.open_feedback()
            return
        self._count_feedback()
        if arguments:
            self.stack.setCurrentWidget(self.work)
        if "text" in arguments or "scope" in arguments:
            self.scope.set_scope(arguments.get("scope"))
            self._text = arguments.get("text", "")
            self.field.blockSignals(True)
            self.field.setText(self._text)
            self.field.blockSignals(False)
            self._closed_by_hand = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.reload()
        else:
            self.search()
            if self.stale:
                self.reload()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files:
            self.reload()
        self._count_feedback()

    def search(self) -> None:
        self.stack.setCurrentWidget(self.work)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def commands(self) -> list[Command]:
        return [
            Command(words="Tìm hồ sơ", act=self.search, icon="search", hint="Ctrl+F"),
            Command(words="Phản ánh, kiến nghị", act=self.open_feedback, icon="mail"),
        ]

    def open_feedback(self) -> None:
        """Every phản ánh, kiến nghị, with or without a dossier."""
        if self.feedback is None:
            self.feedback = FeedbackView(self.context, self._close_feedback)
            self.feedback.changed.connect(self.context.refresh.publish)
            self.feedback.counted.connect(self._tell_feedback)
            self.stack.addWidget(self.feedback)
        self.stack.setCurrentWidget(self.feedback)
        self.feedback.begin()

    def _close_feedback(self) -> None:
        self.stack.setCurrentWidget(self.work)
        self.search()

    def _count_feedback(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: len(cases.feedback.feedback_list(office, open_only=True)),
            owner=self,
            on_done=self._tell_feedback,
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _tell_feedback(self, waiting: int) -> None:
        self.feedback_link.setText(feedback_presenter.link_words(waiting))
        self.feedback_link.updateGeometry()

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases
        text, view = self._text, self.scope.view
        if not text and view is None:
            self._loaded(number, array.array("q"))
            return

        def work() -> "array.array[int]":
            found: array.array[int]
            found = view.read(cases, office) if view else cases.queue.search(office, text, presenter.MOST)
            return found

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda ids: self._loaded(number, ids),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _build(self) -> None:
        context = self.context
        self.head = TopBar(self.title, "mọi hồ sơ, cả hồ sơ đã đóng")
        self.field = SearchField("Mã hồ sơ, tên, địa chỉ; không cần gõ dấu", "Ctrl+F")
        self.field.setMinimumWidth(240)
        self.field.setMaximumWidth(420)
        self.head.add_action(self.field, 1)
        self.feedback_link = Link(feedback_presenter.link_words(0), self.open_feedback)
        self.head.add_action(self.feedback_link)
        self.scope, self.notice = ScopeBar(self._clear, self.reload), Notice()
        self.model = QueueModel(self._fetch, self._count_down, context.clock.now(), self)
        self.table = QueueTable("search", SEARCH_COLUMNS, context.memory, accessible="Hồ sơ tìm thấy")
        self.table.setModel(self.model)
        self.preview = DossierPreview(self._open_current, self._close_preview, self)
        self.timeline = Timeline()
        self.reopen_link = Link("Xin mở lại hồ sơ…", self.ask_reopening, flush=True)
        self.preview.more.addWidget(self.reopen_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.preview.more.addWidget(self.timeline)
        self.preview.hide()
        self.empty = EmptyState("search", "", "")
        self.foot = ListFoot([("Space", "xem nhanh"), ("Enter", "mở"), ("Ctrl+K", "bảng lệnh")])
        self._events_timer = QTimer(self, singleShot=True, interval=EVENTS_WAIT_MS)

    def _place_all(self) -> None:
        self.work, self.stack = QWidget(), QStackedWidget()
        self.stack.addWidget(self.work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        stacked = QVBoxLayout()
        stacked.setSpacing(0)
        stacked.addWidget(self.table, 1)
        stacked.addWidget(self.empty, 1)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addLayout(stacked, 1)
        for part in (self.head, self.scope, self.notice):
            column.addWidget(part)
        column.addLayout(self._middle, 1)
        column.addWidget(self.foot)

    def _wire(self) -> None:
        self.field.searched.connect(self._searched)
        self.field.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.opened.connect(lambda _: self._open_current())
        self.table.previewed.connect(lambda _: self._toggle_preview())
        self.table.moved.connect(lambda _: self._show_preview())
        self.model.dataChanged.connect(lambda *_: self._show_preview())
        self._events_timer.timeout.connect(self._load_events)
        self.context.ticker.minute.connect(self._minute)
        escape = QShortcut(QKeySequence("Esc"), self.work, self._escape)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # The list

    def _loaded(self, number: int, ids: "array.array[int]") -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        kept = self.model.ids[self.table.row] if 0 <= self.table.row < len(self.model.ids) else -1
        if ids == self.model.ids:
            self.model.renew(*self.table.visible_rows())
        else:
            self.model.set_ids(ids)
        found = bool(ids)
        self.empty.setVisible(not found)
        self.table.show_header_only(not found)
        self.table.setVisible(found or bool(self._text or self.scope.view))
        self.foot.setVisible(found)
        self.foot.tell(
            presenter.behind_words(len(ids), self.scope.order) if self.scope.view else presenter.foot_words(len(ids))
        )
        self.preview.setVisible(found and not self._closed_by_hand and self.width() >= BESIDE)
        if found:
            self.table.selectRow(ids.index(kept) if kept in ids else 0)
            self._place_preview()
        else:
            self._show_empty()
        self._show_preview()

    def _show_empty(self) -> None:
        self.empty.set_words(*presenter.empty_words(self._text, self.scope.title))

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

    def _minute(self, now: datetime) -> None:
        self.model.tick(now, *self.table.visible_rows())

    def _searched(self, words: str) -> None:
        self._text = words
        self.scope.set_scope(None)
        self.reload()

    def _clear(self) -> None:
        self.scope.set_scope(None)
        self.field.clear_search()
        self._text = ""
        self.reload()
        self.search()

    def _escape(self) -> None:
        if self.preview.isVisible() and self.width() < BESIDE:
            self._close_preview()
        elif self._text or self.scope.view:
            self._clear()

    # One dossier

    @property
    def row(self) -> QueueRow | None:
        return self.model.row_at(self.table.row)

    def _open_current(self) -> None:
        row = self.row
        if row is None:
            return
        page = rows_presenter.page_of(row, pages_for(self.context.office.person.role))
        if page:
            self.context.open_page(page, dossier_id=row.id)
        elif not self.preview.isVisible():
            self._toggle_preview()

    def _toggle_preview(self) -> None:
        if self.preview.isVisible():
            self._close_preview()
            return
        self._closed_by_hand = False
        self.preview.show()
        self._place_preview()
        self._show_preview()

    def _close_preview(self) -> None:
        self._closed_by_hand = True
        self.preview.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_preview(self) -> None:
        row, left = self.row, self.model.countdown_at(self.table.row)
        if not self.preview.isVisible() or row is None or left is None:
            return
        self.preview.show_dossier(
            row.code, (left.band, left.text, left.due_text), rows_presenter.preview_lines(row, left)
        )
        self.preview.badge.setVisible(row.state.open)
        self.preview.button.setVisible(bool(rows_presenter.page_of(row, pages_for(self.context.office.person.role))))
        self.reopen_link.setVisible(not row.state.open and may(self.context.office.person, Act.DECIDE_INTAKE))
        self._events_timer.start()

    def ask_reopening(self) -> None:
        """A supervisor answers on the board; a refusal is told above the list."""
        row = self.row
        if row is not None:
            ask_reopening(self.context, self, row, self.notice.tell_error)

    def _load_events(self) -> None:
        row, office, cases = self.row, self.context.office, self.context.use_cases
        if row is None:
            return
        wanted = row.id

        def work() -> Any:
            cases.evidence.record_view(office, wanted)
            return timeline(cases.queue.events(office, wanted), office.name_of, office.now())

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda lines: self._show_events(wanted, lines),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _show_events(self, wanted: int, lines: Any) -> None:
        row = self.row
        if row is not None and row.id == wanted:
            self.timeline.show_lines(lines)

    def _place_preview(self) -> None:
        self.preview.place(self._middle, self.table, beside_from=BESIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.preview.isVisible():
            self._place_preview()
