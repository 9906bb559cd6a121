"""What stops a form before it is drawn: letters the font does not have, law that was not in force."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date

from counter_app.errors import Refused
from counter_app.forms.sheet import Sheet
from counter_app.forms.templates import law

# Control and invisible characters, and letters written from right to left, which the layout does not turn around.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def check(sheet: Sheet, *, letters: Collection[int], day: date) -> None:
    """Refused when the sheet cannot be printed truly. `letters`: the code points that every used font has;
    `day`: the day whose law the form follows."""
    for where, text in sheet.texts():
        for letter in text:
            if not _printable(letter, letters):
                raise Refused("forms.letter_missing", field=where.rstrip(": "), letter=f"U+{ord(letter):04X}")
        _check_law(text, day)


def _printable(letter: str, letters: Collection[int]) -> bool:
    return (
        ord(letter) in letters
        and unicodedata.category(letter) not in _UNPRINTABLE
        and unicodedata.bidirectional(letter) not in _RIGHT_TO_LEFT
    )


def _check_law(text: str, day: date) -> None:
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
