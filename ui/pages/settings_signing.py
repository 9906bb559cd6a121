"""Ký số: the level of every signature, the time-stamp services in their order, and what to do without them."""

from ui.pages.base import PageContext
from ui.pages.settings_form import FormSection
from ui.presenters.settings import SIGNING_FORM


class SigningSection(FormSection):
    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "Ký số", "Mức ký và dấu thời gian của cả cơ quan", SIGNING_FORM)
        self.beside.addStretch(1)
