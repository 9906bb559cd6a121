"""Draws a `Sheet` as PDF. Import it only to print: reportlab comes with it.

Fonts are embedded (Tinos, the metrics of Times New Roman), text can be copied as it was typed, the same sheet and
moment give the same bytes. Sizes and margins come from the page style; the look follows NĐ 30/2020, Phụ lục I:
page number in the middle of the top margin and none on the first page, rule under the motto, short rule under the body.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
)

from counter_app.errors import CounterError, Trouble
from counter_app.forms import charts, parts
from counter_app.forms.archive import as_archive
from counter_app.forms.ruled import RuledTable, Ruling
from counter_app.forms.sheet import Block, Cards, Chart, Entry, Grid, Items, Sheet, Words
from counter_app.forms.styles import BOLD, REGULAR, fonts, letters, style
from counter_app.forms.templates import PageStyle

__all__ = ["draw", "letters"]

_WATERMARK_GREY = Color(0.89, 0.89, 0.89)  # opaque and under the text: PDF/A-1 readers and printers take it as well
_FOOTER_GREY = Color(0.35, 0.35, 0.35)
_KEPT_WITH_SIGNERS = 2  # closing lines that never leave the signatures alone on a page


def draw(sheet: Sheet, *, printed_at: datetime, code: str) -> bytes:
    """The PDF/A-2b of `sheet`. Trouble `forms.cannot_draw`: reportlab found no way to lay it out."""
    try:
        return as_archive(_draw(sheet, printed_at))
    except CounterError:
        raise
    except Exception as error:  # reportlab raises whatever comes: LayoutError, ValueError, AttributeError …
        raise Trouble("forms.cannot_draw", code=code) from error


def _draw(sheet: Sheet, printed_at: datetime) -> bytes:
    fonts()
    page = sheet.page
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
        pagesize=(page.width * mm, page.height * mm),
        title=" – ".join(part for part in (sheet.title, sheet.code) if part),
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
        canvas.setFont(BOLD, min(width, height) / 5.5)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(52 if height > width else 30)
        canvas.drawCentredString(0, -min(width, height) / 16, sheet.watermark)
        canvas.restoreState()
    number = canvas.getPageNumber()
    if number > 1:
        canvas.setFont(REGULAR, page.body)
        canvas.drawCentredString(width / 2, height - page.top * mm * 0.62, str(number))
    canvas.setFillColor(_FOOTER_GREY)
    note = style(page.note * 0.92, color=_FOOTER_GREY)
    footer = Paragraph(escape(sheet.footer if number == 1 else f"{sheet.title} – {sheet.code}"), note)
    text_width = (page.width - page.left - page.right) * mm
    _, used = footer.wrap(text_width, page.bottom * mm)
    footer.drawOn(canvas, page.left * mm, max(page.bottom * mm * 0.72 - used, 3 * mm))
    canvas.restoreState()


def _story(sheet: Sheet, width: float) -> list[Flowable]:
    page = sheet.page
    gap = page.body * 0.9
    story: list[Flowable] = [parts.letterhead(sheet.letterhead, page, width), Spacer(0, gap * 0.5)]
    story += [parts.title(sheet, width), Spacer(0, gap * 0.5)]
    body = [_block(block, page, width) for block in sheet.blocks]
    # A table is never kept whole with the signatures: it may be longer than a page.
    kept = next(
        (
            place + 1
            for place in reversed(range(max(0, len(body) - _KEPT_WITH_SIGNERS), len(body)))
            if isinstance(sheet.blocks[place], Grid)
        ),
        max(0, len(body) - _KEPT_WITH_SIGNERS),
    )
    for flowables in body[:kept]:
        story.extend(flowables)
    last = [flowable for flowables in body[kept:] for flowable in flowables]
    if sheet.signers:
        last += [Spacer(0, gap * 0.5), parts.signers(sheet.signers, page, width)]
    if sheet.slip:
        last += [Spacer(0, gap * 0.5), *parts.rating_slip(sheet.slip, page, width)]
    if last:
        story.append(KeepTogether(last))
    return story


def _block(block: Block, page: PageStyle, width: float) -> list[Flowable]:
    space = page.body * 0.2
    if isinstance(block, Grid):
        return _grid(block, page, width, space)
    if isinstance(block, Words):
        look = style(page.body, alignment=TA_JUSTIFY, line=page.line)
        return [parts.paragraph(block.text, look), Spacer(0, space)]
    if isinstance(block, Items):
        return _items(block, page, space)
    if isinstance(block, Cards):
        return [parts.cards(block, page, width), Spacer(0, page.body * 0.6)]
    if isinstance(block, Chart):
        return charts.chart(block.chart, page, width)
    if len(block.entries) == 1:
        return [_entry(block.entries[0], page, width), Spacer(0, space)]
    shares = _shares(block.entries, page, width)
    row = [_entry(entry, page, share - page.body) for entry, share in zip(block.entries, shares, strict=True)]
    return [parts.plain_table([row], shares), Spacer(0, space)]


def _shares(entries: Sequence[Entry], page: PageStyle, width: float) -> list[float]:
    """Even, but a short first half gives what it does not need to a second one that is longer than its half."""
    even = width / len(entries)
    wanted = [pdfmetrics.stringWidth(f"{one.label} {one.value}", REGULAR, page.body) + page.body for one in entries]
    if len(entries) != 2 or wanted[1] <= even or wanted[0] >= even:
        return [even] * len(entries)
    first = max(wanted[0], width - wanted[1])
    return [first, width - first]


def _items(block: Items, page: PageStyle, space: float) -> list[Flowable]:
    label = parts.paragraph(block.label, style(page.body, line=page.line))
    label.keepWithNext = 1
    look = style(page.body, alignment=TA_JUSTIFY, line=page.line)
    lines = [parts.paragraph(f"{number}. {line}", look) for number, line in enumerate(block.lines, start=1)]
    return [label, *(part for line in lines for part in (Spacer(0, space / 2), line)), Spacer(0, space)]


def _entry(entry: Entry, page: PageStyle, width: float) -> Paragraph:
    value = escape(entry.value) or _dots(entry.label, page.body, width)
    words = f"<b>{value}</b>" if entry.strong else value
    return Paragraph(f"{escape(entry.label)} {words}", style(page.body, line=page.line))


def _dots(label: str, size: float, width: float) -> str:
    """A dotted line to write on, to the end of the label's line."""
    free = width - pdfmetrics.stringWidth(label + " ", REGULAR, size)
    return "…" * max(3, int(free / pdfmetrics.stringWidth("…", REGULAR, size)))


def _grid(grid: Grid, page: PageStyle, width: float, space: float) -> list[Flowable]:
    fixed = sum(column.width for column in grid.columns) * mm
    rest = (width - fixed) / max(1, sum(column.width == 0 for column in grid.columns))
    ruling = Ruling(
        widths=tuple(column.width * mm or rest for column in grid.columns),
        aligns=tuple(column.align for column in grid.columns),
        size=page.table,
        page_room=(page.height - page.top - page.bottom) * mm,
    )
    rows = [ruling.row(row) for row in grid.rows]
    if grid.total:
        rows.append(ruling.row(grid.total, BOLD))
    bands = [column.band for column in grid.columns]
    heading = ruling.heading([column.heading for column in grid.columns], bands, numbered=grid.numbered)
    table = RuledTable(heading, rows, ruling)
    flowables: list[Flowable] = [table, Spacer(0, space * 1.6)]
    if grid.label:
        look = style(page.body, BOLD if grid.strong else REGULAR, line=page.line)
        together = page.body * page.line + space + table.least_height(2)
        flowables = [CondPageBreak(together), parts.paragraph(grid.label, look), Spacer(0, space), *flowables]
    return flowables
