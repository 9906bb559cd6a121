"""Trao đổi: what was done here and has to stand on the provincial system as well; packages for it, and its answer."""

import threading
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QVBoxLayout, QWidget

from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.workflow.outbox import OutboxLine, Stage
from ui.dialogs.files import choose_file
from ui.dialogs.reason import ask_reason
from ui.models.cell_model import CellModel
from ui.pages.base import Command, Page, PageContext
from ui.pages.exchange_daily import DailyExchange
from ui.presenters import exchange as presenter
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.chips import ChipBar, ChipSpec
from ui.widgets.empty_state import EmptyState
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

LISTS = "Danh sách hồ sơ (*.xlsx *.xls *.csv *.json);;Mọi tệp (*)"
COLUMNS = [
    Column(key="stage", title="Tình trạng", width=140, least=132),
    Column(key="code", title="Hồ sơ, thủ tục", width=260, least=180, stretch=1),
    Column(key="step", title="Bước cuối ở đây", width=210, least=170),
    Column(key="packed", title="Gói", width=160, least=152, hide_rank=2),
    Column(key="there", title="Bên kia", width=210, least=150),
    Column(key="holder", title="Người giữ", width=130, least=100, hide_rank=1),
]


class ExchangePage(Page):
    title = "Trao đổi"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._lines: tuple[OutboxLine, ...] = ()
        self._chip, self._load_number = "waiting", 0
        self._stop = threading.Event()
        self.daily = DailyExchange(self)
        self._build()
        self._place_all()
        self.chips.chosen.connect(self._press)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_acts())
        self.table.opened.connect(lambda _: self._open_dossier())

    def activate(self, **arguments: Any) -> None:
        """`chip`: key of the chip to press."""
        self._chip = arguments.get("chip", self._chip)
        self.chips.set_value(self._chip)
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files:
            self.reload()

    def commands(self) -> list[Command]:
        return [
            Command(words="Lập gói cho hồ sơ đang chọn", act=self._ask_folder, icon="download"),
            Command(words="Đối chiếu danh sách của hệ thống tỉnh", act=self._ask_list, icon="git-compare"),
            Command(words="Lập gói trao đổi cho quầy khác", act=self.daily.ask_hand, icon="download"),
            Command(words="Nhận gói trao đổi của quầy khác", act=self.daily.ask_take, icon="file-input"),
        ]

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.outbox.lines(office),
            owner=self,
            on_done=lambda lines: self._loaded(number, lines),
            on_error=lambda error: self.notice.tell_error(error, self.reload),
        )

    @property
    def chosen(self) -> list[OutboxLine]:
        return [self.model.value(row) for row in self.table.chosen_rows()]

    def pack(self, dossiers: list[DossierId], folder: Path, reason: str) -> None:
        """Packages for these into `folder`, with progress; what was made before a stop stays."""
        office, cases = self.context.office, self.context.use_cases
        self._stop.clear()

        def work(report: Any) -> Any:
            return cases.packages.export(
                office,
                dossiers,
                folder,
                reason=reason,
                progress=lambda *step: report(step),
                stopped=self._stop.is_set,
            )

        self.pack_button.setEnabled(False)
        self.progress.show()
        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            stop=self._stop,
            progress=lambda told: self.progress.show_progress(*told, "Đang lập gói"),
            on_done=lambda made: self._packed(made, folder),
            on_error=self._not_packed,
            on_end=self._ended,
        )

    def compare(self, path: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(lambda: cases.outbox.compare_list(office, path), self._compared)

    def _packed(self, made: Any, folder: Path) -> None:
        self.notice.hide()
        self.context.toast(f"{presenter.packed_words(len(made), sum(bool(one.missing) for one in made))} {folder.name}")
        self._publish(Changes(dossiers=frozenset(one.dossier_id for one in made)))

    def _not_packed(self, error: Any) -> None:
        self.notice.tell_error(error)
        self._publish(Changes(queue=True))  # those before it are made

    def _compared(self, found: Any) -> None:
        self.notice.hide()
        self.context.toast(presenter.compared_words(found))
        self._publish(found.changes)

    def _confirm(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        dossiers = [line.dossier_id for line in self.chosen if line.stage is not Stage.CONFIRMED]
        self._run(lambda: cases.outbox.confirm(office, dossiers), self._confirmed)

    def _confirmed(self, changes: Changes) -> None:
        self.context.toast(f"Đã ghi: {len(changes.dossiers)} hồ sơ có ở hệ thống của tỉnh.")
        self._publish(changes)

    def _ask_folder(self) -> None:
        dossiers = [line.dossier_id for line in self.chosen]
        if dossiers:
            what = f"Gói của {len(dossiers)} hồ sơ cho hệ thống của tỉnh"
            ask_reason(self, self.context, what, lambda reason: self._choose_folder(dossiers, reason))

    def _choose_folder(self, dossiers: list[DossierId], reason: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Thư mục nhận các gói")
        if folder:
            self.pack(dossiers, Path(folder), reason)

    def _ask_list(self) -> None:
        path = choose_file(self, "Danh sách xuất từ hệ thống của tỉnh", LISTS)
        if path is not None:
            self.compare(path)

    def _open_dossier(self) -> None:
        line = self.model.value(self.table.row)
        if line is not None:
            self.context.open_page("search", text=line.code)

    def _press(self, key: str) -> None:
        self._chip = key
        self._show_lines()

    def _loaded(self, number: int, lines: tuple[OutboxLine, ...]) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self._lines = lines
        self.chips.set_counts({key: len(found) for key, found in presenter.by_chip(lines).items()})
        self._show_lines()

    def _show_lines(self) -> None:
        now, shown = self.context.clock.now(), presenter.by_chip(self._lines)[self._chip]
        kept = {line.dossier_id for line in self.chosen}
        self.model.set_lines([(line, presenter.cells(line, now)) for line in shown])
        self.empty.set_words(*presenter.empty_words(self._chip))
        self.empty.setVisible(not shown)
        for part in (self.table, self.foot):
            part.setVisible(bool(shown))
        rows = [row for row, line in enumerate(shown) if line.dossier_id in kept] or ([0] if shown else [])
        self._choose(rows)
        self._show_acts()

    def _choose(self, rows: list[int]) -> None:
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        selection.clearSelection()
        for row in rows:
            selection.select(self.model.index(row, 0), flags)
        if rows:
            selection.setCurrentIndex(self.model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def _show_acts(self) -> None:
        chosen = self.chosen
        self.pack_button.setEnabled(bool(chosen) and not self.progress.isVisible())
        self.confirm_button.setEnabled(any(line.stage is not Stage.CONFIRMED for line in chosen))
        self.foot.tell(presenter.foot_words(self.model.rowCount(), len(chosen)))

    def _ended(self) -> None:
        self.progress.hide()
        self._show_acts()

    def _publish(self, changes: Changes) -> None:
        self.context.refresh.publish(changes)
        self.reload()

    def _run(self, work: Any, done: Any) -> None:
        self.context.tasks.run(Lane.STORE, work, owner=self, on_done=done, on_error=self.notice.tell_error)

    def _build(self) -> None:
        self.head = TopBar(self.title, "việc đã làm ở đây, cần có ở hệ thống của tỉnh")
        self.other_button = SecondaryButton("&Quầy khác…", icon_name="arrow-left-right")
        self.menu = self._make_menu()
        self.other_button.clicked.connect(lambda _checked=False: self._show_menu())
        self.compare_button = SecondaryButton("&Đối chiếu danh sách…", icon_name="git-compare")
        self.confirm_button = SecondaryButton("Đã &thấy ở bên kia", icon_name="check")
        self.pack_button = PrimaryButton("&Lập gói…", icon_name="download")
        self.compare_button.clicked.connect(lambda _checked=False: self._ask_list())
        self.confirm_button.clicked.connect(lambda _checked=False: self._confirm())
        self.pack_button.clicked.connect(lambda _checked=False: self._ask_folder())
        for button in (self.other_button, self.compare_button, self.confirm_button, self.pack_button):
            self.head.add_action(button)
        specs = [ChipSpec(key=key, text=words, icon=icon) for key, words, icon in presenter.CHIPS]
        self.chips, self.notice = ChipBar(specs, ruled=True), Notice()
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable(
            "exchange", COLUMNS, self.context.memory, accessible="Việc phải có ở hệ thống của tỉnh"
        )
        self.table.setModel(self.model)
        self.empty = EmptyState("inbox", "", "")
        self.empty.hide()
        self.foot = ListFoot([("Ctrl+A", "chọn hết"), ("Enter", "xem hồ sơ")])
        self.progress = ProgressFoot("Dừng", "gói đã lập vẫn còn", self._stop.set)
        self.progress.hide()

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("&Lập gói cho quầy khác…", self.daily.ask_hand)
        menu.addAction("&Nhận gói của quầy khác…", self.daily.ask_take)
        return menu

    def _show_menu(self) -> None:
        self.menu.popup(self.other_button.mapToGlobal(self.other_button.rect().bottomLeft()))

    def _place_all(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.stack, outbox = QStackedWidget(), QWidget()
        whole.addWidget(self.stack)
        self.stack.addWidget(outbox)
        self.stack.addWidget(self.daily.sheet)
        column = QVBoxLayout(outbox)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.chips, self.notice):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.foot)
        column.addWidget(self.progress)
