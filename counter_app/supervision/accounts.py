"""How a due moment comes about, for the officer and for an inspector: lines that add up, legal basis, other readings.

One account for each of the two clocks; panel, printed sheet and command line show the same one.
"""

from datetime import datetime, timedelta

from counter_app.clock import vietnam
from counter_app.errors import OutsideCalendar
from counter_app.messages import sentence
from counter_app.model.account import Account, AccountLine, OtherReading
from counter_app.model.dossier import Decision
from counter_app.model.procedure import AfterSupplement, Procedure, Source, Term, TermUnit
from counter_app.rules.readings import AFTER_SUPPLEMENT, SAME_CLOCK, Reading, reading
from counter_app.rules.rule_set import RuleSet
from counter_app.supervision.clocks import WindowRun
from counter_app.working_time.calendar import WorkingCalendar
from counter_app.working_time.days import DayKind
from counter_app.working_time.explanation import explain, explain_at
from counter_app.working_time.term_explanation import explain_term
from counter_app.working_time.terms import TermCount, term_due
from counter_app.working_time.words import day_words, hours_minutes, words

WORKING_DAY_MINUTES = 8 * 60  # the day that the other reading takes a window of eight hours for
SAME_MOMENT = timedelta(minutes=1)  # submission and receipt may be this far apart without a word (R1.2)
_ENDED = {
    Decision.ACCEPT: "clocks.ended.accept",
    Decision.REQUEST_SUPPLEMENT: "clocks.ended.request_supplement",
    Decision.REFUSE: "clocks.ended.refuse",
    Decision.WITHDRAW: "clocks.ended.withdraw",
}


def window_account(
    calendar: WorkingCalendar,
    run: WindowRun,
    rules: RuleSet,
    procedure: Procedure | None,
    *,
    earlier: tuple[WindowRun, ...] = (),
    at: datetime | None = None,
) -> Account | None:
    """The intake window. None: no window runs. `at`: cut the session that runs then in two. OutsideCalendar as
    always."""
    if run.due_at is None:
        return None
    lines = explain_at(calendar, run.begun_at, run.due_at, at) if at else explain(calendar, run.begun_at, run.due_at)
    general = rules.intake_limit_minutes
    own = procedure.completeness_check_on(vietnam(run.begun_at).date()) if procedure else None
    stricter = own is not None and calendar.worked_minutes(run.begun_at, run.due_at) != general
    basis = [_basis("clocks.basis.window", _citation(rules, "intake_window"), minutes=amount(general))]
    if own is not None:
        basis.append(_basis("clocks.basis.own_check", _marked(own.source), limit=own.limit.words()))
    notes = []
    if own is not None:
        notes.append(_say("clocks.own_check_first" if stricter else "clocks.window_first", limit=own.limit.words()))
    if run.recorded_at is not None and run.ended_at is not None:
        notes.append(_say("clocks.recorded_late", at=_moment(run.ended_at), recorded=_moment(run.recorded_at)))
    return Account(
        due_at=run.due_at,
        lines=tuple(
            AccountLine(
                words=line.words,
                value=hours_minutes(line.minutes) if line.counted else words("why.not_counted"),
                counted=line.counted,
                document=line.document,
            )
            for line in lines
        ),
        total=hours_minutes(sum(line.minutes for line in lines)),
        basis=tuple(basis),
        earlier=tuple(_run_words(number, one) for number, one in enumerate(earlier, start=1)),
        notes=tuple(notes),
        other=None if stricter else same_clock_reading(calendar, run.begun_at, run.due_at, general),
    )


def submission_note(run: WindowRun, submitted_at: datetime | None) -> str:
    """Where the portal's receipt and the submission differ (R1.2): from which of them the clock runs. Empty: they do
    not, or one of them is not known."""
    if submitted_at is None or abs(run.begun_at - submitted_at) <= SAME_MOMENT:
        return ""
    return _say("clocks.submitted_otherwise", submitted=_moment(submitted_at), received=_moment(run.begun_at))


def term_account(
    calendar: WorkingCalendar, count: TermCount, rules: RuleSet, source: Source | None, *, promised: datetime | None
) -> Account:
    """The processing term. `source`: where its length comes from, None when it was merely asked for; `promised`: the
    appointment as it was last told."""
    due = term_due(calendar, count)
    lines = tuple(
        AccountLine(words=line.words, value=_term_value(count.term.unit, line.amount), counted=line.counted,
                    document=line.document)
        for line in explain_term(calendar, count)
    )  # fmt: skip
    basis = [_basis("clocks.basis.term", _marked(source), term=count.term.words())] if source else []
    basis.append(_basis("clocks.basis.complete_receipt", _figure(rules, "counts_from_complete_receipt")))
    if count.late_after is not None:
        words_of = _figure(rules, "late_receipt_after")
        basis.append(_basis("clocks.basis.late_receipt", words_of, clock=f"{count.late_after:%H:%M}"))
    if count.waits:
        mode = count.waits[-1].mode
        basis.append(_basis(f"clocks.basis.{mode}", _figure(rules, "after_supplement")))
    notes = [_say("clocks.waiting", asked=_moment(count.waits[-1].begun_at))] if count.waiting else []
    if promised is not None and promised != due:
        notes.append(_say("clocks.promised_otherwise", promised=_moment(promised)))
    return Account(
        due_at=due,
        lines=lines,
        total=count.term.words(),
        basis=tuple(basis),
        notes=tuple(notes),
        other=_other_after_supplement(calendar, count, due),
    )


