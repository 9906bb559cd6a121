"""The processing term: its due moment, and what a wait for the applicant does to it (regulation.md R2.1–R2.4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from counter_app.clock import vietnam
from counter_app.model.procedure import AfterSupplement, Term, TermUnit
from counter_app.working_time.calendar import WorkingCalendar

INSTANT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """The dossier lay with the applicant. `ended_at` None: it still does."""

    begun_at: datetime
    ended_at: datetime | None
    mode: AfterSupplement


@dataclass(frozen=True, slots=True, kw_only=True)
class TermCount:
    """A processing term as it runs: from when, how long, and the waits in it, in order.

    `late_after`: receipt after this hour belongs to the next working day; None where the procedure has no such rule.
    """

    term: Term
    begun_at: datetime
    late_after: time | None = None
    waits: tuple[Wait, ...] = ()

    @property
    def waiting(self) -> bool:
        return bool(self.waits) and self.waits[-1].ended_at is None

    @property
    def runs_from(self) -> datetime:
        """Since when the term that runs now is counted: after a restart the moment of the complete supplement."""
        restarts = [wait.ended_at for wait in self.waits if wait.mode is AfterSupplement.RESTART and wait.ended_at]
        return restarts[-1] if restarts else self.begun_at

    @property
    def pauses(self) -> tuple[Wait, ...]:
        """The waits that are taken off the term that runs now."""
        return tuple(
            wait
            for wait in self.waits
            if wait.ended_at and wait.mode is AfterSupplement.PAUSE and wait.begun_at >= self.runs_from
        )

    def complete(self, at: datetime) -> "TermCount":
        """The same term when the papers that it waits for are complete at `at`; itself when it does not wait."""
        if not self.waiting:
            return self
        return replace(self, waits=(*self.waits[:-1], replace(self.waits[-1], ended_at=at)))

    def read_as(self, mode: AfterSupplement) -> "TermCount":
        """The same dossier under the other reading of R2.4."""
        return replace(self, waits=tuple(replace(wait, mode=mode) for wait in self.waits))


def term_due(calendar: WorkingCalendar, count: TermCount) -> datetime:
    """The due moment of the term, waits that have ended included. OutsideCalendar as always."""
    begin, term = begin_of_term(calendar, count), count.term
    pauses = [(vietnam(wait.begun_at), vietnam(wait.ended_at)) for wait in count.pauses if wait.ended_at]
    if term.unit in (TermUnit.WORKING_HOUR, TermUnit.WORKING_DAY):
        due = calendar.due_for(begin, term.amount, term.unit)
        resumed = _hours_resumed if term.unit is TermUnit.WORKING_HOUR else _working_days_resumed
        for begun, ended in pauses:
            due = due if begun >= due else resumed(calendar, due, begun, ended)
        return due
    last = calendar.last_day(begin.date(), term.amount, term.unit)
    due = calendar.closing_on_or_after(last)
    for begun, ended in pauses:
        if begun < due:
            last = max(last, begun.date()) + (ended.date() - begun.date())
            due = _closing_not_before(calendar, last, ended)
    return due


def begin_of_term(calendar: WorkingCalendar, count: TermCount) -> datetime:
    """From when on the term adds up: the receipt, or the opening that the after-15:00 rule moves it to (R2.3)."""
    begin = vietnam(count.runs_from)
    if count.late_after is not None and begin.time() > count.late_after:
        return calendar.opening(calendar.next_working_day(begin.date()))
    return begin


# What was left when the wait began is left when it ends, in the unit of the term. Days are counted whole, from the day
# after the papers came, as the term itself is (R2.1). A term that was over when the wait began stays over.


def _hours_resumed(calendar: WorkingCalendar, due: datetime, begun: datetime, ended: datetime) -> datetime:
    return calendar.add_seconds(ended, calendar.worked_seconds(begun, due))


def _working_days_resumed(calendar: WorkingCalendar, due: datetime, begun: datetime, ended: datetime) -> datetime:
    last = (due - INSTANT).date()  # a session that ends at midnight belongs to the day that it closes
    left = calendar.working_days_between(begun.date(), last)
    if left:
        return calendar.add_working_days(ended.date(), left)
    return _closing_not_before(calendar, ended.date(), ended)


def _closing_not_before(calendar: WorkingCalendar, day: date, moment: datetime) -> datetime:
    closing = calendar.closing_on_or_after(day)
    return closing if closing >= moment else calendar.add_working_days(moment.date(), 1)
