"""A foreign list on whatever page takes it in: seen first, taken in when a person says so, taken back as a whole."""

from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from counter_app.errors import CounterError
from ui.pages.base import PageContext
from ui.pages.list_sheet import ListSheet
from ui.presenters import list_import as presenter
from ui.tasks import Lane


class ListPlace(Protocol):
    """Where the sheet stands, and what its page says of the end."""

    def show_sheet(self, sheet: ListSheet) -> None: ...

    def left(self) -> None:
        """The sheet goes away; nothing was written."""

    def taken(self, report: Any) -> None:
        """`report`: an `ImportReport`; the sheet goes away."""

    def undone(self) -> None: ...

    def tell_error(self, error: CounterError) -> None: ...


class ListTaking:
    """`sheet` is made when the first list is opened. `owner`: whose work it is, for the lanes."""

    def __init__(self, context: PageContext, owner: QObject, place: ListPlace) -> None:
        self._context, self._owner, self._place = context, owner, place
        self.sheet: ListSheet | None = None
        self._number = 0  # of the question asked last: an older answer is not shown

    def begin(self, path: Path) -> None:
        """Read it and show what it would do; nothing is written."""
        office, cases = self._context.office, self._context.use_cases
        self._ask(lambda: cases.list_columns.preview(office, path), self._opened)

    def undo_newest(self) -> None:
        office, cases = self._context.office, self._context.use_cases

        def work() -> Any:
            last = cases.list_undo.newest(office)
            return cases.list_undo.undo(office, last.number if last else "")

        self._write(work, self._undone)

    def _opened(self, shown: Any) -> None:
        sheet = self._made()
        needs_person = shown.plan is None or not shown.plan.new
        self._place.show_sheet(sheet)
        sheet.show_preview(shown, chip=presenter.COLUMNS if needs_person else presenter.NEW)

    def _mapped(self, places: Any) -> None:
        sheet, office, cases = self._made(), self._context.office, self._context.use_cases
        before = sheet.shown
        self._ask(lambda: cases.list_columns.with_columns(office, before, places), sheet.show_preview)

    def _take(self) -> None:
        sheet, office, cases = self._made(), self._context.office, self._context.use_cases
        shown = sheet.shown
        sheet.set_busy(True)
        sheet.foot.tell("Đang nhập danh sách…")
        self._write(lambda: cases.list_columns.take_in(office, shown), self._taken)

    def _taken(self, report: Any) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._place.taken(report)
        if report.added:
            self._context.toast(
                f"Đã nhập {len(report.added)} hồ sơ từ danh sách",
                lambda: self._write(lambda: cases.list_undo.undo(office, report.number), self._undone),
            )

    def _undone(self, undone: Any) -> None:
        self._place.undone()
        self._context.toast(undone.words())

    def _leave(self) -> None:
        self._number += 1
        self._place.left()

    def _made(self) -> ListSheet:
        if self.sheet is None:
            self.sheet = ListSheet(self._context)
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

        self._context.tasks.run(
            Lane.READING, work, owner=self._owner, on_done=answered, on_error=self._place.tell_error
        )

    def _write(self, work: Any, done: Any) -> None:
        def failed(error: CounterError) -> None:
            if self.sheet is not None:
                self.sheet.set_busy(False)
            self._place.tell_error(error)

        def told(answer: Any) -> None:
            done(answer)
            self._context.refresh.publish(answer.changes)

        self._context.tasks.run(Lane.STORE, work, owner=self._owner, on_done=told, on_error=failed)
