"""Giám sát: from when the supervisor's page speaks up, and whether the window does so by itself."""

from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import supervision_form


class SupervisionSection(FormSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Giám sát", "Mốc nhắc việc của cả cơ quan", supervision_form())
        self.beside.addStretch(1)
