"""The panels of the supervisor's board: two lists at the left, load, standing still and the list at the right."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from ui.dialogs.files import LISTS, choose_file
from ui.models.cell_model import CellModel, Line
from ui.presenters import board as presenter
from ui.widgets.count_row import CountRow
from ui.widgets.labels import ElidedLabel, label, set_tone
from ui.widgets.panel import Panel
from ui.widgets.table import Column, CounterTable

PAD = 12
HEAD, ROW, LATE_ROW, LEAST_ROWS, LATE_MOST = 28, 40, 44, 3, 4
NEXT_COLUMNS = [
    Column(key="left", title="Thời gian làm việc còn lại", width=240, least=200),
    Column(key="dossier", title="Hồ sơ", width=210, least=170, stretch=1),
    Column(key="holder", title="Người giữ", width=136, least=110),
    Column(key="missing", title="Còn thiếu", width=140, least=120),
    Column(key="open", title="", width=72),
]
LATE_COLUMNS = [
    Column(key="code", title="Hồ sơ", width=180),
    Column(key="left", title="Quá bao lâu, ai giữ", width=260, least=220, stretch=1),
    Column(key="state", title="Trạng thái", width=230, least=170, stretch=1),
    Column(key="open", title="", width=72),
]


class RowsPanel(Panel):
    """A panel with a table in it that is as high as its rows; words stand there when there are none."""

    def __init__(
        self,
        title: str,
        qualifier: str,
        columns: list[Column],
        name: str,
        row_height: int,
        opened: Callable[[Any], object],
        linked: Callable[[Any], object],
        nothing: str,
        link: str = "",
        act: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(title, qualifier, link, act)
        head = self.head.layout()
        assert head is not None
        head.setContentsMargins(PAD, 0, 4, 0)  # the link's words stand over those of the rows
        self._row_height = row_height
        self.model = CellModel(columns, self)
        self.table = CounterTable(
            name, columns, row_height=row_height, header_height=HEAD, accessible=title, first_pad=PAD
        )
        self.table.setModel(self.model)
        self.table.setSelectionMode(CounterTable.SelectionMode.SingleSelection)
        self.table.opened.connect(lambda row: opened(self.model.value(row)))
        self.table.linked.connect(lambda row, _: linked(self.model.value(row)))
        self.body.addWidget(self.table)
        self.nothing = label(nothing, "body", "text2", wrap=True)
        self.nothing.setContentsMargins(16, 12, 16, 12)
        self.body.addWidget(self.nothing)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put(self, lines: Sequence[Line], rows: int) -> None:
        """Show `lines`; the panel is `rows` rows high."""
        self.model.set_lines(lines)
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        header = 0 if self.table.horizontalHeader().isHidden() else HEAD
        self.table.setFixedHeight(header + rows * self._row_height)
        self.updateGeometry()


class NextPanel(RowsPanel):
    """`linked(row)`: the act at the end of a row."""

    def __init__(
        self, opened: Callable[[Any], object], linked: Callable[[Any], object], open_all: Callable[[], object]
    ) -> None:
        super().__init__(
            "Sẽ quá hạn tiếp theo",
            "theo thời gian làm việc còn lại",
            NEXT_COLUMNS,
            "board-next",
            ROW,
            opened,
            linked,
            "Không có hồ sơ nào đang chạy hạn.",
            "Mở cả",
            open_all,
        )
        self._lines: Sequence[Line] = ()
        self.body.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_rows(self, lines: Sequence[Line], total: int) -> None:
        self._lines = lines
        words = presenter.next_link(total)
        assert self.link is not None
        self.link.setText(words)
        self.link.setAccessibleName(words)
        self.link.setVisible(bool(words))

    def fit(self, height: int) -> None:
        """As many whole rows as `height` holds, never under a few; 0: the usual eight."""
        rows = 8 if not height else max(LEAST_ROWS, (height - self.head.height() - HEAD - 2) // ROW)
        shown = self._lines[:rows]
        self.put(shown, len(shown))


class OverduePanel(RowsPanel):
    """`linked(row)`: the act at the end of a row."""

    def __init__(self, opened: Callable[[Any], object], linked: Callable[[Any], object]) -> None:
        super().__init__(
            "Đang quá hạn",
            "lâu nhất đứng trước",
            LATE_COLUMNS,
            "board-overdue",
            LATE_ROW,
            opened,
            linked,
            "Không hồ sơ nào quá hạn.",
        )
        self.table.horizontalHeader().hide()

    def show_rows(self, lines: Sequence[Line], total: int) -> None:
        shown = min(len(lines), LATE_MOST)
        more = f", kéo để xem cả {total}" if total > shown else ""
        self.qualifier.setText(f"lâu nhất đứng trước{more}")
        self.put(lines, shown)


class StillPanel(Panel):
    def __init__(self, opened: Callable[[presenter.StillLine], object], open_late: Callable[[], object]) -> None:
        super().__init__("Đứng yên và còn nợ", link="Việc ghi muộn", act=open_late)
        self._opened = opened
        self.rows: list[CountRow] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: list[presenter.StillLine], late: str) -> None:
        assert self.link is not None
        self.link.setText(late)
        self.link.setAccessibleName(f"{late} có minh chứng, 30 ngày qua")
        if [row.line for row in self.rows] == lines:
            return
        drop(self.rows)
        for number, line in enumerate(lines):
            row = CountRow(line, last=number == len(lines) - 1)
            row.clicked.connect(lambda _checked=False, line=line: self._opened(line))
            self.body.addWidget(row)
            self.rows.append(row)


class ListPanel(Panel):
    """The list of the province's system: when it came in last, and taking in a new one."""

    def __init__(self, take: Callable[[Path], object], *, may_import: bool) -> None:
        super().__init__("Danh sách tỉnh", "", "Nhập danh sách…", self.choose)
        self._take, self.may_import = take, may_import
        assert self.link is not None
        self.button = self.link
        self.button.setVisible(may_import)
        head = self.head.layout()
        assert head is not None
        head.setContentsMargins(PAD, 0, 4, 0)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(PAD, 7, PAD, 7)
        column.setSpacing(4)
        self.last = ElidedLabel("", "small", "text2")
        self.result = label("", "small", "text2", wrap=True)
        self.problems = label("", "small", "warn", wrap=True)
        for part in (self.last, self.result, self.problems):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(content)
        self.result.hide()
        self.problems.hide()

    def show_last(self, moment: str, took: str) -> None:
        self.qualifier.setText(moment)
        self.last.setText(took)

    def choose(self) -> None:
        path = choose_file(self, "Chọn danh sách từ hệ thống tỉnh", LISTS)
        if path is not None:
            self._take(path)

    def show_busy(self, name: str) -> None:
        self.button.setEnabled(False)
        self._tell(f"Đang đọc {name}…", "text2", [])

    def show_idle(self) -> None:
        self.button.setEnabled(True)
        self.result.hide()
        self.problems.hide()

    def show_report(self, words: str, problems: list[str]) -> None:
        self.button.setEnabled(True)
        self._tell(words, "text2", problems)

    def show_error(self, error: CounterError) -> None:
        self.button.setEnabled(True)
        self._tell(f"{error.what} {error.advice}".strip(), "bad", [])

    def _tell(self, words: str, tone: str, problems: list[str]) -> None:
        set_tone(self.result, tone)
        self.result.setText(words)
        self.result.show()
        self.problems.setText("\n".join(problems))
        self.problems.setVisible(bool(problems))


def drop(rows: list[Any]) -> None:
    for row in rows:
        row.hide()
        row.deleteLater()
    rows.clear()
