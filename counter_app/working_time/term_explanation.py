"""«Vì sao?» of a processing term: every stretch in the unit of the term, waits and restarts included, adding up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from counter_app.clock import vietnam
from counter_app.model.procedure import AfterSupplement, TermUnit
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.days import ONE_DAY, Day, DayKind
from counter_app.working_time.explanation import explain, order_words, run_words
from counter_app.working_time.terms import TermCount, Wait, begin_of_term, term_due
from counter_app.working_time.words import day_words, words

_SINGLE = (DayKind.MAKEUP, DayKind.SPECIAL)  # each has a document of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """One stretch. `amount` in the unit of the term (minutes for hours), 0 when it is not counted; all amounts sum
    to the term."""

    words: str
    amount: int = 0
    document: str = ""

    @property
    def counted(self) -> bool:
        return self.amount > 0


def explain_term(calendar: WorkingCalendar, count: TermCount) -> tuple[TermLine, ...]:
    """All lines from the receipt to the due moment, in order. OutsideCalendar as always."""
    found = [_restart_line(wait) for wait in count.waits if wait.mode is AfterSupplement.RESTART and wait.ended_at]
    if count.late_after is not None and vietnam(count.runs_from).time() > count.late_after:
        begin = begin_of_term(calendar, count)
        late = words(
            "term.late_receipt", clock=f"{vietnam(count.runs_from):%H:%M}", limit=f"{count.late_after:%H:%M}",
            day=day_words(begin),
        )  # fmt: skip
        found.append(TermLine(words=late))
    made = {TermUnit.WORKING_HOUR: _hours, TermUnit.WORKING_DAY: _working_days}.get(count.term.unit, _calendar_days)
    return (*found, *made(calendar, count))


def _restart_line(wait: Wait) -> TermLine:
    assert wait.ended_at is not None
    return TermLine(words=words("term.restarted", asked=_moment(wait.begun_at), complete=_moment(wait.ended_at)))


def _wait_line(begun: datetime, ended: datetime) -> TermLine:
    return TermLine(words=words("term.waited", asked=_moment(begun), complete=_moment(ended)))


def _pauses(calendar: WorkingCalendar, count: TermCount) -> Iterator[tuple[datetime, datetime]]:
    """The waits that were taken off, each of which began before the term was over."""
    told: tuple[Wait, ...] = ()
    bare = TermCount(term=count.term, begun_at=count.runs_from, late_after=count.late_after)
    for wait in count.pauses:
        due = term_due(calendar, TermCount(
            term=bare.term, begun_at=bare.begun_at, late_after=bare.late_after, waits=told
        ))  # fmt: skip
        told = (*told, wait)
        if wait.begun_at < due and wait.ended_at is not None:
            yield vietnam(wait.begun_at), vietnam(wait.ended_at)


def _hours(calendar: WorkingCalendar, count: TermCount) -> list[TermLine]:
    found: list[TermLine] = []
    cursor, due = begin_of_term(calendar, count), term_due(calendar, count)
    for begun, ended in (*_pauses(calendar, count), (due, None)):
        lines = explain(calendar, cursor, max(begun, cursor))
        found += [TermLine(words=one.words, amount=one.minutes, document=one.document) for one in lines]
        if ended is not None:
            found.append(_wait_line(begun, ended))
            cursor = max(ended, cursor)
    return _whole_minutes(found, count.term.amount * 60)


def _whole_minutes(lines: list[TermLine], total: int) -> list[TermLine]:
    """Stretches cut to the second are rounded down each; the last counted one takes what the others lost."""
    lost = total - sum(line.amount for line in lines)
    last = max((number for number, line in enumerate(lines) if line.counted), default=None)
    if lost and last is not None:
        line = lines[last]
        lines[last] = TermLine(words=line.words, amount=line.amount + lost, document=line.document)
    return lines


def _working_days(calendar: WorkingCalendar, count: TermCount) -> list[TermLine]:
    found = [_receipt_line(begin_of_term(calendar, count))]
    cursor, due = begin_of_term(calendar, count).date(), term_due(calendar, count)
    left = count.term.amount
    for begun, ended in (*_pauses(calendar, count), (due, None)):
        counted = list(_day_lines(calendar, cursor, begun.date(), left))
        left -= sum(line.amount for line in counted)
        found += counted
        if ended is not None:
            found.append(_wait_line(begun, ended))
            cursor = ended.date()
    if not found[-1].counted:
        found.append(TermLine(words=words("term.last_day", day=day_words(due))))
    return found


def _day_lines(calendar: WorkingCalendar, after: date, last: date, most: int) -> Iterator[TermLine]:
    """The days after `after` up to `last`: runs of working days, runs off with what ordered them; at most `most`
    working days, where a term ends."""
    days: list[Day] = []
    while after < last and most > 0:
        after += ONE_DAY
        days.append(calendar.day(after))
        most -= bool(days[-1].sessions)
    for (kind, *_), group in groupby(days, key=_alike):
        run = list(group)
        if not run[0].sessions:
            reason = run_words(run)
            yield TermLine(words=reason[:1].upper() + reason[1:], document=run[0].source.document)
        elif kind in _SINGLE:
            yield TermLine(words=_own_day_words(run[0]), amount=1, document=run[0].source.document)
        else:
            yield TermLine(words=_run_of_days(run[0].on, run[-1].on), amount=len(run))


def _alike(day: Day) -> tuple[object, ...]:
    return (day.kind, day.name, day.source, day.on if day.kind in _SINGLE else None)


def _own_day_words(day: Day) -> str:
    if day.replaces is not None:
        return words("why.makeup", session=day_words(day.on), replaced=day_words(day.replaces), order=order_words(day))
    return words("why.special", session=day_words(day.on), name=day.name, order=order_words(day))


def _calendar_days(calendar: WorkingCalendar, count: TermCount) -> list[TermLine]:
    """Calendar days and months: counted whole, then moved to a working day when the last one is none."""
    begin, due = begin_of_term(calendar, count), term_due(calendar, count)
    first = begin.date()
    last = calendar.last_day(first, count.term.amount, count.term.unit)
    found = [_receipt_line(begin)]
    months = count.term.unit is TermUnit.MONTH
    cursor = first
    for begun, ended in _pauses(calendar, count):
        until = min(begun.date(), last)
        if not months and until > cursor:
            found.append(TermLine(words=_run_of_days(cursor + ONE_DAY, until), amount=(until - cursor).days))
        last = max(last, begun.date()) + (ended.date() - begun.date())
        found.append(_wait_line(begun, ended))
        cursor = max(ended.date(), cursor)
    if months:
        found.append(TermLine(words=_run_of_days(first + ONE_DAY, last), amount=count.term.amount))
    elif last > cursor and (rest := count.term.amount - sum(line.amount for line in found)):
        found.append(TermLine(words=_run_of_days(last - timedelta(days=rest - 1), last), amount=rest))
    if due.date() != last:
        found.append(TermLine(words=words("term.rolled", last=day_words(last), day=day_words(due))))
    return found


def _receipt_line(begin: datetime) -> TermLine:
    return TermLine(words=words("term.receipt_day", day=day_words(begin)))


def _run_of_days(first: date, last: date) -> str:
    return day_words(first) if first == last else words("term.days", first=day_words(first), last=day_words(last))


def _moment(at: datetime) -> str:
    local = vietnam(at)
    return f"{local:%H:%M} {day_words(local)}"
