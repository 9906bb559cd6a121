"""Sao lưu, nhật ký: the office's key, the daily backup and its drill, the diary and its anchors outside."""

import threading
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from ui.dialogs.files import choose_file
from ui.dialogs.recovery import RecoveryDialog
from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters import safety as presenter
from ui.presenters.settings import SAFETY_FORM
from ui.tasks import Lane
from ui.theme import icon, set_icon
from ui.widgets.buttons import SecondaryButton
from ui.widgets.labels import icon_label, label, restyle
from ui.widgets.panel import Panel
from ui.widgets.progress_foot import ProgressFoot

BACKUPS = "Bản sao lưu (*.age);;Mọi tệp (*)"


class SafetySection(FormSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Sao lưu, nhật ký", "Không mất hồ sơ, không ai sửa được việc đã ghi", SAFETY_FORM)
        self._stop = threading.Event()
        self.key, self.backup, self.diary = _State("Khóa cơ quan"), _State("Sao lưu"), _State("Nhật ký")
        self._anchors: Any = ()
        self.make_key = self.key.act("&Tạo khóa và in mã khôi phục", self._make_key)
        self.back_up = self.backup.act("Sao lưu &ngay", self._back_up)
        self.drill = self.backup.act("&Diễn tập khôi phục…", self._drill)
        self.examine = self.diary.act("&Kiểm tra nhật ký", self._examine)
        self.anchor = self.diary.act("Ghi mốc n&gay", self._anchor)
        self.progress = ProgressFoot("Dừng", "bản sao lưu trước vẫn còn", self._stop.set)
        self.progress.hide()
        self.beside.setSpacing(12)
        for panel in (self.key, self.backup, self.diary):
            self.beside.addWidget(panel)
        self.beside.addStretch(1)
        self.layout().addWidget(self.progress)  # type: ignore[union-attr]
        for key in ("backup_folder", "drive_folder", "evidence_folder"):
            self._add_chooser(key)

    def activate(self) -> None:
        super().activate()
        self._look()

    def saved(self) -> None:
        self._look()

    def _look(self) -> None:
        office, cases = self.context.office, self.context.use_cases

        def work() -> tuple[Any, ...]:
            backups = cases.backup
            return backups.has_key(office), backups.last(office), backups.REMIND_AFTER, cases.evidence.anchors(office)

        self._run(Lane.READING, work, lambda found: self._show(*found))

    def _show(self, has_key: bool, last: Any, remind_after: Any, anchors: Any) -> None:
        now = self.context.clock.now()
        self.key.tell(presenter.key_state(has_key, self.context.office.sealed))
        self.make_key.setVisible(not has_key)
        self.backup.tell(presenter.backup_state(last, now, remind_after))
        self.back_up.setEnabled(has_key and bool(self.context.office.settings.backup_folder))
        self._anchors = anchors
        self.diary.tell(presenter.diary_state(None, anchors[-1] if anchors else None))
        self.anchor.setEnabled(bool(self.context.office.settings.evidence_folder))

    def _make_key(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.STORE, lambda: cases.backup.make_key(office), self._tell_recovery)

    def _tell_recovery(self, recovery: str) -> None:
        dialog = RecoveryDialog(recovery, self.context.office.settings.office_name, self.window())
        dialog.finished.connect(lambda _: (dialog.deleteLater(), self._look()))
        dialog.open()

    def _back_up(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._stop.clear()

        def work(report: Any) -> Any:
            return cases.backup.create(
                office, stopped=self._stop.is_set, progress=lambda done, everything: report((done, everything))
            )

        self.back_up.setEnabled(False)
        self.progress.show()
        self.context.tasks.run(
            Lane.READING,
            work,
            owner=self,
            progress=lambda told: self.progress.show_progress(*told, "Đang sao lưu"),
            on_done=self._backed_up,
            on_error=self.notice.tell_error,
            on_end=self._ended,
        )

    def _backed_up(self, made: Any) -> None:
        self.context.toast(f"Đã sao lưu {made.contents.files} tệp vào {made.path.name}.")

    def _ended(self) -> None:
        self.progress.hide()
        self._look()

    def _drill(self) -> None:
        path = choose_file(self, "Chọn bản sao lưu để diễn tập khôi phục", BACKUPS)
        if path is not None:
            self.try_restoring(path)

    def try_restoring(self, path: Path) -> None:
        """Unpack it into nowhere and say what was found."""
        office, cases = self.context.office, self.context.use_cases
        self.drill.setEnabled(False)
        self._run(
            Lane.READING,
            lambda: cases.backup.drill(office, path),
            lambda tried: self.context.toast(
                f"Khôi phục thử được {tried.dossiers} hồ sơ, {tried.contents.files} tệp của {tried.made_at:%d/%m/%Y}."
                if tried.ok
                else "Bản sao lưu này không còn đúng như khi tạo."
            ),
            lambda: self.drill.setEnabled(True),
        )

    def _examine(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.examine.setEnabled(False)
        self._run(
            Lane.READING,
            lambda: cases.evidence.examine(office),
            lambda found: self.diary.tell(presenter.diary_state(found, self._anchors[-1] if self._anchors else None)),
            lambda: self.examine.setEnabled(True),
        )

    def _anchor(self) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(Lane.STORE, lambda: cases.evidence.anchor(office), lambda _: self._look())

    def _run(self, lane: Lane, work: Any, then: Any, end: Any = None) -> None:
        self.context.tasks.run(
            lane, work, owner=self, on_done=then, on_error=self.notice.tell_error, on_end=end or (lambda: None)
        )

    def _add_chooser(self, key: str) -> None:
        field = self.fields[key]
        control = field.control
        assert isinstance(control, QLineEdit)

        def choose() -> None:
            found = QFileDialog.getExistingDirectory(self, field.caption.text().replace("&", ""), control.text())
            if found:
                control.setText(found)

        act = control.addAction(icon("folder-open"), QLineEdit.ActionPosition.TrailingPosition)
        act.setToolTip("Chọn thư mục")
        act.triggered.connect(lambda _checked=False: choose())


class _State(Panel):
    """A panel with one state and its acts."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._icon = icon_label("hourglass", "text2", 16)
        self._what, self._detail = label("", "medium", wrap=True), label("", "small", "text2", wrap=True)
        inner, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._what)
        words.addWidget(self._detail)
        inner.setContentsMargins(12, 12, 12, 4)
        inner.setSpacing(10)
        column = QVBoxLayout()
        column.addWidget(self._icon)
        column.addStretch(1)
        inner.addLayout(column)
        inner.addLayout(words, 1)
        self.body.addLayout(inner)
        self._acts = QHBoxLayout()
        self._acts.setContentsMargins(38, 4, 12, 12)
        self._acts.setSpacing(8)
        self._acts.addStretch(1)
        self.body.addLayout(self._acts)

    def act(self, words: str, act: Any) -> SecondaryButton:
        button = SecondaryButton(words)
        button.clicked.connect(lambda _checked=False: act())
        self._acts.insertWidget(self._acts.count() - 1, button)
        return button

    def tell(self, state: presenter.State) -> None:
        set_icon(self._icon, state.icon, state.token, 16)
        self._what.setText(state.what)
        self._detail.setText(state.detail)
        restyle(self._what, tone="bad" if state.token == "bad" else "text")
