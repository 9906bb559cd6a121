"""Hôm nay: the queue in the order of the working time that is left. Space looks, Enter opens, nothing jumps."""

import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from counter_app.model.changes import Changes
from counter_app.model.queue import QueueFilter, QueueRow
from counter_app.working_time.words import day_words, session_words
from ui.models.queue_model import COLUMNS, Line, QueueModel
from ui.pages import pages_for
from ui.pages.base import Command, Page, PageContext
from ui.pages.today_news import TodayNews
from ui.pages.today_taking import TakeNext
from ui.presenters import queue as presenter
from ui.tasks import Lane
from ui.widgets.buttons import HintButton, PrimaryButton, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.dossier_preview import DossierPreview
from ui.widgets.empty_state import EmptyState, Job
from ui.widgets.field import SearchField
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.queue_table import QueueTable
from ui.widgets.top_bar import TopBar

PREVIEW_BESIDE = 1700  # from this width on the quick look stands beside the list


class TodayPage(Page):
    title = "Hôm nay"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._order: array.array[int] | None = None  # what a list in use holds back
        self._chip, self._text, self._mine = "all", "", False
        self._load_number = 0
        self._build_head()
        self._build_list()
        self._build_empty()
        self._place_all()
        self._wire()
        self._taking = TakeNext(self)

    def activate(self, **arguments: Any) -> None:
        """`chip`: key of the chip to press; `mine`: only what this person holds; `search`: the keyboard goes there."""
        if "chip" in arguments:
            self._chip = arguments["chip"]
            self.chips.set_value(self._chip)
        self._mine = bool(arguments.get("mine", self._mine))
        if arguments.get("search"):
            self.search()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reload(at_once=bool(arguments) or not self.table.in_use())

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files:
            self.reload()

    def search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def commands(self) -> list[Command]:
        mine = "Xem hồ sơ của cả bộ phận" if self._mine else "Chỉ xem hồ sơ tôi giữ"
        return [
            Command(words="Tìm hồ sơ", act=self.search, icon="search", hint="Ctrl+F"),
            *self._taking.commands(),
            Command(words=mine, act=lambda: self._show_mine(not self._mine), icon="user"),
            Command(words="Xếp lại danh sách ngay", act=self._apply_held, icon="refresh-cw"),
            *[
                Command(words=f"Lọc: {chip.text}", act=lambda key=chip.key: self._press(key), icon=chip.icon or "inbox")
                for chip in presenter.CHIPS
            ],
        ]

    def reload(self, at_once: bool = False) -> None:
        """Ask for the order and the counts again. `at_once`: show it even while the list is in use."""
        self._load_number += 1
        number = self._load_number
        self.news.reload()
        office, cases = self.context.office, self.context.use_cases
        key, text, holder = self._chip, self._text, office.person.login if self._mine else ""

        def work() -> "tuple[array.array[int], dict[str, int], int]":
            def ask(wanted: QueueFilter) -> "array.array[int]":
                return cases.queue.ids(office, replace(wanted, now=office.now()))

            found = presenter.ordered_ids(key, text, holder, lambda band: cases.queue.band_filter(office, band), ask)
            counts = cases.queue.counts(office, holder)
            debts = 0 if found else self.context.use_cases.signed_files.debts(office)
            return found, presenter.chip_counts(counts, presenter.lacking_signature(holder, ask)), debts

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda answer: self._loaded(number, at_once, *answer),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _build_head(self) -> None:
        self.head = TopBar(self.title)
        self.head.qualifier.setMinimumWidth(280)  # the session is read in full; the search field gives way
        self.field = SearchField("Tìm mọi hồ sơ, không cần gõ dấu", "Ctrl+F")
        self.field.setMinimumWidth(200)
        self.field.setMaximumWidth(304)
        self.head.add_action(self.field)
        self.receive = self._receive_button()
        self.head.add_action(self.receive)
        specs = [
            ChipSpec(key=chip.key, text=chip.text, icon=chip.icon, tone=chip.tone, group=chip.group)
            for chip in presenter.CHIPS
        ]
        self.chips = ChipBar(specs, ruled=True)
        self.notice = Notice()

    def _build_list(self) -> None:
        context = self.context
        self.model = QueueModel(self._fetch, self._count_down, context.clock.now(), self)
        self.table = QueueTable("today", COLUMNS, context.memory, sorted_key="left", accessible="Hồ sơ đang mở")
        self.table.setModel(self.model)
        self.preview = DossierPreview(self._open_current, self._close_preview, self)
        self.preview.hide()
        self.foot = ListFoot([("Space", "xem nhanh"), ("Enter", "mở"), ("Ctrl+K", "bảng lệnh")])

    def _build_empty(self) -> None:
        self.whole_office = SecondaryButton("Xem hồ sơ của cả bộ phận", icon_name="users")
        self.clear = SecondaryButton("Bỏ lọc", icon_name="x")
        buttons: list[HintButton] = [self._receive_button(), self.whole_office, self.clear]
        self.empty = EmptyState("list-todo", "", "", buttons)
        self.empty.hide()

    def _place_all(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        stacked = QVBoxLayout()
        stacked.setSpacing(0)
        stacked.addWidget(self.table, 1)
        stacked.addWidget(self.empty, 1)
        self._middle.addLayout(stacked, 1)
        self.news = TodayNews(self.context)
        for part in (self.head, self.chips, self.notice, self.news):
            column.addWidget(part)
        column.addLayout(self._middle, 1)
        column.addWidget(self.foot)

    def _wire(self) -> None:
        self.chips.chosen.connect(self._press)
        self.field.searched.connect(self._searched)
        self.field.returnPressed.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.opened.connect(lambda _: self._open_current())
        self.table.previewed.connect(lambda _: self._toggle_preview())
        self.table.left.connect(self._apply_held)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_foot())
        self.table.moved.connect(lambda _: self._show_preview())
        self.model.dataChanged.connect(lambda *_: self._show_preview())
        self.foot.link.clicked.connect(lambda _checked=False: self._apply_held())
        self.whole_office.clicked.connect(lambda _checked=False: self._show_mine(False))
        self.clear.clicked.connect(lambda _checked=False: self._clear_filter())
        self.context.ticker.minute.connect(self._minute)
        escape = QShortcut(QKeySequence("Esc"), self, self._escape)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._show_head(self.context.clock.now())

    def _receive_button(self) -> PrimaryButton:
        button = PrimaryButton("Tiếp nhận hồ sơ", icon_name="plus", hint="Ctrl+N")
        button.clicked.connect(lambda _checked=False: self.context.open_page("intake", new=True))
        return button

    # The order and the counts

    def _loaded(self, number: int, at_once: bool, ids: "array.array[int]", counts: dict[str, int], debts: int) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.chips.set_counts(dict(counts))
        if not ids:
            self._show_empty(debts)
        if at_once or not self.model.ids or not self.table.in_use():
            self._put_order(ids)
        elif ids == self.model.ids:
            self._order = None
            self.model.renew(*self.table.visible_rows())
        else:
            self._order = ids
            self.model.renew(*self.table.visible_rows())
        self._show_foot()

    def _put_order(self, ids: "array.array[int]") -> None:
        """Show an order; chosen dossiers stay chosen and the list stays where it was, as far as that is possible."""
        self._order = None
        if ids == self.model.ids:
            self.model.renew(*self.table.visible_rows())
        else:
            kept = [self.model.ids[row] for row in self.table.chosen_rows()]
            at = self.table.verticalScrollBar().value()
            self.model.set_ids(ids)
            self.table.verticalScrollBar().setValue(at)
            self._choose([row for row in (_place(ids, one) for one in kept) if row >= 0] or ([0] if ids else []))
        self.empty.setVisible(not ids)
        self.table.show_header_only(not ids)
        self.foot.setVisible(bool(ids))
        self._show_foot()

    def _choose(self, rows: list[int]) -> None:
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows:
            selection.select(self.model.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _apply_held(self) -> None:
        if self._order is not None:
            self._put_order(self._order)

    def _fetch(self, ids: Sequence[int], answer: Callable[[list[Line]], None]) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: [(row, _window(office, row)) for row in cases.queue.rows(office, ids)],
            owner=self,
            on_done=answer,
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _count_down(self, due_at: datetime | None, now: datetime) -> Any:
        return self.context.use_cases.queue.countdown(self.context.office, due_at, now)

    # What is said around the list

    def _minute(self, now: datetime) -> None:
        self.model.tick(now, *self.table.visible_rows())
        self._show_head(now)
        if self.shown:
            self.reload()

    def _show_head(self, now: datetime) -> None:
        calendar = self.context.office.calendar
        self.head.qualifier.setText(f"{day_words(now, year=True)} · {session_words(calendar, now)}")

    def _show_foot(self) -> None:
        held = ""
        if self._order is not None:
            known = set(self.model.ids)
            held = presenter.waiting_words(sum(one not in known for one in self._order))
        total, chosen = len(self.model.ids), len(self.table.chosen_rows())
        searched = bool(self._text) and self._chip == "all"
        self.foot.tell(presenter.foot_words(total, chosen, searched=searched), held, "Xếp lại ngay")

    def _show_empty(self, debts: int) -> None:
        narrowed = bool(self._text) or self._chip != "all"
        if narrowed:
            self.empty.set_words("Không có hồ sơ nào khớp", "Bỏ lọc để thấy lại mọi hồ sơ đang mở.")
        elif self._mine:
            self.empty.set_words("Không còn hồ sơ nào chờ bạn", "Mọi hồ sơ do bạn giữ đã được quyết định hoặc đã trả.")
        else:
            self.empty.set_words("Không còn hồ sơ nào chờ xử lý", "Mọi hồ sơ đã được quyết định hoặc đã trả kết quả.")
        self.clear.setVisible(narrowed)
        self.whole_office.setVisible(self._mine and not narrowed)
        pages = frozenset(pages_for(self.context.office.person.role))
        jobs = [] if narrowed else presenter.idle_jobs(debts, pages)
        self.empty.set_jobs([self._job(job) for job in jobs])

    def _job(self, job: presenter.IdleJob) -> Job:
        act = partial(self.context.open_page, job.page)
        return Job(icon=job.icon, first=job.first, second=job.second, link=job.link, act=act)

    # Acts

    def _press(self, key: str) -> None:
        self._chip = key
        self.chips.set_value(key)
        self.reload(at_once=True)

    def _searched(self, words: str) -> None:
        self._text = words
        self.reload(at_once=True)

    def _show_mine(self, mine: bool) -> None:
        self._mine = mine
        self.reload(at_once=True)

    def _clear_filter(self) -> None:
        self._chip, self._text = "all", ""
        self.chips.set_value("all")
        self.field.clear_search()
        self.reload(at_once=True)

    def _open_current(self) -> None:
        row = self.model.row_at(self.table.row)
        if row is not None:
            page = presenter.page_of(row, pages_for(self.context.office.person.role)) or "search"
            self.context.open_page(page, **({"text": row.code} if page == "search" else {"dossier_id": row.id}))

    def _escape(self) -> None:
        if self.preview.isVisible():
            self._close_preview()
        elif self.field.words or self._chip != "all":
            self._clear_filter()

    # The quick look

    def _toggle_preview(self) -> None:
        if self.preview.isVisible():
            self._close_preview()
            return
        self.preview.show()
        self._place_preview()
        self._show_preview()

    def _close_preview(self) -> None:
        self.preview.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_preview(self) -> None:
        row, left = self.model.row_at(self.table.row), self.model.countdown_at(self.table.row)
        if self.preview.isVisible() and row is not None and left is not None:
            self.preview.show_dossier(
                row.code, (left.band, left.text, left.due_text), presenter.preview_lines(row, left)
            )

    def _place_preview(self) -> None:
        self.preview.place(self._middle, self.table, beside_from=PREVIEW_BESIDE)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self.preview.isVisible():
            self._place_preview()


def _window(office: Any, row: QueueRow) -> str:
    """In the lane: how long the intake window of this dossier is, by its own two moments."""
    from counter_app.errors import OutsideCalendar

    if not presenter.is_windowed(row):
        return ""
    try:
        return presenter.window_words(office.calendar.worked_minutes(row.received_at, row.due_at))
    except OutsideCalendar:
        return ""


def _place(ids: "array.array[int]", one: int) -> int:
    try:
        return ids.index(one)
    except ValueError:
        return -1
