"""The lists of signed files: today's, and those that owe a time-stamp."""

from datetime import datetime

from counter_app.model.signature import Level, SignStatus, Verdict
from counter_app.workflow.raising import RaiseReport
from counter_app.workflow.signed_files import SignedFile
from ui.presenters.cell import Cell
from ui.presenters.signing import joined
from ui.presenters.signing_words import FootWords

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
    return {
        "at": Cell(
            text=f"{at:%H:%M:%S}" if at else "—",
            second=f"{at:%d/%m/%Y}" if at is not None and at.date() != now.date() else "",
            weight=500,
        ),
        "file": Cell(text=one.file.name, second=one.title),
        "dossier": Cell(text=one.dossier_code),
        "signer": Cell(text=one.file.signed_by),
        "level": Cell(
            text=one.file.signature_level,
            second=_debt_words(one),
            second_tone="warn" if one.in_debt else "text3",
        ),
        "verdict": verdict_cell(verdict),
    }


def _debt_words(one: SignedFile) -> str:
    if not one.in_debt:
        return "có dấu thời gian"
    return "nợ dấu thời gian" if one.file.signature_level == Level.B_B else f"chưa đạt mức {one.wanted}"


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


def signed_foot(count: int) -> str:
    return f"{count} tệp đã ký trong hôm nay"


def debt_foot(count: int, level: str) -> FootWords:
    return FootWords(
        first=f"{count} tệp chưa đạt mức {level} của cơ quan",
        second="Chữ ký giữ nguyên, không cần token hay PIN",
        button=f"Bổ sung {count} tệp" if count > 1 else "Bổ sung",
        count=count,
    )


def raising_words(done: int, total: int, raised: int) -> tuple[float, str, str]:
    """(part done, first line, second line) while debts are paid."""
    first = f"Đang bổ sung {min(done + 1, total)} trên {total}"
    left = total - done
    second = joined(f"{raised} đã bổ sung và đọc lại đúng", f"{left - 1} chờ" if left > 1 else "")
    return done / total if total else 0.0, first, second


def raised_words(report: RaiseReport) -> tuple[str, str]:
    """(what came of it, why not everything): the second is empty when every file reached the level."""
    total = len(report.outcomes)
    why = next((one.message for one in report.outcomes if one.message and one.status is not SignStatus.SKIPPED), "")
    skipped = sum(one.status is SignStatus.SKIPPED for one in report.outcomes)
    if report.raised + skipped == total:
        return f"Đã bổ sung {report.raised} tệp, chữ ký giữ nguyên.", ""
    return f"Đã bổ sung {report.raised} trên {total} tệp.", why


def empty_words(part: str) -> tuple[str, str]:
    if part == "debts":
        return "Không tệp nào nợ dấu thời gian", "Mọi chữ ký đã đạt mức ký của cơ quan."
    return "Hôm nay chưa ký tệp nào", "Tệp vừa ký và đọc lại đúng sẽ hiện ở đây."
