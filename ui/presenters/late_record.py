"""An act that is written down later in words: the question in the dialog, the list of the supervisor. Free of Qt."""

from datetime import date, datetime, time

from counter_app.clock import VIETNAM
from counter_app.model.dossier import Decision, Dossier
from counter_app.workflow.late_record import LateRecord
from counter_app.working_time.words import moment_words
from ui.presenters.cell import Cell
from ui.presenters.intake_decision import DecisionLine

ACTS = {
    Decision.ACCEPT: "Đã tiếp nhận",
    Decision.REQUEST_SUPPLEMENT: "Đã yêu cầu bổ sung",
    Decision.REFUSE: "Đã từ chối tiếp nhận",
    Decision.WITHDRAW: "Người nộp đã rút hồ sơ",
}


def acts(lines: tuple[DecisionLine, ...]) -> list[tuple[str, str]]:
    """(words, decision) of what may be written down."""
    return [(ACTS[line.decision], str(line.decision)) for line in lines if line.allowed]


def read_clock(text: str) -> time | None:
    """`16:30`, `16h30`, `7.05`; None when it is no time of day."""
    parts = text.strip().lower().replace("h", ":").replace(".", ":").split(":")
    try:
        hour, minute = map(int, parts)
        return time(hour, minute)
    except ValueError:
        return None


def moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM)


def judged(dossier: Dossier, at: datetime, now: datetime) -> tuple[str, str]:
    """(words, tone): in time or not, if it was done at `at`."""
    due = dossier.intake_due_at
    if due is None:
        return "Hồ sơ này không có khoảng 8 giờ để đếm.", "text3"
    if at > now:
        return "Thời điểm này chưa đến.", "bad"
    if at > due:
        return f"Vẫn muộn: hạn là {moment_words(due, now)}.", "warn"
    return f"Đúng hạn: hạn là {moment_words(due, now)}.", "text3"


def cells(one: LateRecord, now: datetime) -> dict[str, Cell]:
    told = "vẫn muộn" if one.late else "đúng hạn"
    return {
        "act": Cell(text=ACTS[one.decision], second=f"{one.code} · {one.procedure_name}", weight=500),
        "moments": Cell(
            text=f"làm {moment_words(one.happened_at, now)}",
            second=f"{told} · ghi {moment_words(one.recorded_at, now)}",
            tone="warn" if one.late else "text",
        ),
        "who": Cell(text=one.by, second=one.why, explanation=one.why),
    }


def foot_words(count: int) -> str:
    return f"{count} việc trong 30 ngày qua" if count else ""
