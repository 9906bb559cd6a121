"""Taking in a list from the intake page: shown first, taken in when a person says so, taken back as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.dialogs import files
from ui.pages.base import Command
from ui.pages.intake_list_sheet import ListSheet
from ui.presenters import list_import as presenter
from ui.tasks import Lane

if TYPE_CHECKING:
    from ui.pages.intake import IntakePage


class IntakeLists:
    """`sheet` is made when the first list is opened."""

    def __init__(self, page: "IntakePage") -> None:
        self._page = page
        self.sheet: ListSheet | None = None
        self._number = 0  # of the question asked last: an older answer is not shown

    def commands(self) -> list[Command]:
        return [
            Command(words="Nhập danh sách hồ sơ", act=self.choose, icon="file-input"),
            Command(words="Hoàn tác danh sách nhập gần nhất", act=self.undo_newest, icon="undo-2"),
        ]

    def choose(self) -> None:
        path = files.choose_file(self._page, "Chọn danh sách hồ sơ", files.LISTS)
        if path is not None:
            self.begin(path)

    def begin(self, path: Path) -> None:
        """Read it and show what it would do; nothing is written."""
        page, office, cases = self._page, self._page.context.office, self._page.context.use_cases
        page.open_dossier(None)
        page.ui.start.foot.tell(f"Đang đọc {path.name}…")
        self._ask(lambda: cases.list_columns.preview(office, path), self._opened)

    @property
    def open(self) -> bool:
        return self.sheet is not None and self._page.ui.stack.currentWidget() is self.sheet

    def take(self) -> None:
        if self.open and self.sheet is not None:
            self.sheet.press()

    def undo_newest(self) -> None:
        office, cases = self._page.context.office, self._page.context.use_cases

        def work() -> Any:
            last = cases.list_undo.newest(office)
            return cases.list_undo.undo(office, last.number if last else "")

        self._write(work, self._undone)

    def _opened(self, shown: Any) -> None:
        sheet = self._made()
        needs_person = shown.plan is None or not shown.plan.new
        self._page.ui.show_list(sheet)
        sheet.show_preview(shown, chip=presenter.COLUMNS if needs_person else presenter.NEW)

    def _mapped(self, places: Any) -> None:
        sheet, office, cases = self._made(), self._page.context.office, self._page.context.use_cases
        before = sheet.shown
        self._ask(lambda: cases.list_columns.with_columns(office, before, places), sheet.show_preview)

    def _take(self) -> None:
        sheet, office, cases = self._made(), self._page.context.office, self._page.context.use_cases
        shown = sheet.shown
        sheet.set_busy(True)
        sheet.foot.tell("Đang nhập danh sách…")
        self._write(lambda: cases.list_columns.take_in(office, shown), self._taken)

    def _taken(self, report: Any) -> None:
        page, office, cases = self._page, self._page.context.office, self._page.context.use_cases
        page.open_dossier(None)
        page.ui.start.report.show_report(report)
        if report.added:
            page.context.toast(
                f"Đã nhập {len(report.added)} hồ sơ từ danh sách",
                lambda: self._write(lambda: cases.list_undo.undo(office, report.number), self._undone),
            )

    def _undone(self, undone: Any) -> None:
        self._page.ui.start.report.hide()
        self._page.context.toast(undone.words())

    def _leave(self) -> None:
        self._number += 1
        self._page.open_dossier(None)

    def _made(self) -> ListSheet:
        if self.sheet is None:
            self.sheet = ListSheet(self._page.context)
            self._page.ui.stack.addWidget(self.sheet)
            self.sheet.mapped.connect(self._mapped)
            self.sheet.taken.connect(self._take)
            self.sheet.left.connect(self._leave)
        return self.sheet

    def _ask(self, work: Any, done: Any) -> None:
        self._number += 1
        number = self._number

        def answered(shown: Any) -> None:
            if number == self._number:
                done(shown)

        self._page.context.tasks.run(
            Lane.READING, work, owner=self._page, on_done=answered, on_error=self._page.ui.notice.tell_error
        )

    def _write(self, work: Any, done: Any) -> None:
        page = self._page

        def failed(error: Any) -> None:
            if self.sheet is not None:
                self.sheet.set_busy(False)
            page.ui.notice.tell_error(error)

        def told(answer: Any) -> None:
            done(answer)
            page.context.refresh.publish(answer.changes)
            page.ui.start.reload()

        page.context.tasks.run(Lane.STORE, work, owner=page, on_done=told, on_error=failed)
