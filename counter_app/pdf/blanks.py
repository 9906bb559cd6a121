"""The printed blanks of an official document: «Số:     /QĐ-…», «…, ngày     tháng     năm …» (NĐ 30/2020, annex I).

Read from the text of the first pages with pdfium, letter by letter with its place, so that a turned or cropped page
gives boxes as its reader sees it. A scan has no text and gives no blanks.
"""

import math
import re
import unicodedata
from pathlib import Path
from typing import Any

from counter_app.errors import Refused
from counter_app.model.issue import Blank, Blanks
from counter_app.model.signature import Box
from counter_app.pdf.render import shown_point

PAGES = 2  # number and date stand on the first page; some have a cover
LETTERS = 20_000  # per page: more is no decision
_GAP = r"[\s.…_]*(\d*)[\s.…_]*"
_NUMBER = re.compile(rf"Số\s*:{_GAP}/")
_DATE = re.compile(rf"ngày{_GAP}tháng{_GAP}năm")
_LEAST, _MOST = 8.0, 16.0  # font sizes that an office prints with
_HEIGHT = 1.3  # of a blank's box over the size
_BASELINE = 0.3  # a single line's baseline lies so far below the middle of its box (signing.appearance)


def find_blanks(path: Path) -> Blanks:
    """Refused `pdf.cannot_show` when the file cannot be read."""
    import pypdfium2

    number = day = month = None
    try:
        with pypdfium2.PdfDocument(path) as document:
            for index in range(min(PAGES, len(document))):
                page = _Letters(document[index], index + 1)
                if number is None and (found := _NUMBER.search(page.text)):
                    number = page.blank(found.start(), found.start(1), found.end(1), found.group(1))
                if day is None and (found := _DATE.search(page.text)):
                    day = page.blank(found.start(), found.start(1), found.end(1), found.group(1), word="ngày")
                    middle = found.start() + found.group().index("tháng")
                    month = page.blank(middle, found.start(2), found.end(2), found.group(2), word="tháng")
    except Exception as error:  # parsers of untrusted files raise anything
        raise Refused("pdf.cannot_show", file=path.name, page=1) from error
    return Blanks(number=number, day=day, month=month)


class _Letters:
    """The letters of a page, composed (NFC), each with its number in pdfium's own count."""

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as c

        self._page, self._number = page, number
        self._text = page.get_textpage()
        letters: list[str] = []
        self._places: list[int] = []
        for place in range(min(self._text.count_chars(), LETTERS)):
            letter = chr(c.FPDFText_GetUnicode(self._text, place) or 0x20)
            if letters and unicodedata.combining(letter):
                letters[-1] = unicodedata.normalize("NFC", letters[-1] + letter)[:1]
                continue
            letters.append(letter)
            self._places.append(place)
        self.text = "".join(letters)

    def blank(self, first: int, start: int, end: int, filled: str, word: str = "Số:") -> Blank:
        """Between the last letter of `word` at `first` and the next printed one behind the gap."""
        before = self.text.index(word[-1], first + len(word) - 1)
        after = end
        while self.text[after] in " .…_\r\n\t\u00a0":
            after += 1
        size = self._size(first)
        left = self._box(before)[2]
        right = self._box(after)[0]
        baseline = self._box(first)[3]
        middle = baseline - _BASELINE * size
        box = Box(x=left + 1, y=middle - _HEIGHT * size / 2, width=max(right - left - 2, 1.0), height=_HEIGHT * size)
        return Blank(page=self._number, box=box, font_size=size, filled=filled)

    def _size(self, letter: int) -> float:
        import pypdfium2.raw as c

        place, matrix = self._places[letter], c.FS_MATRIX()
        size = float(c.FPDFText_GetFontSize(self._text, place))
        if c.FPDFText_GetMatrix(self._text, place, matrix):
            size *= math.hypot(matrix.b, matrix.d)  # word processors scale letters of size 1
        return round(min(max(size, _LEAST), _MOST) * 2) / 2

    def _box(self, letter: int) -> tuple[float, float, float, float]:
        """Left, top, right, bottom as shown."""
        left, bottom, right, top = self._text.get_charbox(self._places[letter])
        ends = [shown_point(self._page, x, y) for x, y in ((left, bottom), (right, top))]
        xs, ys = sorted(x for x, _ in ends), sorted(y for _, y in ends)
        return xs[0], ys[0], xs[1], ys[1]
