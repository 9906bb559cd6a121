"""Both clocks of one dossier as the officer is shown them: how each due moment comes about, and on what basis."""

from dataclasses import dataclass, replace
from datetime import datetime

from counter_app.errors import OutsideCalendar
from counter_app.model.account import Account
from counter_app.model.dossier import Dossier, DossierId
from counter_app.model.procedure import Procedure, Source
from counter_app.rules.rule_sets import rule_set
from counter_app.supervision.accounts import submission_note, term_account, window_account
from counter_app.supervision.clocks import Clocks, rebuild
from counter_app.workflow.evidence import record_view
from counter_app.workflow.office import Office
from counter_app.workflow.procedures import received_under
from counter_app.working_time.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocked:
    """A dossier with its clocks and the procedure as the catalogue knows it (None: not in there)."""

    dossier: Dossier
    clocks: Clocks
    procedure: Procedure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """One account for each clock; None: that clock does not run, or the calendar does not reach so far."""

    window: Account | None
    term: Account | None


def clocked(office: Office, dossier_id: DossierId) -> Clocked:
    with office.store.unit_of_work() as unit:
        dossier = unit.dossier(dossier_id)
        return Clocked(
            dossier=dossier,
            clocks=rebuild(unit.events(dossier_id), dossier),
            procedure=received_under(unit, dossier),
        )


def opened(office: Office, dossier_id: DossierId) -> Clocked:
    """`clocked` for somebody who opens the dossier with all that it holds, which is written down."""
    record_view(office, dossier_id)
    return clocked(office, dossier_id)


def accounts(calendar: WorkingCalendar, known: Clocked, at: datetime | None = None) -> Accounts:
    """`at`: cut the session that runs then into «đến lúc này» and «còn lại», while the window is open."""
    return Accounts(window=_window(calendar, known, at), term=_term(calendar, known))


def _window(calendar: WorkingCalendar, known: Clocked, at: datetime | None) -> Account | None:
    runs, rules = known.clocks.windows, rule_set(known.dossier.rule_set)
    # Label and lines speak of the same window: what is kept of the dossier is what list and alarm count with.
    last = replace(runs[-1], begun_at=window_begun(known), due_at=known.dossier.intake_due_at)
    running = at if known.dossier.state.awaits_intake else None
    try:
        account = window_account(calendar, last, rules, known.procedure, earlier=runs[:-1], at=running)
    except OutsideCalendar:
        return None
    note = "" if runs[:-1] else submission_note(last, known.dossier.submitted_at)
    return replace(account, notes=(note, *account.notes)) if account is not None and note else account


def window_begun(known: Clocked) -> datetime:
    """The receipt; of a dossier that came in decided, its submission: there «Ngày tiếp nhận» is the decision."""
    dossier, run = known.dossier, known.clocks.windows[-1]
    elsewhere = run.ended_at is not None and run.ended_by is None
    if elsewhere and dossier.submitted_at is not None:
        return min(dossier.submitted_at, dossier.received_at)
    return dossier.received_at


def _term(calendar: WorkingCalendar, known: Clocked) -> Account | None:
    term = known.clocks.term
    if term is None:
        return None
    rules = rule_set(known.dossier.rule_set)
    try:
        return term_account(calendar, term, rules, _source(known), promised=known.clocks.due_at)
    except OutsideCalendar:
        return None


def _source(known: Clocked) -> Source | None:
    """Where the term's length comes from: its own source, else the procedure's."""
    if known.procedure is None:
        return None
    terms = (one for one in known.procedure.terms if one.channel is known.dossier.channel)
    return next((one.source for one in terms if one.source), known.procedure.source)
