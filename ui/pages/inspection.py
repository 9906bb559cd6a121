"""Thanh tra: every act of a dossier or of a person in its order, read-only, copied with the proof of the diary.

Who looks here is in the diary as well, and so is each copy with its reason.
"""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from counter_app.model.evidence import DiaryQuery
from ui.dialogs.files import choose_target
from ui.models.cell_model import CellModel
from ui.pages.base import Command, Page, PageContext
from ui.presenters import inspection as presenter
from ui.tasks import Lane
from ui.widgets.buttons import PrimaryButton, SecondaryButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Choice, DateField, Field, commit_composing
from ui.widgets.list_foot import ListFoot
from ui.widgets.notice import Notice
from ui.widgets.table import CounterTable
from ui.widgets.table_header import Column
from ui.widgets.top_bar import TopBar

COLUMNS = [
    Column(key="at", title="Thời điểm, người làm", width=190, least=160),
    Column(key="code", title="Hồ sơ", width=160, least=150),
    Column(key="what", title="Việc, nội dung", width=420, least=200, stretch=1),
    Column(key="hash", title="Mã dòng", width=130, least=124, hide_rank=1),
]
KINDS = {
    ".pdf": "Bản in PDF (*.pdf)",
    ".xlsx": "Excel (*.xlsx)",
    ".json": "JSON (*.json)",
    ".jsonl": "Dòng gốc (*.jsonl)",
}
DAYS_BACK = 30


