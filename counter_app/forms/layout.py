"""Draws a `Sheet` as PDF: the one place of this room that knows reportlab. Import it only to print.

Fonts are embedded (Tinos, the metrics of Times New Roman), text can be copied as it was typed, the same sheet and
moment give the same bytes. Sizes and margins come from the page style; the look follows NĐ 30/2020, Phụ lục I:
page number in the middle of the top margin and none on the first page, rule under the motto, short rule under the body.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCode
from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from counter_app.errors import CounterError, Trouble
from counter_app.forms.sheet import Entries, Entry, Grid, Letterhead, Sheet, Signer, Slip
from counter_app.forms.templates import PageStyle
from counter_app.resources import resource

REGULAR, BOLD, ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic"
_FILES = {REGULAR: "Tinos-Regular.ttf", BOLD: "Tinos-Bold.ttf", ITALIC: "Tinos-Italic.ttf"}
_NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_WATERMARK_GREY = Color(0.89, 0.89, 0.89)  # opaque and under the text: PDF/A-1 readers and printers take it as well
_FOOTER_GREY = Color(0.35, 0.35, 0.35)
_KEPT_WITH_SIGNERS = 2  # closing lines that never leave the signatures alone on a page


def draw(sheet: Sheet, *, printed_at: datetime, code: str) -> bytes:
    """The PDF of `sheet`. Trouble `forms.cannot_draw`: reportlab found no way to lay it out."""
    try:
        return _draw(sheet, printed_at)
    except CounterError:
        raise
    except Exception as error:  # reportlab raises whatever comes: LayoutError, ValueError, AttributeError …
        raise Trouble("forms.cannot_draw", code=code) from error


@cache
def letters() -> frozenset[int]:
    """The code points that every font of the forms has."""
    faces = [_fonts()[name].face.charToGlyph for name in _FILES]
    return frozenset(faces[0]).intersection(*faces[1:])


@cache
def _fonts() -> dict[str, Any]:
    found: dict[str, Any] = {name: TTFont(name, str(resource("fonts", file))) for name, file in _FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD)
    return found


def _draw(sheet: Sheet, printed_at: datetime) -> bytes:
    _fonts()
    page = sheet.page
    width, height = page.width * mm, page.height * mm
    text_width = (page.width - page.left - page.right) * mm
    frame = Frame(
        page.left * mm,
        page.bottom * mm,
        text_width,
        (page.height - page.top - page.bottom) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer,
        pagesize=(width, height),
        title=f"{sheet.title} – {sheet.code}",
        author=sheet.letterhead.office,
        subject=sheet.footer,
        creator="Quầy Một cửa",
        producer="reportlab",
        lang="vi",
        invariant=1,
    )
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=lambda canvas, _: _decorate(canvas, sheet)))

    def dated(*arguments: Any, **named: Any) -> Canvas:
        canvas = Canvas(*arguments, **{**named, "initialFontName": REGULAR})
        _set_moment(canvas, printed_at)
        return canvas

    document.build(_story(sheet, text_width), canvasmaker=dated)
    return buffer.getvalue()


def _set_moment(canvas: Canvas, moment: datetime) -> None:
    """The file's creation date is the moment of printing; reportlab would read the clock or write the year 2000."""
    stamp = cast(Any, canvas)._doc._timeStamp
    offset = moment.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms = tuple(moment.timetuple())[:6]
    stamp.dhh, stamp.dmm = divmod(minutes, 60)


def _decorate(canvas: Canvas, sheet: Sheet) -> None:
    """What lies under the text of every page: watermark, page number, footer."""
    page = sheet.page
    width, height = page.width * mm, page.height * mm
    canvas.saveState()
    if sheet.watermark:
        canvas.saveState()
        canvas.setFillColor(_WATERMARK_GREY)
        canvas.setFont(BOLD, width / 5.5)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52)
        canvas.drawCentredString(0, -width / 16, sheet.watermark)
        canvas.restoreState()
    number = canvas.getPageNumber()
    if number > 1:
        canvas.setFont(REGULAR, page.body)
        canvas.drawCentredString(width / 2, height - page.top * mm * 0.62, str(number))
    canvas.setFillColor(_FOOTER_GREY)
    note = _style(page.note * 0.92, color=_FOOTER_GREY)
    footer = Paragraph(escape(sheet.footer if number == 1 else f"{sheet.title} – {sheet.code}"), note)
    text_width = (page.width - page.left - page.right) * mm
    _, used = footer.wrap(text_width, page.bottom * mm)
    footer.drawOn(canvas, page.left * mm, max(page.bottom * mm * 0.72 - used, 3 * mm))
    canvas.restoreState()


