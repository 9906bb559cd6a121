"""Giám sát: four figures, what breaches next, what already has, who holds how much, what stands still."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.approval import WaitingQuestion
from counter_app.model.changes import Changes
from counter_app.model.dossier import Event
from counter_app.model.queue import Board
from counter_app.working_time.words import day_words, session_words
from ui.pages.base import Command, Page, PageContext
from ui.pages.board_approvals import ApprovalPanel
from ui.pages.board_late import LateRecordsView
from ui.pages.board_panels import ListPanel, LoadPanel, NextPanel, OverduePanel, StillPanel
from ui.presenters import board as presenter
from ui.tasks import Lane
from ui.widgets.figure_card import FigureCard
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar

GAP, EDGE = 12, 16
NARROW = 1000  # below this the cards stand two by two and the panels one under another
NEXT_MOST = 20
RIGHT = 426  # width of the right column


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
        self._narrow: bool | None = None
        self.head, self.notice = TopBar(self.title), Notice()
        self.cards = [FigureCard() for _ in presenter.FIGURES]
        self.next, self.overdue = NextPanel(self._open_dossier, self._open_next), OverduePanel(self._open_dossier)
        self.loads = LoadPanel(lambda line: self._open_figure("load", line.login, line.name if line.login else ""))
        self.still = StillPanel(lambda line: self._open_figure(line.key), self.open_late)
        self.late: LateRecordsView | None = None
        self.list = ListPanel(self._import, may_import=may(context.office.person, Act.IMPORT_LIST))
        self.approvals = ApprovalPanel(context, self.reload)
        self._place_all()
        self._arrange()
        for card in self.cards:
            card.clicked.connect(lambda _checked=False, card=card: self._open_card(card))
        context.ticker.minute.connect(self._minute)
        self._show_head(context.clock.now())

    def activate(self, **arguments: Any) -> None:
        self.stack.setCurrentWidget(self.work)
        self.reload()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files or changes.settings:
            self.reload()

    def commands(self) -> list[Command]:
        found = [
            Command(words=f"Mở: {title}", act=lambda key=key: self._open_figure(key), icon=icon)
            for key, (title, icon, _, _) in presenter.FIGURES.items()
        ]
        found.append(Command(words="Việc ghi muộn có minh chứng", act=self.open_late, icon="pencil"))
        if self.list.may_import:
            found.append(Command(words="Nhập danh sách từ hệ thống tỉnh", act=self.list.choose, icon="file-input"))
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
        column.addWidget(self.head)
        column.addWidget(self.notice)
        inner = QWidget()
        inner.setProperty("ground", "none")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        column.addWidget(self._area, 1)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(EDGE, GAP, EDGE, GAP)
        whole.setSpacing(GAP)
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(GAP)
        whole.addLayout(self._card_grid)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(GAP)
        whole.addLayout(self._columns, 1)
        self._left, self._right = (
            _column(self.next, self.overdue),
            _column(self.approvals, self.loads, self.still, self.list),
        )
        self._below = whole

    def _arrange(self) -> None:
        """Two columns where there is room for them, one under the other where there is not."""
        narrow = self.width() < NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for number, card in enumerate(self.cards):
            self._card_grid.addWidget(card, *(divmod(number, 2) if narrow else (0, number)))
        for column in (self._left, self._right):
            self._columns.removeWidget(column)
            self._below.removeWidget(column)
        self._right.setMinimumWidth(0 if narrow else RIGHT)
        self._right.setMaximumWidth(16_777_215 if narrow else RIGHT)
        if narrow:
            self._below.addWidget(self._left)
            self._below.addWidget(self._right)
        else:
            self._columns.addWidget(self._left, 1)
            self._columns.addWidget(self._right)

    def _loaded(self, number: int, found: Loaded) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self._board = found.board
        self.approvals.show_waiting(found.waiting)
        self._show(found.board)
        self.list.show_last(*presenter.import_words(found.imported, found.imported_by, found.board.at))

    def _show(self, board: Board) -> None:
        count_down = self.context.use_cases.queue.countdown
        office, now = self.context.office, board.at
        late = [(row, count_down(office, row.due_at, now)) for row in board.overdue]
        shown = presenter.cards(board, late[0][1] if late else None)
        for card, words in zip(self.cards, shown, strict=True):
            card.show_card(words)
        ahead = [(row, count_down(office, row.due_at, now)) for row in board.next_to_breach]
        self.next.show_rows([(row, presenter.next_cells(row, left, now)) for row, left in ahead], board.open_total)
        self.overdue.show_rows([(row, presenter.overdue_cells(row, left)) for row, left in late], shown[2].value)
        self.loads.show_lines(presenter.load_lines(board))
        self.still.show_lines(presenter.still_lines(board), presenter.late_link(board))
        self._order_keys()
        self._fit()

    def _order_keys(self) -> None:
        """Tab goes as the eye does; lines made anew would otherwise come last."""
        stops: list[QWidget] = [self.next.table, self.overdue.table, *self.approvals.links, *self.loads.rows]
        if self.still.link is not None:
            stops.append(self.still.link)
        stops += [*self.still.rows, self.list.button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _fit(self) -> None:
        """The list of what comes next takes the height that is left, in whole rows."""
        if self._board is None:
            return
        self.next.fit(0 if self._narrow else self._area.height() - self.cards[0].height() - 3 * GAP - self._beside())

    def _beside(self) -> int:
        return self.overdue.sizeHint().height() + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._fit()

    def _minute(self, now: datetime) -> None:
        self._show_head(now)
        if self.shown:
            self.reload()

    def _show_head(self, now: datetime) -> None:
        office = self.context.office
        words = f"{office.settings.office_name} · {day_words(now, year=True)}, {session_words(office.calendar, now)}"
        self.head.qualifier.setText(words)

    # Acts

    def _open_card(self, card: FigureCard) -> None:
        if card.card is not None:
            self._open_figure(card.card.key)

    def _open_next(self) -> None:
        self._open_figure("open")

    def _open_figure(self, figure: str, holder: str = "", name: str = "") -> None:
        words = presenter.figure_words(figure, name)
        self.context.open_page("search", figure=figure, holder=holder, words=words)

    def open_late(self) -> None:
        """The acts that were written down later, with what proves them."""
        if self.late is None:
            self.late = LateRecordsView(self.context, lambda: self.stack.setCurrentWidget(self.work))
            self.stack.addWidget(self.late)
        self.stack.setCurrentWidget(self.late)
        self.late.begin()

    def _open_dossier(self, row: Any) -> None:
        self.context.open_page("search", text=row.code)

    def _import(self, path: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.list.show_busy(path.name)
        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.lists.import_list(office, path),
            owner=self,
            on_done=self._imported,
            on_error=self.list.show_error,
        )

    def _imported(self, report: Any) -> None:
        self.list.show_report(report.words(), presenter.problem_words(report.problems))
        self.context.refresh.publish(report.changes)
        self.reload()


def _column(*panels: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for panel in panels:
        column.addWidget(panel)
    return made
