"""A dossier's two clocks: how much is counted, how much is left, why line by line, and on what basis. Free of Qt."""

from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.errors import OutsideCalendar
from counter_app.model.account import Account
from counter_app.model.dossier import Channel
from counter_app.model.queue import Band
from counter_app.supervision.countdown import Countdown, amount_words
from counter_app.workflow.clock_trust import words
from counter_app.workflow.clocks import Clocked, accounts, window_begun
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.clock_trust import ClockTrust
from ui.presenters.intake import moment

_TONES = {Band.OVERDUE: "bad", Band.DUE_SOON: "warn", Band.IN_TIME: "good", Band.NO_TERM: "good"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    words: str
    value: str  # «1 giờ 15 phút», «3 ngày làm việc» or «không tính»
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
    earlier: tuple[str, ...] = ()  # runs before this one
    notes: tuple[str, ...] = ()
    warning: str = ""  # another way of counting ends earlier
    basis: tuple[str, ...] = ()


def clock_view(
    known: Clocked, calendar: WorkingCalendar, now: datetime, window: Countdown, trust: ClockTrust | None = None
) -> ClockView:
    """The intake window. `window`: the countdown to its end. `trust`: what is thought of the machine's clock."""
    view = _window_view(known, calendar, now, window)
    doubt = words(trust)
    return replace(view, warning=str(doubt)) if doubt else view


def _window_view(known: Clocked, calendar: WorkingCalendar, now: datetime, window: Countdown) -> ClockView:
    dossier = known.dossier
    if dossier.intake_due_at is None:
        said = "trực tiếp" if dossier.channel is Channel.DIRECT else "qua bưu chính"
        return ClockView(
            title="Đồng hồ tiếp nhận",
            counted=f"Hồ sơ nộp {said}: quyết định ngay khi nhận, không có khoảng 8 giờ để đếm.",
        )
    try:
        return _counted(known, calendar, now, dossier.intake_due_at, window)
    except OutsideCalendar as error:
        return ClockView(title="Đồng hồ tiếp nhận", counted=str(error))


def term_view(known: Clocked, calendar: WorkingCalendar, now: datetime, left: Countdown) -> ClockView | None:
    """The processing term; None while no term was counted here. `left`: the countdown to the appointment."""
    dossier, term = known.dossier, known.clocks.term
    due = dossier.due_at or known.clocks.due_at
    if term is None or due is None:
        return None
    account = accounts(calendar, known).term
    if account is None:
        return ClockView(title="Thời hạn giải quyết", counted="Lịch làm việc chưa đủ để tính.")
    at = dossier.ended_at or now
    try:
        if term.waiting:
            at = term.waits[-1].begun_at
        whole = calendar.worked_minutes(term.runs_from, due)
        used = max(0, calendar.worked_minutes(term.runs_from, max(at, term.runs_from)))
    except OutsideCalendar:
        whole = used = 0
    if dossier.ended_at:
        late = dossier.ended_at > due
        said, tone = f"xong lúc {moment(dossier.ended_at)}" + (", muộn" if late else ""), "bad" if late else "good"
    elif term.waiting:
        said, tone = "đang chờ người nộp", "warn"
    else:
        said, tone = left.text.removesuffix(" làm việc"), _TONES[left.band]
    return _with_account(
        ClockView(
            title=f"Thời hạn giải quyết {account.total}",
            counted=f"ngừng chạy từ {moment(at)}" if term.waiting else f"hẹn trả {moment(due)}",
            left=said,
            part=min(1.0, used / whole) if whole > 0 else 1.0,
            tone=tone,
        ),
        account,
    )


def _counted(known: Clocked, calendar: WorkingCalendar, now: datetime, due: datetime, window: Countdown) -> ClockView:
    dossier = known.dossier
    run = known.clocks.window
    begun = window_begun(known)
    total = calendar.worked_minutes(begun, due)
    stopped = None if dossier.state.awaits_intake else dossier.decided_at
    at = stopped or now
    used = max(0, calendar.worked_minutes(begun, max(at, begun)))
    late = at > due
    if stopped:
        left = f"dừng lúc {moment(stopped)}" + (", muộn" if late else "")
        tone = "bad" if late else "good"
    else:
        left, tone = window.text.removesuffix(" làm việc"), _TONES[window.band]
    view = ClockView(
        title=f"Đồng hồ {amount_words(total)} tiếp nhận",
        counted=f"đã tính {amount_words(min(used, total))}",
        left=left,
        part=min(1.0, used / total) if total else 1.0,
        tone=tone,
    )
    account = accounts(calendar, known, None if stopped else now).window if run else None
    return _with_account(view, account, other=not stopped) if account else view


def _with_account(view: ClockView, account: Account, *, other: bool = True) -> ClockView:
    told = account.other if other else None
    notes = account.notes if told is None or told.warns else (*account.notes, told.words)
    return ClockView(
        title=view.title,
        counted=view.counted,
        left=view.left,
        part=view.part,
        tone=view.tone,
        lines=tuple(
            ClockLine(words=line.words, value=line.value, counted=line.counted, document=line.document)
            for line in account.lines
        ),
        total=account.total,
        earlier=account.earlier,
        notes=notes,
        warning=told.words if told and told.warns else "",
        basis=account.basis,
    )
