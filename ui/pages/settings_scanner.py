"""Máy quét: the folder of this desk's scanner, whose new files are offered to the dossier in hand."""

from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import SCANNER_LINE
from ui.widgets.labels import label

_WORDS = (
    "Ứng dụng chờ máy quét ghi xong rồi mới nhận tệp, và không xóa tệp nào trong thư mục. "
    "Thư mục mạng mất kết nối thì được báo một lần và tự theo dõi tiếp khi có lại."
)


class ScannerSection(FormSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Máy quét", "Của bàn làm việc này", (SCANNER_LINE,))
        self.beside.addWidget(label(_WORDS, "small", "text3", wrap=True))
        self.beside.addStretch(1)
