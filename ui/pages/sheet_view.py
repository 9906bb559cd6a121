"""A sheet that was just printed as PDF, over the page that asked for it: to look at, to print, to give away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import printing
from ui.pages.base import PageContext
from ui.pages.documents import document_view
from ui.tasks import Lane
from ui.widgets.buttons import Link, PrimaryButton, SecondaryButton
from ui.widgets.document_view import ShownFile
from ui.widgets.notice import Notice
from ui.widgets.printer_menu import choose_printer
from ui.widgets.top_bar import TopBar


class SheetView(QWidget):
    """`show_sheet` shows a file of the office's folder of forms; Esc goes `back`."""

    def __init__(self, context: PageContext, back: Callable[[], object]) -> None:
        super().__init__()
        self.context = context
        self.path: Path | None = None
        self._pages = 0
        self.head, self.notice = TopBar(""), Notice()
        self.head.add_action(Link("Quay lại", back))
        self.document = document_view(context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, self.notice):
            column.addWidget(part)
        column.addWidget(self.document, 1)
        column.addWidget(self._make_bar())
        escape = QShortcut(QKeySequence("Esc"), self, back)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_sheet(self, title: str, qualifier: str, path: Path, pages: int) -> None:
        self.notice.hide()
        self.path, self._pages = path, pages
        self.head.title.setText(title)
        self.head.qualifier.setText(qualifier)
        words = f"{pages} trang"
        self.document.show_file(ShownFile(key=str(path), name=path.name, words=words, pages=pages, source=path))
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_on(self, name: str) -> None:
        path, pages, render = self.path, self._pages, self.context.office.reader.render
        if path is None:
            return
        self.context.tasks.run(
            Lane.READING,
            lambda: printing.print_pages(printing.printer_called(name), path, pages, render),
            owner=self,
            on_done=lambda _: self.context.toast(f"Đã gửi đến máy in {name}."),
            on_error=self.notice.tell_error,
        )

    def _copy(self) -> None:
        if self.path is not None:
            printing.copy_file(self.path)
            self.context.toast("Đã chép tệp; dán vào thư hoặc thư mục.")

    def _make_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "surface")
        bar.setProperty("edge", "top")
        bar.setFixedHeight(48)
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        folder = SecondaryButton("Thư &mục", icon_name="folder-open")
        copy = SecondaryButton("&Chép", icon_name="copy")
        self.print_button = PrimaryButton("&In…", icon_name="printer")
        folder.clicked.connect(lambda _checked=False: self.path and printing.reveal(self.path))
        copy.clicked.connect(lambda _checked=False: self._copy())
        self.print_button.clicked.connect(
            lambda _checked=False: choose_printer(self.print_button, self.print_on, self.notice.tell_error)
        )
        line.addWidget(folder)
        line.addWidget(copy)
        line.addStretch(1)
        line.addWidget(self.print_button)
        return bar
