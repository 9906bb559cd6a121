"""What stops a form before it is drawn: letters the font does not have, law not in force, another agency's name."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date

from counter_app.errors import Refused
from counter_app.forms.sheet import Sheet, Words
from counter_app.model.text import fold
from counter_app.rules.law import law
from counter_app.settings import Settings

# Control and invisible characters, and letters written from right to left, which the layout does not turn around.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
# How a sheet's own words name who issues it: «Sở Nội vụ», «UBND xã A», «Trung tâm Phục vụ hành chính công tỉnh B».
_AGENCY = re.compile(
    r"\b(?:(?:Sở|Ban|Chi cục|Phòng)(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)+(?: (?:và|[a-zđà-ỹ]+ (?=[A-ZĐ]))(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)*)*"
    r"|(?:UBND|Ủy ban nhân dân|Trung tâm [Pp]hục vụ hành chính công) (?:tỉnh|thành phố|xã|phường|quận|huyện|thị trấn)"
    r"(?: [A-ZĐÀ-Ỹ][\wÀ-ỹ]*)+)"
)


def check(sheet: Sheet, *, letters: Collection[int], day: date, settings: Settings) -> None:
    """Refused when the sheet cannot be printed truly. `letters`: the code points that every used font has;
    `day`: the day whose law the form follows."""
    for where, text in sheet.texts():
        for letter in text:
            if not _printable(letter, letters):
                raise Refused("forms.letter_missing", field=where.rstrip(": "), letter=f"U+{ord(letter):04X}")
        check_law(text, day)
    _check_agency(_own_words(sheet), settings)


def check_law(text: str, day: date) -> None:
    """Refused `forms.law_not_in_force` when `text` cites a document that was not in force on `day`."""
    for document in law():
        # `61/2018/NĐ-CP` is not inside `161/2018/NĐ-CP`; the short `61/2018` is the same document.
        short = document.number.rsplit("/", 1)[0]
        if not document.in_force(day) and re.search(rf"(?<!\d){re.escape(short)}/?(?![\d-])", text):
            raise Refused(
                "forms.law_not_in_force",
                document=document.name,
                day=f"{day:%d/%m/%Y}",
                instead=document.replaced_by or "văn bản đang có hiệu lực",
            )


def _own_words(sheet: Sheet) -> Iterable[str]:
    """What the template and the settings say, not what officers and applicants wrote: those may name anybody."""
    yield sheet.footer
    for block in sheet.blocks:
        if isinstance(block, Words):
            yield block.fixed
    for signer in sheet.signers:
        yield signer.heading
    if sheet.slip:
        yield from (*sheet.slip.lines, sheet.slip.question)


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
