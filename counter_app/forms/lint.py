"""What stops a form before it is drawn: letters the font does not have, law not in force, another agency's name."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from counter_app.errors import Refused
from counter_app.forms.sheet import Sheet, Words
from counter_app.model.text import fold
from counter_app.rules.law import law
from counter_app.settings import Settings

# Control and invisible characters, and letters written from right to left, which the layout does not turn around.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_KINDS = "NĐ|nghị định|TT|thông tư|QĐ|quyết định|NQ|nghị quyết|luật|văn bản|số"
# How a sheet's own words name who issues it: «Sở Nội vụ», «UBND xã A», «Trung tâm Phục vụ hành chính công tỉnh B».
_AGENCY = re.compile(
    r"\b(?:(?:Sở|Ban|Chi cục|Phòng)(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)+(?: (?:và|[a-zđà-ỹ]+ (?=[A-ZĐ]))(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)*)*"
    r"|(?:UBND|Ủy ban nhân dân|Trung tâm [Pp]hục vụ hành chính công) (?:tỉnh|thành phố|xã|phường|quận|huyện|thị trấn)"
    r"(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)+)"
)


def check(sheet: Sheet, *, letters: Collection[int], days: Sequence[date], settings: Settings) -> None:
    """Refused when the sheet cannot be printed truly. `letters`: the code points that every used font has;
    `days`: whose law it may name, that of the day whose forms it follows and of the day on which it is printed."""
    for where, text in sheet.texts():
        for letter in text:
            if not _printable(letter, letters):
                raise Refused("forms.letter_missing", field=where.rstrip(": "), letter=f"U+{ord(letter):04X}")
        check_law(text, days)
    _check_agency(_own_words(sheet), settings)


def check_law(text: str, days: Sequence[date]) -> None:
    """Refused `forms.law_not_in_force` when `text` cites a document that was in force on none of `days`."""
    for document in law():
        if not any(map(document.in_force, days)) and _cites(text, document.number):
            raise Refused(
                "forms.law_not_in_force",
                document=document.name,
                day=f"{days[0]:%d/%m/%Y}",
                instead=document.replaced_by or "văn bản đang có hiệu lực",
            )


def _cites(text: str, number: str) -> bool:
    """`61/2018/NĐ-CP` anywhere, its short `61/2018` only behind a word that says what it is: `15/03/2025` is a day."""
    short = number.rsplit("/", 1)[0]
    found = rf"(?<![\d/]){re.escape(number)}|\b(?:{_KINDS}) (?:số )?{re.escape(short)}(?![\d/-])"
    return re.search(found, text, re.IGNORECASE) is not None


def _own_words(sheet: Sheet) -> Iterable[str]:
    """What the template and the settings say, not what officers and applicants wrote: those may name anybody."""
    yield sheet.footer
    for block in sheet.blocks:
        if isinstance(block, Words):
            yield block.fixed
    for signer in sheet.signers:
        yield signer.heading
    if sheet.slip:
        yield from (sheet.slip.contact, sheet.slip.question)


def _check_agency(texts: Iterable[str], settings: Settings) -> None:
    """Templates travel from office to office with the last one's name in them; such a sheet is not printed."""
    known = [fold(name) for name in (settings.office_name, settings.office_parent, settings.counter_name) if name]
    for text in texts:
        for found in _AGENCY.finditer(text):
            name = fold(found.group())
            if not any(name in one or one in name for one in known):
                raise Refused("forms.other_agency", agency=found.group(), office=settings.office_name)


def _printable(letter: str, letters: Collection[int]) -> bool:
    return (
        ord(letter) in letters
        and unicodedata.category(letter) not in _UNPRINTABLE
        and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT
    )
