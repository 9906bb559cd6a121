"""The lists of signed files: today's, and those that owe a time-stamp."""

from datetime import datetime

from counter_app.model.signature import Verdict
from counter_app.workflow.signed_files import SignedFile
from ui.presenters.cell import Cell

VERDICT_WORDS = {
    Verdict.VALID: "Còn nguyên vẹn",
    Verdict.INDETERMINATE: "Chưa xác định được",
    Verdict.INVALID: "Không hợp lệ",
    Verdict.UNSIGNED: "Chưa có chữ ký",
}
VERDICT_TONES = {
    Verdict.VALID: "good",
    Verdict.INDETERMINATE: "warn",
    Verdict.INVALID: "bad",
    Verdict.UNSIGNED: "text2",
}
VERDICT_ICONS = {
    Verdict.VALID: "shield-check",
    Verdict.INDETERMINATE: "shield-question-mark",
    Verdict.INVALID: "shield-x",
    Verdict.UNSIGNED: "file-text",
}


def signed_cells(one: SignedFile, now: datetime, verdict: Verdict | None) -> dict[str, Cell]:
    """`verdict` None: nobody asked yet, so the cell offers to look."""
    at = one.file.signed_at
    moment = f"{at:%H:%M:%S}" if at is not None and at.date() == now.date() else f"{at:%d/%m/%Y %H:%M}" if at else "—"
    owes = one.owes_time_stamp
    return {
        "at": Cell(text=moment, weight=500),
        "file": Cell(text=one.file.name, second=one.title),
        "dossier": Cell(text=one.dossier_code),
        "signer": Cell(text=one.file.signed_by),
        "level": Cell(
            text=one.file.signature_level,
            second="nợ dấu thời gian" if owes else "có dấu thời gian",
            second_tone="warn" if owes else "text3",
        ),
        "verdict": verdict_cell(verdict),
    }


def verdict_cell(verdict: Verdict | None) -> Cell:
    if verdict is None:
        return Cell(text="Kiểm tra", link=True, explanation="Đọc lại tệp và kiểm tra chữ ký ngay")
    tone = VERDICT_TONES[verdict]
    return Cell(
        text=VERDICT_WORDS[verdict],
        icon=VERDICT_ICONS[verdict],
        icon_token=tone,
        tone=tone if tone in ("warn", "bad") else "text2",
    )


def signed_foot(count: int, part: str) -> str:
    if part == "debts":
        return f"{count} tệp đã ký, chưa có dấu thời gian; chữ ký vẫn có giá trị, giờ ký theo đồng hồ máy ký"
    return f"{count} tệp đã ký trong hôm nay"


def empty_words(part: str) -> tuple[str, str]:
    if part == "debts":
        return "Không tệp nào nợ dấu thời gian", "Mọi chữ ký đã kèm giờ của dịch vụ dấu thời gian."
    return "Hôm nay chưa ký tệp nào", "Tệp vừa ký và đọc lại đúng sẽ hiện ở đây."
