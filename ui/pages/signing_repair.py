"""The look at a broken file before it may be signed: pictures in the reading lane, then the question."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.workflow.repairs import RepairView
from ui.dialogs.repair import RepairDialog
from ui.pages.base import PageContext
from ui.presenters.signing import SignLine
from ui.tasks import Lane
from ui.widgets.notice import Notice


class RepairLook(QObject):
    """`agreed(key)`: the officer has seen the pages of this line and lets the rebuilt copy be signed."""

    agreed = Signal(object)

    def __init__(self, context: PageContext, notice: Notice, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._notice, self._page = context, notice, page
        self.dialog: RepairDialog | None = None

    def ask(self, line: SignLine | None) -> None:
        if line is None:
            return
        office, cases = self._context.office, self._context.use_cases
        self._context.tasks.run(
            Lane.READING,
            lambda: cases.repairs.look(office, line.row),
            owner=self,
            on_done=lambda view: self._show(line, view),
            on_error=self._notice.tell_error,
        )

    def _show(self, line: SignLine, view: RepairView) -> None:
        if self.dialog is not None or not self._page.isVisible():
            return
        self.dialog = RepairDialog(line.row.file.name, view, self._page.window())
        self.dialog.accepted.connect(lambda: self.agreed.emit(line.key))
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        self.dialog = None
