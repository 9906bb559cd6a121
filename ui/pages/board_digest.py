"""«Bản tin đầu ca» in the window: every number opens its dossiers; printed, saved, or copied as words for a message."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.model.report import Behind, Report
from ui import printing
from ui.dialogs.files import choose_target
from ui.pages.base import PageContext
from ui.pages.reports_sheet import ReportSheet
from ui.presenters.scope import Scope, View
from ui.tasks import Lane
from ui.widgets.buttons import Link, PrimaryButton, SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.printer_menu import choose_printer
from ui.widgets.top_bar import TopBar

KINDS = "PDF (*.pdf);;Văn bản (*.txt)"
DOSSIER = "dossier"  # behind a code: the dossier itself


class BoardDigest(QWidget):
    """`begin()` makes it anew."""

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.report: Report | None = None
        self.head, self.notice = TopBar("Bản tin đầu ca"), Notice()
        self.sheet = ReportSheet(self._open)
        self.back = Link("Quay lại Giám sát", back)
        self.copy_button = SecondaryButton("&Chép để gửi", icon_name="copy")
        self.save_button = PrimaryButton("&Lưu PDF…", icon_name="download", shortcut="Ctrl+S")
        self.print_button = SecondaryButton("&In", icon_name="printer", shortcut="Ctrl+P")
        self.print_button.clicked.connect(
            lambda _checked=False: choose_printer(self.print_button, self.print_on, self.notice.tell_error)
        )
        self.copy_button.clicked.connect(lambda _checked=False: self.copy())
        self.save_button.clicked.connect(lambda _checked=False: self._choose())
        for part in (self.back, self.copy_button, self.print_button, self.save_button):
            self.head.add_action(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self.notice):
            column.addWidget(widget)
        column.addWidget(self.sheet, 1)
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._show_acts()

    def begin(self) -> None:
        self.sheet.wait()
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.digest.make(office),
            owner=self,
            on_done=self._made,
            on_error=lambda error: self.notice.tell_error(error, self.begin),
        )

    def copy(self) -> None:
        """The words on the clipboard: no names of applicants are in them."""
        office, cases, report = self.context.office, self.context.use_cases, self.report
        if report is None:
            return
        QGuiApplication.clipboard().setText(cases.digest.text(office, report))
        self.context.toast("Đã chép bản tin. Dán vào tin nhắn hoặc thư.")

    def save(self, path: Path) -> None:
        office, cases, report = self.context.office, self.context.use_cases, self.report
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.digest.save(office, report, path, over=True),
            owner=self,
            on_done=lambda saved: self.context.toast(f"Đã ghi {saved.name}."),
            on_error=self.notice.tell_error,
        )

    def print_on(self, printer: str) -> None:
        office, cases, report = self.context.office, self.context.use_cases, self.report

        def work() -> None:
            with office.scratch() as folder:
                path = cases.digest.save(office, report, folder / "ban-tin.pdf")
                pages = max(1, office.reader.inspect(path).page_count)
                printing.print_pages(printing.printer_called(printer), path, pages, office.reader.render)

        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=lambda _: self.context.toast(f"Đã gửi đến máy in {printer}."),
            on_error=self.notice.tell_error,
        )

    def _choose(self) -> None:
        if self.report is None:
            return
        name = f"{self.context.use_cases.digest.file_stem(self.report)}.pdf"
        path = choose_target(self, "Lưu bản tin", name, KINDS)
        if path is not None:
            self.save(path)

    def _made(self, report: Report) -> None:
        self.notice.hide()
        self.report = report
        self.head.qualifier.setText(f"{report.subject} · lập lúc {report.at:%H:%M}")
        self.sheet.show_report(report)
        self._show_acts()

    def _show_acts(self) -> None:
        for button in (self.copy_button, self.print_button, self.save_button):
            button.setEnabled(self.report is not None)

    def _open(self, behind: Behind, words: str) -> None:
        if behind.figure == DOSSIER:
            self.context.open_page("search", text=behind.value)
            return

        def read(cases: Any, office: Any) -> Any:
            return cases.digest.dossiers_behind(office, behind)

        view = View(words="lúc này", read=read)
        self.context.open_page("search", scope=Scope(source="Giám sát", title=words, views=(view,)))
