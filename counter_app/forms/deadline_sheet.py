"""«Bảng giải trình cách tính hạn»: each stretch counted, each not counted and why, their sum, basis, other reading.

Our own sheet, no form of a circular; laid out as the office's papers are (NĐ 30/2020). Its lines are those of
«Vì sao?», which name the document that ordered a day off.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from counter_app.clock import vietnam
from counter_app.forms.output import write_new
from counter_app.forms.sheet import Column, Entries, Entry, Grid, Letterhead, Sheet, Signer
from counter_app.forms.templates import page_style
from counter_app.forms.words import moment_words, place_and_date
from counter_app.model.account import Account
from counter_app.model.text import nfc
from counter_app.settings import Settings

TITLE = "Bảng giải trình cách tính hạn"
FOOTER = "Tính theo lịch làm việc của cơ quan; mỗi khoảng thời gian từ lúc bắt đầu đến hạn có đúng một dòng."
COLUMNS = (
    Column(heading="TT", width=10, align="center"),
    Column(heading="Khoảng thời gian, lý do", width=0, align="left"),
    Column(heading="Được tính", width=34, align="center"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The dossier whose due moment it is. `window`: of its intake window, else of its processing term, which began
    at `accepted_at` and was counted anew since; None: it was not."""

    code: str
    procedure: str
    window: bool
    accepted_at: datetime | None = None


def print_deadline(
    account: Account,
    settings: Settings,
    *,
    begun_at: datetime,
    at: datetime,
    output: Path,
    about: About | None = None,
) -> None:
    """Into the new file `output`. `at`: when it is printed. Refused `forms.output_exists`; Trouble: drawing, disk."""
    from counter_app.forms.layout import draw

    sheet = deadline_sheet(account, settings, begun_at=begun_at, at=at, about=about)
    write_new(draw(sheet, printed_at=vietnam(at), code=sheet.code), output)


def deadline_sheet(
    account: Account, settings: Settings, *, begun_at: datetime, at: datetime, about: About | None = None
) -> Sheet:
    lines = [
        (str(number), line.words[:1].upper() + line.words[1:], line.value)
        for number, line in enumerate(account.lines, start=1)
    ]
    blocks: list[Entries | Grid] = [
        *_heading(about),
        _line("Bắt đầu tính:", moment_words(begun_at)),
        _line("Hạn:", moment_words(account.due_at), strong=True),
        Grid(label="Từng khoảng thời gian:", columns=COLUMNS, rows=(*lines, ("", "Cộng", account.total))),
        *(_line("Căn cứ:", words) for words in account.basis),
        *(_line("Lần tính trước:", words) for words in account.earlier),
        *(_line("Lưu ý:", words) for words in account.notes),
    ]
    if account.other is not None:
        blocks.append(_line("Cách tính khác:", account.other.words))
    return Sheet(
        page=page_style("A4"),
        letterhead=Letterhead(
            parent=settings.office_parent.upper(),
            office=settings.office_name.upper(),
            counter=settings.counter_name.upper(),
            number="",
            place_and_date=place_and_date(settings.office_place or "…", vietnam(at).date()),
        ),
        title_lines=(TITLE.upper(),),
        code=f"Mã hồ sơ: {nfc(about.code)}" if about else f"Hạn {vietnam(account.due_at):%H:%M %d/%m/%Y}",
        copies="",
        blocks=tuple(blocks),
        signers=(
            Signer(heading="", note="", name=""),
            Signer(heading="NGƯỜI LẬP BẢNG", note="(Ký, ghi rõ họ tên)", name=""),
        ),
        slip=None,
        footer=FOOTER,
        qr=nfc(about.code) if about else "",
        watermark="BẢN THỬ" if settings.practice else "",
    )


def _heading(about: About | None) -> list[Entries]:
    if about is None:
        return []
    of = "Khoảng tiếp nhận hồ sơ trực tuyến" if about.window else "Thời hạn giải quyết hồ sơ"
    found = [_line("Thủ tục:", nfc(about.procedure)), _line("Hạn được giải trình:", of)]
    if about.accepted_at is not None:
        found.append(_line("Tiếp nhận lần đầu:", moment_words(about.accepted_at)))
    return found


def _line(name: str, value: str, *, strong: bool = False) -> Entries:
    return Entries(entries=(Entry(label=name, value=value, strong=strong),))
