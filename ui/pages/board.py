"""Giám sát: the supervisor's day. Every number opens its dossiers."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.approval import WaitingQuestion
from counter_app.model.changes import Changes
from counter_app.model.dossier import Event
from counter_app.model.queue import Board
from counter_app.working_time.words import day_words, session_words
from ui.pages.base import Command, Page, PageContext
from ui.pages.board_approvals import ApprovalPanel
from ui.pages.board_digest import BoardDigest
from ui.pages.board_groups import GroupChoice
from ui.pages.board_late import LateRecordsView
from ui.pages.board_list import BoardList
from ui.pages.board_overview import BoardActs, BoardOverview
from ui.pages.board_queue import BoardQueue
from ui.pages.board_reassign import Reassigning
from ui.presenters import board as presenter
from ui.presenters import board_groups
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar

NEXT_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    board: Board
    imported: Event | None
    imported_by: str
    waiting: tuple[WaitingQuestion, ...]


class BoardPage(Page):
    title = "Giám sát"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._board: Board | None = None
        self._load_number = 0
        self.head, self.notice = TopBar(self.title), Notice()
        self.choice, person = GroupChoice(context.memory), context.office.person
        self.reassigning = Reassigning(context, self, self.notice, self.reload)
        self.queue: BoardQueue | None = None
        acts = BoardActs(
            open_figure=self._open_figure,
            open_group=self._open_group,
            open_queue=self.open_queue,
            give_on=(lambda row: self.reassigning.begin([row.id])) if may(person, Act.REASSIGN) else None,
            open_dossier=lambda row: context.open_page("search", text=row.code),
            open_late=self.open_late,
            take_list=self.take_list,
            count_down=lambda due_at, now: context.use_cases.queue.countdown(self.context.office, due_at, now),
        )
        may_import = may(person, Act.IMPORT_LIST)
        approvals = ApprovalPanel(context, self.reload, lambda error: self.notice.tell_error(error, self.reload))
        self.overview = BoardOverview(acts, self.choice, approvals, may_import=may_import)
        self.late: LateRecordsView | None = None
        self.lists: BoardList | None = None
        self.digest: BoardDigest | None = None
        self.digest_button = SecondaryButton("Bản tin đầu ca", icon_name="mail", shortcut="Ctrl+B")
        self.digest_button.clicked.connect(lambda _checked=False: self.open_digest())
        self.head.add_action(self.digest_button)
        self._place_all()
        context.ticker.minute.connect(self._minute)
        self._show_head(context.clock.now())

    def activate(self, **arguments: Any) -> None:
        """`queue`, `digest`: these at once."""
        self.stack.setCurrentWidget(self.work)
        self.reload()
        if arguments.get("queue"):
            self.open_queue()
        if arguments.get("digest"):
            self.open_digest()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files or changes.settings:
            self.reload()
            if self.queue is not None and self.queue.isVisible():
                self.queue.reload()

    def commands(self) -> list[Command]:
        found = [
            Command(words=f"Mở: {title}", act=lambda key=key: self._open_figure(key), icon=icon)
            for key, (title, icon, _, _) in presenter.FIGURES.items()
        ]
        found.append(Command(words="Hàng đợi theo nhóm, giao lại hồ sơ", act=self.open_queue, icon="list-todo"))
        found.append(Command(words="Bản tin đầu ca", act=self.open_digest, icon="mail", hint="Ctrl+B"))
        found.append(Command(words="Việc ghi muộn có minh chứng", act=self.open_late, icon="pencil"))
        panel = self.overview.list
        if panel.may_import:
            found.append(Command(words="Nhập danh sách từ hệ thống tỉnh", act=panel.choose, icon="file-input"))
        return found

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases

        def work() -> Loaded:
            imported = cases.lists.last_import(office)
            return Loaded(
                board=cases.board.board(office, next_rows=NEXT_MOST),
                imported=imported,
                imported_by=office.name_of(imported.by) if imported else "",
                waiting=cases.approval.waiting(office) if may(office.person, Act.REASSIGN) else (),
            )

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda found: self._loaded(number, found),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _place_all(self) -> None:
        self.work, self.stack = QWidget(), QStackedWidget()
        self.stack.addWidget(self.work)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.notice):
            column.addWidget(part)
        column.addWidget(self.overview, 1)

    def _loaded(self, number: int, found: Loaded) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self._board = found.board
        self.overview.approvals.show_waiting(found.waiting)
        self.overview.show_board(found.board)
        self.overview.list.show_last(*presenter.import_words(found.imported, found.imported_by, found.board.at))

    def _minute(self, now: datetime) -> None:
        self._show_head(now)
        if self.queue is not None:
            self.queue.minute(now)
        if self.shown:
            self.reload()

    def _show_head(self, now: datetime) -> None:
        office = self.context.office
        words = f"{office.settings.office_name} · {day_words(now, year=True)}, {session_words(office.calendar, now)}"
        self.head.qualifier.setText(words)

    # Acts

    def _open_figure(self, figure: str) -> None:
        if self._board is not None:
            self.context.open_page("search", scope=presenter.figure_scope(figure, self._board))

    def _open_group(self, line: board_groups.LoadLine) -> None:
        self.open_queue(line.key)

    def open_queue(self, key: str | None = None) -> None:
        """Everything open, or one group of it."""
        if self.queue is None:
            self.queue = BoardQueue(self.context, self.choice, self._show_work)
            self.stack.addWidget(self.queue)
        self.stack.setCurrentWidget(self.queue)
        self.queue.begin(key)

    def open_digest(self) -> None:
        """The bulletin of the shift, as things stand now."""
        if self.digest is None:
            self.digest = BoardDigest(self.context, self._show_work)
            self.stack.addWidget(self.digest)
        self.stack.setCurrentWidget(self.digest)
        self.digest.begin()

    def _show_work(self) -> None:
        self.stack.setCurrentWidget(self.work)
        self.reload()

    def open_late(self) -> None:
        """The acts that were written down later, with what proves them."""
        if self.late is None:
            self.late = LateRecordsView(self.context, self._show_work)
            self.stack.addWidget(self.late)
        self.stack.setCurrentWidget(self.late)
        self.late.begin()

    def take_list(self, path: Path) -> None:
        """Shown before anything is written."""
        if self.lists is None:
            self.lists = BoardList(self.context, self.overview.list, self.stack, self._show_work)
        self.lists.begin(path)
