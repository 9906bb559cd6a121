"""The two clocks of a dossier, never mixed: the intake window and the processing term. Rebuilt from its events. Pure.

An event tells its own moments in its details (`happened_at`, `received_at`, `due_at` …, ISO 8601); what an older
event does not tell is taken from the dossier as it is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from counter_app.clock import vietnam
from counter_app.model.dossier import Channel, Decision, Dossier, Event
from counter_app.model.procedure import AfterSupplement, CompletenessCheck, Procedure, Term, TermUnit
from counter_app.rules.rule_set import RuleSet
from counter_app.rules.rule_sets import intake_due
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.terms import TermCount, Wait

WINDOW, TERM = "intake", "term"
PROCESSING = "processing"  # said by the events of a supplement that was asked for after acceptance
_DECISIONS = {str(decision): decision for decision in Decision}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The end of an intake window, and whose it is: the rule set's, or the procedure's own stricter check."""

    due_at: datetime
    check: CompletenessCheck | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRun:
    """One run of the intake window. `recorded_at`: when its end was written down, if later than it happened."""

    begun_at: datetime
    due_at: datetime | None
    ended_at: datetime | None = None
    ended_by: Decision | None = None
    recorded_at: datetime | None = None

    @property
    def late(self) -> bool:
        return self.ended_at is not None and self.due_at is not None and self.ended_at > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """`term` is None while no term was counted here: not accepted yet, or the appointment came with a list."""

    windows: tuple[WindowRun, ...] = ()
    term: TermCount | None = None
    due_at: datetime | None = None  # the appointment as last told
    reappointments: int = 0
    ended_at: datetime | None = None
    supplement: Event | None = None  # the request during processing whose papers are still awaited

    @property
    def window(self) -> WindowRun | None:
        return self.windows[-1] if self.windows else None


def intake_window(
    calendar: WorkingCalendar, rules: RuleSet, procedure: Procedure | None, channel: Channel, received_at: datetime
) -> Window | None:
    """The stricter of the general window and the procedure's own check (issue of both: whichever ends first).

    None: no window runs for this channel and the procedure has no check of its own.
    """
    general = intake_due(rules, calendar, channel, received_at)
    check = procedure.completeness_check_on(vietnam(received_at).date()) if procedure else None
    if check is None:
        return None if general is None else Window(due_at=general)
    own = calendar.due_for(received_at, check.limit.amount, check.limit.unit)
    return Window(due_at=general) if general is not None and general <= own else Window(due_at=own, check=check)


def pass_on_due(calendar: WorkingCalendar, rules: RuleSet, accepted_at: datetime) -> datetime:
    """By when what came over the counter or by post goes to the agency that resolves it (R1.7): the same working day,
    or, received after the hour of the rules, the beginning of the next one: its first session's end."""
    at = vietnam(accepted_at)
    if calendar.is_working_day(at.date()) and at.time() <= rules.late_receipt_after:
        return calendar.closing(at.date())
    opening = calendar.opening(calendar.next_working_day(at.date()))
    session = calendar.session_at(opening)
    return session.end if session is not None else opening


def term_count(procedure: Procedure | None, rules: RuleSet, channel: Channel, begun_at: datetime) -> TermCount | None:
    """The processing term that a complete receipt at `begun_at` starts; None: the procedure's term is not known."""
    term = procedure.term_for(channel) if procedure else None
    if procedure is None or term is None:
        return None
    late_after = rules.late_receipt_after if procedure.late_receipt_rule else None
    return TermCount(term=term, begun_at=begun_at, late_after=late_after)


def opening_details(
    received_at: datetime, intake_due_at: datetime | None, decided_at: datetime | None, due_at: datetime | None
) -> dict[str, str | int | None]:
    """What the first event of a dossier tells, so that its clocks can be rebuilt."""
    told = {"received_at": received_at, "intake_due_at": intake_due_at, "decided_at": decided_at, "due_at": due_at}
    return {name: iso(moment) for name, moment in told.items()}


def term_details(count: TermCount, due_at: datetime) -> dict[str, str | int | None]:
    """What an acceptance tells of the term that it starts."""
    return {
        "term_amount": count.term.amount,
        "term_unit": str(count.term.unit),
        "late_after": None if count.late_after is None else f"{count.late_after:%H:%M}",
        "due_at": iso(due_at),
    }


def iso(moment: datetime | None) -> str | None:
    return None if moment is None else vietnam(moment).isoformat(timespec="seconds")


def rebuild(events: Iterable[Event], dossier: Dossier) -> Clocks:
    """Both clocks as the events of a dossier tell them, in the order in which they were written."""
    state = _Rebuilding(dossier)
    for event in events:
        state.take(event)
    return state.clocks()


