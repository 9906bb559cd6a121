"""Many files checked one after the other: a row for each as it comes, progress, and a stop that keeps what is done."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.model.signature import Verdict, Verification
from ui.models.cell_model import CellModel
from ui.pages.base import PageContext
from ui.presenters import verify as presenter
from ui.tasks import Lane
from ui.widgets.progress_foot import ActionFoot, ProgressFoot
from ui.widgets.queue_table import QueueTable
from ui.widgets.table import Column

COLUMNS = [
    Column(key="file", title="Tệp", width=320, least=180, stretch=3),
    Column(key="verdict", title="Kết luận", width=190, least=170),
    Column(key="signers", title="Người ký", width=260, least=150, stretch=2, hide_rank=1),
    Column(key="reason", title="Lý do chính", width=360, least=200, stretch=3),
]


class ManyFiles(QWidget):
    """`opened(path, Verification)` when a row is chosen with Enter or a double click; `told(words)` as it goes."""

    opened = Signal(object, object)
    told = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self._stop: threading.Event | None = None
        self.checked: list[Any] = []
        self.total = 0
        self.model = CellModel(COLUMNS, self)
        self.table = QueueTable("verify_many", COLUMNS, context.memory, accessible="Các tệp đã kiểm tra chữ ký")
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.progress = ProgressFoot("Dừng", "Dừng lại giữ nguyên các tệp đã kiểm tra", self.stop)
        self.foot = ActionFoot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.progress)
        column.addWidget(self.foot)
        self.destroyed.connect(lambda _=None, holder=self.__dict__: _halt(holder))

    @property
    def running(self) -> bool:
        return self._stop is not None

    def begin(self, paths: list[Path], failed: Callable[[CounterError], object]) -> None:
        """Check these files and the PDF files of these folders. A run under way is stopped first."""
        self.stop()
        office, cases = self.context.office, self.context.use_cases
        stop = self._stop = threading.Event()
        self.checked, self.total = [], 0
        self.model.set_lines([])
        self.progress.show_progress(0, 0, "Đang tìm tệp PDF…")
        self._show_feet()

        def work(report: Any) -> int:
            files = cases.verification.pdf_files(paths)
            report(len(files))
            cases.verification.verify_many(office, files, progress=lambda _place, one: report(one), stop=stop.is_set)
            return len(files)

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            progress=lambda news: self._news(stop, news),
            on_done=lambda _count: self._ended(stop),
            on_error=lambda error: (self._ended(stop), failed(error)),
            stop=stop,
        )

    def stop(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _news(self, run: threading.Event, news: Any) -> None:
        if run is not self._stop:
            return  # of a run that was stopped for another one
        if isinstance(news, int):
            self.total = news
        else:
            self.checked.append(news)
            lines = [(one, presenter.file_cells(one)) for one in self.checked]
            self.model.set_lines(lines)
            if len(lines) == 1:
                self.table.selectRow(0)
        done = len(self.checked)
        self.progress.show_progress(done, self.total, f"Đã kiểm tra {done} trên {self.total} tệp")
        self.told.emit(presenter.many_words(self.checked, self.total))

    def _ended(self, run: threading.Event) -> None:
        if run is not self._stop:
            return
        self._stop = None
        self._show_feet()
        words = presenter.many_words(self.checked, self.total)
        self.foot.tell(words)
        self.told.emit(words)
        self.table.setFocus()

    def _show_feet(self) -> None:
        self.progress.setVisible(self.running)
        self.foot.setVisible(not self.running)

    def _open(self, row: int) -> None:
        one = self.model.value(row)
        if one is not None and one.found is not None:
            self.opened.emit(one.path, one.found)

    def verdicts(self) -> list[Verdict]:
        found: list[Verification] = [one.found for one in self.checked if one.found is not None]
        return [one.verdict for one in found]


def _halt(holder: dict[str, Any]) -> None:
    stop = holder.get("_stop")
    if stop is not None:
        stop.set()
