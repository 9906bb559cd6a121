"""Vietnamese text: one Unicode form on the way in, folding for search, masking of identity numbers."""

import re
import unicodedata

_TAX_CODE = re.compile(r"\d{10}(-?\d{3})?")


def nfc(text: str) -> str:
    """Composed Unicode, outer spaces off, inner runs of spaces as one. Lists and scanners send decomposed letters."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def clean(text: str) -> str:
    """`nfc` for words from outside: also without control and zero-width characters, which no database or form takes."""
    if text.isprintable():  # nearly every cell of a list; letter by letter takes half of a long one's time
        return nfc(text)
    return nfc("".join(" " if letter.isspace() else letter for letter in text if _visible(letter)))


def _visible(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}


def fold(text: str) -> str:
    """Lower case without diacritics, as search and header matching compare. đ is a letter of its own: own step."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def mask(number: str) -> str:
    """`033087615212` -> `033*******12`: what lists may show of an identity number (NĐ 356/2025, minimisation)."""
    return number if len(number) < 7 else number[:3] + "*" * (len(number) - 5) + number[-2:]


def listed_number(number: str) -> str:
    """What lists show of an applicant's number: a tax code of an organisation is public, a person's is masked.

    Organisations have 10 digits, branches three more; the 12 digits of a person's number serve as tax code too, and
    are masked all the same (regulation 9.F3).
    """
    return f"MST {number}" if _TAX_CODE.fullmatch(number) else mask(number)


def shortened(name: str, length: int = 60) -> str:
    """A procedure's name for lists: «Thủ tục » off, cut between words."""
    plain = name.removeprefix("Thủ tục ").strip()
    plain = plain[:1].upper() + plain[1:]
    return plain if len(plain) <= length else plain[: length - 1].rsplit(" ", 1)[0] + "…"