@dataclass(slots=True)
class _Rebuilding:
    dossier: Dossier
    windows: list[WindowRun] = field(default_factory=list)
    term: TermCount | None = None
    due_at: datetime | None = None
    reappointments: int = 0
    ended_at: datetime | None = None
    supplement: Event | None = None
    before_end: tuple[WindowRun | None, Event | None] = (None, None)  # what a reopening brings back

    def take(self, event: Event) -> None:
        if "received_at" in event.details and not self.windows:
            self._opened(event)
        elif event.kind == "reopen":
            self._reopened()
        elif event.kind in _DECISIONS:
            self._remember(event)
            self._decided(event, _DECISIONS[event.kind])
        elif event.kind == "receive_supplement":
            self._supplemented(event)
        elif event.kind in ("recompute_due", "reappoint"):
            self._due_moved(event)
        elif event.kind in ("return_result", "stop"):
            self._remember(event)
            self.ended_at, self.supplement = event.at, None

    def clocks(self) -> Clocks:
        if not self.windows:
            self._open_from_dossier(self.dossier.decided_at)
        return Clocks(
            windows=tuple(self.windows),
            term=self.term,
            due_at=self.due_at,
            reappointments=self.reappointments,
            ended_at=self.ended_at,
            supplement=self.supplement,
        )

    def _opened(self, event: Event) -> None:
        begun = told_moment(event, "received_at")
        assert begun is not None
        ended = told_moment(event, "decided_at")
        self.windows.append(WindowRun(begun_at=begun, due_at=told_moment(event, "intake_due_at"), ended_at=ended))
        self.due_at = told_moment(event, "due_at")

    def _open_from_dossier(self, ended: datetime | None) -> None:
        """An older first event told no moments: then the dossier's own columns are all that is known."""
        known = self.dossier
        self.windows.append(WindowRun(begun_at=known.received_at, due_at=known.intake_due_at, ended_at=ended))
        self.due_at = known.due_at

    def _decided(self, event: Event, decision: Decision) -> None:
        at = happened(event)
        if not self.windows:
            self._open_from_dossier(None)
        run = self.windows[-1]
        if run.ended_at is None:
            recorded = event.at if at != event.at else None
            self.windows[-1] = replace(run, ended_at=at, ended_by=decision, recorded_at=recorded)
        elif decision is Decision.REQUEST_SUPPLEMENT:
            self._sent_back(event, at)
        if decision is Decision.ACCEPT:
            self._accepted(event, at)
        elif decision is not Decision.REQUEST_SUPPLEMENT:
            self.ended_at, self.supplement = at, None

    def _remember(self, event: Event) -> None:
        if event.kind not in (str(Decision.ACCEPT), str(Decision.REQUEST_SUPPLEMENT)):
            self.before_end = (self.windows[-1] if self.windows else None, self.supplement)

    def _reopened(self) -> None:
        """Where it was: the window that the closing stopped runs on, and so does the term."""
        window, self.supplement = self.before_end
        if window is not None:
            self.windows[-1] = window
        self.ended_at = None

    def _sent_back(self, event: Event, at: datetime) -> None:
        """During processing; where the term is not known here, only the request itself."""
        self.supplement = event
        if self.term is not None:
            mode = AfterSupplement(str(event.details.get("after_supplement") or AfterSupplement.RESTART))
            self.term = replace(self.term, waits=(*self.term.waits, Wait(begun_at=at, ended_at=None, mode=mode)))

    def _accepted(self, event: Event, at: datetime) -> None:
        told = event.details
        if told.get("term_amount"):
            late = told.get("late_after")
            self.term = TermCount(
                term=Term(amount=int(told["term_amount"] or 0), unit=TermUnit(str(told["term_unit"]))),
                begun_at=at,
                late_after=time.fromisoformat(str(late)) if late else None,
            )
        self.due_at = told_moment(event, "due_at") or self.due_at

    def _supplemented(self, event: Event) -> None:
        at = happened(event)
        if self.supplement is not None:
            self.supplement = None
            self.term = self.term.complete(at) if self.term is not None else None
            self.due_at = told_moment(event, "due_at") or self.due_at
            return
        due = told_moment(event, "intake_due_at") if "intake_due_at" in event.details else self.dossier.intake_due_at
        self.windows.append(WindowRun(begun_at=at, due_at=due))

    def _due_moved(self, event: Event) -> None:
        if event.kind == "reappoint":
            self.reappointments += 1
            self.due_at = told_moment(event, "due_at")
        elif event.details.get("what") == WINDOW and self.windows:
            self.windows[-1] = replace(self.windows[-1], due_at=told_moment(event, "after"))
        else:
            self.due_at = told_moment(event, "after")


def happened(event: Event) -> datetime:
    """When it really was: an act that was recorded later with evidence tells its own moment."""
    return told_moment(event, "happened_at") or event.at


def told_moment(event: Event, name: str) -> datetime | None:
    """What the event tells under `name`, in ISO 8601; None: nothing."""
    told = event.details.get(name)
    return vietnam(datetime.fromisoformat(str(told))) if told else None
