"""An identity card into the applicant's form: typed by a scanner wherever the keyboard stands, or from a picture."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.dialogs import files
from ui.pages.base import PageContext
from ui.pages.intake_start_applicant import ApplicantForm
from ui.tasks import Lane
from ui.widgets.card_burst import CardBurst
from ui.widgets.notice import Notice

PICTURES = "Ảnh hoặc bản quét thẻ (*.jpg *.jpeg *.png *.heic *.tif *.tiff *.pdf);;Mọi tệp (*)"


class CardReading(QObject):
    """`card`: what was read last and stands in the form. `told(words)` when one was taken."""

    def __init__(
        self,
        context: PageContext,
        owner: QWidget,
        form: ApplicantForm,
        notice: Notice,
        told: Callable[[str], object] = lambda _: None,
    ) -> None:
        super().__init__(owner)
        self._context, self._owner, self._form, self._notice, self._told = context, owner, form, notice, told
        self.card: Any = None
        self._burst = CardBurst(owner)
        self._burst.scanned.connect(self.take_text)
        form.photo.connect(self.choose_photo)

    def listen(self, on: bool) -> None:
        self._burst.listen(on)

    def take_text(self, text: str) -> None:
        """What a scanner typed."""
        office, cases = self._context.office, self._context.use_cases
        self._run(lambda: cases.reception.card(office, text))

    def choose_photo(self) -> None:
        chosen = files.choose_file(self._owner, "Chọn ảnh hoặc bản quét thẻ căn cước", PICTURES)
        if chosen is not None:
            self.take_photo(chosen)

    def take_photo(self, path: Path) -> None:
        office, cases = self._context.office, self._context.use_cases
        self._run(lambda: cases.reception.card_from_file(office, path))

    def _take(self, card: Any) -> None:
        """Only a card without an error fills the form by itself; of a doubtful one nothing is taken in silence."""
        self._notice.hide()
        if card.usable:
            self.card = None if self._form.in_delegate else card
            self._form.take_card(card.number, card.name, card.address)
            self._told("Đã đọc thẻ; nhìn người và thẻ để đối chiếu")
            return
        worst = next(one for one in card.findings if str(one.severity) == "error")
        self._notice.tell(worst.message, worst.advice)

    def _run(self, work: Callable[[], Any]) -> None:
        self._context.tasks.run(Lane.READING, work, owner=self, on_done=self._take, on_error=self._notice.tell_error)