class InspectionPage(Page):
    title = "Thanh tra"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.wanted = DiaryQuery()
        self._code = ""  # of the dossier that is looked at
        self._load_number = 0
        self.head, self.notice = (
            TopBar(self.title, "Chỉ xem; ai xem ai, trích gì, vì sao đều ghi vào nhật ký"),
            Notice(),
        )
        self._build()
        self._place()
        self._wire()

    def activate(self, **arguments: Any) -> None:
        """`code`: the dossier to look at; `login`: the person."""
        if "code" in arguments or "login" in arguments:
            self.code.setText(str(arguments.get("code", "")))
            self.who.set_value(arguments.get("login", ""))
            self.look()
        elif self.model.rowCount() == 0:
            self.look()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def commands(self) -> list[Command]:
        found = [Command(words="Kiểm tra chuỗi mã của nhật ký", act=self.prove, icon="shield-check")]
        for suffix, words in KINDS.items():
            found.append(
                Command(words=f"Trích nhật ký: {words}", act=lambda one=suffix: self.choose(one), icon="download")
            )
        return found

    # Looking

    def look(self) -> None:
        """What the fields ask for."""
        commit_composing()
        self._load_number += 1
        number, code = self._load_number, self.code.text().strip()
        office, cases = self.context.office, self.context.use_cases
        login, group = str(self.who.value), str(self.kinds.value)
        first, last = (None, None) if code else (_day(self.first), _day(self.last))

        def work() -> Any:
            dossier = cases.queue.find_dossier(office, code).id if code else None
            wanted = presenter.query(dossier, login, first, last, group)
            return wanted, cases.inspection.look(office, wanted)

        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=lambda found: self._show(number, code, *found),
            on_error=self._failed,
        )

    def _show(self, number: int, code: str, wanted: DiaryQuery, looked: Any) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self.wanted, self._code = wanted, code
        self.model.set_lines(presenter.lines(looked.rows, self.context.office.name_of))
        self.foot.tell(presenter.count_words(len(looked.rows), looked.total), presenter.NOT_PROVEN, "Kiểm tra")
        found = bool(looked.rows)
        self.table.setVisible(found)
        self.empty.setVisible(not found)
        for button in self.copies:
            button.setEnabled(found)
        if found:
            self.table.selectRow(len(looked.rows) - 1)
            self.table.scrollToBottom()

    def _failed(self, error: Any) -> None:
        self.notice.tell_error(error)

    def prove(self) -> None:
        """The whole diary read again; long where it is long."""
        office, cases, wanted = self.context.office, self.context.use_cases, self.wanted
        count = self.foot.count.text()
        self.foot.tell(count, "Đang đọc lại toàn bộ nhật ký…")
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.inspection.prove(office, wanted),
            owner=self,
            on_done=lambda proof: self.foot.tell(count, presenter.proof_words(proof), "Kiểm tra lại"),
            on_error=self._failed,
        )

    # Copies

    def choose(self, suffix: str) -> None:
        commit_composing()
        missing = "" if self.reason.text().strip() else "Ghi lý do trích trước khi xuất."
        if missing:
            self.notice.tell(missing, "Lý do và số văn bản được ghi vào nhật ký cùng bản trích.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        stem = presenter.file_stem(self.wanted, self._code, self.context.clock.now())
        path = choose_target(self, "Trích nhật ký", f"{stem}{suffix}", KINDS[suffix])
        if path is not None:
            self.export(path)

    def export(self, path: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        wanted, reason = self.wanted, self.reason.text()
        for button in self.copies:
            button.setEnabled(False)
        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.inspection.export(office, wanted, path, reason=reason, over=True),
            owner=self,
            on_done=lambda made: self.context.toast(f"Đã trích {made.rows} dòng vào {path.name}."),
            on_error=self._failed,
            on_end=lambda: [button.setEnabled(self.model.rowCount() > 0) for button in self.copies],
        )

    # Building

    def _build(self) -> None:
        context = self.context
        self.code = QLineEdit()
        self.who = Choice(list(presenter.people(context.office.people)))
        self.kinds = Choice(list(presenter.GROUPS))
        self.first, self.last = DateField(), DateField()
        today = context.clock.now().date()
        self.last.setDate(QDate(today.year, today.month, today.day))
        self.first.setDate(self.last.date().addDays(-DAYS_BACK))
        self.see = PrimaryButton("&Xem", icon_name="search")
        self.model = CellModel(COLUMNS, self)
        self.table = CounterTable("inspection", COLUMNS, context.memory, accessible="Các việc đã ghi trong nhật ký")
        self.table.setModel(self.model)
        self.empty = EmptyState(
            "search", "Không có việc nào trong phạm vi này", "Nới thời gian, hoặc bỏ bớt điều kiện."
        )
        self.foot = ListFoot([("Ctrl+K", "bảng lệnh")])
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Lý do, số văn bản yêu cầu")
        self.reason.setAccessibleName("Lý do trích, số văn bản yêu cầu")
        self.copies = [
            SecondaryButton(words, icon_name=icon)
            for words, icon in zip(
                ("&PDF…", "&Excel…", "&JSON…", "&Dòng gốc…"),
                ("printer", "download", "download", "download"),
                strict=True,
            )
        ]

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        bar = QFrame()
        bar.setProperty("ground", "surface")
        bar.setProperty("edge", "bottom")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 16, 10)
        line.setSpacing(8)
        for caption, control, width, stretch in (
            ("&Mã hồ sơ", self.code, 150, 2),
            ("&Người làm", self.who, 150, 3),
            ("&Loại việc", self.kinds, 130, 3),
            ("&Từ ngày", self.first, 104, 0),
            ("Đến n&gày", self.last, 104, 0),
        ):
            control.setMinimumWidth(width)
            if not stretch:
                control.setMaximumWidth(width + 12)
            line.addWidget(Field(caption, control), stretch, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.see, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(bar)
        for part in (self.notice, self.table, self.empty, self.foot):
            column.addWidget(part, 1 if part in (self.table, self.empty) else 0)
        column.addWidget(self._make_copies())

    def _make_copies(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("ground", "surface")
        foot.setProperty("edge", "top")
        foot.setFixedHeight(48)
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        line.addWidget(self.reason, 1)
        for button in self.copies:
            line.addWidget(button)
        return foot

    def _wire(self) -> None:
        self.see.clicked.connect(lambda _checked=False: self.look())
        self.code.returnPressed.connect(self.look)
        self.code.textChanged.connect(self._show_dates)
        for choice in (self.who, self.kinds):
            choice.activated.connect(lambda _: self.look())
        self.foot.link.clicked.connect(self.prove)
        self.table.opened.connect(self._open)
        for button, suffix in zip(self.copies, KINDS, strict=True):
            button.clicked.connect(lambda _checked=False, one=suffix: self.choose(one))

    def _show_dates(self, code: str) -> None:
        """Of one dossier everything is looked at, from its first day on."""
        for field in (self.first, self.last):
            field.setEnabled(not code.strip())
            field.setToolTip("Với một hồ sơ: xem từ việc đầu tiên" if code.strip() else "")

    def _open(self, row: int) -> None:
        """Enter: everything that happened to the dossier of this act."""
        chosen = self.model.value(row)
        if chosen is not None and chosen.code:
            self.code.setText(chosen.code)
            self.who.set_value("")
            self.look()


def _day(field: DateField) -> date | None:
    day = field.date()
    return date(day.year(), day.month(), day.day()) if day.isValid() else None
