"""Cơ quan: the names and numbers on every paper, and the logo, with the head of Form 01 as it will look."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from counter_app.model.changes import Changes
from ui.dialogs.files import choose_file
from ui.pages.base import Command, PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import OFFICE_FORM, letterhead
from ui.tasks import Lane
from ui.widgets.buttons import SecondaryButton
from ui.widgets.labels import label
from ui.widgets.letterhead_view import LetterheadView

PICTURES = "Ảnh PNG, JPEG (*.png *.jpg *.jpeg)"


class OfficeSection(FormSection):
    def __init__(self, context: PageContext) -> None:
        self.paper = LetterheadView()
        self.choose_button = SecondaryButton("Chọn b&iểu trưng…", icon_name="image")
        self.drop_button = SecondaryButton("Bỏ biểu trưn&g", icon_name="trash-2")
        super().__init__(context, "Cơ quan", "Tên, biểu trưng và số liên lạc in trên giấy tờ", OFFICE_FORM)
        self.beside.setSpacing(8)
        self.beside.addWidget(label("Đầu giấy tiếp nhận sẽ in như sau", "small", "text2"))
        self.beside.addWidget(self.paper)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.choose_button, self.drop_button):
            acts.addWidget(button)
        acts.addStretch(1)
        self.beside.addLayout(acts)
        self.beside.addWidget(
            label(
                "Biểu trưng nhận ảnh PNG hoặc JPEG, in trên mọi biểu mẫu và có hiệu lực ngay khi chọn. "
                "Tên cơ quan cũng nằm trong dấu ký số. Giấy đã in và tệp đã ký giữ nguyên như cũ.",
                "small",
                "text3",
                wrap=True,
            )
        )
        self.beside.addStretch(1)
        self.choose_button.clicked.connect(lambda _checked=False: self._choose())
        self.drop_button.clicked.connect(lambda _checked=False: self.use_logo("", "Đã bỏ biểu trưng."))

    def edited(self) -> None:
        settings, folder = self.context.office.settings, self.context.office.folder
        self.paper.show_head(letterhead(self.values), folder / settings.office_logo if settings.office_logo else None)
        self.drop_button.setEnabled(bool(settings.office_logo))

    def commands(self) -> list[Command]:
        return [Command(words="Chọn biểu trưng của cơ quan", act=self._choose, icon="image")]

    # The logo

    def _choose(self) -> None:
        path = choose_file(self, "Chọn biểu trưng của cơ quan", PICTURES)
        if path is not None:
            self.take_logo(path)

    def take_logo(self, path: Path) -> None:
        office, cases = self.context.office, self.context.use_cases
        self._run(lambda: cases.office_logo.choose_logo(office, path), "Đã đổi biểu trưng.")

    def use_logo(self, name: str, words: str) -> None:
        """One that was chosen earlier; empty: none."""
        office, cases = self.context.office, self.context.use_cases
        self._run(lambda: cases.office_logo.use_logo(office, name), words)

    def _run(self, work: Callable[[], Any], words: str) -> None:
        before = self.context.office.settings.office_logo

        def done(answer: tuple[Any, Changes]) -> None:
            office, changes = answer
            self.notice.hide()
            self.context.adopt_office(office)
            self.edited()
            self.context.refresh.publish(changes)
            self.context.toast(words, lambda: self.use_logo(before, "Đã lấy lại như cũ.") if changes.settings else None)

        self.context.tasks.run(Lane.STORE, work, owner=self, on_done=done, on_error=self.notice.tell_error)
