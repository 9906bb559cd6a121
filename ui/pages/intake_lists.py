"""Taking in a list from the intake page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.errors import CounterError
from ui.dialogs import files
from ui.pages.base import Command
from ui.pages.list_sheet import ListSheet
from ui.pages.list_taking import ListTaking

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeLists:
    def __init__(self, page: "IntakePage") -> None:
        self._page, self._taking = page, ListTaking(page.context, page, self)

    def commands(self) -> list[Command]:
        return [
            Command(words="Nhập danh sách hồ sơ", act=self.choose, icon="file-input"),
            Command(words="Hoàn tác danh sách nhập gần nhất", act=self._taking.undo_newest, icon="undo-2"),
        ]

    def choose(self) -> None:
        path = files.choose_file(self._page, "Chọn danh sách hồ sơ", files.LISTS)
        if path is not None:
            self.begin(path)

    def begin(self, path: Path) -> None:
        """Read it and show what it would do; nothing is written."""
        self._page.open_dossier(None)
        self._page.ui.start.foot.tell(f"Đang đọc {path.name}…")
        self._taking.begin(path)

    @property
    def sheet(self) -> ListSheet | None:
        return self._taking.sheet

    @property
    def open(self) -> bool:
        return self.sheet is not None and self._page.ui.stack.currentWidget() is self.sheet

    def take(self) -> None:
        if self.open and self.sheet is not None:
            self.sheet.press()

    # What the sheet asks of its page

    def show_sheet(self, sheet: ListSheet) -> None:
        if self._page.ui.stack.indexOf(sheet) < 0:
            self._page.ui.stack.addWidget(sheet)
        self._page.ui.show_list(sheet)

    def left(self) -> None:
        self._page.open_dossier(None)

    def taken(self, report: Any) -> None:
        self._page.open_dossier(None)
        self._page.ui.start.report.show_report(report)

    def undone(self) -> None:
        self._page.ui.start.report.hide()
        self._page.ui.start.reload()

    def tell_error(self, error: CounterError) -> None:
        self._page.ui.notice.tell_error(error)
