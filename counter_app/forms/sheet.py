"""What is to be printed, before anybody draws it: words in their places, free of any drawing library."""

from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.forms.templates import PageStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    parent: str  # superior body; empty: none is printed
    office: str
    counter: str
    number: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    heading: str
    width: float  # mm; 0: what the others leave
    align: str  # left, center


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A ruled table; its heading row stands again on every page."""

    label: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    heading: str
    note: str
    name: str  # empty: written by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The rating slip at the end: a question with the answers to tick."""

    heading: str
    lines: tuple[str, ...]
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    page: PageStyle
    letterhead: Letterhead
    title: str
    code: str  # under the title
    copies: str
    blocks: tuple[Entries | Grid, ...]
    signers: tuple[Signer, ...]
    slip: Slip | None
    footer: str
    qr: str  # what the QR code holds
    watermark: str  # empty: none

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every word that will be printed, as (where, text); where is a label that the officer knows."""
        head = self.letterhead
        for text in (head.parent, head.office, head.counter, head.number, head.place_and_date):
            yield "Phần đầu biểu mẫu", text
        for text in (self.title, self.code, self.copies, self.footer, self.watermark):
            yield self.title, text
        for block in self.blocks:
            yield from _block_texts(block)
        for signer in self.signers:
            for text in (signer.heading, signer.note, signer.name):
                yield signer.heading, text
        if self.slip:
            for text in (self.slip.heading, *self.slip.lines, self.slip.question, *self.slip.answers):
                yield self.slip.heading, text


def _block_texts(block: Entries | Grid) -> Iterator[tuple[str, str]]:
    if isinstance(block, Grid):
        yield block.label, block.label
        for column in block.columns:
            yield block.label, column.heading
        for row in block.rows:
            for text in row:
                yield block.label, text
        return
    for entry in block.entries:
        yield entry.label, entry.label
        yield entry.label, entry.value