def same_clock_reading(
    calendar: WorkingCalendar, begun_at: datetime, due_at: datetime, minutes: int
) -> OtherReading | None:
    """«Cùng giờ ngày làm việc kế tiếp», beside a window of one working day. None: it says the same, or is not told of
    then, or the calendar does not reach so far."""
    known = reading(SAME_CLOCK, vietnam(begun_at).date())
    if known is None or minutes != WORKING_DAY_MINUTES:
        return None
    try:
        other = calendar.same_clock_next_working_day(begun_at)
        begin = calendar.start_of_count(begun_at)
        why = _why_other_clock(calendar, begin, other)
    except OutsideCalendar:
        return None
    # At the edge of two sessions both moments are the same working time: 17:00, and 07:30 of the next morning.
    if calendar.worked_seconds(due_at, other) == 0:
        return None
    return _other("clocks.other.same_clock", known, other, due_at, why)


def _why_other_clock(calendar: WorkingCalendar, begin: datetime, other: datetime) -> str:
    """Which day is longer or shorter than eight hours, or is no usual day."""
    for day in (begin.date(), other.date()):
        minutes = calendar.working_minutes_of(day)
        if minutes != WORKING_DAY_MINUTES:
            code = "clocks.why.short_day" if calendar.day(day).kind is DayKind.SPECIAL else "clocks.why.day_length"
            return _say(code, day=day_words(day), amount=amount(minutes))
    return _say("clocks.why.other_hours", first=day_words(begin), second=day_words(other))


def _other_after_supplement(calendar: WorkingCalendar, count: TermCount, due: datetime) -> OtherReading | None:
    """Restart beside pause (R2.4): shown where the two differ."""
    known = reading(AFTER_SUPPLEMENT, vietnam(count.begun_at).date())
    if known is None or not any(wait.ended_at for wait in count.waits):
        return None
    restarts = count.waits[-1].mode is AfterSupplement.RESTART
    mode = AfterSupplement.PAUSE if restarts else AfterSupplement.RESTART
    try:
        other = term_due(calendar, count.read_as(mode))
    except OutsideCalendar:
        return None
    return None if other == due else _other(f"clocks.other.{mode}", known, other, due, "")


def _other(code: str, known: Reading, other: datetime, due: datetime, why: str) -> OtherReading:
    earlier = other < due
    told = _say(code, due=_moment(other))
    parts = [told, why, _say("clocks.other.earlier" if earlier else "clocks.other.later")]
    return OtherReading(due_at=other, words=" ".join(part for part in parts if part), warns=known.warns and earlier)


def _run_words(number: int, run: WindowRun) -> str:
    code = _ENDED[run.ended_by] if run.ended_by else "clocks.ended.unknown"
    ended = _moment(run.ended_at) if run.ended_at else ""
    return _say("clocks.earlier_run", number=number, begun=_moment(run.begun_at), ended=ended, how=_say(code))


def _term_value(unit: TermUnit, counted: int) -> str:
    if not counted:
        return words("why.not_counted")
    return hours_minutes(counted) if unit is TermUnit.WORKING_HOUR else Term(amount=counted, unit=unit).words()


def _citation(rules: RuleSet, subject: str) -> str:
    return "; ".join(
        basis.words() + ("" if basis.verified else f" ({words('why.unverified')})") for basis in rules.basis(subject)
    )


def _figure(rules: RuleSet, name: str) -> str:
    return _marked(rules.sources[name])


def _marked(source: Source) -> str:
    if not source.document:
        return words("why.unverified")
    return source.document if source.verified else f"{source.document} ({words('why.unverified')})"


def _basis(code: str, document: str, **values: object) -> str:
    return _say(code, document=document, **values)


def amount(minutes: int) -> str:
    """«8 giờ», «8 giờ 30 phút»."""
    hours, rest = divmod(minutes, 60)
    return hours_minutes(minutes) if rest else _say("supervision.hours", hours=hours)


def _moment(at: datetime) -> str:
    local = vietnam(at)
    return f"{local:%H:%M} {day_words(local, year=True)}"


def _say(code: str, /, **values: object) -> str:
    return sentence(code, **values).what
