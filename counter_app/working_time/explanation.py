"""«Vì sao?»: every stretch between two moments, counted or not and why, adding up exactly."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from counter_app.clock import VIETNAM
from counter_app.model.procedure import Source
from counter_app.working_time.calendar import WorkingCalendar, moment, seconds
from counter_app.working_time.days import ONE_DAY, Certainty, Day, DayKind, DayOff, MakeupDay, SpecialDay
from counter_app.working_time.words import day_words, hours_words, part_of_day, words

UNTIL_NOW, LEFT = "until_now", "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stretch. `minutes` is 0 when it is not counted; the minutes of all lines sum to the total, rounded down."""

    begin: datetime
    end: datetime
    counted: bool
    minutes: int
    reason: str  # why, without day and hours: «buổi sáng», «nghỉ trưa»
    words: str  # the whole left side as a panel shows it
    document: str = ""  # what ordered it
    part: str = ""  # until_now, left: the two halves of the session that runs now


@dataclass(frozen=True, slots=True)
class _Gap:
    begin: datetime
    end: datetime
    reason: str
    document: str = ""
    hours: bool = False  # short enough that its hours say more than its day


def explain(calendar: WorkingCalendar, start: datetime, due: datetime) -> tuple[Line, ...]:
    """All lines from `start` to `due` in order. Empty when `due` is not after `start`. OutsideCalendar as always."""
    return _lines(calendar, seconds(start), seconds(due), None)


def explain_at(calendar: WorkingCalendar, start: datetime, due: datetime, now: datetime) -> tuple[Line, ...]:
    """The same with the session that runs now cut in two: «đến lúc này» and «còn lại»."""
    return _lines(calendar, seconds(start), seconds(due), seconds(now))


def _lines(calendar: WorkingCalendar, start: int, due: int, now: int | None) -> tuple[Line, ...]:
    spans = calendar.intervals
    for edge in (start, due):
        if not spans.covers(edge):
            raise spans.outside(edge)
    if due <= start:
        return ()
    found: list[Line] = []
    cursor, total = start, 0
    for begin, end, part in _counted(calendar, start, due, now):
        found += [_uncounted_line(gap) for gap in _gaps(calendar, cursor, begin)]
        minutes = (total + end - begin) // 60 - total // 60
        found.append(_counted_line(calendar, moment(begin), moment(end), minutes, part))
        cursor, total = end, total + end - begin
    found += [_uncounted_line(gap) for gap in _gaps(calendar, cursor, due)]
    return tuple(found)


def _counted(calendar: WorkingCalendar, start: int, due: int, now: int | None) -> Iterator[tuple[int, int, str]]:
    spans = calendar.intervals
    index = bisect_right(spans.ends, start)
    while index < len(spans.starts) and spans.starts[index] < due:
        begin, end = max(spans.starts[index], start), min(spans.ends[index], due)
        if now is not None and begin < now < end:
            yield begin, now, UNTIL_NOW
            yield now, end, LEFT
        else:
            yield begin, end, ""
        index += 1


def _counted_line(calendar: WorkingCalendar, begin: datetime, end: datetime, minutes: int, part: str) -> Line:
    day = calendar.day(begin.date())
    span = calendar.session_at(begin)
    name = part_of_day(span.begin if span else begin)
    reason = words(f"session.{name}")
    if day.kind is DayKind.MAKEUP and day.replaces is not None:
        replaced = day_words(day.replaces)
        reason = words("why.makeup", session=reason, replaced=replaced, order=order_words(day))
    elif day.kind is DayKind.SPECIAL:
        reason = words("why.special", session=reason, name=day.name, order=order_words(day))
    shown = words("why.counted", day=day_words(begin), part=words(f"part.{name}"), hours=hours_words(begin, end))
    _, comma, why = reason.partition(", ")
    shown += comma + why
    if part:
        shown += ", " + words("why.until_now" if part == UNTIL_NOW else "why.left")
    return Line(
        begin=begin,
        end=end,
        counted=True,
        minutes=minutes,
        reason=reason,
        words=shown,
        document=day.source.document,
        part=part,
    )


def _uncounted_line(gap: _Gap) -> Line:
    shown = gap.reason[:1].upper() + gap.reason[1:]
    if gap.hours:
        shown += " " + hours_words(gap.begin, gap.end)
    return Line(
        begin=gap.begin,
        end=gap.end,
        counted=False,
        minutes=0,
        reason=gap.reason,
        words=shown,
        document=gap.document,
    )


