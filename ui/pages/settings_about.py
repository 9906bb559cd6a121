"""Giới thiệu: which version runs, what it is made of and under which licences, and the bundle for who helps."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from ui.pages.base import PageContext
from ui.pages.settings_sections import SettingsSection
from ui.presenters.about import about_groups
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.facts import FactSheet
from ui.widgets.notice import Notice
from ui.widgets.top_bar import TopBar


class AboutSection(SettingsSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        head = TopBar("Giới thiệu", "phiên bản, giấy phép của mọi thứ kèm theo")
        self.bundle = SecondaryButton("&Lưu gói hỗ trợ…", icon_name="download")
        self.bundle.setToolTip("Phiên bản, cài đặt dạng có/không, số lượng, vị trí lỗi; không có dữ liệu cá nhân")
        self.bundle.clicked.connect(lambda _checked=False: self._choose())
        head.add_action(self.bundle)
        self.notice, self.sheet = Notice(), FactSheet()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (head, self.notice):
            column.addWidget(part)
        column.addWidget(self.sheet, 1)

    def activate(self) -> None:
        if self.sheet.column.count() == 0:
            self.context.tasks.run(Lane.READING, about_groups, owner=self, on_done=self.sheet.show_groups)

    def save(self, output: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        self.context.tasks.run(
            Lane.READING,
            lambda: cases.support.bundle(office.folder, office.clock, output, office),
            owner=self,
            on_done=lambda _names: self.context.toast(f"Đã lưu gói hỗ trợ vào {output.name}."),
            on_error=self.notice.tell_error,
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Lưu gói hỗ trợ", "goi-ho-tro.zip", "ZIP (*.zip)")
        if name:
            self.save(Path(name))
