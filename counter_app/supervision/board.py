"""The supervisor's board out of figures and rows that were read before; no input or output here."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from counter_app.errors import OutsideCalendar
from counter_app.messages import sentence
from counter_app.model.dossier import Channel
from counter_app.model.limits import Limits
from counter_app.model.queue import Board, BoardCounts, BoardFigure, Earlier, GroupBy, GroupLoad, QueueRow
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.words import day_words, moment_words, weekday_words

AWAITING_INTAKE, INTAKE_DUE_SOON, OVERDUE, MISSING_SIGNATURE = FIGURES = (
    "awaiting_intake",
    "intake_due_soon",
    "overdue",
    "missing_signature",
)
# Counted with the board, but no card of their own.
STANDING_STILL = (
    "no_state_change",
    "waits_for_applicant",
    "unsigned_components",
    "unsigned_result",
    "missing_result",
)
A_WEEK = 7  # days after which a weekday alone would be ambiguous


def assemble(
    *,
    now: datetime,
    counts: BoardCounts,
    before: Earlier | None,
    week: Earlier | None,
    late: Sequence[QueueRow],
    ahead: Sequence[QueueRow],
    groups: Mapping[GroupBy, Sequence[GroupLoad]],
    more: Mapping[str, int],
    limits: Limits,
) -> Board:
    """The board at `now`.

    `before`, `week`: the four figures on the working day before and a week before (see `previous_moment`,
    `week_before`); None: not known. `late`, `ahead`: the first dossiers that are overdue, and that will be next.
    `more`: what is counted elsewhere.
    """
    details = details_of(counts, now)
    return Board(
        at=now,
        figures=tuple(
            BoardFigure(
                key=key,
                value=getattr(counts, key),
                before=None if before is None else before.figures[key],
                before_day=None if before is None else before.at,
                week_before=None if week is None else week.figures[key],
                week_day=None if week is None else week.at,
                detail=details.get(key, ""),
            )
            for key in FIGURES
        ),
        next_to_breach=tuple(ahead),
        overdue=tuple(late),
        groups={by: tuple(loads) for by, loads in groups.items()},
        standing_still={key: getattr(counts, key) for key in STANDING_STILL} | dict(more),
        open_total=counts.open_total,
        limits=limits,
    )


def previous_moment(calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """The same clock time on the working day before, which the figures are compared with. None: not covered."""
    try:
        day = calendar.previous_working_day(now.date())
    except OutsideCalendar:
        return None
    return datetime.combine(day, now.timetz())


def week_before(calendar: WorkingCalendar, now: datetime) -> datetime | None:
    """The same clock time a week before, on the working day before that when it was none. None: not covered."""
    then = now - timedelta(days=A_WEEK)
    try:
        return then if calendar.is_working_day(then.date()) else previous_moment(calendar, then)
    except OutsideCalendar:
        return None


def change_words(figure: BoardFigure, now: datetime) -> str:
    """«tăng 2 so với 7 hôm thứ Sáu»: the number before is named, since an arrow alone is ambiguous."""
    if figure.before is None or figure.before_day is None:
        return _words("change_unknown")
    shown = past_day_words(figure.before_day, now)
    change = figure.value - figure.before
    code = "change_same" if change == 0 else "change_up" if change > 0 else "change_down"
    return _words(code, change=abs(change), before=figure.before, day=shown)


def week_words(figure: BoardFigure) -> str:
    """«tuần trước 5»; empty when it is not known."""
    return "" if figure.week_before is None else _words("week_before", count=figure.week_before)


def past_day_words(day: datetime, now: datetime) -> str:
    """«thứ Sáu»; from a week on with its date."""
    near = (now.date() - day.date()).days < A_WEEK
    return weekday_words(day) if near else day_words(day, year=day.year != now.year)


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


def details_of(counts: BoardCounts, now: datetime) -> dict[str, str]:
    """The small lines under the figures."""
    return {
        AWAITING_INTAKE: channel_detail(counts.awaiting),
        INTAKE_DUE_SOON: earliest_detail(counts.earliest_intake, now),
        OVERDUE: cause_detail(counts.without_cause),
        MISSING_SIGNATURE: signature_detail(counts.unsigned_components, counts.unsigned_result),
    }


def near_words(at: datetime, now: datetime, *, today: bool = True) -> str:
    """«08:45 hôm nay», on another day «07:41 thứ Tư 25/11»; without `today` the clock time alone."""
    if at.date() != now.date():
        return moment_words(at, now)
    return _words("today", clock=f"{at:%H:%M}") if today else f"{at:%H:%M}"


def load_words(load: GroupLoad) -> str:
    """«1 quá · 3 sắp»; empty when everything is in time."""
    parts = (("load_overdue", load.overdue), ("load_due_soon", load.due_soon))
    return " · ".join(_words(code, count=count) for code, count in parts if count)


def _words(code: str, /, **values: object) -> str:
    return sentence("supervision." + code, **values).what
