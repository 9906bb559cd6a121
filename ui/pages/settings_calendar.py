"""Lịch làm việc: month and year of the office's own calendar; every step can be undone, nothing is written unsaved."""

from collections.abc import Callable, Sequence
from datetime import date
from threading import Event
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from counter_app.access.people import Act, may
from counter_app.errors import CounterError, Refused
from counter_app.model.changes import Changes
from ui.dialogs.files import choose_file
from ui.pages.base import Command, PageContext
from ui.pages.settings_calendar_changes import ChangesPanel, ProposalsPanel, years_shown
from ui.pages.settings_calendar_day import DayPanel
from ui.pages.settings_calendar_hours import HoursPanel
from ui.pages.settings_sections import SettingsSection
from ui.presenters import calendar as presenter
from ui.presenters.calendar_changes import holiday_name, saved_words
from ui.presenters.calendar_draft import CalendarDraft
from ui.tasks import Lane, Task
from ui.widgets.buttons import SecondaryButton, Segment
from ui.widgets.calendar_bar import CalendarBar, Legend
from ui.widgets.draft_foot import DraftFoot
from ui.widgets.field import commit_composing
from ui.widgets.month_view import MonthView, month_later
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar
from ui.widgets.year_view import YearView

DAY, HOURS, PROPOSALS, CHANGES = "day", "hours", "proposals", "changes"
KINDS = "Lịch (*.ics *.csv *.json);;Mọi tệp (*)"
PANEL, NARROW_PANEL, NARROW = 352, 300, 860


class CalendarSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.may_edit = may(context.office.person, Act.CHANGE_SETTINGS)
        self.draft = CalendarDraft(context.office.calendar.data)
        self.day = context.clock.now().date()
        self._notes: Sequence[str] = ()
        self._preview: Task | None = None
        self._build_head()
        self._build_views()
        self._build_panels()
        self.foot = DraftFoot("&Lưu lịch", save=self.save, discard=self.discard, undo=self.undo, redo=self.redo)
        self.foot.setVisible(self.may_edit)
        self._place_all()
        self._wire()
        self.month.choose(self.day)

    @property
    def unsaved(self) -> bool:
        return self.draft.unsaved

    def activate(self) -> None:
        self._take_office()
        self._show()
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self._take_office()
            self._show()

    def discard(self) -> None:
        self._forget_preview()
        self.draft.start_over(self.context.office.calendar.data)
        self._notes = ()
        self.notice.hide()
        self._show()

    def commands(self) -> list[Command]:
        lines = [Command(words="Lịch: xuất ra tệp", act=self.export_file, icon="download")]
        if self.may_edit:
            lines.append(Command(words="Lịch: nhập từ tệp", act=self.choose_import, icon="upload"))
        return lines

    # Acts

    def go_to(self, day: date) -> None:
        self.day = day
        if self.month.cursor_day != day:
            self.month.choose(day)
        self._show()

    def show_panel(self, key: str) -> None:
        self.tabs.set_value(key)
        self.panels.setCurrentWidget(self.panel[key])
        self._show_panel()

    def undo(self) -> None:
        self.draft.undo()
        self._show()

    def redo(self) -> None:
        self.draft.redo()
        self._show()

    def save(self) -> None:
        """First the differences are shown and the document asked for; then it is written."""
        if not self.may_edit or not self.draft.unsaved:
            return
        if self.tabs.value != CHANGES:
            self.show_panel(CHANGES)
            self.changes_panel.document.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        commit_composing()
        self._forget_preview()
        office, cases = self.context.office, self.context.use_cases
        data, edited, document = self.draft.data, self.draft.saved, self.changes_panel.document.text()
        self.foot.save_button.setEnabled(False)
        self.context.tasks.run(
            Lane.STORE,
            lambda: cases.calendar_edit.save_office_calendar(office, data, document=document, based_on=edited),
            owner=self,
            on_done=self._saved,
            on_error=self._not_saved,
            on_end=self._show_buttons,
        )

    def choose_import(self) -> None:
        path = choose_file(self, "Nhập lịch", KINDS)
        if path is not None:
            self.import_file(path)

    def import_file(self, path: Any) -> None:
        """The file's calendar becomes a step of the draft; its differences are shown before anything is saved."""
        office, cases, data = self.context.office, self.context.use_cases, self.draft.data
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.calendar_edit.import_calendar(office, path, data),
            owner=self,
            on_done=lambda read: self._imported(path.name, read),
            on_error=self.notice.tell_error,
        )

    def export_file(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Xuất lịch", "lich-lam-viec.ics", KINDS)
        if name:
            self.export_to(name)

    def export_to(self, name: str) -> None:
        from pathlib import Path

        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.calendar_edit.export_calendar(office, Path(name)),
            owner=self,
            on_done=lambda _: self.context.toast(f"Đã xuất lịch ra {Path(name).name}."),
            on_error=self.notice.tell_error,
        )

    # Answers

    def _saved(self, saved: Any) -> None:
        self.notice.hide()
        self._notes = ()
        self.changes_panel.document.clear()
        self.context.adopt_office(saved.office)
        self.draft.start_over(saved.office.calendar.data)
        self.show_panel(DAY)
        self._show()
        self.context.refresh.publish(saved.changes)
        self.context.toast(saved_words(len(saved.days), saved.recomputed))

    def _not_saved(self, error: CounterError) -> None:
        if isinstance(error, Refused) and error.code == "workflow.calendar_document_needed":
            self.changes_panel.document_field.show_error(str(error))
        else:
            self.notice.tell_error(error)

    def _imported(self, name: str, read: Any) -> None:
        self.notice.hide()
        said = f"Cả lịch lấy theo tệp {name}" if read.whole else f"Các ngày trong tệp {name} đã đưa vào lịch"
        self._notes = [f"{said}; chưa lưu.", *read.notes]
        self.draft.put(read.data, f"nhập {name}")
        self.show_panel(CHANGES)
        self._show()

    def _take_office(self) -> None:
        """A calendar saved elsewhere is shown, unless there is work here that would be lost."""
        if not self.draft.unsaved and self.draft.saved != self.context.office.calendar.data:
            self.draft.start_over(self.context.office.calendar.data)

    # Showing

    def _show(self) -> None:
        data, today = self.draft.data, self.context.clock.now().date()
        changed = {change.on for change in self.draft.changes}
        self.month.show_cells(presenter.month_cells(data, self.day.year, self.day.month, today, changed))
        self.year.show_year(presenter.year_cells(data, self.day.year, today, changed), self.day)
        self.head.qualifier.setText(presenter.covered_words(data))
        of_year = self.bar.shows_year
        self.bar.set_words(f"Năm {self.day.year}" if of_year else presenter.month_words(self.day.year, self.day.month))
        self.legend.set_note(*presenter.year_note(data, self.day.year))
        self._show_panel()
        self._show_buttons()

    def _show_panel(self) -> None:
        key = self.tabs.value
        if key == DAY:
            self.day_panel.show_days(self.month.chosen)
        elif key == HOURS:
            self.hours_panel.show_day(self.day)
        elif key == PROPOSALS:
            self._ask_proposals()
        else:
            self._ask_preview()

    def _ask_preview(self) -> None:
        self._forget_preview()
        self.changes_panel.show_days(self.draft, self._notes)
        if not self.draft.unsaved:
            return
        office, cases, data, stop = self.context.office, self.context.use_cases, self.draft.data, Event()

        def work(report: Callable[[tuple[int, int]], None]) -> Any:
            preview = cases.calendar_edit.preview_calendar
            return preview(office, data, progress=lambda done, total: report((done, total)), stop=stop.is_set)

        self._preview = self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            on_done=self.changes_panel.show_preview,
            on_error=self.notice.tell_error,
            progress=lambda told: self.changes_panel.show_progress(*told),
            stop=stop,
        )

    def _forget_preview(self) -> None:
        """What it would say is no longer asked for."""
        if self._preview is not None:
            self._preview.stop()
            self._preview.drop()
            self._preview = None

    def _ask_proposals(self) -> None:
        cases, data, day = self.context.use_cases, self.draft.data, self.day
        first, last = years_shown(day)
        covered = data.covered_from <= first and last <= data.covered_to
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.calendar_edit.proposed_days(data, first, last),
            owner=self,
            on_done=lambda found: self.proposals_panel.show_proposals(found, day.year, covered=covered),
            on_error=self.notice.tell_error,
        )

    def _take(self, proposal: Any) -> None:
        """One proposal becomes a day off that is only expected."""
        self.draft.mark([proposal.on], "off", name=holiday_name(proposal.hint), expected=True)
        self._show()

    def _add_year(self, year: int) -> None:
        self.draft.cover_year(year)
        self._show()

    def _show_buttons(self) -> None:
        if not self.may_edit:
            return
        count = len(self.draft.changes)
        self.tabs.button(CHANGES).setText(f"Thay đổi {count}" if count else "Thay đổi")
        self.foot.show_state(
            f"{count} ngày khác lịch đã lưu" if count else "Chưa có gì thay đổi",
            unsaved=self.draft.unsaved,
            undo=self.draft.undo_words,
            redo=self.draft.redo_words,
        )

    # Building

    def _build_head(self) -> None:
        self.head, self.notice = TopBar("Lịch làm việc"), Notice()
        self.import_button = SecondaryButton("&Nhập…", icon_name="upload")
        self.export_button = SecondaryButton("&Xuất…", icon_name="download")
        self.import_button.setVisible(self.may_edit)
        self.head.add_action(self.import_button)
        self.head.add_action(self.export_button)

    def _build_views(self) -> None:
        self.bar = CalendarBar()
        self.month, self.year, self.legend = MonthView(), YearView(), Legend()
        self.views = QStackedWidget()
        self.views.addWidget(self.month)
        self.year_area = QScrollArea()
        self.year_area.setWidgetResizable(True)
        self.year_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.year_area.setWidget(self.year)
        self.views.addWidget(self.year_area)

    def _build_panels(self) -> None:
        self.day_panel = DayPanel(self.draft, self._show, may_edit=self.may_edit)
        self.hours_panel = HoursPanel(self.draft, self._show, may_edit=self.may_edit)
        self.proposals_panel = ProposalsPanel(self._take, self._add_year)
        self.changes_panel = ChangesPanel()
        self.panel = {DAY: self.day_panel, HOURS: self.hours_panel}
        options = [(DAY, "Ngày"), (HOURS, "Giờ tuần")]
        if self.may_edit:
            self.panel |= {PROPOSALS: self.proposals_panel, CHANGES: self.changes_panel}
            options += [(PROPOSALS, "Đề xuất"), (CHANGES, "Thay đổi")]
        self.tabs = Segment([(key, words, "", "text2", "") for key, words in options], "Xem và sửa")
        self.tabs.set_value(DAY)
        self.panels = QStackedWidget()
        for widget in (self.day_panel, self.hours_panel, self.proposals_panel, self.changes_panel):
            self.panels.addWidget(widget)

    def _place_all(self) -> None:
        self.side = QFrame()
        self.side.setProperty("ground", "surface")
        self.side.setProperty("edge", "left")
        right = QVBoxLayout(self.side)
        right.setContentsMargins(1, 8, 0, 0)
        right.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self.tabs)
        right.addLayout(top)
        right.addWidget(self.panels, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self.bar, self.views, self.legend):
            left.addWidget(part, 1 if part is self.views else 0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)

    def _wire(self) -> None:
        self.bar.stepped.connect(self._step)
        self.bar.today.connect(lambda: self.go_to(self.context.clock.now().date()))
        self.bar.view_chosen.connect(self._choose_view)
        self.month.chosen_changed.connect(self._chosen)
        self.month.moved.connect(self.go_to)
        self.month.entered.connect(self._enter)
        self.month.cleared.connect(self._clear)
        self.year.opened.connect(self._open_month)
        self.year.moved.connect(self.go_to)
        self.tabs.chosen.connect(self.show_panel)
        self.import_button.clicked.connect(lambda _checked=False: self.choose_import())
        self.export_button.clicked.connect(lambda _checked=False: self.export_file())
        for keys, act in (("Ctrl+Z", self.undo), ("Ctrl+Y", self.redo), ("Ctrl+Shift+Z", self.redo)):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _step(self, amount: int) -> None:
        self.go_to(month_later(self.day, amount * (12 if self.bar.shows_year else 1)))

    def _choose_view(self, year: bool) -> None:
        self.views.setCurrentWidget(self.year_area if year else self.month)
        self._share_room()
        self._show()

    def _open_month(self, day: date) -> None:
        self.bar.show_month()
        self.go_to(day)
        self.views.setCurrentWidget(self.month)
        self._share_room()
        self.month.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _chosen(self) -> None:
        self.day = self.month.cursor_day
        if self.tabs.value in (DAY, HOURS):
            self._show_panel()

    def _enter(self) -> None:
        self.show_panel(DAY)
        self.day_panel.focus()

    def _clear(self) -> None:
        if self.may_edit:
            self.draft.mark(self.month.chosen, "usual")
            self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        narrow = self.width() < NARROW
        self.side.setFixedWidth(NARROW_PANEL if narrow else PANEL)
        self.side.setVisible(not (narrow and self.bar.shows_year))  # a year needs the whole width
        self.bar.fold(narrow)
