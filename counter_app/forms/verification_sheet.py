"""«Phiếu kiểm tra chữ ký số»: what was found about the signatures of one file, for the dossier or for the sender.

Our own sheet, no form of a circular; laid out as the office's papers are (NĐ 30/2020).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.clock import vietnam
from counter_app.forms.output import write_new
from counter_app.forms.sheet import Column, Entries, Entry, Grid, Letterhead, Sheet, Signer
from counter_app.forms.templates import page_style
from counter_app.forms.words import place_and_date
from counter_app.model.person import Person
from counter_app.model.text import nfc
from counter_app.settings import Settings

TITLE = "Phiếu kiểm tra chữ ký số"
FOOTER = (
    "Kiểm tra theo các tiêu chí tại Phụ lục II Thông tư 15/2025/TT-BKHCN. "
    "Kết luận chỉ đúng với tệp có mã SHA-256 ghi trên phiếu và vào thời điểm kiểm tra."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePart:
    """One signature in words: facts (label, value), criteria (number, words, outcome), reasons."""

    title: str
    facts: tuple[tuple[str, str], ...]
    criteria: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    name: str
    sha256: str
    verdict: str
    advice: str
    remarks: tuple[str, ...]  # about the file as a whole
    parts: tuple[SignaturePart, ...]


def print_verification(
    checked: CheckedFile, settings: Settings, *, officer: Person, checked_at: datetime, output: Path
) -> None:
    """Into the new file `output`. Refused `forms.output_exists`; Trouble: drawing, disk."""
    from counter_app.forms.layout import draw, letters

    known = letters()
    sheet = verification_sheet(checked, settings, officer=officer, checked_at=checked_at, known=known)
    write_new(draw(sheet, printed_at=vietnam(checked_at), code=checked.name), output)


def verification_sheet(
    checked: CheckedFile, settings: Settings, *, officer: Person, checked_at: datetime, known: frozenset[int]
) -> Sheet:
    """`known`: code points that can be printed. A stranger's name in other letters is printed with «?», not refused."""

    def clean(text: str) -> str:
        return "".join(letter if ord(letter) in known else "?" for letter in nfc(text))

    at = vietnam(checked_at)
    head = [
        _line("Kết luận:", checked.verdict, strong=True),
        _line("Việc nên làm:", clean(checked.advice)),
        _line("Kiểm tra lúc:", f"{at:%H:%M:%S ngày %d/%m/%Y} +07:00"),
        _line("SHA-256 của tệp:", f"{checked.sha256[:32]} {checked.sha256[32:]}"),
    ]
    head += [_line("Lưu ý về tệp:", clean(remark)) for remark in checked.remarks]
    blocks: list[Entries | Grid] = list(head)
    for part in checked.parts:
        blocks += _part_blocks(part, clean)
    return Sheet(
        page=page_style("A4"),
        letterhead=Letterhead(
            parent=clean(settings.office_parent).upper(),
            office=clean(settings.office_name).upper(),
            counter=clean(settings.counter_name).upper(),
            number="Số: …/PKT",
            place_and_date=place_and_date(clean(settings.office_place) or "…", at.date()),
        ),
        title_lines=(TITLE.upper(),),
        code=_short(clean(checked.name)),
        copies=f"{len(checked.parts)} chữ ký trên tệp" if checked.parts else "Tệp không có chữ ký số",
        blocks=tuple(blocks),
        signers=(
            Signer(heading="", note="", name=""),
            Signer(heading="NGƯỜI KIỂM TRA", note="(Ký, ghi rõ họ tên)", name=clean(officer.name)),
        ),
        slip=None,
        footer=FOOTER,
        qr=checked.sha256,
        watermark="BẢN THỬ" if settings.practice else "",
    )


def _part_blocks(part: SignaturePart, clean: Callable[[str], str]) -> Sequence[Entries | Grid]:
    blocks: list[Entries | Grid] = [_line("", clean(part.title).upper(), strong=True)]
    blocks += [_line(f"{name}:", clean(value)) for name, value in part.facts]
    if part.criteria:
        columns = (
            Column(heading="Mục", width=14, align="center"),
            Column(heading="Tiêu chí", width=0, align="left"),
            Column(heading="Kết quả", width=40, align="center"),
        )
        blocks.append(Grid(label="Từng tiêu chí:", columns=columns, rows=part.criteria))
    blocks += [_line("–", clean(reason)) for reason in part.reasons]
    return blocks


def _line(name: str, value: str, *, strong: bool = False) -> Entries:
    return Entries(entries=(Entry(label=name, value=value or "—", strong=strong),))


def _short(name: str, most: int = 60) -> str:
    return name if len(name) <= most else f"{name[: most - 20]}…{name[-19:]}"
