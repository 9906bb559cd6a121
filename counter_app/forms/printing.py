"""`Forms`: the one who prints. Light to import; reportlab comes with the first sheet."""

from pathlib import Path

from counter_app.clock import vietnam
from counter_app.forms.conditions import check_facts
from counter_app.forms.filling import day_of, fill
from counter_app.forms.lint import check, check_law
from counter_app.forms.output import write_new
from counter_app.model.form import FormFacts
from counter_app.settings import Settings


class Forms:
    """Prints the official forms of one office as PDF/A files (port `FormPrinter`)."""

    def __init__(self, settings: Settings, folder: Path | None = None) -> None:
        """`folder`: where the picture lies that the settings name as the office's logo."""
        self._settings = settings
        self._folder = folder

    def with_settings(self, settings: Settings) -> "Forms":
        return Forms(settings, self._folder)

    def print(self, facts: FormFacts, output: Path) -> None:
        """One form into the new file `output`, in the words of the set in force when the dossier was received.

        The same facts give the same bytes. Refused: the dossier is not where the form belongs, a reason or ground is
        empty, office not named, a letter that cannot be printed, law not in force, another agency's name, `output`
        exists. Trouble: bad template, a logo that is gone or no picture, disk. Nothing half-written stays.
        """
        from counter_app.forms.layout import draw, letters

        check_facts(facts, self._settings)
        printed_at = vietnam(facts.printed_at)
        for words in (facts.words.reason, facts.words.legal_ground, facts.words.handling):
            check_law(words, [printed_at.date()])
        sheet = fill(facts, self._settings, self._logo())
        days = (day_of(facts), printed_at.date())
        check(sheet, letters=letters(), days=days, settings=self._settings)
        code = facts.dossier.display_code if facts.dossier else f"{sheet.title} {facts.year}"
        write_new(draw(sheet, printed_at=printed_at, code=code), output)

    def _logo(self) -> Path | None:
        name = self._settings.office_logo
        return self._folder / name if name and self._folder else None
