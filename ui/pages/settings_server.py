"""Máy chủ: one register for several counters, one vault for their files; tried first, then moved with progress."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from counter_app.model.changes import Changes
from ui.dialogs.questions import ConfirmDialog
from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters import server as presenter
from ui.tasks import Lane
from ui.widgets.facts import ScrollColumn
from ui.widgets.field import Field, commit_composing
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel
from ui.widgets.progress_foot import ProgressFoot
from ui.widgets.secret_field import SecretField
from ui.widgets.state_panel import StatePanel
from ui.widgets.top_bar import TopBar

_FIELD_WIDTH = 460


class ServerSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._stop = threading.Event()
        self.head, self.notice = TopBar("Máy chủ", "Nhiều quầy, một sổ và một kho tệp"), Notice()
        self.register, self.vault = StatePanel("Sổ hồ sơ"), StatePanel("Kho tệp")
        self.address = Field("Địa chỉ &PostgreSQL", QLineEdit(), "postgresql://người-dùng@máy-chủ/tên-cơ-sở-dữ-liệu")
        self.place = Field("Địa chỉ &kho tệp chung", QLineEdit(), "Thư mục trên máy chủ tệp, hoặc s3://tên-kho/thư-mục")
        self.endpoint = Field("Địa chỉ dịch vụ &S3", QLineEdit(), "Chỉ cho s3://, ví dụ https://kho.co-quan.vn")
        self.access_key = Field("Khóa truy &cập", QLineEdit(), "Tên, không phải mật khẩu")
        self.secret = Field("&Mật khẩu của khóa", SecretField(what="mật khẩu"), "Giữ trong kho khóa của máy")
        self.progress = ProgressFoot("Dừng", "chưa có gì thay đổi", self._stop.set)
        self.progress.hide()
        self._acts()
        self._place_all()

    def activate(self) -> None:
        settings = self.context.office.settings
        self.register.tell(presenter.register_state(settings))
        self.vault.tell(presenter.vault_state(settings))
        moved = bool(settings.database_url)
        self.move.setVisible(not moved)
        self.address.control.setEnabled(not moved)
        if moved:
            self._write(self.address, presenter.place_words(settings.database_url))
        if settings.vault_address:
            for field, value in (
                (self.place, settings.vault_address),
                (self.endpoint, settings.vault_endpoint),
                (self.access_key, settings.vault_access_key),
            ):
                self._write(field, value)

    def refreshed(self, changes: Changes) -> None:
        if changes.settings:
            self.activate()

    def _acts(self) -> None:
        self.try_server = self.register.act("&Thử kết nối", self._try_server)
        self.move = self.register.act("&Chuyển sổ lên máy chủ…", self._ask_move)
        self.try_vault = self.vault.act("Th&ử kho", self._try_vault)
        self.use_vault = self.vault.act("&Dùng kho này…", self._ask_vault)

    def _try_server(self) -> None:
        address = self._server_address()
        office, cases = self.context.office, self.context.use_cases
        self._run(
            self.try_server,
            lambda: cases.office_move.try_server(office, address),
            lambda found: self.context.toast(presenter.tried_words(found)),
        )

    def _ask_move(self) -> None:
        self._ask(
            "Chuyển sổ lên máy chủ?",
            "Mọi dòng của sổ được chép sang và đối chiếu từng dòng; trong lúc đó quầy này không ghi gì. "
            "Xong việc, sổ trên máy này được giữ lại để đọc và cửa sổ cần mở lại.",
            "Chuyển sổ",
            self.move_register,
        )

    def move_register(self) -> None:
        address = self._server_address()
        office, cases = self.context.office, self.context.use_cases

        def work(report: Any) -> Any:
            return cases.office_move.move_to_server(
                office, address, progress=lambda *step: report(step), stopped=self._stop.is_set
            )

        self._long(self.move, work, "Đang chuyển sổ", self._moved)

    def _moved(self, rows: int | None) -> None:
        if rows is None:
            self.context.toast("Đã dừng; sổ vẫn ở máy này.")
            return
        self.notice.tell(
            f"Sổ đã ở trên máy chủ: {rows} dòng, dòng nào cũng đã đối chiếu.",
            "Đóng rồi mở lại cửa sổ để làm việc trên máy chủ. Các quầy khác nối tới cùng địa chỉ.",
        )

    def _try_vault(self) -> None:
        office, cases, place, secret = self.context.office, self.context.use_cases, self._vault_place(), self._secret()
        self._run(
            self.try_vault,
            lambda: cases.office_vault.try_vault(office, place, secret),
            lambda _: self.context.toast("Kho trả lời: đã ghi thử và đọc lại được."),
        )

    def _ask_vault(self) -> None:
        self._ask(
            "Dùng kho tệp chung này?",
            "Mọi tệp của quầy được chép vào kho và đối chiếu; bản trên máy này vẫn còn. Cửa sổ cần mở lại sau đó.",
            "Dùng kho này",
            self.bring_files,
        )

    def bring_files(self) -> None:
        office, cases, place, secret = self.context.office, self.context.use_cases, self._vault_place(), self._secret()

        def work(report: Any) -> Any:
            cases.office_vault.try_vault(office, place, secret)
            return cases.office_vault.use_vault(
                office, place, progress=lambda *step: report(step), stopped=self._stop.is_set
            )

        self._long(self.use_vault, work, "Đang chép tệp vào kho chung", self._brought)

    def _brought(self, files: int | None) -> None:
        if files is None:
            self.context.toast("Đã dừng; kho tệp vẫn ở máy này.")
            return
        self.notice.tell(f"{files} tệp đã ở trong kho chung.", "Đóng rồi mở lại cửa sổ để dùng kho chung.")

    def _ask(self, title: str, words: str, yes_words: str, act: Callable[[], object]) -> None:
        dialog = ConfirmDialog(title, words, yes_words, self.window())
        dialog.confirmed.connect(act)
        dialog.finished.connect(lambda _: dialog.deleteLater())
        dialog.open()

    def _server_address(self) -> str:
        commit_composing()
        return self.context.office.settings.database_url or self._words(self.address)

    def _vault_place(self) -> Any:
        from counter_app.store.shared_vault import Place

        commit_composing()
        return Place(self._words(self.place), self._words(self.endpoint), self._words(self.access_key))

    def _secret(self) -> str:
        control = self.secret.control
        assert isinstance(control, SecretField)
        return control.take()

    def _long(self, button: QWidget, work: Any, words: str, then: Any) -> None:
        self._stop.clear()
        button.setEnabled(False)
        self.progress.show()

        def end() -> None:
            button.setEnabled(True)
            self.progress.hide()

        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            stop=self._stop,
            progress=lambda told: self.progress.show_progress(*told, words),
            on_done=then,
            on_error=self.notice.tell_error,
            on_end=end,
        )

    def _run(self, button: QWidget, work: Any, then: Any) -> None:
        button.setEnabled(False)
        self.notice.hide()
        self.context.tasks.run(
            Lane.STORE,
            work,
            owner=self,
            on_done=then,
            on_error=self.notice.tell_error,
            on_end=lambda: button.setEnabled(True),
        )

    def _place_all(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self.notice)
        area = ScrollColumn()
        area.column.setSpacing(12)
        for panel, fields in (
            (self.register, [self.address]),
            (self.vault, [self.place, self.endpoint, (self.access_key, self.secret)]),
        ):
            area.column.addWidget(panel)
            self._fields_into(panel, fields)
        area.column.addStretch(1)
        whole.addWidget(area, 1)
        whole.addWidget(self.progress)

    def _fields_into(self, panel: Panel, fields: list[Any]) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(38, 4, 12, 4)
        column.setSpacing(10)
        for one in fields:
            if isinstance(one, tuple):
                line = QHBoxLayout()
                line.setSpacing(12)
                for half in one:
                    half.setMaximumWidth((_FIELD_WIDTH - 12) // 2)
                    line.addWidget(half, 1, Qt.AlignmentFlag.AlignTop)
                line.addStretch(1)
                column.addLayout(line)
            else:
                one.setMaximumWidth(_FIELD_WIDTH)
                column.addWidget(one)
        panel.body.insertLayout(panel.body.count() - 1, column)

    @staticmethod
    def _words(field: Field) -> str:
        control = field.control
        assert isinstance(control, QLineEdit)
        return control.text().strip()

    @staticmethod
    def _write(field: Field, words: str) -> None:
        control = field.control
        assert isinstance(control, QLineEdit)
        control.setText(words)
        control.setCursorPosition(0)