def _gaps(calendar: WorkingCalendar, begin: int, end: int) -> list[_Gap]:
    """Why nothing is counted between two moments with no session between them: one stretch per reason."""
    if begin >= end:
        return []
    first, last = moment(begin), moment(end)
    last_day = moment(end - 1).date()
    if first.date() == last_day:
        within = _inside_a_day(calendar.day(last_day), first, last)
        if within is not None:
            return [within]
    stretches = _stretches(calendar, first, last, last_day)
    night = words("why.night") if calendar.is_working_day(first.date()) else ""
    if not stretches:
        return [_Gap(first, last, words("why.night"))]
    found = []
    for number, (day, reason, document) in enumerate(stretches):
        begins = first if number == 0 else _midnight(day)
        ends = last if number + 1 == len(stretches) else _midnight(stretches[number + 1][0])
        found.append(_Gap(begins, ends, f"{night}, {reason}" if night and number == 0 else reason, document))
    return found


def _inside_a_day(day: Day, first: datetime, last: datetime) -> _Gap | None:
    """A gap within one working day; None when the day itself is the reason."""
    if not day.sessions:
        return None
    minute = first.hour * 60 + first.minute
    before = [session for session in day.sessions if session.end <= minute]
    after = [session for session in day.sessions if session.start > minute or session.start == minute == 0]
    if not before:
        reason = "before_hours"
    elif not after:
        reason = "after_hours"
    else:
        noon = 12 * 60
        reason = "lunch" if before[-1].start < noon <= after[0].start else "between"
    return _Gap(first, last, words(f"why.{reason}"), hours=True)


def _stretches(
    calendar: WorkingCalendar, first: datetime, last: datetime, last_day: date
) -> list[tuple[date, str, str]]:
    """(first day, reason, document) for each run of days off, special days and weekend days in the gap."""
    found: list[tuple[date, str, str]] = []
    run: list[Day] = []

    def close_run() -> None:
        if run:
            found.append((run[0].on, run_words(run), run[0].source.document))
            run.clear()

    day = first.date()
    while day <= last_day:
        facts = calendar.day(day)
        if facts.sessions and not _shortened(calendar, facts, first, last):
            close_run()
        else:
            if run and (run[0].kind, run[0].name, run[0].source) != (facts.kind, facts.name, facts.source):
                close_run()
            run.append(facts)
        day += ONE_DAY
    close_run()
    return found


def _shortened(calendar: WorkingCalendar, day: Day, first: datetime, last: datetime) -> bool:
    """A special day whose missing half lies in the gap."""
    if day.kind is not DayKind.SPECIAL:
        return False
    usual = [session for session in calendar.data.hours_on(day.on).week.get(day.on.weekday(), ()) if session.counted]
    if not usual:
        return False
    midnight = _midnight(day.on)
    ends, begins = (midnight + timedelta(minutes=at) for at in (day.sessions[-1].end, day.sessions[0].start))
    early = day.sessions[-1].end < usual[-1].end and first <= ends < last
    late = day.sessions[0].start > usual[0].start and first < begins <= last
    return early or late


def run_words(run: Sequence[Day]) -> str:
    """Why these days in a row, all off for one reason, are not counted."""
    day = run[0]
    if day.kind is DayKind.OFF:
        days = f"{day.on:%d/%m}" if len(run) == 1 else f"{day.on:%d/%m}–{run[-1].on:%d/%m}"
        return words("why.day_off", name=day.name, days=days, order=order_words(day))
    if day.kind is DayKind.SPECIAL:
        return words("why.special_off", day=day_words(day.on), name=day.name, order=order_words(day))
    names = [
        words("why.open_uncounted", day=day_words(each.on)) if each.open_sessions else day_words(each.on)
        for each in run
    ]
    return names[0] if len(names) == 1 else words("why.and", first=", ".join(names[:-1]), second=names[-1])


def order_words(entry: Day | DayOff | MakeupDay | SpecialDay) -> str:
    """« (Thông báo …, dự kiến, chưa xác minh)»; empty when there is nothing to say."""
    source: Source = entry.source
    parts = [source.document] if source.document else []
    if entry.certainty is Certainty.EXPECTED:
        parts.append(words("why.expected"))
    if not source.verified:
        parts.append(words("why.unverified"))
    return f" ({', '.join(parts)})" if parts else ""


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
