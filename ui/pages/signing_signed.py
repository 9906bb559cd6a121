"""What was signed today and what is below the office's level: Enter opens the check of a file, the link judges it in
place, the button of the debts raises them all without a key."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.signature import SignProgress, SignStatus, Verdict, Verification
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import signing_signed as presenter
from ui.tasks import Lane
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.queue_table import QueueTable
from ui.widgets.sign_foot import SignFoot
from ui.widgets.table import Column

COLUMNS = [
    Column(key="at", title="Ký lúc", width=140, least=124),
    Column(key="file", title="Tệp", width=280, least=150, stretch=2),
    Column(key="dossier", title="Hồ sơ", width=158, least=142),
    Column(key="signer", title="Người ký", width=180, least=120, stretch=1),
    Column(key="level", title="Mức ký", width=140, least=124, hide_rank=1),
    Column(key="verdict", title="Đọc lại lúc này", width=166, least=150),
]


class SignedList(QWidget):
    """`counted(part, count)` for the chips of both lists."""

    counted = Signal(str, int)

    def __init__(self, context: PageContext, notice: Notice, open_verify: Callable[[Path, str], object]) -> None:
        super().__init__()
        self.context, self.notice, self._open_verify = context, notice, open_verify
        self.part = "today"
        self._load_number = 0
        self._verdicts: dict[str, Verdict] = {}
        self._found: dict[str, Any] = {"today": (), "debts": ()}
        self.model = CellModel(COLUMNS, self)
        self.table = QueueTable("signed", COLUMNS, context.memory, accessible="Tệp đã ký")
        self.table.setModel(self.model)
        self.empty = EmptyState("file-check", "", "")
        self.foot = ListFoot([("Enter", "xem từng chữ ký"), ("Shift+F10", "kiểm tra")])
        self.debt_foot = SignFoot("shield-check", hint="")
        self._stop: threading.Event | None = None  # of the run that pays the debts
        self._paid = [0, 0]  # done, of them raised
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part, share in ((self.table, 1), (self.empty, 1), (self.foot, 0), (self.debt_foot, 0)):
            column.addWidget(part, share)
        self.debt_foot.sign.connect(self.raise_all)
        self.debt_foot.stop.connect(self.stop_raising)
        self.destroyed.connect(lambda: self._stop.set() if self._stop else None)
        self.table.opened.connect(self._open)
        self.table.linked.connect(lambda row, _key: self._judge(row))

    def show_part(self, part: str) -> None:
        self.part = part
        self._show()
        self.reload()

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases

        def work() -> dict[str, Any]:
            files = cases.signed_files
            return {"today": files.signed_today(office), "debts": files.in_debt(office)}

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda found: self._loaded(number, found),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    def _loaded(self, number: int, found: dict[str, Any]) -> None:
        if number != self._load_number:
            return
        self._found = found
        for part, files in found.items():
            self.counted.emit(part, len(files))
        self._show()

    def _show(self) -> None:
        files, now = self._found[self.part], self.context.clock.now()
        self.model.set_lines(
            [(one, presenter.signed_cells(one, now, self._verdicts.get(one.file.hash))) for one in files]
        )
        self.empty.set_words(*presenter.empty_words(self.part))
        self.empty.setVisible(not files)
        self.table.setVisible(bool(files))
        self.foot.setVisible(bool(files) and self.part == "today")
        self.debt_foot.setVisible(self.part == "debts" and (bool(files) or self.raising))
        self.foot.tell(presenter.signed_foot(len(files)))
        if not self.raising and files and self.part == "debts":
            self.debt_foot.show_idle(presenter.debt_foot(len(files), files[0].wanted), ("", "text2"), "")
        if files and self.table.row < 0:
            self.table.selectRow(0)

    def _open(self, row: int) -> None:
        one = self.model.value(row)
        if one is not None:
            self._open_verify(self.context.office.vault.path(one.file.hash), one.file.name)

    def _judge(self, row: int) -> None:
        one, office, cases = self.model.value(row), self.context.office, self.context.use_cases
        if one is None or one.file.hash in self._verdicts:
            return
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.signing.verify(office, office.vault.path(one.file.hash)),
            owner=self,
            on_done=lambda found: self._judged(one.file.hash, found),
            on_error=self.notice.tell_error,
        )

    def _judged(self, file_hash: str, found: Verification) -> None:
        self._verdicts[file_hash] = found.verdict
        self._show()

    # Paying the debts

    @property
    def raising(self) -> bool:
        return self._stop is not None

    def raise_all(self) -> None:
        """Every listed file to the office's level; what is raised and read back takes its place at once."""
        files = self._found["debts"]
        if self.raising or not files:
            return
        self.notice.hide()
        stop = self._stop = threading.Event()
        self._paid = [0, 0]
        self._show_raising(len(files))
        office, cases = self.context.office, self.context.use_cases
        wanted = [(one.dossier_id, one.file) for one in files]
        self.context.tasks.run(
            Lane.SIGNING,
            lambda report: cases.raising.raise_level(office, wanted, progress=report, stop=stop.is_set),
            owner=self,
            on_done=self._raised,
            on_error=self._raising_failed,
            progress=self._raise_step,
            stop=stop,
        )

    def stop_raising(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._show_raising(len(self._found["debts"]))

    def _raise_step(self, progress: SignProgress) -> None:
        if progress.outcome is not None:
            self._paid[0] += 1
            self._paid[1] += progress.outcome.status is SignStatus.SIGNED and not progress.outcome.debt
        self._show_raising(progress.total)

    def _show_raising(self, total: int) -> None:
        part, first, second = presenter.raising_words(self._paid[0], total, self._paid[1])
        self.debt_foot.show_running(part, first, second, stopping=self._stop is not None and self._stop.is_set())

    def _raised(self, report: Any) -> None:
        self._stop = None
        what, why_not = presenter.raised_words(report)
        if why_not:
            self.notice.tell(what, why_not, self.raise_all)
        else:
            self.context.toast(what)
        self.context.refresh.publish(report.changes)
        self.reload()

    def _raising_failed(self, error: CounterError) -> None:
        self._stop = None
        self.notice.tell_error(error, self.raise_all)
        self.reload()
