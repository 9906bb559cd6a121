"""What the list of phản ánh, kiến nghị says: chips, rows, the one that is chosen. Free of Qt."""

from collections.abc import Sequence
from datetime import datetime

from counter_app.model.life import Feedback, FeedbackKind
from counter_app.model.queue import Band
from counter_app.workflow.feedback import ListedFeedback
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.queue import BAND_TONES, BAND_WORDS
from ui.presenters.results import SignedLine

CHIPS = (
    ("open", "Chưa trả lời", "inbox"),
    ("overdue", "Quá hạn", "clock-alert"),
    ("answered", "Đã trả lời", "circle-check"),
    ("all", "Tất cả", ""),
)
_EMPTY = {
    "open": (
        "Không còn phản ánh, kiến nghị nào chờ",
        "Phản ánh, kiến nghị nhận tại quầy sẽ đến đây, có hạn chuyển và hạn trả lời.",
    ),
    "overdue": ("Không có phản ánh, kiến nghị quá hạn", "Mọi việc chuyển và trả lời đều còn trong hạn."),
    "answered": ("Chưa trả lời phản ánh, kiến nghị nào", "Phản ánh, kiến nghị đã trả lời được giữ ở đây."),
    "all": ("Chưa nhận phản ánh, kiến nghị nào", "Ghi phản ánh, kiến nghị nhận tại quầy ở khung bên phải."),
}


def by_chip(rows: Sequence[ListedFeedback]) -> dict[str, list[ListedFeedback]]:
    return {
        "open": [row for row in rows if row.left is not None],
        "overdue": [row for row in rows if row.left is not None and row.left.band is Band.OVERDUE],
        "answered": [row for row in rows if row.left is None],
        "all": list(rows),
    }


def name(one: Feedback) -> str:
    """«Phản ánh 03/2026»."""
    kind = "Phản ánh" if one.kind is FeedbackKind.COMPLAINT else "Kiến nghị"
    return f"{kind} {one.number:02d}/{one.year}"


def cells(row: ListedFeedback, now: datetime) -> dict[str, Cell]:
    one, left = row.feedback, row.left
    due = (
        Cell(text="Đã trả lời", second=moment_words(one.answered_at or now, now), tone="good")
        if left is None
        else Cell(
            text=left.text,
            second=left.due_text,
            tone=BAND_TONES[left.band] if left.band in (Band.OVERDUE, Band.DUE_SOON) else "text",
            weight=500,
        )
    )
    return {
        "band": Cell(text="Xong", tag="good")
        if left is None
        else Cell(text=BAND_WORDS[left.band], tag=BAND_TONES[left.band], explanation=left.text),
        "left": due,
        "number": Cell(text=name(one), second=one.sender, weight=500),
        "content": Cell(text=one.content, second=row.dossier_code or "không gắn với hồ sơ nào"),
        "state": Cell(text=next_words(one), second=one.forwarded_to),
    }


def next_words(one: Feedback) -> str:
    if one.answered_at is not None:
        return "Đã trả lời"
    return "Đã chuyển, chờ trả lời" if one.forwarded_at is not None else "Chờ chuyển hoặc trả lời"


def detail_lines(row: ListedFeedback, now: datetime) -> list[SignedLine]:
    """The whole of one: who, what, where it went, what was answered."""
    one = row.feedback
    by = " · ".join(part for part in (one.contact, f"nhận {moment_words(one.received_at, now)}") if part)
    lines = [
        SignedLine(icon="user", token="text2", first=one.sender, second=by),
        SignedLine(icon="mail", token="text2", first=one.content, second=""),
    ]
    if row.left is not None:
        what = "trả lời" if one.forwarded_at else "chuyển"
        token = BAND_TONES[row.left.band]
        limits = (
            f"Phải chuyển trước {moment_words(one.forward_due_at, now)}, "
            f"trả lời trước {moment_words(one.answer_due_at, now)}."
        )
        lines.append(SignedLine(icon="timer", token=token, first=f"Hạn {what}: {row.left.text}", second=limits))
    if one.forwarded_at is not None:
        words = f"Đã chuyển {one.forwarded_to}"
        lines.append(
            SignedLine(icon="arrow-right", token="text2", first=words, second=moment_words(one.forwarded_at, now))
        )
    if one.answered_at is not None:
        late = "sau hạn" if one.answered_at > one.answer_due_at else "trong hạn"
        second = f"Trả lời {moment_words(one.answered_at, now)}, {late}"
        lines.append(SignedLine(icon="circle-check", token="good", first=one.answer, second=second))
    return lines


def link_words(waiting: int) -> str:
    return f"Phản ánh, kiến nghị ({waiting})" if waiting else "Phản ánh, kiến nghị"


def foot_words(count: int) -> str:
    return f"{count} phản ánh, kiến nghị"


def empty_words(chip: str) -> tuple[str, str]:
    return _EMPTY[chip]