def _story(sheet: Sheet, width: float) -> list[Flowable]:
    page = sheet.page
    gap = page.body * 0.9
    story: list[Flowable] = [_letterhead(sheet.letterhead, page, width), Spacer(0, gap * 0.7)]
    story += [_title(sheet, width), Spacer(0, gap * 0.7)]
    body = [_block(block, page, width) for block in sheet.blocks]
    kept = len(body) - _KEPT_WITH_SIGNERS
    for flowables in body[:kept]:
        story.extend(flowables)
    last = [flowable for flowables in body[kept:] for flowable in flowables]
    last += [Spacer(0, gap * 0.6), _signers(sheet.signers, page, width)]
    if sheet.slip:
        last += [Spacer(0, gap * 0.6), *_slip(sheet.slip, page, width)]
    story.append(KeepTogether(last))
    return story


def _letterhead(head: Letterhead, page: PageStyle, width: float) -> Table:
    left_width = width * page.header_left_share
    inner = left_width - page.office  # the two halves do not touch
    office = _style(page.office, BOLD, TA_CENTER, line=1.15)
    left: list[Flowable] = []
    if head.parent:
        left.append(_balanced(head.parent, _style(page.office, REGULAR, TA_CENTER, line=1.15), inner))
    left += [_balanced(head.office, office, inner), _balanced(head.counter, office, inner), _Rule(inner * 0.4)]
    right: list[Flowable] = [
        _text(_NATION, _style(page.nation, BOLD, TA_CENTER, line=1.2)),
        _text(_MOTTO, _style(page.motto, BOLD, TA_CENTER, line=1.25)),
        _Rule(pdfmetrics.stringWidth(_MOTTO, BOLD, page.motto)),
    ]
    number = _text(head.number, _style(page.number, REGULAR, TA_CENTER))
    place = _text(head.place_and_date, _style(page.number, ITALIC, TA_CENTER))
    widths = [inner, left_width - inner, width - left_width]
    return _plain_table(
        [[left, Spacer(0, 0), right], [number, Spacer(0, 0), place]], widths, row_gap=page.number * 0.45
    )


def _title(sheet: Sheet, width: float) -> Table:
    """Title, code and copy line in the middle of the page, the QR code of the dossier at the right edge."""
    page = sheet.page
    side = page.title * 1.5 * mm
    inner = width - 2 * side
    words: list[Flowable] = [
        _balanced(sheet.title, _style(page.title, BOLD, TA_CENTER, line=1.18), inner),
        _text(sheet.code, _style(page.body, BOLD, TA_CENTER, line=1.4)),
        _text(sheet.copies, _style(page.body, ITALIC, TA_CENTER, line=1.2)),
    ]
    qr = QrCode(sheet.qr, width=side, height=side, qrLevel="M", qrBorder=0)
    return _plain_table([[Spacer(side, 0), words, qr]], [side, inner, side], middle=True)


def _block(block: Entries | Grid, page: PageStyle, width: float) -> list[Flowable]:
    space = page.body * 0.2
    if isinstance(block, Grid):
        label = _text(block.label, _style(page.body, line=page.line))
        label.keepWithNext = 1
        return [label, Spacer(0, space), _grid(block, page, width), Spacer(0, space * 1.6)]
    if len(block.entries) == 1:
        return [_entry(block.entries[0], page, width), Spacer(0, space)]
    share = width / len(block.entries)
    row = [_entry(entry, page, share - page.body) for entry in block.entries]
    return [_plain_table([row], [share] * len(row)), Spacer(0, space)]


def _entry(entry: Entry, page: PageStyle, width: float) -> Paragraph:
    value = escape(entry.value) or _dots(entry.label, page.body, width)
    words = f"<b>{value}</b>" if entry.strong else value
    return Paragraph(f"{escape(entry.label)} {words}", _style(page.body, line=page.line))


def _dots(label: str, size: float, width: float) -> str:
    """A dotted line to write on, to the end of the label's line."""
    free = width - pdfmetrics.stringWidth(label + " ", REGULAR, size)
    return "…" * max(3, int(free / pdfmetrics.stringWidth("…", REGULAR, size)))


