"""Danh mục thủ tục: look, edit as a new version from a day, import with the differences shown, take back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from counter_app.access.people import Act, may
from counter_app.model.changes import Changes
from counter_app.model.procedure import Procedure
from ui.pages.base import Command, PageContext
from ui.pages.settings_catalogue_edit import EditSheet
from ui.pages.settings_catalogue_list import BrowseSheet
from ui.pages.settings_sections import SettingsSection
from ui.presenters.catalogue_draft import new_procedure
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar


class CatalogueSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.may_edit = may(context.office.person, Act.CHANGE_CATALOGUE)
        self.head, self.notice = TopBar("Danh mục thủ tục"), Notice()
        self.add = SecondaryButton("Thê&m thủ tục", icon_name="plus")
        self.browse = BrowseSheet(context, self.notice, may_edit=self.may_edit)
        self.edit = EditSheet(context, self.notice)
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

    def refreshed(self, changes: Changes) -> None:
        if changes.catalogue:
            self.activate()

    def commands(self) -> list[Command]:
        if not self.may_edit:
            return []
        return [Command(words="Danh mục: thêm thủ tục", act=self.start_new, icon="plus")]

    def start_new(self) -> None:
        self._begin(new_procedure(), 0)

    def back(self) -> None:
        """Let go of what is being edited and show the list."""
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
            self.head.qualifier.setText(f"sửa {procedure.code}" if newest else "thủ tục mới")
            self._show_sheet(self.edit)
            self.edit.begin(procedure, newest, subjects)

        self._run(Lane.READING, lambda: cases.catalogue.fields(office), ready)

    def _saved(self, answer: Any) -> None:
        self.back()
        self.browse.load(answer.code)
        self.context.refresh.publish(answer.changes)
        words = f"Đã lưu bản {answer.version} của {answer.code}."
        self.context.toast(words, lambda: self.take_back(answer.import_id))

    def take_back(self, import_id: int) -> None:
        """Undo an edit or a whole import."""
        office, cases = self.context.office, self.context.use_cases

        def done(answer: tuple[str, Changes]) -> None:
            self.context.toast(answer[0])
            self.context.refresh.publish(answer[1])
            self.activate()

        self._run(Lane.STORE, lambda: cases.catalogue.undo_update(office, import_id), done)

    def _show_sheet(self, sheet: QWidget) -> None:
        self.stack.setCurrentWidget(sheet)
        browsing = sheet is self.browse
        self.add.setVisible(browsing and self.may_edit)
        if browsing:
            self.head.qualifier.setText("mỗi số liệu có nguồn; hồ sơ giữ bản lúc nhận")

    def _run(self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        self.context.tasks.run(lane, work, owner=self, on_done=done, on_error=self.notice.tell_error)

    def _build(self) -> None:
        self.head.add_action(self.add)
        for sheet in (self.browse, self.edit):
            self.stack.addWidget(sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        whole.addWidget(self.stack, 1)

    def _wire(self) -> None:
        self.add.clicked.connect(lambda _checked=False: self.start_new())
        self.browse.edit.connect(self._edit)
        self.edit.saved.connect(self._saved)
        self.edit.left.connect(self.back)
        for keys, act in (("Ctrl+E", self.browse.start_edit), ("Ctrl+F", self.browse.field.setFocus)):
            shortcut = QShortcut(QKeySequence(keys), self.browse, act)
            shortcut.setContext(shortcut.context().WidgetWithChildrenShortcut)
