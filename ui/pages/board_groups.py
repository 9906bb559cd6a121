"""Everything open told apart by officer, field or state: a bar per group, each opens its dossiers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.model.queue import Board, GroupBy
from ui.pages.board_panels import PAD, drop
from ui.presenters import board_groups as presenter
from ui.widgets.buttons import Link, Segment
from ui.widgets.columns import ColumnMemory
from ui.widgets.labels import label
from ui.widgets.load_rows import LoadLegend, LoadRow
from ui.widgets.panel import Panel

_KEPT = "board-groups"


class GroupChoice:
    """By what the queue is told apart, remembered for this desk."""

    def __init__(self, memory: ColumnMemory) -> None:
        self._memory = memory
        kept = memory.get(_KEPT).get("by")
        self.by = GroupBy(kept) if kept in set(GroupBy) else GroupBy.HOLDER

    def choose(self, by: GroupBy) -> None:
        self.by = by
        self._memory.put(_KEPT, {"by": str(by)})


def group_switch(choice: GroupChoice, chosen: Callable[[], object]) -> Segment:
    """Công chức, lĩnh vực, trạng thái; `chosen()` after the choice is remembered."""
    switch = Segment([(str(by), words, "", "", "") for by, words in presenter.SWITCH.items()], "Xếp hồ sơ theo", 28)
    switch.set_value(str(choice.by))

    def choose(key: str) -> None:
        choice.choose(GroupBy(key))
        chosen()

    switch.chosen.connect(choose)
    return switch


class GroupPanel(Panel):
    """`opened(line)`: the dossiers of a group; `open_all()`: all groups."""

    def __init__(
        self,
        choice: GroupChoice,
        opened: Callable[[presenter.LoadLine], object],
        open_all: Callable[[], object],
    ) -> None:
        super().__init__("Hồ sơ đang mở")
        self._choice, self._opened = choice, opened
        self._board: Board | None = None
        self.rows: list[LoadRow] = []
        self.switch = group_switch(choice, self._show)
        head = self.head.layout()
        assert isinstance(head, QHBoxLayout)
        head.setContentsMargins(PAD, 0, 4, 0)
        head.addWidget(self.switch)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(PAD, 4, PAD, 0)
        line.addWidget(LoadLegend(), 0, Qt.AlignmentFlag.AlignLeft)
        line.addStretch(1)
        self.more = Link("", open_all, flush=True)
        line.addWidget(self.more)
        self.body.setContentsMargins(0, 4, 0, 4)
        self.body.addLayout(self._lines)
        self.nothing = label("Không có hồ sơ nào đang mở.", "body", "text2")
        self.nothing.setContentsMargins(PAD, 6, PAD, 6)
        self.body.addWidget(self.nothing)
        self.body.addWidget(foot)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_board(self, board: Board) -> None:
        self._board = board
        self._show()

    def _show(self) -> None:
        if self._board is None:
            return
        self.switch.set_value(str(self._choice.by))
        lines, more = presenter.board_lines(self._board, self._choice.by)
        self.nothing.setVisible(not lines)
        self.more.setVisible(more > 0)
        self.more.setText(presenter.more_words(self._choice.by, more))
        self.more.setAccessibleName(self.more.text())
        if [row.line for row in self.rows] == lines:
            return  # the keyboard stays where it is
        drop(self.rows)
        most = max((line.total for line in lines), default=0)
        for line in lines:
            row = LoadRow(line, most)
            row.clicked.connect(lambda _checked=False, line=line: self._opened(line))
            self._lines.addWidget(row)
            self.rows.append(row)
