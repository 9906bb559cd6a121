"""Hiển thị: the screen of this desk, and from when a dossier is «sắp đến hạn» for the whole counter."""

from PySide6.QtWidgets import QApplication

from counter_app.access.people import Act, may
from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import DUE_SOON_LINE, THEME_LINE
from ui.theme import apply_theme


class DisplaySection(FormSection):
    def __init__(self, context: PageContext) -> None:
        whole = may(context.office.person, Act.CHANGE_SETTINGS)
        form = (THEME_LINE, DUE_SOON_LINE) if whole else (THEME_LINE,)
        super().__init__(context, "Hiển thị", "Màn hình của máy này", form)
        self.beside.addStretch(1)

    def saved(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.context.office.settings.theme)
