"""Lưu giữ: what personal data have been kept long enough, shown first, erased by a person who gives the ground."""

import threading
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.model.changes import Changes
from ui.dialogs.questions import ConfirmDialog
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import retention as presenter
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.labels import label
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.tag import Tag
from ui.widgets.top_bar import TopBar

_MOST_WIDTH = 792


class RetentionSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.notice = Notice()
        self.boxes: dict[str, QCheckBox] = {}
        self._plan: Any = ()
        self._stop = threading.Event()
        self.reason = QLineEdit()
        self.reason.textChanged.connect(lambda _: self._show_button())
        self.reason_field = Field("Că&n cứ xóa", self.reason, "Số văn bản cho phép; được ghi vào nhật ký cùng tên bạn")
        self.erase = SecondaryButton("Xóa mục đã &chọn…", icon_name="trash-2")
        self.erase.clicked.connect(lambda _checked=False: self._ask())
        self.progress = ProgressFoot("Dừng", "mục chưa tới lượt vẫn còn", self._stop.set)
        self.progress.hide()
        self._build()

    def activate(self) -> None:
        self._look()

    def refreshed(self, changes: Changes) -> None:
        if changes.queue or changes.dossiers:
            self._look()

    def _look(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.READING, lambda: cases.retention.plan(office), self._show)

    def _show(self, plan: Any) -> None:
        self._plan = plan
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.boxes.clear()
        for line in presenter.lines(plan):
            self._lines.addWidget(self._row(line))
        self._show_button()

    def _row(self, line: presenter.Line) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(12, 8, 12, 8)
        across.setSpacing(12)
        box = QCheckBox()
        box.setAccessibleName(f"{line.words}: {line.count}")
        box.setEnabled(line.due)
        box.setChecked(line.due)
        box.toggled.connect(lambda _on: self._show_button())
        self.boxes[line.key] = box
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(line.words, "medium", "text" if line.due else "text3"))
        words.addWidget(label(line.detail, "small", "text3", wrap=True))
        across.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        if not line.verified:
            across.addWidget(Tag("chưa xác minh", "warn", calm=True), 0, Qt.AlignmentFlag.AlignTop)
        count = label(line.count, "medium", "text" if line.due else "text3")
        count.setFixedWidth(120)
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        across.addWidget(count)
        return row

    @property
    def chosen(self) -> list[Any]:
        return [one for one in self._plan if one.rule.id in self.boxes and self.boxes[one.rule.id].isChecked()]

    def _show_button(self) -> None:
        self.erase.setEnabled(bool(self.chosen) and bool(self.reason.text().strip()))

    def _ask(self) -> None:
        commit_composing()
        chosen, reason = self.chosen, self.reason.text().strip()
        dialog = ConfirmDialog(
            "Xóa dữ liệu cá nhân đã giữ đủ lâu?",
            presenter.question(chosen, reason),
            "Xóa dữ liệu cá nhân",
            self.window(),
            icon_name="trash-2",
        )
        dialog.confirmed.connect(lambda: self._erase(chosen, reason))
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def _erase(self, chosen: list[Any], reason: str) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._stop.clear()
        self.erase.setEnabled(False)
        self.progress.show()

        def work(report: Any) -> Any:
            return cases.retention.apply(
                office,
                chosen,
                reason=reason,
                stopped=self._stop.is_set,
                progress=lambda done, everything: report((done, everything)),
            )

        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            progress=lambda told: self.progress.show_progress(*told, "Đang xóa dữ liệu cá nhân"),
            on_done=self._erased,
            on_error=self.notice.tell_error,
            on_end=self._ended,
            stop=self._stop,
        )

    def _erased(self, done: Any) -> None:
        self.reason.clear()
        self.context.toast(presenter.done_words(done))
        self.context.refresh.publish(done.changes)

    def _ended(self) -> None:
        self.progress.hide()
        self._look()

    def _run(self, lane: Lane, work: Any, then: Any) -> None:
        self.context.tasks.run(lane, work, owner=self, on_done=then, on_error=self.notice.tell_error)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(TopBar("Lưu giữ", "Dữ liệu cá nhân đã giữ đủ lâu; chưa bấm thì chưa xóa gì"))
        column.addWidget(self.notice)
        area = ScrollColumn()
        area.widget().setMaximumWidth(_MOST_WIDTH)
        panel = Panel("Quá hạn giữ", "theo quy định đang có hiệu lực hôm nay")
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 4, 0, 4)
        self._lines.setSpacing(0)
        panel.body.addLayout(self._lines)
        area.column.addWidget(panel)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.reason_field, 1)
        acts.addWidget(self.erase, 0, Qt.AlignmentFlag.AlignVCenter)
        area.column.addLayout(acts)
        column.addWidget(area, 1)
        column.addWidget(self.progress)
