"""What is to be printed, before anybody draws it: words in their places, free of any drawing library."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from counter_app.forms.templates import PageStyle
from counter_app.model.report import Bars, Heat, Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    parent: str  # superior body; empty: none is printed
    office: str
    counter: str
    number: str  # empty: the form carries none
    place_and_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A label and its value; an empty value is drawn as a dotted line to write on."""

    label: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """One entry, or two side by side."""

    entries: tuple[Entry, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        for entry in self.entries:
            yield entry.label, entry.label
            yield entry.label, entry.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A sentence of the form itself; `fixed` is what of it the template says, before values are put in."""

    text: str
    fixed: str

    def texts(self) -> Iterator[tuple[str, str]]:
        yield "Lời văn của biểu mẫu", self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A label with numbered lines under it."""

    label: str
    lines: tuple[str, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        yield self.label, self.label
        for line in self.lines:
            yield self.label, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    heading: str
    width: float  # mm; 0: what the others leave
    align: str  # left, center, right
    band: str = ""  # heading over this column and its neighbours of the same band


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table; its heading row stands again on every page."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()  # the last row, in bold; empty: there is none
    numbered: bool = False  # a line «(1) (2) …» under the heading
    strong: bool = False  # the label is a heading of its own

    def texts(self) -> Iterator[tuple[str, str]]:
        yield self.label, self.label
        for column in self.columns:
            yield column.heading, column.heading
            yield column.heading, column.band
        for row in (*self.rows, *((self.total,) if self.total else ())):
            for column, cell in zip(self.columns, row, strict=True):
                for line in cell.split("\n"):
                    yield self.label or column.heading, line


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing over figures, under its label."""

    chart: Bars | Heat | Steps

    def texts(self) -> Iterator[tuple[str, str]]:
        yield self.chart.title, self.chart.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The few numbers to be seen first: (title, number, what it is made of)."""

    cards: tuple[tuple[str, str, str], ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        for card in self.cards:
            yield from ((card[0], words) for words in card)


Block = Entries | Words | Items | Grid | Chart | Cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    heading: str  # empty: nobody signs on this side
    note: str
    name: str  # empty: written by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The rating slip at the end: a question with the answers to tick, and for each the QR code that says it."""

    heading: str
    contact: str  # empty: none
    question: str
    answers: tuple[str, ...]
    codes: tuple[str, ...]  # what the answers' QR codes hold, in their order


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    page: PageStyle
    letterhead: Letterhead
    title_lines: tuple[str, ...]
    code: str  # under the title
    copies: str  # empty: none
    blocks: tuple[Block, ...]
    signers: tuple[Signer, ...]
    slip: Slip | None
    footer: str
    qr: str  # what the QR code holds; empty: none
    watermark: str  # empty: none
    logo: Path | None = None  # a picture that `logo.open_logo` takes; None: the office has none

    @property
    def title(self) -> str:
        return " ".join(self.title_lines)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every word that will be printed, as (where, text); where is a label that the officer knows."""
        head = self.letterhead
        for text in (head.parent, head.office, head.counter, head.number, head.place_and_date):
            yield "Phần đầu biểu mẫu", text
        for text in (self.title, self.code, self.copies, self.footer, self.watermark):
            yield self.title, text
        for block in self.blocks:
            yield from block.texts()
        for signer in self.signers:
            for text in (signer.heading, signer.note, signer.name):
                yield signer.heading or "Chỗ ký", text
        if self.slip:
            for text in (self.slip.heading, self.slip.contact, self.slip.question, *self.slip.answers):
                yield self.slip.heading, text
