"""«Trích nhật ký»: every act in its order, and what proves that it is the diary as it was written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from counter_app.model.event_words import event_words
from counter_app.model.evidence import Anchor, DiaryRow, Examination
from counter_app.model.report import Cell, Column, Kind, Report, Table

KIND, TITLE = "inspection", "Trích nhật ký hồ sơ và thao tác"
SHOWN_HASH = 16  # letters of a hash on paper; the digest covers the whole of each
NOTES = (
    "Mỗi dòng nhật ký mang một mã băm SHA-256 tính từ nội dung dòng ấy và mã của dòng trước; sửa, xóa hay chèn một "
    "dòng làm hỏng mọi mã sau nó. Đầu chuỗi còn được ghi ra ngoài cơ sở dữ liệu thành mốc.",
    "Mã của bản trích là SHA-256 của các mã dòng nối nhau theo thứ tự. Tệp .jsonl cùng phạm vi chứa nguyên văn từng "
    "dòng để tính lại bằng chương trình khác.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What reading the whole diary has shown, and which rows of it were copied."""

    examined: Examination
    last_anchor: Anchor | None
    count: int
    first: tuple[int, str] | None  # number and hash of a row
    last: tuple[int, str] | None
    digest: str  # SHA-256 over the hashes of the copied rows, in their order

    @property
    def words(self) -> str:
        if self.examined.first_bad is not None:
            return f"Chuỗi bị đứt từ dòng {self.examined.first_bad}"
        if self.examined.broken_anchors:
            return f"Không khớp {len(self.examined.broken_anchors)} mốc đã ghi ra ngoài"
        return "Chuỗi liền mạch từ dòng đầu đến dòng cuối"


def inspection_report(
    rows: Sequence[DiaryRow],
    proof: Proof,
    *,
    at: datetime,
    subject: str,
    reason: str,
    name_of: Callable[[str], str],
) -> Report:
    return Report(
        kind=KIND,
        title=TITLE,
        at=at,
        parts=(_events(rows, name_of), _proof(proof, reason)),
        subject=subject,
        notes=NOTES,
        landscape=True,
    )


def _events(rows: Sequence[DiaryRow], name_of: Callable[[str], str]) -> Table:
    return Table(
        key="events",
        title="Các việc đã ghi",
        columns=(
            Column(key="number", title="Dòng", kind=Kind.COUNT, width=16),
            Column(key="at", title="Thời điểm", kind=Kind.MOMENT, width=30),
            Column(key="who", title="Người làm", width=38),
            Column(key="code", title="Mã hồ sơ", kind=Kind.CODE, width=36),
            Column(key="what", title="Việc", width=48),
            Column(key="detail", title="Nội dung"),
            Column(key="hash", title="Mã dòng", kind=Kind.CODE, width=32),
        ),
        rows=tuple(_row(row, name_of) for row in rows),
        nothing="Nhật ký không có việc nào trong phạm vi này.",
    )


def _row(row: DiaryRow, name_of: Callable[[str], str]) -> tuple[Cell, ...]:
    what, detail = event_words(row.event)
    return (
        Cell(value=row.id),
        Cell(value=row.event.at),
        Cell(value=name_of(row.event.by)),
        Cell(value=row.code),
        Cell(value=what),
        Cell(value=detail),
        Cell(value=f"{row.hash[:SHOWN_HASH]}…"),
    )


def _proof(proof: Proof, reason: str) -> Table:
    examined, anchor = proof.examined, proof.last_anchor
    compared = f"{examined.anchors} mốc, khớp {examined.anchors - len(examined.broken_anchors)}"
    facts = [
        ("Lý do trích", reason),
        ("Kiểm tra nhật ký", proof.words),
        ("Số dòng của nhật ký", f"{examined.rows:,}".replace(",", ".")),
        ("Mã dòng cuối (đầu chuỗi)", examined.head),
        ("Mốc ngoài cơ sở dữ liệu", compared if examined.anchors else "Chưa có mốc nào"),
    ]
    if anchor is not None:
        facts.append(("Mốc gần nhất", f"{anchor.at:%H:%M %d/%m/%Y}, {anchor.rows} dòng, {anchor.head}"))
    facts.append(("Số dòng trích", f"{proof.count:,}".replace(",", ".")))
    for words, end in (("Dòng trích đầu", proof.first), ("Dòng trích cuối", proof.last)):
        if end is not None:
            facts.append((words, f"số {end[0]}, {end[1]}"))
    facts.append(("Mã của bản trích", proof.digest))
    return Table(
        key="proof",
        title="Chứng cứ nguyên vẹn",
        columns=(Column(key="label", title="Mục", width=56), Column(key="value", title="Nội dung")),
        rows=tuple((Cell(value=label), Cell(value=value)) for label, value in facts),
    )
