"""A report on paper: the office's letterhead, tables and charts as the page shows them, and how they are counted.

Our own sheet, no form of a circular; laid out as the office's papers are (NĐ 30/2020).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from counter_app.clock import vietnam
from counter_app.forms.sheet import Block, Cards, Chart, Column, Entries, Entry, Grid, Items, Letterhead, Sheet, Signer
from counter_app.forms.templates import page_style
from counter_app.forms.words import place_and_date
from counter_app.model.person import Person
from counter_app.model.report import Bars, Figures, Heat, Kind, Part, Report, Row, Steps, Table
from counter_app.model.report_words import value_words
from counter_app.model.text import nfc
from counter_app.settings import Settings

ESTIMATE = "ƯỚC TÍNH TỪ DỮ LIỆU CỦA CƠ QUAN, KHÔNG PHẢI ĐIỂM CHÍNH THỨC"
_ALIGNS = {Kind.TEXT: "left", Kind.CODE: "left", Kind.DAY: "center", Kind.MOMENT: "center"}


def report_pdf(report: Report, settings: Settings, person: Person) -> bytes:
    """The PDF/A of a report. Trouble `forms.cannot_draw`."""
    from counter_app.forms.layout import draw, letters

    sheet = report_sheet(report, settings, person, letters())
    return draw(sheet, printed_at=vietnam(report.at), code=report.title)


def digest_pdf(report: Report, settings: Settings, person: Person) -> bytes:
    """The bulletin of a shift: no paper with a number, and nobody signs it. Trouble `forms.cannot_draw`."""
    from counter_app.forms.layout import draw, letters

    sheet = report_sheet(report, settings, person, letters())
    sheet = replace(sheet, letterhead=replace(sheet.letterhead, number=""), code=report.subject, signers=())
    return draw(sheet, printed_at=vietnam(report.at), code=report.title)


def report_sheet(report: Report, settings: Settings, person: Person, known: frozenset[int]) -> Sheet:
    """`known`: code points that can be printed; a stranger's name in other letters is printed with «?»."""

    def clean(text: str) -> str:
        return "".join(letter if ord(letter) in known else "?" for letter in nfc(text))

    blocks: list[Block] = []
    for part in report.parts:
        blocks += _blocks(part, clean)
    if report.notes:
        blocks.append(Items(label="Cách tính:", lines=tuple(map(clean, report.notes))))
    return Sheet(
        page=page_style("A4-landscape" if report.landscape else "A4-report"),
        letterhead=Letterhead(
            parent=clean(settings.office_parent).upper(),
            office=clean(settings.office_name).upper(),
            counter=clean(settings.counter_name).upper(),
            number="Số: …/BC",
            place_and_date=place_and_date(clean(settings.office_place) or "…", vietnam(report.at).date()),
        ),
        title_lines=(clean(report.title).upper(),),
        code=" · ".join(part for part in (span_words(report), clean(report.subject)) if part),
        copies=ESTIMATE if report.estimate else "",
        blocks=tuple(blocks),
        signers=(
            Signer(heading="NGƯỜI LẬP BIỂU", note="(Ký, ghi rõ họ tên)", name=clean(person.name)),
            Signer(heading="THỦ TRƯỞNG ĐƠN VỊ", note="(Ký, đóng dấu)", name=""),
        ),
        slip=None,
        footer=f"Lập lúc {vietnam(report.at):%H:%M %d/%m/%Y} từ dữ liệu của Bộ phận Một cửa.",
        qr="",
        watermark="BẢN THỬ" if settings.practice else "",
    )


def span_words(report: Report) -> str:
    """«Tháng 11/2026, đến 08:00 23/11/2026» while the period is not over."""
    if report.period is None:
        return f"Tại thời điểm {_moment(report.at)}"
    words = report.period.words()
    return words if report.at >= report.period.end else f"{words}, đến {_moment(report.at)}"


def _moment(at: datetime) -> str:
    return f"{vietnam(at):%H:%M %d/%m/%Y}"


def _blocks(part: Part, clean: Callable[[str], str]) -> Iterator[Block]:
    if isinstance(part, Figures):
        yield Cards(
            cards=tuple(
                (clean(one.title), value_words(one.cell.value, one.kind), clean(one.detail)) for one in part.figures
            )
        )
    elif not isinstance(part, Table):
        yield Chart(chart=_printable(part, clean))
    elif part.rows:
        yield _grid(part, clean)
        if words := part.more_words():
            yield Entries(entries=(Entry(label="Ghi chú:", value=clean(words)),))
    else:
        yield Entries(entries=(Entry(label=f"{clean(part.title)}:", value=clean(part.nothing)),))


def _printable(chart: Bars | Heat | Steps, clean: Callable[[str], str]) -> Bars | Heat | Steps:
    """Labels of bars are names that the office or a list gave."""
    if isinstance(chart, Bars):
        return replace(chart, lines=tuple(replace(line, label=clean(line.label)) for line in chart.lines))
    return chart


def _grid(table: Table, clean: Callable[[str], str]) -> Grid:
    def texts(row: Row) -> tuple[str, ...]:
        return tuple(
            clean(value_words(cell.value, column.kind)) for cell, column in zip(row, table.columns, strict=True)
        )

    return Grid(
        label=clean(table.title),
        columns=tuple(
            Column(
                heading=clean(column.title),
                width=column.width,
                align=_ALIGNS.get(column.kind, "right"),
                band=clean(column.group),
            )
            for column in table.columns
        ),
        rows=tuple(map(texts, table.first_rows)),
        total=texts(table.total) if table.total else (),
        numbered=table.numbered,
        strong=True,
    )
