"""Báo cáo: the reports at the left, the chosen one at the right, for a month, a quarter or a year.

Every number opens its dossiers in «Tra cứu»; the whole goes out as PDF or Excel.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from counter_app.errors import CounterError
from counter_app.model.changes import Changes
from counter_app.model.dossier import DossierId
from counter_app.model.period import Period
from counter_app.model.report import Behind, Report
from counter_app.workflow.report_kinds import REPORTS
from ui.dialogs.files import choose_target
from ui.dialogs.reason import ask_reason
from ui.pages.base import Command, Page, PageContext
from ui.pages.reports_explain import ExplainPanel
from ui.pages.reports_files import FileBar
from ui.pages.reports_sheet import ReportSheet
from ui.presenters import reports as presenter
from ui.presenters.overdue import explains, narrows
from ui.presenters.scope import Scope, View
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.period_chooser import PeriodChooser
from ui.widgets.section_list import SectionList
from ui.widgets.top_bar import TopBar

NARROW, SIDE, SIDE_NARROW = 1000, 208, 192
KINDS = {".pdf": "Bản in PDF (*.pdf)", ".xlsx": "Excel (*.xlsx)"}


class ReportsPage(Page):
    title = "Báo cáo"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.key = next(iter(REPORTS))
        self.report: Report | None = None
        self._load_number = 0
        self.head, self.notice = TopBar(self.title), Notice()
        self.periods = PeriodChooser(context.clock.now())
        self.excel = SecondaryButton("&Excel", icon_name="download")
        self.pdf = SecondaryButton("Bản in &PDF", icon_name="printer")
        self.list = SectionList([(key, entry.title, entry.icon) for key, entry in REPORTS.items()])
        self.list.setAccessibleName("Các báo cáo")
        self.sheet = ReportSheet(self._open, self.show_whole)
        self.explain = ExplainPanel(context, self._open_dossier)
        self.files = FileBar()
        self.only: Behind | None = None  # a part of the report that a cell of it named
        self._place_all()
        self.list.chosen.connect(self.open_report)
        self.periods.chosen.connect(lambda _: self.show_whole())
        self.files.changed.connect(self.show_whole)
        self.explain.changed.connect(context.refresh.publish)
        self.explain.sheet.connect(self._show_sheet_of)
        self.explain.shown.connect(lambda _: self._share_width())
        self.excel.clicked.connect(lambda _checked=False: self._save_as(".xlsx"))
        self.pdf.clicked.connect(lambda _checked=False: self._save_as(".pdf"))
        context.ticker.minute.connect(self._minute)

    def activate(self, **arguments: Any) -> None:
        """`report`: which one to open; `period`: of which period."""
        if isinstance(arguments.get("period"), Period):
            self.periods.period = arguments["period"]
        self.periods.set_now(self.context.clock.now())
        wanted = arguments.get("report", self.key)
        self.key = wanted if wanted in REPORTS else self.key
        self.only = None if arguments else self.only
        self.list.set_current(self.key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.stale or arguments or self.report is None:
            self.reload()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers or changes.files or changes.catalogue:
            self.reload()

    def commands(self) -> list[Command]:
        found = [
            Command(words=f"Báo cáo: {entry.title}", act=lambda key=key: self.open_report(key), icon=entry.icon)
            for key, entry in REPORTS.items()
        ]
        found.append(Command(words="Xuất báo cáo ra Excel", act=lambda: self._save_as(".xlsx"), icon="download"))
        found.append(Command(words="Xuất báo cáo ra PDF", act=lambda: self._save_as(".pdf"), icon="printer"))
        return found

    def open_report(self, key: str) -> None:
        self.key = key
        self.list.set_current(key)
        self.explain.hide()
        self.show_whole()

    def narrow(self, only: Behind) -> None:
        """The same report of one officer, field, cause or dossier."""
        self.only = only
        self.reload()

    def _show_sheet_of(self, dossier: int) -> None:
        self.explain.hide()
        self.narrow(Behind(figure="overdue", group="dossier", value=str(dossier)))

    def show_whole(self) -> None:
        self.only = None
        self.reload()

    def reload(self) -> None:
        self._load_number += 1
        number, office, cases = self._load_number, self.context.office, self.context.use_cases
        key, period, only, entry = self.key, self.periods.period, self.only, REPORTS[self.key]
        self.files.ask(entry.files)
        self.periods.setEnabled(entry.of_period)
        files = self.files.chosen
        if any(wanted.required and wanted.key not in files for wanted in entry.files):
            self._forget(*presenter.choose_words(entry))
            return
        self.sheet.wait()
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.reports.make(office, key, period, only, files),
            owner=self,
            on_done=lambda made: self._made(number, made),
            on_error=lambda error: self._failed(number, error),
        )

    def _place_all(self) -> None:
        side = self._side = QFrame()
        side.setProperty("ground", "surface")
        side.setProperty("edge", "right")
        names = QVBoxLayout(side)
        names.setContentsMargins(0, 8, 1, 0)
        names.addWidget(self.list)
        self.head.add_left(self.periods)
        self.head.add_action(self.excel)
        self.head.add_action(self.pdf)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        line = self._line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notice)
        right.addWidget(self.files)
        right.addWidget(self.sheet, 1)
        line.addLayout(right, 1)
        line.addWidget(self.explain)
        column.addLayout(line, 1)
        self._show_acts()

    def _made(self, number: int, report: Report) -> None:
        if number != self._load_number:
            return  # a later question is on its way
        self.notice.hide()
        self.report = report
        self.sheet.show_report(report, part=self.only is not None)
        self._show_acts()

    def _failed(self, number: int, error: CounterError) -> None:
        if number == self._load_number:
            self._forget()
            self.notice.tell_error(error, self.reload)

    def _forget(self, title: str = "", words: str = "") -> None:
        """Nothing to show; the words say what to do."""
        self.report = None
        self.notice.hide()
        self.sheet.clear(title, words)
        self._show_acts()

    def _show_acts(self) -> None:
        for button in (self.excel, self.pdf):
            button.setEnabled(self.report is not None)

    def _minute(self, now: datetime) -> None:
        self.periods.set_now(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """On a narrow screen the explanation stands in the place of the report."""
        narrow = self.width() < NARROW
        self._side.setFixedWidth(SIDE_NARROW if narrow else SIDE)
        self.sheet.setVisible(not (narrow and self.explain.isVisible()))
        self.explain.use_width(whole=narrow)
        self._line.setStretchFactor(self.explain, 100 if narrow else 0)

    # Acts

    def _open(self, behind: Behind, words: str) -> None:
        """What a cell opens: a part of the report, one explanation, or the dossiers that it counts."""
        if narrows(behind):
            self.narrow(behind)
        elif explains(behind):
            self.explain.begin(DossierId(int(behind.value)))
        else:
            self._open_dossiers(behind, words)

    def _open_dossier(self, dossier_id: DossierId) -> None:
        self._open_dossiers(Behind(figure="overdue", group="dossier", value=str(dossier_id)), "Hồ sơ quá hạn")

    def _open_dossiers(self, behind: Behind, words: str) -> None:
        if self.report is None:
            return
        period = self.report.period
        view = View(words="", read=lambda cases, office: cases.reports.dossiers_behind(office, period, behind))
        scope = Scope(source=self.title, title=words, views=(view,), order=presenter.ORDER)
        self.context.open_page("search", scope=scope)

    def _save_as(self, suffix: str) -> None:
        report = self.report
        if report is None:
            return
        if report.personal:
            ask_reason(self, self.context, report.title, lambda reason: self._choose(report, suffix, reason))
        else:
            self._choose(report, suffix)

    def _choose(self, report: Report, suffix: str, reason: str = "") -> None:
        path = choose_target(self, "Xuất báo cáo", presenter.file_name(report, suffix), KINDS[suffix])
        if path is not None:
            self._save(report, path, reason)

    def _save(self, report: Report, path: Path, reason: str) -> None:
        office, cases = self.context.office, self.context.use_cases
        for button in (self.excel, self.pdf):
            button.setEnabled(False)
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.reports.save(office, report, path, reason=reason, over=True),
            owner=self,
            on_done=lambda saved: self.context.toast(f"Đã ghi {saved.name}."),
            on_error=self.notice.tell_error,
            on_end=self._show_acts,
        )