def _grid(grid: Grid, page: PageStyle, width: float) -> Table:
    fixed = sum(column.width for column in grid.columns) * mm
    rest = (width - fixed) / max(1, sum(column.width == 0 for column in grid.columns))
    styles = [
        _style(page.table, REGULAR, TA_CENTER if column.align == "center" else TA_LEFT) for column in grid.columns
    ]
    heading = _style(page.table, BOLD, TA_CENTER)
    rows = [[_text(column.heading, heading) for column in grid.columns]]
    rows += [[_text(cell, style) for cell, style in zip(row, styles, strict=True)] for row in grid.rows]
    pad = page.table * 0.24
    widths = [column.width * mm or rest for column in grid.columns]
    room = (page.height - page.top - page.bottom) * mm * 0.8  # beside the heading row
    tallest = max(cell.wrap(at - 2.6 * pad, 1e6)[1] for row in rows for cell, at in zip(row, widths, strict=True))
    return Table(
        rows,
        colWidths=widths,
        repeatRows=1,
        splitInRow=int(tallest > room),  # only a row that is taller than a page is cut
        style=[
            ("FONTNAME", (0, 0), (-1, -1), REGULAR),
            ("GRID", (0, 0), (-1, -1), 0.5, black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), pad * 0.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), pad),
            ("LEFTPADDING", (0, 0), (-1, -1), pad * 1.3),
            ("RIGHTPADDING", (0, 0), (-1, -1), pad * 1.3),
        ],
    )


def _signers(signers: Iterable[Signer], page: PageStyle, width: float) -> Table:
    cells = list(signers)
    heading, note = _style(page.body, BOLD, TA_CENTER, line=1.15), _style(page.body, ITALIC, TA_CENTER, line=1.15)
    rows: list[list[Flowable]] = [
        [_text(signer.heading, heading) for signer in cells],
        [_text(signer.note, note) for signer in cells],
        [Spacer(0, page.signature_space * mm) for _ in cells],
        [_text(signer.name, heading) for signer in cells],
    ]
    return _plain_table(rows, [width / len(cells)] * len(cells))


def _slip(slip: Slip, page: PageStyle, width: float) -> list[Flowable]:
    small = _style(page.note, line=1.3)
    words: list[Flowable] = [
        HRFlowable(width="100%", thickness=0.5, color=black, dash=(2, 2)),
        Spacer(0, page.note * 0.4),
    ]
    words.append(_text(slip.heading, _style(page.note, BOLD, line=1.3)))
    words += [_text(line, small) for line in slip.lines]
    cells = [_text(slip.question, small), *(_text(answer, small) for answer in slip.answers)]
    share = width * 0.56 / len(slip.answers)
    words.append(_plain_table([cells], [width * 0.44, *([share] * len(slip.answers))]))
    return words


def _plain_table(rows: list[Any], widths: list[float], *, row_gap: float = 0, middle: bool = False) -> Table:
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


class _Rule(Flowable):
    """A thin line in the middle of its cell."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = length

    def wrap(self, available_width: float, _: float) -> tuple[float, float]:
        self._start = (available_width - self._length) / 2
        return available_width, 3

    def draw(self) -> None:
        self.canv.setLineWidth(0.6)
        self.canv.line(self._start, 0.5, self._start + self._length, 0.5)


def _balanced(words: str, style: ParagraphStyle, width: float) -> Paragraph:
    """Centred words in as few lines as fit, the lines about equally long: no single word left over."""
    lines, _ = _wrapped(words, style, width)
    indent = 0.0
    while lines > 1 and indent + 2 < width * 0.3 and _wrapped(words, style, width - 2 * (indent + 2)) == (lines, True):
        indent += 2
    return _text(words, ParagraphStyle(style.name + "-balanced", style, leftIndent=indent, rightIndent=indent))


def _wrapped(words: str, style: ParagraphStyle, width: float) -> tuple[int, bool]:
    """How many lines it takes in `width`, and whether no word was cut for it."""
    longest = max((pdfmetrics.stringWidth(word, style.fontName, style.fontSize) for word in words.split()), default=0)
    _, height = _text(words, style).wrap(width, 1e6)
    return round(height / style.leading), longest <= width


def _text(words: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(words), style)


@cache
def _style(
    size: float, font: str = REGULAR, alignment: Any = TA_LEFT, *, line: float = 1.18, color: Color = black
) -> ParagraphStyle:
    """One style per look; words longer than a line are cut, never pushed over the edge."""
    return ParagraphStyle(
        f"{font}-{size}-{alignment}-{line}",
        fontName=font,
        fontSize=size,
        leading=size * line,
        alignment=alignment,
        textColor=color,
        splitLongWords=1,
    )
