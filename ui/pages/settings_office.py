"""Cơ quan: the names and numbers on every paper, with the head of Form 01 as it will look."""

from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import OFFICE_FORM, letterhead
from ui.widgets.labels import label
from ui.widgets.letterhead_view import LetterheadView


class OfficeSection(FormSection):
    def __init__(self, context: PageContext) -> None:
        self.paper = LetterheadView()
        super().__init__(context, "Cơ quan", "Tên và số liên lạc in trên giấy tờ", OFFICE_FORM)
        self.beside.setSpacing(8)
        self.beside.addWidget(label("Đầu giấy tiếp nhận sẽ in như sau", "small", "text2"))
        self.beside.addWidget(self.paper)
        self.beside.addWidget(
            label(
                "Tên cơ quan cũng nằm trong dấu ký số. Giấy đã in và tệp đã ký giữ nguyên tên cũ.",
                "small",
                "text3",
                wrap=True,
            )
        )
        self.beside.addStretch(1)

    def edited(self) -> None:
        self.paper.show_head(letterhead(self.values))
