"""«Mốc nhật ký»: the head of the diary on paper, to be signed and kept in a cabinet; its QR code holds the same.

Our own sheet, no form of a circular; laid out as the office's papers are (NĐ 30/2020).
"""

from pathlib import Path

from counter_app.clock import vietnam
from counter_app.forms.output import write_new
from counter_app.forms.sheet import Entries, Entry, Letterhead, Sheet, Signer
from counter_app.forms.templates import page_style
from counter_app.forms.words import moment_words, place_and_date
from counter_app.model.evidence import Anchor
from counter_app.model.person import Person
from counter_app.settings import Settings

TITLE = "Mốc nhật ký"
FOOTER = (
    "Nhật ký bị cắt bớt hoặc viết lại phần trước thời điểm này thì không còn khớp mã trên tờ này. "
    "Đối chiếu: quét tờ này rồi mở Cài đặt, phần Nhật ký; hoặc dùng lệnh counterctl audit verify --sheet."
)
GROUP, PER_LINE = 8, 4


def print_head(anchor: Anchor, settings: Settings, *, officer: Person, output: Path) -> None:
    """Into the new file `output`. Refused `forms.output_exists`; Trouble: drawing, disk."""
    from counter_app.forms.layout import draw

    sheet = head_sheet(anchor, settings, officer=officer)
    write_new(draw(sheet, printed_at=vietnam(anchor.at), code=sheet.code), output)


def head_sheet(anchor: Anchor, settings: Settings, *, officer: Person) -> Sheet:
    groups = [anchor.head[place : place + GROUP] for place in range(0, len(anchor.head), GROUP)]
    lines = [" ".join(groups[place : place + PER_LINE]) for place in range(0, len(groups), PER_LINE)]
    return Sheet(
        page=page_style("A4"),
        letterhead=Letterhead(
            parent=settings.office_parent.upper(),
            office=settings.office_name.upper(),
            counter=settings.counter_name.upper(),
            number="",
            place_and_date=place_and_date(settings.office_place or "…", vietnam(anchor.at).date()),
        ),
        title_lines=(TITLE.upper(),),
        code=f"{anchor.rows} dòng",
        copies="",
        blocks=(
            _line("Thời điểm:", moment_words(anchor.at)),
            _line("Số dòng của nhật ký:", str(anchor.rows), strong=True),
            _line("Mã của dòng cuối (SHA-256):", lines[0], strong=True),
            *(_line("", line, strong=True) for line in lines[1:]),
        ),
        signers=(
            Signer(heading="NGƯỜI IN", note="(Ký, ghi rõ họ tên)", name=officer.name),
            Signer(heading="NGƯỜI GIỮ", note="(Ký, ghi rõ họ tên)", name=""),
        ),
        slip=None,
        footer=FOOTER,
        qr=anchor.text,
        watermark="BẢN THỬ" if settings.practice else "",
    )


def _line(name: str, value: str, *, strong: bool = False) -> Entries:
    return Entries(entries=(Entry(label=name, value=value, strong=strong),))
