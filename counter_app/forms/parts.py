"""The parts of a sheet that every form has: letterhead, title with QR code, signers, rating slip."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table

from counter_app.forms.logo import open_logo
from counter_app.forms.sheet import Cards, Letterhead, Sheet, Signer, Slip
from counter_app.forms.styles import BOLD, ITALIC, REGULAR, style
from counter_app.forms.templates import PageStyle

if TYPE_CHECKING:
    from PIL.Image import Image

_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"


def letterhead(head: Letterhead, page: PageStyle, width: float) -> Table:
    left_width = width * page.header_left_share
    inner = left_width - page.office  # the two halves do not touch
    office = style(page.office, BOLD, TA_CENTER, line=1.15)
    left: list[Flowable] = []
    if head.parent:
        left.append(balanced(head.parent, style(page.office, REGULAR, TA_CENTER, line=1.15), inner))
    left += [balanced(head.office, office, inner), balanced(head.counter, office, inner), _Rule(inner * 0.4)]
    right: list[Flowable] = [
        paragraph(_NATION, style(page.nation, BOLD, TA_CENTER, line=1.2)),
        paragraph(_MOTTO, style(page.motto, BOLD, TA_CENTER, line=1.25)),
        _Rule(pdfmetrics.stringWidth(_MOTTO, BOLD, page.motto)),
    ]
    number = paragraph(head.number, style(page.number, REGULAR, TA_CENTER))
    place = paragraph(head.place_and_date, style(page.number, ITALIC, TA_CENTER))
    widths = [inner, left_width - inner, width - left_width]
    return plain_table([[left, Spacer(0, 0), right], [number, Spacer(0, 0), place]], widths, row_gap=page.number * 0.45)


def title(sheet: Sheet, width: float) -> Table:
    """Title, code and copy line in the middle, the office's logo at the left edge, the dossier's QR code at the right
    one."""
    page = sheet.page
    side = page.title * 1.5 * mm
    inner = width - 2 * side
    look = style(page.title, BOLD, TA_CENTER, line=1.18)
    lines = sheet.title_lines if all(_lines(one, look, inner)[0] == 1 for one in sheet.title_lines) else (sheet.title,)
    words: list[Flowable] = [balanced(line, look, inner) for line in lines]
    words.append(paragraph(sheet.code, style(page.body, BOLD, TA_CENTER, line=1.4)))
    if sheet.copies:
        words.append(paragraph(sheet.copies, style(page.body, ITALIC, TA_CENTER, line=1.2)))
    qr = QrCode(sheet.qr, width=side, height=side, qrLevel="M", qrBorder=0) if sheet.qr else Spacer(side, 0)
    logo = _Logo(open_logo(sheet.logo), side) if sheet.logo else Spacer(side, 0)
    return plain_table([[logo, words, qr]], [side, inner, side], middle=True)


def signers(found: Iterable[Signer], page: PageStyle, width: float) -> Table:
    cells = list(found)
    heading, note = style(page.body, BOLD, TA_CENTER, line=1.15), style(page.body, ITALIC, TA_CENTER, line=1.15)
    rows: list[list[Flowable]] = [
        [paragraph(signer.heading, heading) for signer in cells],
        [paragraph(signer.note, note) for signer in cells],
        [Spacer(0, page.signature_space * mm) for _ in cells],
        [paragraph(signer.name, heading) for signer in cells],
    ]
    return plain_table(rows, [width / len(cells)] * len(cells))


def rating_slip(slip: Slip, page: PageStyle, width: float) -> list[Flowable]:
    """Words at the left, the answers at the right, each under the code that a scanner at the desk reads."""
    small, answer = style(page.note, line=1.3), style(page.note, alignment=TA_CENTER, line=1.3)
    words: list[Flowable] = [paragraph(slip.heading, style(page.note, BOLD, line=1.3))]
    words += [paragraph(line, small) for line in (slip.question, slip.contact) if line]
    wanted = [pdfmetrics.stringWidth(one, REGULAR, page.note) + page.note * 1.2 for one in slip.answers]
    room = min(sum(wanted), width * 0.6)
    shares = [one * room / sum(wanted) for one in wanted]
    side = page.note * 1.2 * mm  # and room on both sides of each code: scanners take one at a time
    codes = [_Middle(QrCode(code, width=side, height=side, qrLevel="M", qrBorder=0), side) for code in slip.codes]
    choices = plain_table([codes, [paragraph(one, answer) for one in slip.answers]], shares)
    return [
        HRFlowable(width="100%", thickness=0.5, color=black, dash=(2, 2)),
        Spacer(0, page.note * 0.4),
        plain_table([[words, choices]], [width - room, room]),
    ]


def cards(block: Cards, page: PageStyle, width: float) -> Table:
    """Framed numbers side by side."""
    name, detail = style(page.note, line=1.2), style(page.note * 0.92, ITALIC, line=1.2)
    number = style(page.title * 1.5, BOLD, line=1.25)
    cells = [[paragraph(one[0], name), paragraph(one[1], number), paragraph(one[2], detail)] for one in block.cards]
    return Table(
        [cells],
        colWidths=[width / len(cells)] * len(cells),
        style=[
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BOX", (0, 0), (-1, -1), 0.5, black),
            ("INNERGRID", (0, 0), (-1, -1), 0.5, black),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
    )


def plain_table(rows: list[Any], widths: list[float], *, row_gap: float = 0, middle: bool = False) -> Table:
    """Cells beside one another without rules and without padding."""
    return Table(
        rows,
        colWidths=widths,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 1), (-1, -1), row_gap),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def balanced(words: str, look: ParagraphStyle, width: float) -> Paragraph:
    """Centred words in as few lines as fit, the lines about equally long: no single word left over."""
    lines, _ = _lines(words, look, width)
    indent = 0.0
    while lines > 1 and indent + 2 < width * 0.3 and _lines(words, look, width - 2 * (indent + 2)) == (lines, True):
        indent += 2
    return paragraph(words, ParagraphStyle(look.name + "-balanced", look, leftIndent=indent, rightIndent=indent))


def paragraph(words: str, look: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(words), look)


def _lines(words: str, look: ParagraphStyle, width: float) -> tuple[int, bool]:
    """How many lines it takes in `width`, and whether no word was cut for it."""
    longest = max((pdfmetrics.stringWidth(word, look.fontName, look.fontSize) for word in words.split()), default=0)
    _, height = paragraph(words, look).wrap(width, 1e6)
    return round(height / look.leading), longest <= width


class _Middle(Flowable):
    """A square thing in the middle of its cell."""

    def __init__(self, thing: Flowable, side: float) -> None:
        super().__init__()
        self._thing, self._side = thing, side

    def wrap(self, available_width: float, _: float) -> tuple[float, float]:
        self._left = (available_width - self._side) / 2
        return available_width, self._side

    def draw(self) -> None:
        self._thing.drawOn(self.canv, self._left, 0)


class _Logo(Flowable):
    """A picture as large as fits into a square, in its middle."""

    def __init__(self, picture: "Image", side: float) -> None:
        super().__init__()
        self._picture, self._side = picture, side

    def wrap(self, _: float, __: float) -> tuple[float, float]:
        return self._side, self._side

    def draw(self) -> None:
        longest = max(self._picture.size)
        width, height = (self._side * one / longest for one in self._picture.size)
        left, bottom = (self._side - width) / 2, (self._side - height) / 2
        self.canv.drawImage(ImageReader(self._picture), left, bottom, width, height)


class _Rule(Flowable):
    """A thin line in the middle of its cell."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = length

    def wrap(self, available_width: float, _: float) -> tuple[float, float]:
        self._start = (available_width - self._length) / 2
        return available_width, 4

    def draw(self) -> None:
        self.canv.setLineWidth(0.6)
        self.canv.line(self._start, 0.5, self._start + self._length, 0.5)
