"""The clock of the intake window: how much is counted, how much is left, and why, line by line. Free of Qt."""

from dataclasses import dataclass
from datetime import datetime

from counter_app.errors import OutsideCalendar
from counter_app.model.dossier import Channel, Dossier
from counter_app.model.queue import Band
from counter_app.supervision.countdown import Countdown, amount_words
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.explanation import explain, explain_at
from counter_app.working_time.words import hours_minutes
from ui.presenters.intake import moment

_TONES = {Band.OVERDUE: "bad", Band.DUE_SOON: "warn", Band.IN_TIME: "good", Band.NO_TERM: "good"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    words: str
    value: str  # «1 giờ 15 phút» or «không tính»
    counted: bool
    document: str = ""  # what ordered a day off, for the tooltip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """`part` is None when nothing is counted; then only `counted` speaks."""

    title: str
    counted: str
    left: str = ""
    part: float | None = None
    tone: str = "good"
    lines: tuple[ClockLine, ...] = ()
    total: str = ""


def clock_view(dossier: Dossier, calendar: WorkingCalendar, now: datetime, window: Countdown) -> ClockView:
    """`window`: the countdown to the end of the intake window."""
    due = dossier.intake_due_at
    if due is None:
        said = "trực tiếp" if dossier.channel is Channel.DIRECT else "qua bưu chính"
        return ClockView(
            title="Đồng hồ tiếp nhận",
            counted=f"Hồ sơ nộp {said}: quyết định ngay khi nhận, không có khoảng 8 giờ để đếm.",
        )
    try:
        return _counted(dossier, calendar, now, due, window)
    except OutsideCalendar as error:
        return ClockView(title="Đồng hồ tiếp nhận", counted=str(error))


def _counted(dossier: Dossier, calendar: WorkingCalendar, now: datetime, due: datetime, window: Countdown) -> ClockView:
    total = calendar.worked_minutes(dossier.received_at, due)
    stopped = None if dossier.state.awaits_intake else dossier.decided_at
    at = stopped or now
    used = max(0, calendar.worked_minutes(dossier.received_at, max(at, dossier.received_at)))
    late = at > due
    lines = (
        explain_at(calendar, dossier.received_at, due, at)
        if not stopped
        else explain(calendar, dossier.received_at, due)
    )
    if stopped:
        left = f"dừng lúc {moment(stopped)}" + (", muộn" if late else "")
        tone = "bad" if late else "good"
    else:
        left, tone = window.text.removesuffix(" làm việc"), _TONES[window.band]
    return ClockView(
        title=f"Đồng hồ {amount_words(total)} tiếp nhận",
        counted=f"đã tính {amount_words(min(used, total))}",
        left=left,
        part=min(1.0, used / total) if total else 1.0,
        tone=tone,
        lines=tuple(
            ClockLine(
                words=line.words,
                value=hours_minutes(line.minutes) if line.counted else "không tính",
                counted=line.counted,
                document=line.document,
            )
            for line in lines
        ),
        total=hours_minutes(sum(line.minutes for line in lines)),
    )
