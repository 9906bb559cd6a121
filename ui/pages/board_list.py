"""The province's list on the board: the same sheet as at intake, seen before anything is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from ui.pages.base import PageContext
from ui.pages.board_panels import ListPanel
from ui.pages.list_sheet import ListSheet
from ui.pages.list_taking import ListTaking
from ui.presenters import board as presenter
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar


class BoardList(QWidget):
    """`panel`: where the board tells what became of it; `back`: to the board."""

    def __init__(
        self, context: PageContext, panel: ListPanel, stack: QStackedWidget, back: Callable[[], object]
    ) -> None:
        super().__init__()
        self._panel, self._stack, self._back = panel, stack, back
        self.taking = ListTaking(context, self, self)
        head, self.notice = TopBar("Danh sách tỉnh"), Notice()
        head.qualifier.setText("xem trước khi nhập")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (head, self.notice):
            self._column.addWidget(part)
        take = QShortcut(QKeySequence("Ctrl+Return"), self, self.take)
        take.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        stack.addWidget(self)

    def begin(self, path: Path) -> None:
        self._panel.show_busy(path.name)
        self.taking.begin(path)

    @property
    def open(self) -> bool:
        return self._stack.currentWidget() is self

    def take(self) -> None:
        if self.taking.sheet is not None:
            self.taking.sheet.press()

    # What the sheet asks of its page

    def show_sheet(self, sheet: ListSheet) -> None:
        if self._column.indexOf(sheet) < 0:
            self._column.addWidget(sheet, 1)
        self.notice.hide()
        self._panel.show_idle()
        self._stack.setCurrentWidget(self)

    def left(self) -> None:
        self._back()

    def taken(self, report: Any) -> None:
        self._panel.show_report(report.words(), presenter.problem_words((*report.problems, *report.twins)))
        self._back()

    def undone(self) -> None:
        self._panel.show_idle()

    def tell_error(self, error: CounterError) -> None:
        if self.open:
            self.notice.tell_error(error)
        else:
            self._panel.show_error(error)
