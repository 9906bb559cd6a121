"""What differs between two calendars, day by day and in runs that a person can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from counter_app.working_time.days import ONE_DAY, CalendarData, Certainty, Day, DayKind, Session, day_in
from counter_app.working_time.words import words

GAP = 10  # days between two changes of the same sort that still read as one stretch: weekends, a long holiday


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """One date that is another day afterwards. None: not covered."""

    on: date
    before: Day | None
    after: Day | None

    @property
    def counts(self) -> bool:
        """Whether working time changes, not only a name or a document."""
        return _sessions(self.before) != _sessions(self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRun:
    """Several dates that change in the same way. `days` is how many; other days may lie between first and last."""

    first: date
    last: date
    days: int
    before: str
    after: str


def day_changes(before: CalendarData, after: CalendarData) -> tuple[DayChange, ...]:
    """In the order of the dates, over both covered ranges."""
    found = []
    day = min(before.covered_from, after.covered_from)
    last = max(before.covered_to, after.covered_to)
    while day <= last:
        old, new = day_in(before, day), day_in(after, day)
        if old != new:
            found.append(DayChange(on=day, before=old, after=new))
        day += ONE_DAY
    return tuple(found)


def change_runs(changes: Iterable[DayChange]) -> tuple[ChangeRun, ...]:
    """Sorted by their first day. Two words the same and not more than `GAP` days apart: one run."""
    found: list[ChangeRun] = []
    latest: dict[tuple[str, str], int] = {}
    for change in changes:
        said = (day_summary(change.before), day_summary(change.after))
        if said[0] == said[1]:  # only what ordered it has changed
            said = (said[0], words("calendar.other_order", summary=said[1], order=_order(change.after)))
        place = latest.get(said)
        if place is not None and (change.on - found[place].last).days <= GAP:
            run = found[place]
            found[place] = ChangeRun(
                first=run.first, last=change.on, days=run.days + 1, before=run.before, after=run.after
            )
        else:
            latest[said] = len(found)
            found.append(ChangeRun(first=change.on, last=change.on, days=1, before=said[0], after=said[1]))
    return tuple(found)


def run_words(run: ChangeRun) -> str:
    """«31/08/2026», «01/07/2026 – 31/12/2026 (132 ngày)»."""
    if run.days == 1:
        return f"{run.first:%d/%m/%Y}"
    return words("calendar.run", first=f"{run.first:%d/%m/%Y}", last=f"{run.last:%d/%m/%Y}", days=run.days)


def kind_words(day: Day | None) -> str:
    """«làm việc», «nghỉ cuối tuần», «nghỉ lễ», «làm bù», «nửa ngày», «giờ riêng», «chưa có lịch»."""
    if day is None:
        return words("calendar.kind.none")
    if day.kind is DayKind.SPECIAL and 0 < day.minutes <= HALF_DAY:
        return words("calendar.kind.half")
    return words(f"calendar.kind.{day.kind}")


HALF_DAY = 300  # minutes; up to five hours a day with hours of its own is called half a day


def day_summary(day: Day | None) -> str:
    """The kind, its name, its hours and «dự kiến» where nothing has been announced."""
    parts = [kind_words(day)]
    if day is not None:
        if day.name:
            parts.append(day.name)
        if day.replaces:
            parts.append(words("calendar.replaces", day=f"{day.replaces:%d/%m/%Y}"))
        if day.sessions:
            parts.append(sessions_words(day.sessions))
        if day.open_sessions:
            parts.append(words("calendar.not_counted", hours=sessions_words(day.open_sessions)))
        if day.certainty is Certainty.EXPECTED:
            parts.append(words("why.expected"))
    return ", ".join(parts)


def sessions_words(sessions: Iterable[Session]) -> str:
    return ", ".join(session.words() for session in sessions)


def _order(day: Day | None) -> str:
    return (day.source.document if day else "") or words("calendar.no_document")


def _sessions(day: Day | None) -> tuple[Session, ...]:
    return day.sessions if day else ()
