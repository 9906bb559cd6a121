"""Sao lưu, khóa: the office's key with its paper, the daily backup with its drill, the drive in the drawer."""

import threading
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QLineEdit

from ui.dialogs.files import choose_file
from ui.dialogs.recovery import RecoveryDialog
from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters import safety as presenter
from ui.presenters.settings import SAFETY_FORM
from ui.tasks import Lane
from ui.theme import icon
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.state_panel import StatePanel

BACKUPS = "Bản sao lưu (*.age);;Mọi tệp (*)"


class SafetySection(FormSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Sao lưu, khóa", "Hỏng máy, mất máy vẫn còn hồ sơ", SAFETY_FORM)
        self._stop = threading.Event()
        self.key, self.backup = StatePanel("Khóa cơ quan"), StatePanel("Sao lưu")
        self.make_key = self.key.act("&Tạo khóa và in mã khôi phục", self._make_key)
        self.back_up = self.backup.act("Sao lưu &ngay", self._back_up)
        self.drill = self.backup.act("&Diễn tập khôi phục…", self._drill)
        self.progress = ProgressFoot("Dừng", "bản sao lưu trước vẫn còn", self._stop.set)
        self.progress.hide()
        self.beside.setSpacing(12)
        for panel in (self.key, self.backup):
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
            drive = cases.backup_drive.drive_state(office)
            told = backups.last(office), backups.REMIND_AFTER, drive, backups.last_lack(office)
            return backups.has_key(office), *told

        self._run(Lane.READING, work, lambda found: self._show(*found))

    def _show(self, has_key: bool, last: Any, remind_after: Any, drive: Any, lack: int) -> None:
        now = self.context.clock.now()
        self.key.tell(presenter.key_state(has_key, self.context.office.sealed))
        self.make_key.setVisible(not has_key)
        self.backup.tell(presenter.backup_state(last, now, remind_after, drive, lack))
        self.back_up.setEnabled(has_key and bool(self.context.office.settings.backup_folder))

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
        lack = made.lack()
        if lack is None:
            self.notice.hide()
        else:
            self.notice.tell(lack.what, lack.advice)

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
