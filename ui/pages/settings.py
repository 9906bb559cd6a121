"""Cài đặt: the sections of a role at the left, the chosen one at the right. Nothing holds before it is saved."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from counter_app.model.changes import Changes
from ui.pages.base import Command, Page, PageContext
from ui.pages.settings_sections import SettingsSection, make_section, sections_for
from ui.widgets.labels import label
from ui.widgets.notice import Notice
from ui.widgets.section_list import SectionList

NARROW = 1000  # below this width the sections give room to the one that is open


class SettingsPage(Page):
    title = "Cài đặt"

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.entries = sections_for(context.office.person.role)
        self.list = SectionList([(key, entry.title, entry.icon) for key, entry in self.entries.items()])
        self.notice, self.stack = Notice(), QStackedWidget()
        self.made: dict[str, SettingsSection] = {}
        self.key = ""
        self._build()
        self.list.chosen.connect(self.open_section)

    @property
    def section(self) -> SettingsSection | None:
        return self.made.get(self.key)

    def activate(self, **arguments: Any) -> None:
        """`section`: the key of the section to open."""
        wanted = arguments.get("section") or self.key or next(iter(self.entries))
        self.open_section(wanted if wanted in self.entries else next(iter(self.entries)))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_section(self, key: str) -> None:
        if key != self.key and not self.may_leave():
            self.list.set_current(self.key)
            return
        self.notice.hide()
        if key not in self.made:
            self.made[key] = make_section(key, self.context)
            self.stack.addWidget(self.made[key])
        again = key == self.key and self.made[key].unsaved
        self.key = key
        self.list.set_current(key)
        self.stack.setCurrentWidget(self.made[key])
        if not again:
            self.made[key].activate()

    def refreshed(self, changes: Changes) -> None:
        if self.section is not None:
            self.section.refreshed(changes)

    def may_leave(self) -> bool:
        if self.section is None or not self.section.unsaved:
            return True
        self.notice.tell(
            f"Phần «{self.entries[self.key].title}» có thay đổi chưa lưu.",
            "Lưu lại trước, hoặc bỏ các thay đổi.",
            self._discard,
            "Bỏ thay đổi",
        )
        return False

    def commands(self) -> list[Command]:
        lines = [
            Command(words=f"Cài đặt: {entry.title}", icon=entry.icon, act=lambda key=key: self.open_section(key))
            for key, entry in self.entries.items()
        ]
        return lines + (self.section.commands() if self.section is not None else [])

    def _build(self) -> None:
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        self._side.setProperty("edge", "right")
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        title = label(self.title, "title")
        title.setFixedHeight(56)
        title.setContentsMargins(16, 0, 16, 0)
        column.addWidget(title)
        column.addWidget(self.list, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._side)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.notice)
        right.addWidget(self.stack, 1)
        line.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(168 if self.width() < NARROW else 232)

    def _discard(self) -> None:
        if self.section is not None:
            self.section.discard()
