"""The supervisor's day at a glance: four figures, what breaches next, what already has, groups, what stands still."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.model.queue import Board, QueueRow
from ui.pages.board_approvals import ApprovalPanel
from ui.pages.board_groups import GroupChoice, GroupPanel
from ui.pages.board_panels import ListPanel, NextPanel, OverduePanel, StillPanel
from ui.presenters import board as presenter
from ui.presenters.board_groups import LoadLine
from ui.widgets.figure_card import FigureCard

GAP, EDGE = 12, 16
NARROW = 1000  # below this the cards stand two by two and the panels one under another
RIGHT = 426  # width of the right column


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardActs:
    """What the overview asks of its page."""

    open_figure: Callable[[str], object]
    open_group: Callable[[LoadLine], object]
    open_queue: Callable[[], object]
    open_dossier: Callable[[QueueRow], object]
    give_on: Callable[[QueueRow], object] | None  # None: this person gives no work to others
    open_late: Callable[[], object]
    take_list: Callable[[Path], object]
    count_down: Callable[[datetime | None, datetime], Any]


class BoardOverview(QScrollArea):
    def __init__(self, acts: BoardActs, choice: GroupChoice, approvals: ApprovalPanel, *, may_import: bool) -> None:
        super().__init__()
        self._acts = acts
        self._board: Board | None = None
        self._narrow: bool | None = None
        self.cards = [FigureCard() for _ in presenter.FIGURES]
        linked = acts.give_on or acts.open_dossier
        self.next = NextPanel(acts.open_dossier, linked, acts.open_queue)
        self.overdue = OverduePanel(acts.open_dossier, linked)
        self.groups = GroupPanel(choice, acts.open_group, acts.open_queue)
        self.still = StillPanel(lambda line: acts.open_figure(line.key), acts.open_late)
        self.list = ListPanel(acts.take_list, may_import=may_import)
        self.approvals = approvals
        self._place_all()
        self._arrange()
        for card in self.cards:
            card.clicked.connect(lambda _checked=False, card=card: self._open_card(card))

    def show_board(self, board: Board) -> None:
        self._board = board
        count_down, now = self._acts.count_down, board.at
        late = [(row, count_down(row.due_at, now)) for row in board.overdue]
        shown = presenter.cards(board, late[0][1] if late else None)
        for card, words in zip(self.cards, shown, strict=True):
            card.show_card(words)
        ahead = [(row, count_down(row.due_at, now)) for row in board.next_to_breach]
        give = self._acts.give_on is not None
        rows = [(row, presenter.next_cells(row, left, now, may_give=give)) for row, left in ahead]
        self.next.show_rows(rows, board.open_total)
        rows = [(row, presenter.overdue_cells(row, left, may_give=give)) for row, left in late]
        self.overdue.show_rows(rows, shown[2].value)
        self.groups.show_board(board)
        self.still.show_lines(presenter.still_lines(board), presenter.late_link(board))
        self._order_keys()
        self._fit()

    def _place_all(self) -> None:
        inner = QWidget()
        inner.setProperty("ground", "none")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
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
            _column(self.approvals, self.groups, self.still, self.list),
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

    def _order_keys(self) -> None:
        """Tab goes as the eye does; lines made anew would otherwise come last."""
        stops: list[QWidget] = [self.next.table, self.overdue.table, *self.approvals.links, *self.groups.rows]
        if self.still.link is not None:
            stops.append(self.still.link)
        for before, after in pairwise([*stops, *self.still.rows, self.list.button]):
            QWidget.setTabOrder(before, after)

    def _fit(self) -> None:
        """The list of what comes next takes the height that is left, in whole rows."""
        if self._board is None:
            return
        beside = self.overdue.sizeHint().height() + GAP
        self.next.fit(0 if self._narrow else self.height() - self.cards[0].height() - 3 * GAP - beside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self._fit()

    def _open_card(self, card: FigureCard) -> None:
        if card.card is not None:
            self._acts.open_figure(card.card.key)


def _column(*panels: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for panel in panels:
        column.addWidget(panel)
    return made
