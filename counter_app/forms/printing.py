"""`Forms`: the one who prints. Light to import; reportlab comes with the first sheet."""

from datetime import datetime
from pathlib import Path

from counter_app.clock import vietnam
from counter_app.forms.lint import check
from counter_app.forms.output import write_new
from counter_app.forms.receipt import check_printable, receipt_sheet
from counter_app.forms.templates import form_set
from counter_app.model.dossier import Dossier
from counter_app.model.person import Person
from counter_app.settings import Settings


class Forms:
    """Prints the official forms of one office as PDF files (port `FormPrinter`)."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def with_settings(self, settings: Settings) -> "Forms":
        return Forms(settings)

    def receipt(
        self,
        dossier: Dossier,
        *,
        number: int,
        printed_at: datetime,
        officer: Person,
        output: Path,
        set_count: int = 1,
        return_place: str = "",
    ) -> None:
        """Form 01 into the new file `output`, in the words of the set in force when the dossier was received.

        The same arguments give the same bytes. Refused: not accepted, no appointment, office not named, a letter that
        cannot be printed, law not in force, `output` exists. Trouble: bad template, disk. Nothing half-written stays.
        """
        from counter_app.forms.layout import draw, letters

        check_printable(dossier, self._settings)
        received = vietnam(dossier.received_at).date()
        sheet = receipt_sheet(
            dossier,
            self._settings,
            form_set(received),
            number=number,
            printed_at=printed_at,
            officer=officer,
            set_count=set_count,
            return_place=return_place,
        )
        check(sheet, letters=letters(), day=received)
        write_new(draw(sheet, printed_at=vietnam(printed_at), code=dossier.display_code), output)
