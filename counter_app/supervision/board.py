"""The supervisor's board out of figures and rows that were read before; no input or output here."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from counter_app.errors import OutsideCalendar
from counter_app.messages import sentence
from counter_app.model.dossier import Channel
from counter_app.model.queue import Board, BoardFigure, OfficerLoad, QueueRow
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.words import day_words, moment_words, weekday_words

AWAITING_INTAKE, INTAKE_DUE_SOON, OVERDUE, MISSING_SIGNATURE = FIGURES = (
    "awaiting_intake",
    "intake_due_soon",
    "overdue",
    "missing_signature",
)
A_WEEK = 7  # days after which a weekday alone would be ambiguous


def assemble(
    *,
    now: datetime,
    figures: Mapping[str, int],
    before: Mapping[str, int] | None,
    before_at: datetime | None,
    rows: Sequence[QueueRow],
    loads: Sequence[OfficerLoad],
    standing_still: Mapping[str, int],
    open_total: int,
    details: Mapping[str, str] | None = None,
    next_rows: int = 8,
    overdue_rows: int = 50,
) -> Board:
    """The board at `now`.

    `figures` and `before` hold the four FIGURES, now and at `before_at` (see `previous_moment`); `before` None: the
    earlier state is not known. `rows` are open dossiers in the order of their due moment: the late ones go to
    `overdue`, those with a due moment ahead to `next_to_breach`. `details` are the small lines under the figures.
    """
    details = details or {}
    late = [row for row in rows if row.due_at is not None and row.due_at < now]
    ahead = [row for row in rows if row.due_at is not None and row.due_at >= now]
    return Board(
        at=now,
        figures=tuple(
            BoardFigure(
                key=key,
                value=figures.get(key, 0),
                before=None if before is None else before.get(key),
                before_day=None if before is None else before_at,
                detail=details.get(key, ""),
            )
            for key in FIGURES
        ),
        next_to_breach=tuple(ahead[:next_rows]),
        overdue=tuple(late[:overdue_rows]),
        loads=tuple(sorted(loads, key=lambda load: (-load.total, load.name))),
        standing_still=dict(standing_still),
        open_total=open_total,
    )


def previous_moment(calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """The same clock time on the working day before, which the figures are compared with. None: not covered."""
    try:
        day = calendar.previous_working_day(now.date())
    except OutsideCalendar:
        return None
    return datetime.combine(day, now.timetz())


def change_words(figure: BoardFigure, now: datetime) -> str:
    """«tăng 2 so với 7 hôm thứ Sáu»: the number before is named, since an arrow alone is ambiguous."""
    if figure.before is None or figure.before_day is None:
        return _words("change_unknown")
    day = figure.before_day
    near = (now.date() - day.date()).days < A_WEEK
    shown = weekday_words(day) if near else day_words(day, year=day.year != now.year)
    change = figure.value - figure.before
    code = "change_same" if change == 0 else "change_up" if change > 0 else "change_down"
    return _words(code, change=abs(change), before=figure.before, day=shown)


def channel_detail(channels: Mapping[Channel, int]) -> str:
    """«8 trực tuyến · 1 bưu chính»; empty when there is nothing."""
    shown = [(channel, channels.get(channel, 0)) for channel in (Channel.ONLINE, Channel.DIRECT, Channel.POSTAL)]
    return " · ".join(_words(f"channel.{channel.name.lower()}", count=count) for channel, count in shown if count)


def earliest_detail(due: datetime | None, now: datetime) -> str:
    """«sớm nhất hết lúc 08:45»; with the day when it is another one."""
    return "" if due is None else _words("earliest", moment=near_words(due, now, today=False))


def cause_detail(without_cause: int) -> str:
    """«1 chưa có nguyên nhân»."""
    return _words("without_cause", count=without_cause) if without_cause else ""


def signature_detail(components: int, results: int) -> str:
    """«3 thành phần · 1 kết quả»."""
    parts = (("components", components), ("results", results))
    return " · ".join(_words(code, count=count) for code, count in parts if count)


def details_of(rows: Sequence[QueueRow], now: datetime) -> dict[str, str]:
    """The small lines under the figures, as far as they follow from the rows alone."""
    waiting = [row for row in rows if row.awaits_intake]
    channels: dict[Channel, int] = {}
    for row in waiting:
        channels[row.channel] = channels.get(row.channel, 0) + 1
    ahead = [row.due_at for row in waiting if row.due_at is not None and row.due_at >= now]
    return {
        AWAITING_INTAKE: channel_detail(channels),
        INTAKE_DUE_SOON: earliest_detail(min(ahead, default=None), now),
        MISSING_SIGNATURE: signature_detail(
            sum(1 for row in rows if row.unsigned), sum(1 for row in rows if row.has_result and not row.result_signed)
        ),
    }


def near_words(at: datetime, now: datetime, *, today: bool = True) -> str:
    """«08:45 hôm nay», on another day «07:41 thứ Tư 25/11»; without `today` the clock time alone."""
    if at.date() != now.date():
        return moment_words(at, now)
    return _words("today", clock=f"{at:%H:%M}") if today else f"{at:%H:%M}"


def load_words(load: OfficerLoad) -> str:
    """«1 quá · 3 sắp»; empty when everything is in time."""
    parts = (("load_overdue", load.overdue), ("load_due_soon", load.due_soon))
    return " · ".join(_words(code, count=count) for code, count in parts if count)


def _words(code: str, /, **values: object) -> str:
    return sentence("supervision." + code, **values).what
