"""Danh mục thủ tục: look, edit as a new version from a day, import with the differences shown, take back, export."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from counter_app.model.procedure import Procedure
from ui.dialogs.files import LISTS, choose_file, choose_target
from ui.pages.base import Command, PageContext
from ui.pages.settings_catalogue_edit import EditSheet
from ui.pages.settings_catalogue_list import BrowseSheet
from ui.pages.settings_catalogue_update import HistorySheet, UpdateSheet
from ui.pages.settings_sections import SettingsSection
from ui.presenters.catalogue_draft import new_procedure
from ui.tasks import Lane, Task
from ui.widgets.buttons import SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.top_bar import TopBar

EXPORTS = "Danh mục (*.json);;Mọi tệp (*)"
_BROWSING = "mỗi số liệu có nguồn; hồ sơ giữ bản lúc nhận"


class CatalogueSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.may_edit = may(context.office.person, Act.CHANGE_CATALOGUE)
        self.head, self.notice = TopBar("Danh mục thủ tục"), Notice()
        self.back_button = SecondaryButton("&Về danh mục", icon_name="arrow-left", hint="Esc")
        self.history_button = SecondaryButton("Lịch &sử", icon_name="timer")
        self.export_button = SecondaryButton("&Xuất…", icon_name="download")
        self.import_button = SecondaryButton("&Nhập từ tệp…", icon_name="upload")
        self.add = SecondaryButton("Thê&m thủ tục", icon_name="plus")
        self.browse = BrowseSheet(context, self.notice, may_edit=self.may_edit)
        self.edit = EditSheet(context, self.notice)
        self.update_sheet, self.history = UpdateSheet(context), HistorySheet(self.take_back)
        self.reading = ProgressFoot("Dừng", "dừng thì danh mục không đổi", self._stop_reading)
        self._task: Task | None = None
        self._again: Callable[[], object] | None = None  # the comparison that is shown, once more
        self.stack = QStackedWidget()
        self._build()
        self._wire()
        self._show_sheet(self.browse)

    @property
    def unsaved(self) -> bool:
        return self.stack.currentWidget() is self.edit and self.edit.unsaved

    def discard(self) -> None:
        self.back()

    def activate(self) -> None:
        if self.stack.currentWidget() is self.browse:
            self.browse.load()
        elif self.stack.currentWidget() is self.history:
            self.open_history()

    def refreshed(self, changes: Changes) -> None:
        if changes.catalogue:
            self.activate()

    def commands(self) -> list[Command]:
        lines = [
            Command(words="Danh mục: các lần nhập và sửa", act=self.open_history, icon="timer"),
            Command(words="Danh mục: xuất cho cơ quan khác", act=self.choose_export, icon="download"),
        ]
        if self.may_edit:
            lines.append(Command(words="Danh mục: thêm thủ tục", act=self.start_new, icon="plus"))
            lines.append(Command(words="Danh mục: nhập từ tệp", act=self.choose_import, icon="upload"))
        return lines

    # Editing

    def start_new(self) -> None:
        self._begin(new_procedure(), 0)

    def back(self) -> None:
        """Let go of what is in hand and show the list."""
        self.edit.end()
        self.notice.hide()
        self._show_sheet(self.browse)
        self.browse.load()
        self.browse.table.setFocus()

    def _edit(self, shown: Procedure, newest: int) -> None:
        """The new version begins today, or on the shown one's day when that is still to come."""
        today = self.context.clock.now().date()
        self._begin(replace(shown, effective_from=max(today, shown.effective_from or today)), newest)

    def _begin(self, procedure: Procedure, newest: int) -> None:
        if self.unsaved:
            return
        office, cases = self.context.office, self.context.use_cases

        def ready(subjects: tuple[str, ...]) -> None:
            self.notice.hide()
            self._show_sheet(self.edit, f"sửa {procedure.code}" if newest else "thủ tục mới")
            self.edit.begin(procedure, newest, subjects)

        self._run(Lane.READING, lambda: cases.catalogue.fields(office), ready)

    def _saved(self, answer: Any) -> None:
        self.back()
        self.browse.load(answer.code)
        self.context.refresh.publish(answer.changes)
        words = f"Đã lưu bản {answer.version} của {answer.code}."
        self.context.toast(words, lambda: self.take_back(answer.import_id))

    # Files and what was done before

    def choose_import(self) -> None:
        path = choose_file(self, "Nhập danh mục thủ tục", LISTS)
        if path is not None:
            self.import_file(path)

    def import_file(self, path: Path) -> None:
        """Compare a file with the catalogue; nothing is written before the differences have been seen."""
        if self.unsaved or self._task is not None:
            return
        office, cases, stop = self.context.office, self.context.use_cases, Event()
        self.notice.hide()
        self.reading.show_progress(0, 0, "Đang đọc tệp", path.name)
        self.reading.show()
        self._task = self.context.tasks.run(
            Lane.READING,
            lambda report: cases.catalogue.plan_update(office, path, progress=report, stop=stop.is_set),
            owner=self,
            on_done=self._planned,
            on_error=self.notice.tell_error,
            progress=lambda words: self.reading.show_progress(0, 0, words, path.name),
            on_end=self._end_reading,
            stop=stop,
        )
        self._again = lambda: self.import_file(path)

    def choose_export(self) -> None:
        path = choose_target(self, "Xuất danh mục thủ tục", "danh-muc-thu-tuc.json", EXPORTS)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """What holds today, with its hash, for another office."""
        office, cases = self.context.office, self.context.use_cases

        def done(written: tuple[int, str]) -> None:
            self.notice.hide()
            self.context.toast(f"Đã xuất {written[0]} thủ tục ra {path.name}, mã kiểm tra {written[1][:8]}.")

        self._run(Lane.READING, lambda: cases.catalogue.export(office, path), done)

    def open_history(self) -> None:
        if self.unsaved:
            return
        office, cases = self.context.office, self.context.use_cases

        def ready(acts: Any) -> None:
            self._show_sheet(self.history, "nhập và sửa, mới nhất trước")
            self.history.show_acts(acts, may_edit=self.may_edit)

        self._run(Lane.READING, lambda: cases.catalogue_history.history(office), ready)

    def take_back(self, import_id: int) -> None:
        """Undo an edit or a whole import."""
        office, cases = self.context.office, self.context.use_cases

        def done(answer: tuple[str, Changes]) -> None:
            self.notice.hide()
            self.context.toast(answer[0])
            self.context.refresh.publish(answer[1])
            self.activate()

        self._run(Lane.STORE, lambda: cases.catalogue.undo_update(office, import_id), done)

    def _planned(self, update: Any) -> None:
        if not update.changes:
            said = f"«{update.file}» có {update.told} thủ tục, tất cả giống danh mục đang dùng."
            self.context.toast(said)
            return
        self._show_sheet(self.update_sheet, "so sánh với tệp; chưa ghi gì")
        self.update_sheet.show_update(update)

    def _apply(self, codes: frozenset[str]) -> None:
        office, cases, update = self.context.office, self.context.use_cases, self.update_sheet.update_found
        self.update_sheet.set_busy(True)

        def done(applied: Any) -> None:
            self.back()
            self.context.refresh.publish(applied.changes)
            self.context.toast(applied.words(), lambda: self.take_back(applied.import_id))

        def failed(error: CounterError) -> None:
            self.update_sheet.set_busy(False)
            moved = isinstance(error, Refused) and error.code == "catalogue.changed_meanwhile"
            self.notice.tell(error.what, error.advice, self._again if moved else None, "So sánh lại")

        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.catalogue.apply_update(office, update, codes),
            owner=self,
            on_done=done,
            on_error=failed,
        )

    def _stop_reading(self) -> None:
        if self._task is not None:
            self._task.stop()

    def _end_reading(self) -> None:
        self._task = None
        self.reading.hide()

    def _run(self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self.context.tasks.run(lane, work, owner=self, on_done=done, on_error=self.notice.tell_error)

    # Showing

    def _show_sheet(self, sheet: QWidget, qualifier: str = _BROWSING) -> None:
        self.stack.setCurrentWidget(sheet)
        browsing = sheet is self.browse
        self.head.qualifier.setText(qualifier)
        self.back_button.setVisible(sheet is self.history)
        for button in (self.history_button, self.export_button):
            button.setVisible(browsing)
        for button in (self.import_button, self.add):
            button.setVisible(browsing and self.may_edit)

    def _build(self) -> None:
        for button in (self.back_button, self.history_button, self.export_button, self.import_button, self.add):
            self.head.add_action(button)
        for sheet in (self.browse, self.edit, self.update_sheet, self.history):
            self.stack.addWidget(sheet)
        self.reading.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.head, self.notice, self.stack, self.reading):
            whole.addWidget(part, 1 if part is self.stack else 0)

    def _wire(self) -> None:
        self.browse.edit.connect(self._edit)
        self.edit.saved.connect(self._saved)
        self.edit.left.connect(self.back)
        self.update_sheet.apply.connect(self._apply)
        self.update_sheet.left.connect(self.back)
        for button, act in (
            (self.add, self.start_new),
            (self.import_button, self.choose_import),
            (self.history_button, self.open_history),
            (self.export_button, self.choose_export),
            (self.back_button, self.back),
        ):
            button.clicked.connect(lambda _checked=False, act=act: act())
        for parent, keys, act in (
            (self.browse, "Ctrl+E", self.browse.start_edit),
            (self.browse, "Ctrl+F", self.browse.field.setFocus),
            (self.update_sheet, "Ctrl+Return", self.update_sheet.write_chosen),
            (self.update_sheet, "Esc", self.back),
            (self.history, "Esc", self.back),
        ):
            shortcut = QShortcut(QKeySequence(keys), parent, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
